// Copies of unfinished texts on this computer, so that nothing typed is lost with a connection or a
// session. Each opening of a page has a copy of its own. What the server has ages away; what it never
// confirmed stays until it has been sent, saved or thrown away. Signing out removes them all, after asking.

const PREFIX = "ban-thao:";
const DAYS = 14;

function store() {
  try {
    return window.localStorage;
  } catch {
    return null; // refused in some private windows
  }
}

/** The copy under a key: `{at, version, sitting, turn, taken, fields, sent}`, or null. */
export function copyOf(key) {
  try {
    return JSON.parse(store()?.getItem(PREFIX + key) ?? "null");
  } catch {
    return null;
  }
}

/** Whether it could be kept. */
export function keepCopy(key, copy) {
  for (const makeRoom of [() => {}, () => allKeys().filter(isSent).forEach(dropCopy)]) {
    try {
      makeRoom();
      store().setItem(PREFIX + key, JSON.stringify(copy));
      return true;
    } catch {
      // full: once more without what the server has
    }
  }
  return false;
}

function isSent(key) {
  return copyOf(key)?.sent === true;
}

export function dropCopy(key) {
  store()?.removeItem(PREFIX + key);
}

export function allKeys() {
  const shelf = store();
  if (!shelf) return [];
  return Object.keys(shelf).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

/** Texts that are on this computer alone: the server never confirmed them. */
export function unsentKeys() {
  return allKeys().filter((key) => copyOf(key)?.sent === false);
}

export function dropOldCopies(now = Date.now()) {
  for (const key of allKeys().filter(isSent)) {
    const age = now - Date.parse(copyOf(key)?.at ?? "");
    if (!(age < DAYS * 24 * 3600 * 1000)) dropCopy(key);
  }
}
