// The arrow keys walk through the photographs. The links between them work without this.

const photos = [...document.querySelectorAll("[data-album] > li")];

function current() {
  // The photograph whose middle is nearest to the window's.
  const middle = innerHeight / 2;
  const distance = (photo) => {
    const box = photo.getBoundingClientRect();
    return Math.abs((box.top + box.bottom) / 2 - middle);
  };
  return photos.reduce((best, photo, i) => (distance(photo) < distance(photos[best]) ? i : best), 0);
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, .scroll")) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const next = step && photos[current() + step];
  if (!next) return;
  event.preventDefault();
  history.replaceState(null, "", `#${next.id}`);
  next.scrollIntoView({ block: "start" });
  next.focus({ preventScroll: true });
});
