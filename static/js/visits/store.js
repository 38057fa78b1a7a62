// Acts of care that were typed without a connection, on this device until they are sent. Nothing else is
// ever kept here: no list, no name that was not typed into the entry itself.

const NAME = "nghia-tinh";
const ENTRIES = "cho-gui";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.addEventListener("upgradeneeded", () => asked.result.createObjectStore(ENTRIES, { keyPath: "token" }));
    asked.addEventListener("success", () => resolve(asked.result));
    asked.addEventListener("error", () => reject(asked.error));
  });
}

/** What `ask` answers, once it is safely written. */
async function within(mode, ask) {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(ENTRIES, mode);
      const answer = ask(transaction.objectStore(ENTRIES));
      transaction.addEventListener("complete", () => resolve(answer.result));
      transaction.addEventListener("error", () => reject(transaction.error));
      transaction.addEventListener("abort", () => reject(transaction.error));
    });
  } finally {
    base.close();
  }
}

/** An entry: token, user, label, at, fields ([name, value]; a photograph is {name, type, bytes}). */
export const keep = (entry) => within("readwrite", (entries) => entries.put(entry));
export const forget = (token) => within("readwrite", (entries) => entries.delete(token));
export const forgetAll = () => within("readwrite", (entries) => entries.clear());

export async function waiting() {
  const entries = await within("readonly", (all) => all.getAll());
  return entries.sort((one, other) => one.at - other.at);
}

/** How many wait; none where the browser keeps nothing. */
export async function waitingCount() {
  try {
    return await within("readonly", (entries) => entries.count());
  } catch {
    return 0;
  }
}
