// The rich text editor writes a <style> into the page unless one with its mark is there. The policy
// forbids that, and css/editor.css holds the same rules: this element, which is no style sheet,
// carries the mark. The editor's buttons are bare pictures; they get Vietnamese names here.

const mark = document.createElementNS("urn:portal:mark", "style");
mark.setAttribute("data-tiptap-style", "");
document.head.append(mark);

const NAMES = {
  paragraph: "Đoạn văn",
  heading2: "Tiêu đề lớn",
  heading3: "Tiêu đề vừa",
  heading4: "Tiêu đề nhỏ",
  bulletList: "Danh sách chấm đầu dòng",
  orderedList: "Danh sách đánh số",
  orderedListProperties: "Cách đánh số",
  blockquote: "Trích dẫn",
  horizontalRule: "Đường kẻ ngang",
  figure: "Ảnh trong bài",
  bold: "Chữ đậm",
  italic: "Chữ nghiêng",
  underline: "Gạch chân",
  strike: "Gạch ngang",
  subscript: "Chỉ số dưới",
  superscript: "Chỉ số trên",
  link: "Chèn liên kết",
  unlink: "Bỏ liên kết",
  table: "Chèn bảng",
  "table:addColumnAfter": "Thêm cột",
  "table:deleteColumn": "Xóa cột",
  "table:addRowAfter": "Thêm hàng",
  "table:deleteRow": "Xóa hàng",
  "table:mergeCells": "Gộp ô",
  "table:splitCell": "Tách ô",
  "table:toggleHeaderCell": "Ô tiêu đề",
  "table:deleteTable": "Xóa bảng",
  "history:undo": "Hoàn tác",
  "history:redo": "Làm lại",
};

function nameButtons(editor) {
  for (const button of editor.querySelectorAll(".prose-menubar button")) {
    const name = NAMES[button.dataset.name] ?? (button.dataset.name ? "" : "Kiểu đoạn văn");
    if (!name || button.title === name) continue;
    if (button.matches(".prose-menubar__option")) button.firstElementChild.textContent = name;
    button.title = name;
    button.setAttribute("aria-label", name);
  }
}

document.addEventListener("prose-editor:ready", (event) => {
  const editor = event.target.closest(".prose-editor");
  if (!editor) return;
  nameButtons(editor);
  // The bar comes a moment later, and the drop-down's own button anew with each choice.
  new MutationObserver(() => nameButtons(editor)).observe(editor, { childList: true, subtree: true });
  const label = document.querySelector(`label[for="${event.target.id}"]`);
  const text = editor.querySelector('.ProseMirror[contenteditable="true"]');
  if (label && text) text.setAttribute("aria-label", label.textContent.replace(/:\s*$/, ""));
});
