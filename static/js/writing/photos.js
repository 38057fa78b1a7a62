// The photographs of the post: added by choosing or dropping, described, ordered, taken away. Every
// card is plain forms that work by themselves; here they answer without leaving the page.

import { button, el, hour } from "writing/dom";
import { FocalPoint } from "writing/focal";
import { forgetPhoto, keepPhoto, orderPhotos, photoOf } from "writing/post-photos";
import { UploadQueue } from "writing/upload";

const UNDO_FOR = 8_000;

/** Sends a form's values; the answer's JSON, or an error whose message is a sentence to show. */
async function post(url, data, { keepalive = false } = {}) {
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      body: data,
      keepalive,
    });
  } catch {
    throw new Error("Mất kết nối với máy chủ. Hãy thử lại.");
  }
  const told = await answer.json().catch(() => null);
  if (answer.status === 401 || answer.status === 403 || answer.url.includes("/dang-nhap/")) {
    throw new Error("Phiên làm việc đã hết. Đăng nhập lại trong cửa sổ khác, rồi thử lại.");
  }
  if (!answer.ok) throw Object.assign(new Error(told?.error ?? "Máy chủ chưa nhận. Hãy thử lại."), { told });
  return told ?? {};
}

class Card {
  constructor(element, panel) {
    this.element = element;
    this.panel = panel;
    this.id = Number(element.dataset.photoCard);
    this.form = element.querySelector("[data-photo-form]");
    this.said = element.querySelector("[data-said]");
    new FocalPoint(element);
    this.form.classList.add("is-scripted");
    this.form.addEventListener("change", () => this.save());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    element.querySelector("[data-photo-move]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.step(event.submitter?.value === "up" ? -1 : 1, event.submitter);
    });
    element.querySelector("[data-photo-delete]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.panel.takeAway(this);
    });
    this.addHandle();
    this.form.alt.addEventListener("input", () => this.markMissing());
  }

  get name() {
    const photo = photoOf(this.id);
    return this.form.caption.value || this.form.alt.value || photo?.caption || `ảnh số ${this.id}`;
  }

  markMissing() {
    this.element.querySelector("[data-alt-missing]").hidden = this.form.alt.value.trim() !== "";
  }

  /** One save at a time; what changes meanwhile is saved after it. */
  async save() {
    if (this.saving) {
      this.again = true;
      return;
    }
    this.saving = true;
    this.say("Đang lưu…");
    const data = new FormData(this.form);
    try {
      const told = await post(this.form.action, data);
      this.opened(told.version);
      const image = this.element.querySelector("[data-focal] img");
      image.alt = data.get("alt");
      keepPhoto({ id: this.id, alt: data.get("alt"), caption: data.get("caption"), credit: data.get("credit") });
      this.say(`Đã lưu lúc ${hour(new Date())}.`);
    } catch (error) {
      this.opened(error.told?.version); // somebody else saved first: the next press is a decision
      this.say(error.message, true);
      if (error.told?.version) this.again = false;
    }
    this.saving = false;
    if (this.again) {
      this.again = false;
      this.save();
    }
  }

  /** Which stored version the form now stands upon; see desk/editing.py. */
  opened(version) {
    if (version) this.form.elements.version.value = version;
  }

  say(words, isError = false) {
    this.said.textContent = words;
    this.said.classList.toggle("is-error", isError);
  }

  // --- Order ---

  step(by, pressed) {
    const cards = this.panel.cards();
    const at = cards.indexOf(this.element);
    const other = cards[at + by];
    if (!other) {
      this.panel.say(by < 0 ? "Ảnh đã ở đầu." : "Ảnh đã ở cuối.");
      return;
    }
    if (by < 0) other.before(this.element);
    else other.after(this.element);
    pressed?.focus();
    this.placed();
  }

  async placed() {
    const cards = this.panel.cards();
    const position = cards.indexOf(this.element) + 1;
    this.panel.ordered();
    const move = this.element.querySelector("[data-photo-move]");
    const data = new FormData(move);
    data.set("position", position);
    try {
      await post(move.action, data);
      this.panel.say(`Ảnh đã sang vị trí ${position} trên ${cards.length}.`);
    } catch (error) {
      this.panel.say(`Thứ tự chưa lưu được: ${error.message}`);
    }
  }

  /** Dragging by pointer, so by finger too; the two buttons do the same for the keyboard. */
  addHandle() {
    const handle = el("span", { class: "photo-card__handle", title: "Kéo để đổi thứ tự", "aria-hidden": "true" }, "⠿");
    this.element.querySelector("[data-photo-move]").prepend(handle);
    handle.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return;
      event.preventDefault();
      const before = this.panel.cards().indexOf(this.element);
      this.element.classList.add("is-dragged");
      const follow = (next) => {
        const under = document.elementFromPoint(next.clientX, next.clientY)?.closest("[data-photo-card]");
        if (!under || under === this.element || !this.panel.list.contains(under)) return;
        const box = under.getBoundingClientRect();
        const after = next.clientY > box.top + box.height / 2 || (next.clientX > box.left + box.width / 2 && next.clientY > box.top);
        if (after) under.after(this.element);
        else under.before(this.element);
      };
      const end = () => {
        document.removeEventListener("pointermove", follow);
        this.element.classList.remove("is-dragged");
        if (this.panel.cards().indexOf(this.element) !== before) this.placed();
      };
      document.addEventListener("pointermove", follow);
      document.addEventListener("pointerup", end, { once: true });
      document.addEventListener("pointercancel", end, { once: true });
    });
  }
}

