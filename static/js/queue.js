// The queue of comments without leaving the page, and its keys. The server answers every editor with
// the same pages; this script only puts the new list in place of the old one and moves on to the next
// comment. Whatever goes wrong, the form is sent the ordinary way.

const QUEUE = "[data-queue]";
const OFF = "queue-keys-off";

const cards = () => [...document.querySelectorAll("[data-comment]")];

function current() {
  return document.activeElement.closest?.("[data-comment]") ?? document.querySelector("[data-comment].is-current");
}

function moveTo(card) {
  if (!card) return;
  document.querySelector("[data-comment].is-current")?.classList.remove("is-current");
  card.classList.add("is-current");
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

// --- Deciding in place -----------------------------------------------------------------------------

function swap(answer, following) {
  const fresh = answer.querySelector(QUEUE);
  if (!fresh) throw new Error("The answer is no queue.");
  document.querySelector(QUEUE).replaceWith(fresh);
  document.querySelector(".messages")?.remove();
  const told = answer.querySelector(".messages");
  if (told) document.querySelector(".desk-head").before(told);
  prepare();
  const card = document.getElementById(`nx-${following}`) ?? cards()[0];
  if (card) moveTo(card);
  else document.querySelector("[data-done]")?.focus();
}

async function send(form, button) {
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", credentials: "same-origin", body });
  if (!answer.ok) throw new Error(`Answered ${answer.status}.`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const undone = new URL(form.action).searchParams.get("b")?.split(".")[0];
  swap(page, undone ?? body.get("tiep"));
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const isOurs = form.matches("[data-decide]") || form.closest("[data-done]");
  if (!isOurs) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  try {
    await send(form, event.submitter);
  } catch {
    // Nothing is decided twice: the server compares with what this page showed.
    if (event.submitter?.name) {
      const chosen = document.createElement("input");
      Object.assign(chosen, { type: "hidden", name: event.submitter.name, value: event.submitter.value });
      form.append(chosen);
    }
    form.submit();
  }
});

// --- Keys ------------------------------------------------------------------------------------------

function areOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function showSwitch() {
  const box = document.querySelector("[data-shortcuts]");
  box.hidden = false;
  box.querySelector("[data-shortcuts-off]").hidden = !areOff();
  box.querySelector("[data-shortcuts-switch]").textContent = areOff() ? "Bật phím tắt" : "Tắt phím tắt";
}

function prepare() {
  showSwitch();
  const all = document.querySelector("[data-choose-all]");
  if (all) all.hidden = false;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-shortcuts-switch]")) {
    try {
      localStorage.setItem(OFF, areOff() ? "" : "1");
    } catch {
      // Private windows keep nothing; the keys stay on.
    }
    showSwitch();
  } else if (event.target.closest("[data-choose-all]")) {
    const boxes = [...document.querySelectorAll('[data-comment] input[name="chon"][type="checkbox"]')];
    const every = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !every;
  } else {
    const card = event.target.closest("[data-comment]");
    if (card) {
      document.querySelector("[data-comment].is-current")?.classList.remove("is-current");
      card.classList.add("is-current");
    }
  }
});

function open(card, key) {
  const deed = card?.querySelector(`details[data-key="${key}"]`);
  if (!deed) return;
  deed.open = true;
  deed.querySelector("textarea, select, input:not([type=hidden])").focus();
}

const KEYS = {
  j: () => moveTo(cards()[cards().indexOf(current()) + 1]),
  k: () => moveTo(cards()[Math.max(cards().indexOf(current()) - 1, 0)]),
  d: () => current()?.querySelector('button[data-key="d"]')?.click(),
  t: () => current()?.querySelector('button[data-key="t"]')?.click(),
  r: () => open(current(), "r"),
  c: () => open(current(), "c"),
  u: () => document.querySelector("[data-done] button")?.click(),
  "?": () => document.querySelector("[data-shortcuts]").toggleAttribute("open"),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const deed = KEYS[event.key.toLowerCase()];
  if (!deed || (areOff() && event.key !== "?")) return;
  event.preventDefault();
  deed();
});

prepare();
