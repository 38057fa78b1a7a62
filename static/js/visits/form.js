// The form of an act of care, on a telephone at somebody's door. The rate's amount stands in its box as
// soon as the kind is chosen; without a connection the whole entry waits on the device and is sent later.
// Without this script the form is a plain form.

import { forget, keep, waiting } from "./store.js";
import { sendWaiting } from "./queue.js";

const SENT = 201;
const REFUSED = 422;
const OUT_OF_REACH = [502, 503, 504];
const LONGEST = 20_000; // ms until a page that gives no answer counts as out of reach; photographs take longer

const box = document.querySelector("[data-waiting-visits]");
const form = document.querySelector("form[data-visit]");
const { user, address } = box?.dataset ?? {};
const list = box?.querySelector("ul");

// --- What the rate gives -----------------------------------------------------------------------------

function suggest(choice) {
  const { amount } = form.elements;
  const isOurs = !amount.value.trim() || amount.value === amount.dataset.suggested;
  if (!isOurs) return;
  amount.value = choice.dataset.amount ?? "";
  amount.dataset.suggested = amount.value;
  const { in_kind: things } = form.elements;
  if (!things.value || things.value === things.dataset.suggested) {
    things.value = choice.dataset.things ?? "";
    things.dataset.suggested = things.value;
  }
  told(choice.dataset.basis);
}

function told(basis) {
  const { amount } = form.elements;
  let line = form.querySelector("[data-basis-told]");
  if (!line) {
    line = document.createElement("div");
    line.className = "help";
    line.dataset.basisTold = "";
    line.setAttribute("role", "status");
    amount.after(line);
  }
  line.textContent = basis ? `Theo mức đã quy định: ${basis}. Sửa được.` : "";
}

form?.addEventListener("change", (event) => {
  if (event.target.name === "kind" && form.matches("[data-new]")) suggest(event.target.selectedOptions[0]);
});

// Who is quick, or waits long for a page, has chosen before this script was there. A form that comes back
// with something to mend is left as it was sent: an empty amount may be meant.
if (form?.matches("[data-new]") && form.elements.kind.value && !form.querySelector("[aria-invalid]")) {
  suggest(form.elements.kind.selectedOptions[0]);
}

// --- Keeping an entry --------------------------------------------------------------------------------

async function fieldsOf(data) {
  const fields = [];
  for (const [name, value] of data) {
    if (name === "csrfmiddlewaretoken") continue;
    if (!(value instanceof File)) fields.push([name, value]);
    else if (value.size) fields.push([name, { name: value.name, type: value.type, bytes: await value.arrayBuffer() }]);
  }
  return fields;
}

function labelOf(data) {
  const whom = data.get("member") || data.get("family");
  const kind = form.elements.kind.selectedOptions[0]?.textContent.split(":")[0].trim() ?? "";
  return [whom, kind, data.get("happened_on")].filter(Boolean).join(", ");
}

async function keepForLater(data) {
  const at = Date.now();
  await keep({ token: data.get("token"), user, address: location.pathname + location.search, label: labelOf(data), at, fields: await fieldsOf(data) });
  form.reset();
  delete form.elements.amount.dataset.suggested;
  form.elements.token.value = newToken();
  await show();
  say("Chưa có mạng: lần thăm đã được giữ trên máy này và sẽ tự gửi khi có mạng.");
  box.scrollIntoView({ block: "start" });
}

/** Another showing of the form, as far as the server is concerned; see desk/tokens.py. */
function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
}

function isComplete() {
  const { elements } = form;
  return Boolean((elements.member.value.trim() || elements.family.value.trim()) && elements.kind.value);
}

// --- Sending -----------------------------------------------------------------------------------------

let isBusy = false;

form?.addEventListener("submit", async (event) => {
  if (!form.matches("[data-new]")) return; // a correction is made where the act is seen
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  try {
    await submit();
  } finally {
    isBusy = false;
  }
});

