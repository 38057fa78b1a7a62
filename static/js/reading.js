// The reading controls without a round trip. The buttons are a form that works by itself; here the
// page changes in place and the same cookies are written, so that the server renders the next page
// as the reader wants it. Local storage covers pages kept by the browser from before the change.

const SMALLEST = -1;
const LARGEST = 3;
const YEAR = 365 * 24 * 3600;
const root = document.documentElement;
// More than one where a page keeps them in its menu too.
const forms = [...document.querySelectorAll("[data-reading]")];

function remember(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  const age = value ? YEAR : 0;
  document.cookie = `${name}=${value}; path=/; max-age=${age}; samesite=lax${secure}`;
  try {
    localStorage.setItem(name, value);
  } catch {
    // Storage is refused in some private windows; the cookie is enough.
  }
}

function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function show(size, contrast) {
  root.toggleAttribute("data-size", false);
  if (size) root.dataset.size = size;
  root.toggleAttribute("data-contrast", false);
  if (contrast) root.dataset.contrast = contrast;
  for (const form of forms) {
    form.querySelector("[name=contrast]").setAttribute("aria-pressed", String(Boolean(contrast)));
  }
}

function press(form, button) {
  let size = Number(root.dataset.size || 0);
  let contrast = root.dataset.contrast || "";
  if (button.name === "contrast") contrast = contrast ? "" : "more";
  else if (button.value === "smaller") size = Math.max(size - 1, SMALLEST);
  else if (button.value === "larger") size = Math.min(size + 1, LARGEST);
  else size = 0;
  show(size, contrast);
  remember("co-chu", size ? String(size) : "");
  remember("tuong-phan", contrast);
  // In larger letters the workspace's head folds this button into its menu: the focus goes along.
  if (!button.getClientRects().length) document.querySelector("[data-fold] > summary")?.focus();
  const said = { contrast: contrast ? "Đã tăng tương phản." : "Đã trở về tương phản thường." };
  const steps = size === LARGEST ? " (lớn nhất)" : size === SMALLEST ? " (nhỏ nhất)" : "";
  form.querySelector("[data-said]").textContent =
    said[button.name] ?? `Cỡ chữ: ${Math.round(parseFloat(getComputedStyle(root).fontSize))} điểm ảnh${steps}.`;
}

if (forms.length) {
  const size = remembered("co-chu");
  const contrast = remembered("tuong-phan");
  const asked = /^(-1|[1-3])?$/;
  if (size !== null && contrast !== null && asked.test(size)) {
    show(size ? Number(size) : 0, contrast === "more" ? "more" : "");
    // Some browsers drop cookies that a script wrote after a week: write them anew.
    remember("co-chu", size);
    remember("tuong-phan", contrast);
  }
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      if (!event.submitter) return;
      event.preventDefault();
      press(form, event.submitter);
    });
  }
}
