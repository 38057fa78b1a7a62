// What the post still lacks, as it is typed: the list that the server made would go on asking for a
// lead that is long written. The parts are those of `Post.missing_parts`.

import { el } from "writing/dom";

const SOON = 250;
const PARTS = [["Tít", "title"], ["Sapo", "lead"], ["Nội dung", "body"], ["Tên tác giả", "author_signature"]];

function isEmpty(box) {
  return !box.value.replace(/<[^>]*>|&nbsp;|\s/g, "");
}

function lacking(form) {
  const parts = PARTS.filter(([, name]) => form.elements[name] && isEmpty(form.elements[name])).map(([words]) => words);
  const cards = document.querySelectorAll("[data-photo-card]:not([hidden]) [data-photo-form]");
  const undescribed = [...cards].filter(({ elements }) => isEmpty(elements.alt) && isEmpty(elements.caption)).length;
  return undescribed ? [...parts, `Mô tả của ${undescribed} ảnh`] : parts;
}

export function watchMissing(form = document.querySelector("form[data-autosave]")) {
  const frame = document.querySelector("[data-missing-parts]");
  if (!frame || !form) return;
  let timer = 0;
  const tell = () => {
    const parts = lacking(form);
    frame.hidden = parts.length === 0;
    const list = frame.querySelector("ul");
    const said = parts.join("\n");
    if ([...list.children].map((item) => item.textContent).join("\n") !== said) {
      list.replaceChildren(...parts.map((words) => el("li", {}, words)));
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, SOON);
  };
  for (const event of ["input", "change", "post-photos:change"]) document.addEventListener(event, soon);
}
