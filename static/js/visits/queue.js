// Sends what waits on this device, one entry after the other, each once: an entry carries the mark of its
// form, so that the server gives the same act again for what it has already. Only a clear answer of the
// server erases it here.

import { forget, keep, waiting } from "./store.js";

const SENT = 201;
const REFUSED = 422;
const BUSY = "nghia-tinh-gui";

/** "sent" with its address, "refused" with the reasons, or "later": the connection, or the sign-in. */
async function send(entry, address, csrf) {
  const body = new FormData();
  for (const [name, value] of entry.fields) {
    const isFile = typeof value === "object";
    body.append(name, isFile ? new File([value.bytes], value.name, { type: value.type }) : value);
  }
  body.set("csrfmiddlewaretoken", csrf);
  const options = { method: "POST", credentials: "same-origin", headers: { Accept: "application/json" }, body };
  const answer = await fetch(entry.address || address, options).catch(() => null);
  if (answer?.status === SENT) return { state: "sent", ...(await answer.json()) };
  if (answer?.status === REFUSED) return { state: "refused", errors: (await answer.json()).errors };
  return { state: "later", status: answer?.status ?? 0 };
}

/** The mark that this session's forms carry now; "" without a connection or a sign-in. */
async function freshMark(address) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return "";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-waiting-visits] [name=csrfmiddlewaretoken]")?.value ?? "";
}

/** Two windows must not send at the same time; where locks are unknown the server tells twins apart. */
function alone(work) {
  return navigator.locks ? navigator.locks.request(BUSY, work) : work();
}

/** Sends this user's entries. `told` hears of each answer. */
export function sendWaiting(user, address, told) {
  return alone(async () => {
    const entries = (await waiting()).filter((entry) => entry.user === user && !entry.errors);
    if (!entries.length || navigator.onLine === false) return;
    const csrf = await freshMark(address);
    if (!csrf) return;
    for (const entry of entries) {
      const answer = await send(entry, address, csrf);
      if (answer.state === "sent") await forget(entry.token);
      else if (answer.state === "refused") await keep({ ...entry, errors: answer.errors });
      else break;
      told(entry, answer);
    }
  });
}
