// A score sheet says what it would come to while it is being filled in. The arithmetic is the server's
// alone: the boxes are sent as they stand, nothing is saved. Without a connection the sum of the last
// saving stays.

const sheet = document.querySelector("[data-sheet]");
const shown = sheet?.querySelector("[data-running]");
const AFTER = 500;
let waiting;
let latest = 0;

async function reckon() {
  latest += 1;
  const mine = latest;
  const answer = await fetch(sheet.dataset.sheet, {
    method: "POST",
    body: new FormData(sheet),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  }).catch(() => null);
  // Whoever types on is answered by the next one.
  if (!answer?.ok || mine !== latest) return;
  const { text, points } = await answer.json();
  shown.textContent = text;
  shown.hidden = false;
  for (const cell of sheet.querySelectorAll("[data-points]")) {
    cell.textContent = points[cell.dataset.points] ?? "";
  }
}

sheet?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(reckon, AFTER);
});

// On a phone a sheet is many screens long: only the part where one goes on stays open there, or the one
// that the address names. Whoever was faster than this script, and types already, is not disturbed.
const parts = document.querySelectorAll("[data-part]");
const isAtRest = document.activeElement === document.body;
if (parts.length > 1 && isAtRest && matchMedia("(max-width: 47.99rem)").matches) {
  const named = document.getElementById(location.hash.slice(1))?.closest("[data-part]");
  for (const part of parts) part.open = named ? part === named : part.hasAttribute("data-next");
  named?.scrollIntoView();
}
