// Tells the server that an article was read: after ten seconds before the reader's eyes, once a tab
// and article. The message carries nothing but the article's number, and no cookie is set for it.

const SECONDS = 10;
const address = document.querySelector("[data-read]")?.dataset.read;
const key = `da-doc ${address}`;
let seen = 0;
let timer = null;

function wasTold() {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch {
    return false; // storage is refused in some private windows
  }
}

function tell() {
  stop();
  document.removeEventListener("visibilitychange", follow);
  navigator.sendBeacon(address);
  try {
    sessionStorage.setItem(key, "1");
  } catch {
    // The server counts a place once an hour anyway.
  }
}

function stop() {
  clearInterval(timer);
  timer = null;
}

function follow() {
  stop();
  if (document.visibilityState !== "visible") return;
  timer = setInterval(() => {
    seen += 1;
    if (seen >= SECONDS) tell();
  }, 1000);
}

if (address && !wasTold()) {
  document.addEventListener("visibilitychange", follow);
  follow();
}
