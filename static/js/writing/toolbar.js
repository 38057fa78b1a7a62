// The editor's buttons, in words: the library's own bar has small pictures and English dialogues.

import { Extension } from "django-prose-editor/editor";
import { ask, el, field } from "writing/dom";
import { choosePhoto } from "writing/photo";
import { photosAreKnown } from "writing/post-photos";

/** Asks for the address of a link at the cursor or around the selected words. */
export async function askLink(editor) {
  const old = editor.getAttributes("link");
  const selected = !editor.state.selection.empty || editor.isActive("link");
  const address = el("input", {
    type: "text", name: "href", inputmode: "url", required: true, autocomplete: "off", value: old.href ?? "",
  });
  const text = el("input", { type: "text", name: "text", required: true, autocomplete: "off" });
  const typed = await ask({
    title: old.href ? "Sửa liên kết" : "Chèn liên kết",
    submit: old.href ? "Lưu liên kết" : "Chèn",
    body: [
      field("Địa chỉ", address, "Ví dụ: https://congan.hochiminhcity.gov.vn, hoặc /su-kien/ của trang này."),
      ...(selected ? [] : [field("Chữ hiện ra", text)]),
    ],
    read: () => ({ href: fullAddress(address.value.trim()), text: text.value.trim() }),
  });
  if (!typed) {
    editor.commands.focus();
    return;
  }
  const chain = editor.chain().focus();
  if (selected) chain.extendMarkRange("link").setLink({ href: typed.href }).run();
  else chain.insertContent({ type: "text", text: typed.text, marks: [{ type: "link", attrs: { href: typed.href } }] }).run();
}

/** What people type for an address, with what they leave out. */
function fullAddress(typed) {
  if (/^(https?:|mailto:|tel:|\/)/i.test(typed)) return typed;
  if (/^[^\s@/]+@[^\s@/]+$/.test(typed)) return `mailto:${typed}`;
  return `https://${typed}`;
}

async function askTable(editor) {
  const count = (name, value) =>
    el("input", { type: "text", inputmode: "numeric", pattern: "\\d{1,2}", title: "Một số, ví dụ 3", autocomplete: "off", name, value, required: true });
  const within = (input, max) => Math.min(max, Math.max(1, Number(input.value)));
  const rows = count("rows", 3);
  const columns = count("cols", 3);
  const head = el("input", { type: "checkbox", name: "head", checked: true });
  const typed = await ask({
    title: "Chèn bảng",
    submit: "Chèn bảng",
    body: [field("Số hàng", rows), field("Số cột", columns), field("Hàng đầu là hàng tiêu đề", head)],
    read: () => ({ rows: within(rows, 60), cols: within(columns, 12), withHeaderRow: head.checked }),
  });
  const chain = editor.chain().focus();
  if (typed) chain.insertTable(typed).run();
  else chain.run();
}

const on = (name, attributes) => (editor) => editor.isActive(name, attributes);
const run = (command, ...values) => (editor) => editor.chain().focus()[command](...values).run();

