// A form that loses nothing: `<form data-autosave="URL" data-draft-key="post-12-3" data-version="…">`,
// with data-noun="báo cáo" where its text is not "bài" and components/sitting.html inside.
// Every change is kept on this computer at once and sent to the server within seconds. The answer
// says who else has the text open and whether somebody saved it meanwhile. What the server never
// confirmed is in the boxes when the page is opened again, or is offered where something newer is.
// Each opening of the page ("sitting") has a copy and a row of its own: no text is written over another.

import { allKeys, copyOf, dropCopy, dropOldCopies, keepCopy } from "writing/copies";
import { button, day, el, hour, panel } from "writing/dom";
import { compare, essence, fieldsOf, fill, nounOf } from "writing/fields";

const KEEP_AFTER = 400;
const SEND_EVERY = 5_000;
const LOOK_FIRST = 1_000;
const LOOK_EVERY = 30_000; // who else is here, while nothing is typed
const RETRY_AT_MOST = 60_000;
const RETRY_SIGNED_OUT = 15_000; // somebody is signing in again in another window

// As the server calls the writer's own other window: desk.typed.
const ONESELF = "Chính đồng chí (ở cửa sổ hoặc máy khác)";
const SIGN_IN = "/dang-nhap/?next=/so/";

/** The server wants a sign-in first, or a newer form. */
class SignedOut extends Error {}
/** The server understood and said no; the message is its own sentence. */
class Refused extends Error {}
/** The record has left its writer's hands; whether the server has kept these words all the same. */
class MovedOn extends Error {
  constructor({ error, kept }) {
    super(error);
    this.kept = kept;
  }
}

export class Autosave {
  constructor(form) {
    this.form = form;
    const place = form.elements.sitting;
    this.opened = place?.dataset ?? {};
    this.sitting = place?.value || newSitting();
    this.turn = Number(form.elements.turn?.value ?? 0);
    this.key = `${form.dataset.draftKey}:${this.sitting}`;
    // Copies are dated by the server's clock, whatever this computer's says.
    this.ahead = Date.now() - Date.parse(this.opened.now) || 0;
    this.url = form.dataset.autosave;
    this.version = form.dataset.version ?? "";
    this.noun = nounOf(form);
    // The bar with the button may stand further down, beside the form.
    this.status = document.querySelector("[data-autosave-status]") ?? this.makeStatus();
    this.panels = el("div", { class: "writing-panels", id: "loi-bao", tabindex: "-1" });
    form.prepend(this.panels);
    this.others = el("div", { role: "status" });
    this.changed = el("div", { role: "alert" });
    this.trouble = el("div", { role: "alert" });
    this.panels.append(this.trouble, this.changed, this.others);
    // The panels stand on top of a long form; a line beside the button, always in sight, leads there.
    this.note = el("a", { href: "#loi-bao", class: "writing-note", hidden: true });
    this.status.after(this.note);
    this.rendered = fieldsOf(this.form);
    this.sent = JSON.stringify(this.rendered);
    this.lastKept = this.sent;
    this.kept = true;
    this.failures = 0;
    this.sending = false;
    this.leaving = false;
    this.lastSentAt = 0;
    this.confirmOwn();
    this.bringBack();
    this.listen();
    this.look();
    setTimeout(() => this.send({ quiet: true }), LOOK_FIRST);
  }

  makeStatus() {
    const status = el("p", { class: "writing-status", role: "status", "data-autosave-status": "" });
    (this.form.querySelector(".save-bar") ?? this.form).append(status);
    return status;
  }

  // --- What is typed ---

  now() {
    return JSON.stringify(fieldsOf(this.form));
  }

  get isUnsent() {
    return this.now() !== this.sent;
  }

