// The point of a photograph that stays in sight when it is cropped: pressed or dragged on the
// picture, moved by the arrow keys, or typed into the two number fields, which the server reads.

import { el } from "writing/dom";

const STEP = 5;

export class FocalPoint {
  constructor(card) {
    this.picture = card.querySelector("[data-focal]");
    [this.x, this.y] = ["focus_x", "focus_y"].map((name) => card.querySelector(`[name=${name}]`));
    if (!this.picture || !this.x || !this.y) return;
    this.marker = el("button", { type: "button", class: "focal__marker", title: "Điểm chính của ảnh" });
    const image = this.picture.querySelector("img");
    this.preview = el("img", { src: image.src, alt: "" });
    this.picture.append(this.marker);
    card
      .querySelector("[data-focal-fields]")
      ?.append(el("figure", { class: "focal__preview" }, this.preview, el("figcaption", {}, "Khi ảnh bị cắt, ví dụ ở trang chủ")));
    this.picture.classList.add("is-ready");
    this.listen(image);
    this.draw();
  }

  listen(image) {
    for (const input of [this.x, this.y]) input.addEventListener("input", () => this.draw());
    this.marker.addEventListener("keydown", (event) => {
      const move = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
      if (!move) return;
      event.preventDefault();
      this.set(Number(this.x.value) + move[0], Number(this.y.value) + move[1]);
      this.save();
    });
    image.draggable = false;
    this.picture.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return;
      event.preventDefault();
      this.marker.focus({ preventScroll: true });
      // A pointer that isn't there any more, or never was, can't be held; moving still works.
      try {
        this.picture.setPointerCapture(event.pointerId);
      } catch {
        /* nothing to hold */
      }
      this.follow(event, image);
      const move = (next) => this.follow(next, image);
      this.picture.addEventListener("pointermove", move);
      const end = () => {
        this.picture.removeEventListener("pointermove", move);
        this.save();
      };
      this.picture.addEventListener("pointerup", end, { once: true });
      this.picture.addEventListener("pointercancel", end, { once: true });
    });
  }

  follow(event, image) {
    const box = image.getBoundingClientRect();
    this.set(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  }

  set(x, y) {
    for (const [input, value] of [[this.x, x], [this.y, y]]) input.value = Math.round(Math.min(100, Math.max(0, value)));
    this.draw();
  }

  save() {
    this.x.dispatchEvent(new Event("change", { bubbles: true }));
  }

  draw() {
    const [x, y] = [this.x, this.y].map((input) => Math.min(100, Math.max(0, Number(input.value) || 0)));
    this.picture.style.setProperty("--focus-x", `${x}%`);
    this.picture.style.setProperty("--focus-y", `${y}%`);
    this.preview.style.objectPosition = `${x}% ${y}%`;
    this.marker.setAttribute("aria-label", `Điểm chính của ảnh: ${x} % từ trái, ${y} % từ trên. Dời bằng các phím mũi tên.`);
  }
}