async function submit() {
  const data = new FormData(form);
  const answer = navigator.onLine === false ? null : await post(data);
  if (answer?.status === SENT) {
    const { url } = await answer.json();
    await forget(data.get("token")).catch(() => {});
    location.assign(url);
  } else if (answer?.status === REFUSED) {
    showRefused(await answer.text());
  } else if (answer && !OUT_OF_REACH.includes(answer.status)) {
    // Signed out, or anything else: the page that answers says so and loses nothing typed.
    HTMLFormElement.prototype.submit.call(form);
  } else if (isComplete()) {
    await keepForLater(data).catch(() => say("Máy này không giữ được. Chữ vẫn còn nguyên trên trang: có mạng thì bấm lại."));
  } else {
    say("Chưa có mạng. Hãy ghi thăm ai và chọn loại, rồi bấm lưu: máy sẽ giữ lại.");
  }
}

/** The same form with its errors; the photographs stay chosen, which no page could give back. */
function showRefused(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("form[data-visit]");
  const photographs = form.elements.photographs.closest(".field");
  fresh.querySelector("[name=photographs]").closest(".field").replaceWith(photographs);
  form.replaceChildren(...fresh.childNodes);
  form.querySelector(".error-summary")?.focus();
}

function post(data) {
  const hasPhotographs = data.getAll("photographs").some((file) => file.size);
  const signal = hasPhotographs ? undefined : AbortSignal.timeout?.(LONGEST);
  const options = { method: "POST", credentials: "same-origin", headers: { "X-Requested-With": "visits" }, body: data, signal };
  return fetch(location.href, options).catch(() => null);
}

// --- What waits --------------------------------------------------------------------------------------

function say(words) {
  const line = box.querySelector("[data-told]");
  line.textContent = words;
  box.hidden = false;
}

async function show() {
  const entries = (await waiting().catch(() => [])).filter((entry) => entry.user === user);
  list.replaceChildren(...entries.map(lineOf));
  box.hidden = !entries.length;
  box.querySelector("[data-send]").hidden = !entries.some((entry) => !entry.errors);
}

function lineOf(entry) {
  const line = document.createElement("li");
  const name = document.createElement("b");
  name.textContent = entry.label;
  line.append(name, ` ${entry.errors ? `chưa gửi được: ${entry.errors.join("; ")}` : "đang chờ gửi"} `);
  if (entry.errors && form?.matches("[data-new]")) line.append(button("Mở lại để sửa", () => reopen(entry)));
  line.append(button("Bỏ", () => drop(entry)));
  return line;
}

function button(words, work) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button is-quiet", textContent: words });
  made.addEventListener("click", work);
  return made;
}

async function drop(entry) {
  await forget(entry.token);
  await show();
}

/** What the server refused goes back into the boxes, with its photographs. */
async function reopen(entry) {
  form.reset();
  const files = new DataTransfer();
  for (const [name, value] of entry.fields) {
    if (typeof value === "object") files.items.add(new File([value.bytes], value.name, { type: value.type }));
    else for (const field of form.querySelectorAll(`[name="${name}"]`)) fill(field, value);
  }
  form.elements.photographs.files = files.files;
  for (const fold of form.querySelectorAll("details")) fold.open ||= hasAnswer(fold);
  await forget(entry.token);
  await show();
  say(`Sửa rồi bấm lưu: ${entry.errors.join("; ")}`);
}

function fill(field, value) {
  if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
  else field.value = value;
}

/** Whether something was typed there that must be seen, not only what the page began with. */
function hasAnswer(fold) {
  return [...fold.querySelectorAll("input, textarea")].some((field) => field.type !== "checkbox" && field.value && field.value !== field.defaultValue);
}

async function sendAll() {
  const count = { sent: 0, refused: 0, later: 0 };
  await sendWaiting(user, address, (entry, answer) => {
    count[answer.state] += 1;
  });
  await show();
  const told = count.sent ? [`Đã gửi ${count.sent} lần thăm chờ trên máy này.`] : [];
  if (count.refused) told.push(`Có ${count.refused} lần máy chủ chưa nhận: mở lại để sửa.`);
  if (told.length) say(told.join(" "));
}

if (box) {
  box.querySelector("[data-send]").addEventListener("click", sendAll);
  window.addEventListener("online", sendAll);
  show().then(sendAll);
}
