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
