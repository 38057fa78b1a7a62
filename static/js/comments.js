// Comments without leaving the page. The server answers every reader with the same page; this script
// only takes the comments out of it and puts them in place of the old ones. Without a connection the
// words stay in their box and the page says so; whatever else goes wrong, the form is sent the ordinary
// way. So nothing typed is lost.

const SECTION = "[data-comments]";

class Unreachable extends Error {}

async function fetchSection(address, options) {
  const answer = await fetch(address, { credentials: "same-origin", ...options }).catch(() => {
    throw new Unreachable();
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const section = page.querySelector(SECTION);
  if (!section) throw new Error(`No comments in the answer (${answer.status}).`);
  return section;
}

function show(section) {
  document.querySelector(SECTION).replaceWith(section);
  const target = section.querySelector("[data-focus]");
  if (!target) return;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-comment-form]")) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  const body = new FormData(form);
  setBusy(form, true);
  try {
    show(await fetchSection(form.action, { method: "POST", body }));
  } catch (error) {
    if (error instanceof Unreachable) tellUnreachable(form);
    else form.submit();
  }
});

// While it is on its way nothing can be typed that the answer would carry off.
function setBusy(form, isBusy) {
  form.setAttribute("aria-busy", String(isBusy));
  for (const field of form.querySelectorAll("input, textarea")) field.readOnly = isBusy;
}

function tellUnreachable(form) {
  setBusy(form, false);
  form.querySelector("[data-unreachable]")?.remove();
  const told = document.createElement("p");
  told.className = "panel is-warning is-plain";
  told.dataset.unreachable = "";
  told.setAttribute("role", "alert");
  told.textContent = "Chưa gửi được vì mất kết nối. Chữ vẫn còn trong khung; có mạng thì bấm gửi lại.";
  form.querySelector("[type=submit]").before(told);
}

// Replying brings a form with the comment above it; what is already typed moves into it.
document.addEventListener("click", async (event) => {
  const link = event.target.closest('a[href*="tra-loi="], a[data-reply]');
  if (!link || !link.closest(SECTION) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const typed = new FormData(document.querySelector("[data-comment-form]"));
  try {
    const section = await fetchSection(link.href);
    show(section);
    for (const name of ["name", "text"]) {
      const field = section.querySelector(`[name=${name}]`);
      if (field && typed.get(name)) field.value = typed.get(name);
    }
    section.querySelector("[name=text]").focus();
  } catch {
    location.assign(link.href);
  }
});
