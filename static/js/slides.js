// Slides on a projector: the keys of a presenter follow the links of the page, which work without.

const KEYS = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "prev", PageUp: "prev" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("a")?.matches(":focus-visible") && event.key === " ") return;
  const link = KEYS[event.key] && document.querySelector(`a[rel="${KEYS[event.key]}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
