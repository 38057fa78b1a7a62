// Text pasted without the name of its font: the server tells whether it was typed for an old one, and
// the writer says whether it shall be read anew. Out of reach, or unasked, the server asks at saving.

import { ask, el } from "writing/dom";

const ADDRESS = "/so/phong-cu/"; // assoc/urls.py, "old_fonts"

async function told(texts) {
  if (!texts.some((text) => /[^\x00-\x7f]/.test(text))) return null;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
  for (const text of texts) body.append("text", text);
  const answer = await fetch(ADDRESS, {
    method: "POST", credentials: "same-origin", headers: { Accept: "application/json" }, body,
  }).catch(() => null);
  return answer?.ok ? answer.json().catch(() => null) : null;
}

/** Pieces of one text in today's letters, if they seem to be typed for an old font and the writer agrees. */
export async function inTodaysLetters(texts) {
  const { found, texts: read } = (await told(texts)) ?? {};
  if (!found || read.length !== texts.length) return null;
  const lines = (text) => el("p", { class: "old-font" }, text);
  const agreed = await ask({
    title: "Chữ vừa dán có vẻ gõ bằng phông cũ",
    submit: "Đổi sang chữ hiện nay",
    cancel: "Giữ nguyên",
    body: [
      el("h3", {}, `Đang là (${found.font})`), lines(found.before),
      el("h3", {}, "Đổi thành"), lines(found.after),
      el("p", { class: "help" }, "Đổi xong vẫn nên đọc lại, nhất là chữ hoa: phông cũ không ghi được chữ hoa có dấu."),
    ],
  });
  return agreed ? read : null;
}

/** The same for what is pasted into the boxes of the page. */
export function watchBoxes(root = document) {
  root.addEventListener("paste", ({ target }) => {
    if (!target.matches?.("textarea, input[type=text]")) return;
    setTimeout(async () => {
      const typed = target.value;
      const lines = typed.split("\n");
      const read = await inTodaysLetters(lines);
      if (!read || target.value !== typed) return;
      target.value = read.join("\n");
      target.dispatchEvent(new Event("input", { bubbles: true }));
      target.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}