// group, name, words, what it does, whether it is on, when it is shown, the node or mark it needs
const ITEMS = [
  { group: "Ảnh", name: "photo", words: "Chèn ảnh", run: choosePhoto, needs: "photo", offered: photosAreKnown },
  { group: "Kiểu đoạn", name: "heading2", words: "Tiêu đề", full: "Tiêu đề lớn", run: run("toggleHeading", { level: 2 }), active: on("heading", { level: 2 }), needs: "heading" },
  { group: "Kiểu đoạn", name: "heading3", words: "Tiêu đề nhỏ", run: run("toggleHeading", { level: 3 }), active: on("heading", { level: 3 }), needs: "heading" },
  { group: "Kiểu chữ", name: "bold", words: "Đậm", full: "Chữ đậm", run: run("toggleBold"), active: on("bold"), needs: "bold" },
  { group: "Kiểu chữ", name: "italic", words: "Nghiêng", full: "Chữ nghiêng", run: run("toggleItalic"), active: on("italic"), needs: "italic" },
  { group: "Danh sách", name: "bulletList", words: "• Danh sách", full: "Danh sách chấm đầu dòng", run: run("toggleBulletList"), active: on("bulletList"), needs: "bulletList" },
  { group: "Danh sách", name: "orderedList", words: "1. Danh sách", full: "Danh sách đánh số", run: run("toggleOrderedList"), active: on("orderedList"), needs: "orderedList" },
  { group: "Chèn", name: "link", words: "Liên kết", full: "Chèn liên kết", run: askLink, active: on("link"), needs: "link" },
  { group: "Chèn", name: "unlink", words: "Bỏ liên kết", run: run("unsetLink"), shown: on("link"), needs: "link" },
  { group: "Làm lại", name: "undo", words: "Hoàn tác", run: run("undo"), enabled: (editor) => editor.can().undo() },
  { group: "Làm lại", name: "redo", words: "Làm lại", run: run("redo"), enabled: (editor) => editor.can().redo() },
  { more: true, group: "Thêm kiểu", name: "heading4", words: "Tiêu đề nhỏ nhất", run: run("toggleHeading", { level: 4 }), active: on("heading", { level: 4 }), needs: "heading" },
  { more: true, group: "Thêm kiểu", name: "blockquote", words: "Trích dẫn", run: run("toggleBlockquote"), active: on("blockquote"), needs: "blockquote" },
  { more: true, group: "Thêm kiểu", name: "underline", words: "Gạch chân", run: run("toggleUnderline"), active: on("underline"), needs: "underline" },
  { more: true, group: "Thêm kiểu", name: "strike", words: "Gạch ngang", run: run("toggleStrike"), active: on("strike"), needs: "strike" },
  { more: true, group: "Thêm kiểu", name: "superscript", words: "Chỉ số trên", run: run("toggleSuperscript"), active: on("superscript"), needs: "superscript" },
  { more: true, group: "Thêm kiểu", name: "subscript", words: "Chỉ số dưới", run: run("toggleSubscript"), active: on("subscript"), needs: "subscript" },
  { more: true, group: "Chèn thêm", name: "table", words: "Bảng", full: "Chèn bảng", run: askTable, needs: "table" },
  { more: true, group: "Chèn thêm", name: "horizontalRule", words: "Đường kẻ", full: "Đường kẻ ngang", run: run("setHorizontalRule"), needs: "horizontalRule" },
  { more: true, group: "Chèn thêm", name: "plain", words: "Bỏ định dạng", run: (editor) => editor.chain().focus().unsetAllMarks().clearNodes().run() },
  ...[
    ["addRowAfter", "Thêm hàng"], ["deleteRow", "Xóa hàng"], ["addColumnAfter", "Thêm cột"],
    ["deleteColumn", "Xóa cột"], ["mergeCells", "Gộp ô"], ["splitCell", "Tách ô"],
    ["toggleHeaderCell", "Ô tiêu đề"], ["deleteTable", "Xóa bảng"],
  ].map(([command, words]) => ({
    group: "Bảng", name: `table:${command}`, words, run: run(command), shown: on("table"), needs: "table",
    enabled: (editor) => editor.can()[command](),
  })),
];

