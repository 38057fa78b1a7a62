// A form sent without a connection would lead to the browser's own error page, away from all that was
// typed. The press is held instead: the page stays as it is and says so beside the button.

const ASKED_FIRST = "form[data-autosave], form[data-kept]"; // so much is typed there that it is worth asking
const WAIT = 10_000;

const asking = new WeakSet();
const letGo = new WeakSet();

// Before any other script hears of it: what is held was never sent, for them neither.
document.addEventListener("submit", onSubmit, true);
window.addEventListener("online", () => document.querySelector("[data-held]")?.remove());

async function onSubmit(event) {
  const { target: form, submitter } = event;
  // A comment's box holds its own words: comments.js; an act of care waits on the device: visits/form.js.
  const ownWay = "[data-comment-form], [data-visit][data-new]";
  if (form.getAttribute("method")?.toLowerCase() !== "post" || form.matches(ownWay)) return;
  if (letGo.delete(form)) return;
  const isOffline = navigator.onLine === false;
  if (!isOffline && !form.matches(ASKED_FIRST)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (asking.has(form)) return; // a double click
  asking.add(form);
  const isReachable = !isOffline && (await reach());
  asking.delete(form);
  if (!isReachable) {
    tell(form, submitter);
    return;
  }
  letGo.add(form);
  send(form, submitter);
}

/** Whether the portal answers at all. */
async function reach() {
  const options = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(WAIT) };
  const answer = await fetch(import.meta.url, options).catch(() => null);
  return Boolean(answer) && answer.status < 500;
}

function send(form, submitter) {
  // A field may be called "submit"; tablets from before 2022 know no requestSubmit.
  const { requestSubmit, submit } = HTMLFormElement.prototype;
  if (requestSubmit) requestSubmit.call(form, submitter);
  else if (submitter) submitter.click();
  else submit.call(form);
}

function tell(form, submitter) {
  document.querySelector("[data-held]")?.remove();
  const told = document.createElement("p");
  told.className = "panel is-warning is-plain held";
  told.dataset.held = "";
  told.setAttribute("role", "alert");
  told.textContent = "Chưa lưu được vì mất kết nối. Chữ vẫn còn nguyên trên trang này; có mạng thì bấm lại.";
  const isSeen = submitter && !submitter.matches(".visually-hidden");
  const shown = isSeen ? submitter : [...form.elements].find((one) => one.matches("[type=submit]:not(.visually-hidden)"));
  (shown ?? form.lastElementChild).before(told);
}
