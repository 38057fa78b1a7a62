// Small helpers of the writing page: making elements, asking in a dialogue, saying what happened.

/** An element. Keys of `attributes` that begin with "on" are listeners; null and false leave out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(words, onclick, attributes = {}) {
  return el("button", { type: "button", class: "button is-secondary is-small", onclick, ...attributes }, words);
}

let dialogs = 0;

/**
 * Asks in a modal dialogue; resolves to what `read` makes of it, or to null when it is closed.
 * A `body` built by a function is given `choose(value)`, which closes the dialogue with that value.
 */
export function ask({ title, body, submit, cancel = "Thôi", read = () => true, danger = false }) {
  return new Promise((resolve) => {
    let answer = null;
    const id = `hop-thoai-${++dialogs}`;
    const choose = (value) => {
      answer = value;
      dialog.close();
    };
    const form = el(
      "form",
      {
        method: "dialog",
        onsubmit: (event) => {
          event.preventDefault();
          event.stopPropagation();
          choose(read(form));
        },
      },
      el("h2", { id }, title),
    );
    const dialog = el("dialog", { class: "ask", "aria-labelledby": id }, form);
    form.append(...[typeof body === "function" ? body(choose) : (body ?? [])].flat());
    form.append(
      el(
        "div",
        { class: "button-row" },
        submit ? el("button", { type: "submit", class: `button${danger ? " is-danger" : ""}` }, submit) : null,
        button(cancel, () => dialog.close(), { class: "button is-secondary" }),
      ),
    );
    // Not inside the writing form: its fields are no part of the article.
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    dialog.showModal();
  });
}

let fields = 0;

/** A labelled field for a dialogue. */
export function field(label, input, help = "") {
  input.id ||= `o-nhap-${++fields}`;
  const words = help ? el("p", { class: "help", id: `${input.id}-giup` }, help) : null;
  if (words) input.setAttribute("aria-describedby", words.id);
  if (input.type === "checkbox") {
    return el("div", { class: "field is-check" }, el("label", { for: input.id }, input, el("span", {}, label)), words);
  }
  return el("div", { class: "field" }, el("label", { for: input.id }, label), input, words);
}

/** A panel like templates/components/panel.html, without its drawing. */
export function panel(kind, title, ...children) {
  return el(
    "div",
    { class: `panel is-${kind} is-plain` },
    el("div", {}, title ? el("h2", {}, title) : null, ...children),
  );
}

export function hour(date) {
  return date.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
}

export function day(date) {
  return date.toLocaleDateString("vi-VN", {
    day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh",
  });
}