class PhotosPanel {
  constructor(panel) {
    this.panel = panel;
    this.list = panel.querySelector("[data-photo-list]");
    this.status = panel.querySelector("[data-photos-said]");
    this.empty = panel.querySelector("[data-photos-empty]");
    this.going = new Map();
    const form = panel.querySelector("form[data-photos]");
    this.queue = new UploadQueue({
      form,
      list: panel.querySelector("[data-uploads]"),
      added: (answer) => this.added(answer),
      say: (words) => this.say(words),
    });
    for (const element of this.cards()) new Card(element, this);
    this.receive(form);
    window.addEventListener("pagehide", () => {
      for (const { go } of this.going.values()) go({ keepalive: true });
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.queue.isBusy) return;
      event.preventDefault();
      event.returnValue = true;
    });
  }

  cards() {
    return [...this.list.querySelectorAll("[data-photo-card]")].filter((card) => !card.hidden);
  }

  say(words) {
    this.status.textContent = words;
  }

  receive(form) {
    const input = form.querySelector("input[type=file]");
    form.classList.add("is-scripted");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.queue.take(input.files);
      input.value = "";
    });
    input.addEventListener("change", () => {
      this.queue.take(input.files);
      input.value = "";
    });
    // A photograph dropped beside the frame would otherwise replace the whole page.
    let isOwn = false; // a picture of the page being moved about counts as a file too
    document.addEventListener("dragstart", () => (isOwn = true), true);
    document.addEventListener("dragend", () => (isOwn = false), true);
    const hasFiles = (event) => !isOwn && event.dataTransfer?.types.includes("Files");
    document.addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      form.classList.add("is-over");
    }, true);
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) form.classList.remove("is-over");
    });
    document.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      form.classList.remove("is-over");
      this.takeAll(event.dataTransfer.files);
    }, true);
    document.addEventListener("post-photos:take", ({ detail }) => this.queue.take(detail.files, detail));
    document.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length || event.clipboardData.types.includes("text/html")) return;
      event.preventDefault();
      this.takeAll(files);
    });
  }

  takeAll(files) {
    if (!files.length) return;
    this.queue.take(files);
    this.say(`Đang tải ${files.length} tệp vào mục Ảnh.`);
  }

  /** Whether it is new on the page. */
  added({ photo, html }) {
    if (this.going.has(photo.id)) {
      this.going.get(photo.id).callBack(); // taken away a moment ago, and chosen again
      return false;
    }
    if (this.cards().some((card) => Number(card.dataset.photoCard) === photo.id)) return false;
    const template = document.createElement("template");
    template.innerHTML = html;
    const element = template.content.querySelector("[data-photo-card]");
    this.list.append(element);
    new Card(element, this);
    keepPhoto(photo);
    this.showEmpty();
    return true;
  }

  ordered() {
    orderPhotos(this.cards().map((card) => card.dataset.photoCard));
  }

  showEmpty() {
    if (this.empty) this.empty.hidden = this.cards().length > 0;
  }

  /** Gone from the page at once, from the server after a while in which it can be called back. */
  takeAway(card) {
    const photo = photoOf(card.id);
    const form = card.element.querySelector("[data-photo-delete]");
    const callBack = () => {
      clearTimeout(timer);
      this.going.delete(card.id);
      row.remove();
      card.element.hidden = false;
      if (photo) keepPhoto(photo);
      this.ordered();
      this.showEmpty();
      this.say("Đã để ảnh lại.");
      form.querySelector("button").focus();
    };
    const undo = button("Hoàn tác", callBack);
    const row = el("li", { class: "photo-undo" }, el("span", { role: "status" }, `Đã xóa ${card.name}.`), undo);
    const go = async (options = {}) => {
      clearTimeout(timer);
      this.going.delete(card.id);
      const hadFocus = row.contains(document.activeElement);
      try {
        await post(form.action, new FormData(form), options);
        card.element.remove();
      } catch (error) {
        card.element.hidden = false;
        if (photo) keepPhoto(photo);
        this.say(`Ảnh chưa xóa được: ${error.message}`);
      }
      row.remove();
      if (hadFocus) this.panel.querySelector("input[type=file]").focus();
    };
    card.element.hidden = true;
    card.element.after(row);
    forgetPhoto(card.id);
    this.showEmpty();
    const timer = setTimeout(go, UNDO_FOR);
    this.going.set(card.id, { go, callBack });
    undo.focus();
  }
}

export function startPhotos() {
  for (const panel of document.querySelectorAll("[data-photos-panel]")) new PhotosPanel(panel);
}
