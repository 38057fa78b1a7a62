// Brings a page of work in progress up to date every few seconds, until the work is done.

const EVERY = 4000;
const shown = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (fresh && fresh.querySelector("a")) {
      if (fresh.innerHTML !== shown.innerHTML) shown.innerHTML = fresh.innerHTML;
    } else if (answer.ok) {
      // Done: the whole page has a report now.
      location.reload();
      return;
    }
  } catch {
    // The next look may find the server again.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
