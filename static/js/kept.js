// Signing in in another window makes this page's form outdated. When one comes back here, and again when
// it is sent, the form gets the mark of a page of now, so that the first press of "send again" is enough.

const form = document.querySelector("[data-kept]");

async function renew() {
  const answer = await fetch("/", { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return; // the form's own answer will say what is wrong
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (token) form.elements.csrfmiddlewaretoken.value = token;
}

if (form) {
  window.addEventListener("focus", renew);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await renew();
    HTMLFormElement.prototype.submit.call(form); // a kept field may be called "submit"
  });
}
