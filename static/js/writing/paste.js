// Pasting: what an office program copied is cleaned before the editor reads it, and a line under the
// editor says what stayed and what was left behind.

import { Extension, Plugin } from "django-prose-editor/editor";
import { el } from "writing/dom";
import { cleaned } from "writing/office";
import { inTodaysLetters } from "writing/old-text";

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
    said.push("Chữ gõ bằng phông cũ (.Vn…, VNI-…) đã được đổi sang chữ hiện nay; hãy đọc lại, nhất là chữ hoa.");
  }
  if (counts.oldFontKept) said.push("Một phần chữ mang phông cũ (.Vn…, VNI-…); hãy đọc lại xem có chữ nào sai dấu.");
  return said;
}

/** The text's pieces of one look, each with its place; a photograph or a break has none. */
function pieces(doc) {
  const found = [];
  doc.descendants((node, at) => {
    if (node.isText) found.push({ at, text: node.text, marks: node.marks });
  });
  return found;
}

/** Asks about letters of an old font anywhere in the text, and puts today's in their place. */
async function offerTodaysLetters(editor) {
  const before = pieces(editor.state.doc);
  const read = await inTodaysLetters(before.map(({ text }) => text));
  if (!read) return;
  const now = pieces(editor.state.doc);
  if (now.length !== before.length || now.some(({ text }, at) => text !== before[at].text)) return;
  const { tr, schema } = editor.state;
  // From the end, so that the places before stay what they are.
  for (const [at, piece] of [...before.entries()].reverse()) {
    if (read[at] && read[at] !== piece.text) {
      tr.replaceWith(piece.at, piece.at + piece.text.length, schema.text(read[at], piece.marks));
    }
  }
  editor.view.dispatch(tr);
  editor.commands.focus();
}

/** A table whose merged cells are single ones, the words in the first of them. */
function unmerged(table) {
  const rows = [];
  table.forEach((row, _, at) => {
    rows[at] ??= [];
    let column = 0;
    row.forEach((cell) => {
      while (rows[at][column]) column += 1;
      const { colspan, rowspan } = cell.attrs;
      const last = Math.min(at + rowspan, table.childCount);
      for (let down = at; down < last; down += 1) {
        rows[down] ??= [];
        for (let right = column; right < column + colspan; right += 1) {
          rows[down][right] = cell.type.createAndFill();
        }
      }
      rows[at][column] = cell.type.create({}, cell.content);
      column += colspan;
    });
  });
  const width = Math.max(...rows.map((row) => row.length));
  const empty = table.firstChild.firstChild?.type ?? null;
  return table.copy(
    table.content.constructor.from(
      rows.map((row, at) =>
        table.child(at).type.create({}, Array.from({ length: width }, (_, column) => row[column] ?? empty.createAndFill())),
      ),
    ),
  );
}

function isMerged(table) {
  let found = false;
  table.descendants((node) => {
    found ||= node.attrs.colspan > 1 || node.attrs.rowspan > 1;
  });
  return found;
}

/** Merged cells don't fit among the cells of another table: the library refuses them with an error. */
function fitForCell(slice, view) {
  const { $from } = view.state.selection;
  const inTable = Array.from({ length: $from.depth + 1 }, (_, depth) => $from.node(depth)).some(({ type }) => type.name === "table");
  const nodes = [];
  let changed = false;
  slice.content.forEach((node) => {
    const merged = inTable && node.type.name === "table" && isMerged(node);
    changed ||= merged;
    nodes.push(merged ? unmerged(node) : node);
  });
  if (!changed) return null;
  return new slice.constructor(slice.content.constructor.from(nodes), 0, 0);
}

export const OfficePaste = Extension.create({
  name: "officePaste",

  onCreate({ editor }) {
    const status = el("p", { class: "writing-status", role: "status" });
    editor.view.dom.closest(".prose-editor").append(status);
    this.storage.say = (sentences) => {
      status.textContent = sentences.join(" ");
    };
    this.storage.add = (sentence) => {
      status.textContent = `${status.textContent} ${sentence}`.trim();
    };
  },

  addStorage() {
    return { say() {}, add() {} };
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
          transformPasted: (slice, view) => {
            setTimeout(() => offerTodaysLetters(this.editor));
            const fit = fitForCell(slice, view);
            if (fit) {
              this.storage.add("Ô gộp đã được tách thành từng ô, vì dán vào trong một bảng.");
              return fit;
            }
            const startsWithHeading = slice.content.firstChild?.type.name === "heading";
            if (!startsWithHeading || slice.content.childCount === 1) return slice;
            return new slice.constructor(slice.content, 0, slice.openEnd);
          },
        },
      }),
    ];
  },
});
