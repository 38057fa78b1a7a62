// Pasting: what an office program copied is cleaned before the editor reads it, and a line under the
// editor says what stayed and what was left behind.

import { Extension, Plugin } from "django-prose-editor/editor";
import { el } from "writing/dom";
import { cleaned } from "writing/office";

const STAYED = [
  ["headings", (n) => `${n} tiêu đề`],
  ["lists", (n) => `${n} danh sách`],
  ["tables", (n) => `${n} bảng`],
  ["notes", (n) => `${n} chú thích chân trang (nay ở cuối đoạn dán)`],
  ["links", (n) => `${n} liên kết`],
];
const LEFT = [
  ["images", (n) => `${n} ảnh (hãy kéo ảnh vào mục Ảnh)`],
  ["boxes", (n) => `${n} khung chữ (hãy chép riêng chữ trong khung)`],
  ["comments", (n) => `${n} lời góp ý bên lề`],
  ["deleted", (n) => `${n} chỗ đã gạch bỏ khi theo dõi sửa đổi`],
  ["fileLinks", (n) => `${n} liên kết tới tệp trên máy`],
  ["looks", () => "phông chữ, cỡ chữ, màu chữ"],
  ["alignment", () => "căn lề"],
  ["blankLines", (n) => `${n} dòng trống`],
];

function listed(rows, counts) {
  return rows.filter(([key]) => counts[key]).map(([key, say]) => say(counts[key]));
}

/** The sentences for who pasted; none where nothing was changed. */
export function inWords({ source, counts }) {
  const stayed = listed(STAYED, counts);
  const left = listed(LEFT, counts);
  const said = [];
  if (source || left.length) {
    said.push(`Đã dán${source ? ` từ ${source}` : ""}${stayed.length ? `, giữ ${stayed.join(", ")}` : ""}.`);
  }
  if (left.length) said.push(`Đã bỏ: ${left.join("; ")}.`);
  if (counts.oldFont) {
    said.push("Chữ gõ bằng phông cũ (.Vn…) đã được đổi sang chữ hiện nay; hãy đọc lại, nhất là chữ hoa.");
  }
  if (counts.oldFontKept) said.push("Một phần chữ mang phông cũ (.Vn…); hãy đọc lại xem có chữ nào sai dấu.");
  return said;
}

export const OfficePaste = Extension.create({
  name: "officePaste",

  onCreate({ editor }) {
    const status = el("p", { class: "writing-status", role: "status" });
    editor.view.dom.closest(".prose-editor").append(status);
    this.storage.say = (sentences) => {
      status.textContent = sentences.join(" ");
    };
  },

  addStorage() {
    return { say() {} };
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          transformPastedHTML: (html) => {
            // Copied within the editor: nothing to clean.
            if (html.includes("data-pm-slice")) {
              this.storage.say([]);
              return html;
            }
            const result = cleaned(html);
            this.storage.say(inWords(result));
            return result.html;
          },
          // A heading pasted behind words would join their paragraph and be no heading any more.
          transformPasted: (slice) => {
            const startsWithHeading = slice.content.firstChild?.type.name === "heading";
            if (!startsWithHeading || slice.content.childCount === 1) return slice;
            return new slice.constructor(slice.content, 0, slice.openEnd);
          },
        },
      }),
    ];
  },
});