class Bar {
  constructor(editor, root) {
    this.editor = editor;
    this.items = ITEMS.filter(
      ({ needs, offered = () => true }) =>
        offered() && (!needs || editor.schema.nodes[needs] || editor.schema.marks[needs]),
    );
    this.more = false;
    this.dom = el("div", { class: "writing-bar", role: "toolbar", "aria-label": "Định dạng bài viết" });
    const groups = new Map();
    for (const item of this.items) {
      if (!groups.has(item.group)) {
        groups.set(item.group, el("div", { role: "group", "aria-label": item.group, "data-more": item.more ?? null }));
      }
      item.button = this.makeButton(item);
      groups.get(item.group).append(item.button);
    }
    this.moreButton = el(
      "button",
      { type: "button", tabindex: "-1", "data-name": "more", "aria-expanded": "false", onclick: () => this.toggleMore() },
      "Thêm…",
    );
    this.groups = [...groups.values()];
    const firstMore = this.groups.findIndex((group) => group.hasAttribute("data-more"));
    this.groups.splice(firstMore < 0 ? this.groups.length : firstMore, 0, el("div", { class: "writing-bar__more" }, this.moreButton));
    this.dom.append(...this.groups);
    this.dom.addEventListener("keydown", (event) => this.step(event));
    // A press must not take the cursor out of the text.
    this.dom.addEventListener("mousedown", (event) => event.preventDefault());
    root.prepend(this.dom);
    this.update();
    this.buttons()[0].tabIndex = 0;
  }

  makeButton(item) {
    return el(
      "button",
      {
        type: "button",
        tabindex: "-1",
        "data-name": item.name,
        title: item.full ?? item.words,
        "aria-label": item.full ?? null,
        "aria-pressed": item.active ? "false" : null,
        onclick: () => {
          if (item.button.getAttribute("aria-disabled") !== "true") item.run(this.editor);
        },
      },
      item.words,
    );
  }

  toggleMore() {
    this.more = !this.more;
    this.moreButton.setAttribute("aria-expanded", String(this.more));
    this.moreButton.textContent = this.more ? "Bớt" : "Thêm…";
    this.dom.classList.toggle("is-open", this.more);
    this.update();
  }

  update() {
    for (const item of this.items) {
      const { button } = item;
      if (item.active) button.setAttribute("aria-pressed", String(item.active(this.editor)));
      button.hidden = item.shown ? !item.shown(this.editor) : false;
      // aria-disabled, since a disabled button loses the focus of whoever just pressed it.
      if (item.enabled) button.setAttribute("aria-disabled", String(!item.enabled(this.editor)));
    }
    for (const group of this.groups) {
      const shut = group.hasAttribute("data-more") && !this.more;
      group.hidden = shut || [...group.children].every((child) => child.hidden);
    }
    // One button of the bar is reached by the tabulator, and it must be one that is there.
    const buttons = this.buttons();
    if (!buttons.some((button) => button.tabIndex === 0)) {
      for (const button of this.dom.querySelectorAll("button")) button.tabIndex = -1;
      if (buttons[0]) buttons[0].tabIndex = 0;
    }
  }

  buttons() {
    return [...this.dom.querySelectorAll("button")].filter((button) => !button.closest("[hidden]"));
  }

  step(event) {
    const buttons = this.buttons();
    const at = buttons.indexOf(document.activeElement);
    const next = {
      ArrowRight: (at + 1) % buttons.length,
      ArrowLeft: (at - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    for (const button of this.dom.querySelectorAll("button")) button.tabIndex = -1;
    buttons[next].tabIndex = 0;
    buttons[next].focus();
  }
}

function labelOf(textarea) {
  return document.querySelector(`label[for="${textarea.id}"]`);
}

export const Toolbar = Extension.create({
  name: "toolbar",

  // Before the editor is drawn: whoever hears the page read out meets no text box without a name.
  onBeforeCreate({ editor }) {
    const textarea = editor.options.element.querySelector("textarea");
    const label = labelOf(textarea);
    const described = textarea.getAttribute("aria-describedby");
    const props = editor.options.editorProps;
    editor.setOptions({
      editorProps: {
        ...props,
        attributes: {
          ...props.attributes,
          ...(label && { "aria-label": label.firstChild.textContent.replace(/:\s*$/, "").trim() }),
          ...(described && { "aria-describedby": described }),
        },
      },
    });
  },

  onCreate({ editor }) {
    const root = editor.view.dom.closest(".prose-editor");
    const bar = new Bar(editor, root);
    editor.on("transaction", () => bar.update());
    // The label's own field is hidden behind the editor.
    labelOf(root.querySelector("textarea"))?.addEventListener("click", () => editor.commands.focus());
  },
});