  listen() {
    const onChange = (event) => {
      if (event.target.closest("form") !== this.form && event.target.form !== this.form) return;
      clearTimeout(this.keeping);
      this.keeping = setTimeout(() => this.keep(), KEEP_AFTER);
    };
    document.addEventListener("input", onChange);
    document.addEventListener("change", onChange);
    this.form.addEventListener("submit", () => {
      this.leaving = true;
      clearTimeout(this.timer);
      this.keep({ only: true });
      this.turn += 1; // nothing sent before this may come after it
      if (this.form.elements.turn) this.form.elements.turn.value = this.turn;
    });
    window.addEventListener("pagehide", () => this.sendLast());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.sendLast();
      else this.tryAgain();
    });
    // Perhaps somebody comes back from signing in again. Another window hides nothing of this one:
    // only the focus tells.
    window.addEventListener("focus", () => this.tryAgain());
    window.addEventListener("online", () => this.tryAgain());
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.leaving = false;
      this.tryAgain();
    });
    window.addEventListener("beforeunload", (event) => {
      // Kept here or on its way: nothing to ask. Only what would be lost, or stay unseen, is worth it.
      if (!this.leaving && this.isUnsent && (!this.kept || this.failures)) {
        event.preventDefault();
        event.returnValue = true; // tablets from before 2023
      }
    });
  }

  /** Keeps the text on this computer, then lets it be sent. */
  keep({ only = false } = {}) {
    clearTimeout(this.keeping);
    const fields = fieldsOf(this.form);
    const text = JSON.stringify(fields);
    if (text === this.lastKept) return;
    this.lastKept = text;
    if (text === this.sent && text === JSON.stringify(this.rendered)) {
      dropCopy(this.key);
      return;
    }
    this.kept = keepCopy(this.key, {
      at: new Date(Date.now() - this.ahead).toISOString(),
      version: this.version,
      sitting: this.sitting,
      turn: this.turn + 1,
      taken: this.form.elements.taken?.value ?? "",
      sent: text === this.sent,
      fields,
    });
    if (!only && text !== this.sent) {
      if (!this.failures) this.say("Đang chờ tự lưu…");
      this.schedule();
    }
  }

  // --- Sending ---

  schedule(wait = Math.max(0, this.lastSentAt + SEND_EVERY - Date.now())) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  tryAgain() {
    if (this.failures) this.schedule(0);
  }

  look() {
    clearInterval(this.looking);
    this.looking = setInterval(() => {
      if (document.visibilityState === "visible" && !this.isUnsent && !this.failures) this.send({ quiet: true });
    }, LOOK_EVERY);
  }

  body({ quiet = false } = {}) {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string") data.append(name, value);
    data.set("version", this.version);
    data.set("sitting", this.sitting);
    data.set("turn", quiet ? this.turn : ++this.turn);
    if (quiet) data.set("quiet", "1"); // nothing was typed: only look who is here
    return data;
  }

  async post({ keepalive = false, body }) {
    const answer = await fetch(this.url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { Accept: "application/json" },
      body,
      keepalive,
    });
    // A redirect is the sign-in page; 403 may be a form older than the last sign-in.
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new SignedOut();
    const told = await answer.json().catch(() => null);
    if (answer.ok && told) return told;
    if (told?.moved_on) throw new MovedOn(told);
    throw told?.error ? new Refused(told.error) : new Error(`The server answered ${answer.status}.`);
  }

  async send({ quiet = false } = {}) {
    if (this.sending || this.leaving) return;
    const text = this.now();
    if (!quiet && text === this.sent) return;
    this.sending = true;
    this.lastSentAt = Date.now();
    try {
      this.succeeded(await this.posted(quiet), text, quiet);
    } catch (error) {
      if (error instanceof MovedOn) this.movedOn(error, text);
      else this.failed(error);
    } finally {
      this.sending = false;
    }
    if (!this.failures && this.now() !== this.sent) this.schedule();
  }

  /** The answer, if need be after fetching a form that the server takes again. */
  async posted(quiet) {
    try {
      return await this.post({ body: this.body({ quiet }) });
    } catch (error) {
      if (!(error instanceof SignedOut) || !(await this.renewToken())) throw error;
    }
    try {
      return await this.post({ body: this.body({ quiet }) });
    } catch (error) {
      throw error instanceof SignedOut ? new Refused("Máy chủ không nhận: có thể quyền sửa đã đổi.") : error;
    }
  }

  /** After signing in again the old form's token counts no more; the page itself has the new one. */
  async renewToken() {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("[data-autosave] [name=csrfmiddlewaretoken]")?.value;
    if (!token) return false;
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
    return true;
  }

  /** The last words when the page goes away: small enough, they arrive without it. */
  sendLast() {
    this.keep({ only: true });
    const text = this.now();
    if (this.leaving || !this.isUnsent || text === this.lastWords) return;
    this.lastWords = text; // hidden first, then gone: once is enough
    this.post({ keepalive: true, body: this.body() })
      .then((answer) => this.succeeded(answer, text, false))
      .catch((error) => {
        if (error instanceof MovedOn) this.movedOn(error, text);
        // else it is kept on this computer
      })
      .finally(() => (this.lastWords = null));
  }

  succeeded(answer, text, quiet) {
    const recovered = this.failures > 0;
    this.failures = 0;
    this.trouble.replaceChildren();
    if (!quiet) {
      this.sent = text;
      this.confirm(text);
      this.say(`${recovered ? "Đã nối lại được với máy chủ. " : ""}Đã tự lưu lúc ${answer.saved_at ?? hour(new Date())}.`);
    } else if (recovered) {
      this.say("Đã nối lại được với máy chủ.");
    }
    this.tellOthers(answer.others ?? []);
    this.tellChanged(answer);
  }

  failed(error) {
    this.failures += 1;
    const { why, next, title, words } = this.reason(error);
    // The reason and the next step stand in the bar, always in sight; what stands on top of a long
    // form says more.
    const kept = this.kept ? "Chữ còn trên máy này." : "Máy này cũng không giữ được chữ: đừng đóng trang này.";
    this.say(`${why} ${kept} `, ...next);
    // Said once: an alert that comes again every minute is noise.
    if (this.trouble.querySelector("h2")?.textContent !== title) {
      const again = button("Thử gửi ngay", () => this.schedule(0));
      this.trouble.replaceChildren(
        panel("warning", title, el("p", {}, ...words), el("div", { class: "button-row" }, again)),
      );
    }
    const atMost = error instanceof SignedOut ? RETRY_SIGNED_OUT : RETRY_AT_MOST;
    this.schedule(Math.min(atMost, SEND_EVERY * 2 ** (this.failures - 1)));
  }

  reason(error) {
    if (error instanceof Refused) {
      return {
        why: "Máy chủ chưa nhận.",
        next: [el("a", { href: "#loi-bao" }, "Xem lý do")],
        title: "Máy chủ chưa nhận",
        words: [error.message],
      };
    }
    if (error instanceof SignedOut) {
      const link = (words) => el("a", { href: SIGN_IN, target: "_blank" }, words);
      return {
        why: "Chưa gửi được vì phiên làm việc đã hết.",
        next: [link("Đăng nhập lại"), " rồi quay lại đây."],
        title: "Phiên làm việc đã hết",
        words: [
          "Cứ để nguyên trang này. ",
          link("Đăng nhập lại trong cửa sổ mới"),
          ", rồi quay lại đây: chữ tự được gửi lên.",
        ],
      };
    }
    return {
      why: "Chưa gửi được vì mất kết nối.",
      next: ["Có mạng thì tự gửi."],
      title: "Mất kết nối với máy chủ",
      words: ["Cứ viết tiếp: chữ được giữ trên máy này và tự gửi lên khi có mạng."],
    };
  }

  /** Handed in or sent from another window: nothing can be saved here, and nothing is lost. */
  movedOn(error, text) {
    this.failures = 0;
    if (error.kept) {
      this.sent = text;
      this.confirm(text);
    }
    this.keptLast = error.kept ? text : this.keptLast;
    // A mere look, later, keeps nothing and takes nothing back.
    this.say(this.keptLast === this.now() ? "Máy chủ đã giữ chữ vừa viết." : `${this.Noun} không còn sửa được.`);
    const title = `${this.Noun} không còn sửa được`;
    const said = this.trouble.querySelector("h2")?.textContent === title && !error.kept;
    if (!said) this.trouble.replaceChildren(panel("warning", title, el("p", {}, error.message)));
  }

  noteAbove() {
    this.note.textContent = this.changedSaid ? this.changedTitle(this.changedSaid) : `Có người khác đang mở ${this.noun}`;
    this.note.hidden = !this.changedSaid && !this.others.childElementCount;
  }

  /** As a sentence begins with it. */
  get Noun() {
    return this.noun[0].toUpperCase() + this.noun.slice(1);
  }

  changedTitle(who) {
    return `${this.Noun} vừa được ${who === ONESELF ? "lưu ở cửa sổ hoặc máy khác" : "người khác lưu"}`;
  }

  say(...words) {
    const said = el("span", {}, ...words);
    if (this.status.textContent !== said.textContent) this.status.replaceChildren(...said.childNodes);
  }

  // --- Who else ---

  tellOthers(others) {
    // What the page was served with says the same, of the moment it was opened.
    document.querySelector("[data-others-told]")?.remove();
    const said = JSON.stringify(others);
    if (said === this.othersSaid) return;
    this.othersSaid = said;
    this.others.replaceChildren(
      ...(others.length
        ? [panel("warning", "", el("p", {}, `${this.Noun} này cũng đang được mở bởi: ${others.join("; ")}. Hãy hẹn nhau ai sửa phần nào.`))]
        : []),
    );
    this.noteAbove();
  }

  tellChanged({ changed_by: who, version, stored }) {
    // The page itself tells of that saving, and shows both texts.
    if (who && stored && stored === document.querySelector("[data-conflict]")?.dataset.conflict) return;
    if (!who) {
      // Our own autosave: the next "save" is measured against it.
      if (version) this.takeVersion(version);
      this.changed.replaceChildren();
      this.changedSaid = "";
      this.noteAbove();
      return;
    }
    if (this.changedSaid === who) return;
    this.changedSaid = who;
    this.noteAbove();
    this.changed.replaceChildren(
      panel(
        "warning",
        this.changedTitle(who),
        el("p", {}, `${who} đã lưu ${this.noun} này sau khi trang này được mở. Khi bấm lưu, trang sẽ hỏi lại trước, không ghi đè lên ai; chữ đang viết vẫn còn.`),
      ),
    );
  }

  takeVersion(version) {
    this.version = version;
    this.form.dataset.version = version;
    const field = this.form.querySelector("[name=version]");
    if (field) field.value = version;
  }

  // --- What was left from before ---

  /** The server has what is kept here, if it still is that text. */
  confirm(text, key = this.key) {
    const copy = copyOf(key);
    if (copy) keepCopy(key, { ...copy, sent: text === undefined || JSON.stringify(copy.fields) === text });
  }

  /** Other words come into the boxes: what stood there was typed in a sitting that ends here. */
  turnTo(fields) {
    this.keep({ only: true });
    if (this.now() !== JSON.stringify(this.rendered)) {
      const [text, key] = [this.now(), this.key];
      if (this.isUnsent) this.post({ body: this.body() }).then(() => this.confirm(text, key)).catch(() => {});
      this.sitting = newSitting();
      this.turn = 0;
      this.key = `${this.form.dataset.draftKey}:${this.sitting}`;
      for (const [name, value] of [["sitting", this.sitting], ["turn", 0], ["taken", ""]]) {
        if (this.form.elements[name]) this.form.elements[name].value = value;
      }
    }
    fill(this.form, fields);
  }

  /** A page that shows again what was sent: the server kept it, saved or not. */
  confirmOwn() {
    const copy = copyOf(this.key);
    if (copy && essence(copy.fields) === essence(this.rendered)) this.confirm();
  }

  /** Copies of this text that the server never confirmed, the newest first. */
  leftBehind() {
    const name = this.form.dataset.draftKey;
    const nameless = name.replace(/-\d+$/, ""); // from before each person had their own
    return allKeys()
      .filter((key) => key !== this.key && (key.startsWith(`${name}:`) || [nameless, `${nameless}:cu`].includes(key)))
      .map((key) => ({ ...copyOf(key), key }))
      .filter((copy) => {
        const isKnown =
          copy.sent || !copy.fields || this.isOffered(copy) || essence(copy.fields) === essence(this.rendered);
        if (isKnown) dropCopy(copy.key);
        return !isKnown;
      })
      .sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  }

  /** Whether the server offers it on this page: it got what this copy was to send, or more. */
  isOffered({ sitting, turn }) {
    return [...document.querySelectorAll("[data-waiting]")].some(
      ({ dataset }) => sitting && dataset.waiting === sitting && Number(dataset.turn) >= turn,
    );
  }

  bringBack() {
    const copies = this.leftBehind();
    const isNewest = Date.parse(copies[0]?.at) > (Date.parse(this.opened.since) || 0);
    if (isNewest && !("asked" in this.opened) && copies[0].sitting) this.putBack(copies.shift());
    for (const copy of copies.reverse()) this.offer(copy);
  }

  when(copy) {
    const at = new Date(copy.at);
    return `${hour(at)} ngày ${day(at)} trên máy này`;
  }

  /** What was typed last is in the boxes again; the server gets it as what it is, another text. */
  putBack(copy) {
    const before = this.rendered;
    this.turnTo(copy.fields);
    this.panels.prepend(
      panel(
        "info",
        `Trong khung là phần chữ chưa lưu từ ${this.when(copy)}`,
        el("p", {}, `Máy chủ chưa nhận được phần này; trang đang gửi lại. Xem lại rồi bấm lưu để giữ.${this.savedSince(copy)}`),
        el(
          "div",
          { class: "button-row" },
          button("Xem khác gì", () => compare(this.form, { before, unsaved: copy.fields })),
          button(`Xem ${this.noun} như trước đó`, () => this.turnTo(before)),
        ),
      ),
    );
    this.rescue(copy);
  }

  async rescue(copy) {
    const data = new URLSearchParams();
    for (const [name, values] of Object.entries(copy.fields)) for (const value of values) data.append(name, value);
    for (const name of ["version", "sitting", "turn", "taken"]) data.set(name, copy[name] ?? "");
    data.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    const told = await this.post({ body: data }).catch(() => null);
    if (!told) return; // still kept here
    if (copyOf(copy.key)?.at === copy.at) dropCopy(copy.key);
    if (this.form.elements.taken && told.text) this.form.elements.taken.value = told.text;
  }

  savedSince(copy) {
    return copy.version === this.version ? "" : ` Sau đó ${this.noun} đã được lưu một lần nữa.`;
  }

  offer(copy) {
    const place = el("div", { role: "status" });
    const restore = button("Khôi phục", () => {
      place.remove();
      this.turnTo(copy.fields);
      this.say("Đã khôi phục phần chữ chưa lưu.");
      this.rescue(copy);
    }, { class: "button is-small" });
    place.append(
      panel(
        "info",
        "Có phần chữ chưa lưu",
        el("p", {}, `Gõ lúc ${this.when(copy)}, khác với ${this.noun} đang hiện.${this.savedSince(copy)}`),
        el(
          "div",
          { class: "button-row" },
          restore,
          button("Xem khác gì", () => compare(this.form, { before: fieldsOf(this.form), unsaved: copy.fields })),
          button("Bỏ đi", () => {
            dropCopy(copy.key);
            place.remove();
            this.say("Đã bỏ phần chữ chưa lưu.");
          }),
        ),
      ),
    );
    this.panels.prepend(place);
  }
}

function newSitting() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function startAutosave() {
  for (const saved of document.querySelectorAll("[data-saved-key]")) dropCopy(saved.dataset.savedKey);
  dropOldCopies();
  return [...document.querySelectorAll("form[data-autosave]")].map((form) => new Autosave(form));
}
