// The frame of the workspace: the menu shows the page's own entry, and the folded one closes as
// people expect it to. Without this the menu is scrolled and pressed by hand.

const side = document.querySelector(".desk-side");
const current = side?.querySelector("[aria-current]");
if (current && side.clientHeight < side.scrollHeight) {
  const [box, line] = [side, current].map((one) => one.getBoundingClientRect());
  if (line.bottom > box.bottom) side.scrollTop += line.bottom - box.bottom + line.height;
}

const fold = document.querySelector("[data-fold]");

fold?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !fold.open) return;
  fold.open = false;
  fold.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  if (fold?.open && !fold.contains(event.target)) fold.open = false;
});
