// The writing page: the rich text editor's buttons and its text get Vietnamese names.

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

function name(area) {
  const editor = area.closest(".prose-editor");
  if (!editor) return;
  nameButtons(editor);
  new MutationObserver(() => nameButtons(editor)).observe(editor, { childList: true, subtree: true });
  const label = document.querySelector(`label[for="${area.id}"]`);
  const text = editor.querySelector('.ProseMirror[contenteditable="true"]');
  if (label && text) text.setAttribute("aria-label", label.firstChild.textContent.trim());
}

document.addEventListener("prose-editor:ready", (event) => name(event.target));
// Those that were ready before this module ran.
for (const area of document.querySelectorAll(".prose-editor textarea")) name(area);
