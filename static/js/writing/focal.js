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
      // A finger on the picture may be scrolling the page: only a tap counts, or pulling the marker.
      if (event.pointerType === "touch" && event.target !== this.marker) {
        this.whenTapped(image);
        return;
      }
      event.preventDefault();
      this.drag(event, image);
    });
  }

  whenTapped(image) {
    const tap = (event) => {
      this.follow(event, image);
      this.save();
    };
    this.picture.addEventListener("pointerup", tap, { once: true });
    this.picture.addEventListener("pointercancel", () => this.picture.removeEventListener("pointerup", tap), { once: true });
  }

  drag(event, image) {
    this.marker.focus({ preventScroll: true });
    this.follow(event, image);
    const move = (next) => this.follow(next, image);
    const ending = new AbortController();
    const end = () => {
      ending.abort();
      this.save();
    };
    document.addEventListener("pointermove", move, { signal: ending.signal });
    document.addEventListener("pointerup", end, { signal: ending.signal });
    document.addEventListener("pointercancel", end, { signal: ending.signal });
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
