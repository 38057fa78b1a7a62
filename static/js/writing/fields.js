// What a form holds, by name: read, compared, shown to a person and put back.

import { shownDiff } from "writing/diff";
import { ask, el } from "writing/dom";

const IGNORED = new Set(["csrfmiddlewaretoken", "version", "sitting", "turn", "taken", "replacing"]);

/** What the form's text is called. */
export function nounOf(form) {
  return form.dataset.noun ?? "bài";
}

/** Values by name. A paragraph that the editor adds at the end is nothing that anybody typed. */
export function fieldsOf(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (IGNORED.has(name) || typeof value !== "string") continue;
    (found[name] ??= []).push(value.replace(/\r\n/g, "\n").replace(/(<p><\/p>)+$/, ""));
  }
  return found;
}

/** Puts values into the fields, the rich text editor's among them. */
export function fill(form, fields) {
  for (const control of form.elements) {
    const { name, type } = control;
    if (!name || IGNORED.has(name) || type === "file" || type === "submit") continue;
    put(control, fields[name]);
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function put(control, values) {
  if (control.type === "checkbox" || control.type === "radio") {
    control.checked = values?.includes(control.value) ?? false;
  } else if (control.tagName === "SELECT") {
    for (const option of control.options) {
      option.selected = values?.includes(option.value) ?? (!control.multiple && option.selected);
    }
  } else if (values) {
    control.value = values[0];
    const text = control.closest(".prose-editor")?.querySelector(".ProseMirror");
    text?.editor?.commands.setContent(values[0]);
  }
}

/** A dialogue that shows, field by field, how an unsaved text differs from what was there before. */
export function compare(form, { before, unsaved }) {
  const rows = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(unsaved)])) {
    const [old, now] = [before, unsaved].map((all) => inWords(form.elements[name], all[name] ?? []));
    if (old !== now) rows.push(el("h3", {}, labelOf(form, name)), shownDiff(old, now));
  }
  const noun = nounOf(form);
  return ask({
    title: "Phần chữ chưa lưu khác gì",
    cancel: "Đóng",
    body: [
      el("p", { class: "help" }, `Chữ gạch ngang chỉ có ở ${noun} như máy chủ đưa ra; chữ gạch chân chỉ có ở phần chưa lưu.`),
      ...(rows.length ? rows : [el("p", {}, "Không khác gì.")]),
    ],
  });
}

/** What a person sees of a field's value: an option's words, not its number. */
function inWords(control, values) {
  const options = control?.tagName === "SELECT" ? [...control.options] : [];
  return values
    .map((value) => options.find((option) => option.value === value)?.textContent.trim() ?? value)
    .join(", ");
}

function labelOf(form, name) {
  const control = form.elements[name];
  const first = control instanceof RadioNodeList ? control[0] : control;
  return first?.labels?.[0]?.firstChild?.textContent.trim() || first?.getAttribute("aria-label") || name;
}

const SPANS = ["colspan", "rowspan"];
const TELLING = { a: ["href"], figure: ["data-photo"], ol: ["start"], img: ["src"], td: SPANS, th: SPANS };

/** What tells two forms' texts apart: the server writes the same article with other attributes. */
export function essence(fields) {
  const rows = Object.entries(fields).map(([name, values]) => [name, values.map(bare)]);
  return JSON.stringify(rows.filter(([, values]) => values.some(Boolean)).sort());
}

function bare(value) {
  if (!/<\w/.test(value)) return value.trim();
  const page = new DOMParser().parseFromString(value, "text/html").body;
  for (const element of page.querySelectorAll("*")) {
    const kept = TELLING[element.localName] ?? [];
    for (const name of element.getAttributeNames()) {
      if (!kept.includes(name) || element.getAttribute(name) === "1") element.removeAttribute(name);
    }
    if (element.localName === "p" && !element.childNodes.length) element.remove();
  }
  return page.innerHTML.trim();
}
