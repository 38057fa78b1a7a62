// A photograph of the post within its text: `<figure data-photo="12"></figure>` in what is stored,
// the picture with its words and four buttons in the editor.

import { Node, Plugin, TrailingNode, pm } from "django-prose-editor/editor";
import { ask, button, el } from "writing/dom";
import { allPhotos, photoOf, photosAreKnown } from "writing/post-photos";

/** Opens the photograph's own form further down the page, if the page has it. */
function openForm(id) {
  const card = document.getElementById(`anh-${id}`);
  if (!card) return false;
  const first = card.querySelector("[name=caption]");
  card.scrollIntoView({ block: "center" });
  first?.focus({ preventScroll: true });
  return true;
}

function words(photo) {
  return photo.caption || photo.alt || `Ảnh số ${photo.id}`;
}

class PhotoView {
  constructor({ node, editor, getPos }) {
    this.node = node;
    this.editor = editor;
    this.getPos = getPos;
    this.dom = el("figure", { class: "photo-block", contenteditable: "false" });
    this.redraw = () => this.draw();
    document.addEventListener("post-photos:change", this.redraw);
    this.dom.addEventListener("dragstart", () => {
      editor.storage.photo.dragged = this;
    });
    // Dropped elsewhere, it must not follow the next thing that is dropped here. After the drop, which
    // some browsers tell later than the drag's end.
    this.dom.addEventListener("dragend", () => {
      setTimeout(() => {
        if (editor.storage.photo.dragged === this) editor.storage.photo.dragged = null;
      }, 1_000);
    });
    this.draw();
  }

  draw() {
    const id = this.node.attrs.id;
    const photo = photoOf(id);
    this.dom.dataset.photo = id;
    const parts = [];
    if (photo) {
      parts.push(
        el("img", { src: photo.url, alt: photo.alt || "Ảnh chưa có mô tả", draggable: "false" }),
        el(
          "figcaption",
          {},
          el("span", {}, photo.caption || "Ảnh chưa có chú thích"),
          photo.credit ? el("span", { class: "credit" }, `Ảnh: ${photo.credit}`) : null,
        ),
      );
    } else {
      const said = photosAreKnown()
        ? "Ảnh này không còn trong bài: bạn đọc sẽ không thấy gì ở đây."
        : `Ảnh số ${id} của bài hiện ở chỗ này.`;
      parts.push(el("figcaption", { class: "is-missing" }, said));
    }
    parts.push(this.tools(photo));
    this.dom.replaceChildren(...parts);
  }

  tools(photo) {
    const name = photo ? words(photo) : `Ảnh số ${this.node.attrs.id}`;
    const tool = (label, what, run) => button(label, run, { "aria-label": `${what}: ${name}` });
    return el(
      "div",
      { class: "photo-block__tools" },
      tool("Lên", "Đưa ảnh lên", () => this.move(-1)),
      tool("Xuống", "Đưa ảnh xuống", () => this.move(1)),
      photo && document.getElementById(`anh-${photo.id}`)
        ? tool("Sửa chú thích", "Sửa chú thích", () => openForm(photo.id))
        : null,
      tool("Bỏ khỏi bài", "Bỏ ảnh khỏi chỗ này", () => this.remove()),
    );
  }

  /** Puts the photograph where it was dropped; the library would leave a second one behind. */
  dropAt(place) {
    const { state, view } = this.editor;
    const from = this.getPos();
    const slice = state.doc.slice(from, from + this.node.nodeSize);
    const to = pm.transform.dropPoint(state.doc, place, slice);
    if (to === null) return;
    const tr = state.tr.delete(from, from + this.node.nodeSize);
    const at = tr.mapping.map(to);
    tr.insert(at, this.node).setSelection(pm.state.NodeSelection.create(tr.doc, at));
    view.dispatch(tr);
  }

  move(step) {
    const { state, view } = this.editor;
    const from = this.getPos();
    const place = state.doc.resolve(from);
    const index = place.index();
    const other = place.parent.maybeChild(index + step);
    if (!other) return;
    const node = this.node;
    const tr = state.tr.delete(from, from + node.nodeSize);
    const to = step < 0 ? from - other.nodeSize : from + other.nodeSize;
    view.dispatch(tr.insert(to, node).scrollIntoView());
    this.editor.commands.setNodeSelection(to);
    // The view is made anew at its new place; who works by keyboard stays on the same button.
    const moved = view.nodeDOM(to);
    moved?.querySelectorAll(".photo-block__tools button")[step < 0 ? 0 : 1]?.focus();
  }

  remove() {
    const from = this.getPos();
    this.editor.chain().focus().deleteRange({ from, to: from + this.node.nodeSize }).run();
  }

  update(node) {
    if (node.type.name !== "photo") return false;
    const same = node.attrs.id === this.node.attrs.id;
    this.node = node;
    if (!same) this.draw();
    return true;
  }

  selectNode() {
    this.dom.classList.add("is-selected");
  }

  deselectNode() {
    this.dom.classList.remove("is-selected");
  }

  stopEvent(event) {
    return Boolean(event.target.closest?.(".photo-block__tools"));
  }

  ignoreMutation() {
    return true;
  }

  destroy() {
    document.removeEventListener("post-photos:change", this.redraw);
  }
}

export const Photo = Node.create({
  name: "photo",
  group: "block",
  atom: true,
  draggable: true,
  selectable: true,

  addAttributes() {
    return {
      id: {
        default: null,
        parseHTML: (element) => element.dataset.photo,
        renderHTML: ({ id }) => ({ "data-photo": id }),
      },
    };
  },

  // Before the library's own figure, which old posts have.
  parseHTML() {
    return [{ tag: "figure[data-photo]", priority: 70 }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes];
  },

  addNodeView() {
    return (props) => new PhotoView(props);
  },

  addStorage() {
    return { dragged: null };
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          handleDrop: (view, event) => {
            const { dragged } = this.storage;
            this.storage.dragged = null;
            const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
            if (!dragged || !place) return false;
            event.preventDefault();
            dragged.dropAt(place.pos);
            return true;
          },
        },
      }),
    ];
  },

  // A photograph at the very end would leave no place to write on.
  addExtensions() {
    return [TrailingNode.configure({ notAfter: ["heading", "bulletList", "orderedList", "blockquote"] })];
  },

  addCommands() {
    return {
      insertPhoto:
        (id) =>
        ({ tr, dispatch }) => {
          if (dispatch) placePhoto(tr, tr.selection.$from, this.type.create({ id: String(id) }));
          return true;
        },
    };
  },
});

/**
 * Puts a photograph behind the paragraph in which the cursor stands, or before it where that one is
 * still empty, and leaves the cursor in a paragraph behind it: whoever writes on goes on typing.
 */
function placePhoto(tr, $from, photo) {
  const { Selection } = pm.state;
  if ($from.depth === 0) {
    tr.replaceSelectionWith(photo);
    return;
  }
  const isEmpty = $from.depth === 1 && $from.parent.content.size === 0;
  const at = isEmpty ? $from.before(1) : $from.after(1);
  tr.insert(at, photo);
  const behind = at + photo.nodeSize;
  const next = tr.doc.nodeAt(behind);
  if (!next?.isTextblock) tr.insert(behind, tr.doc.type.schema.nodes.paragraph.create());
  tr.setSelection(Selection.near(tr.doc.resolve(behind + 1))).scrollIntoView();
}

/** Photographs chosen while the text is written: sent like those of the photographs' own part, and put
    where the cursor stood, one after another, as each arrives. */
function takeHere(editor, files) {
  let at = editor.state.selection.$from.depth ? editor.state.selection.$from.after(1) : editor.state.selection.to;
  const follow = ({ transaction }) => {
    at = transaction.mapping.map(at);
  };
  editor.on("transaction", follow);
  let waiting = files.length;
  const say = (words) => editor.storage.officePaste?.say([words]);
  const added = (photo) => {
    const { tr, schema, selection } = editor.state;
    const node = schema.nodes.photo.create({ id: String(photo.id) });
    const { $from } = selection;
    // Who still waits where it was asked for goes on writing behind it; who went on elsewhere stays there.
    if ($from.depth && $from.after(1) === at) placePhoto(tr, $from, node);
    else tr.insert(at, node);
    editor.view.dispatch(tr);
  };
  const ended = (isIn) => {
    waiting -= 1;
    if (waiting) say(`Còn ${waiting} ảnh đang tải lên…`);
    else {
      editor.off("transaction", follow);
      say(isIn ? "Ảnh đã vào bài. Hãy ghi mô tả cho từng ảnh ở mục Ảnh." : "Có ảnh chưa tải lên được: xem mục Ảnh.");
    }
  };
  say(`Đang tải ${waiting} ảnh vào bài…`);
  document.dispatchEvent(new CustomEvent("post-photos:take", { detail: { files, added, ended } }));
}

function fromDevice(choose) {
  const input = el("input", {
    type: "file", multiple: true, accept: document.getElementById("anh-moi")?.accept ?? "image/*",
    onchange: () => input.files.length && choose({ files: [...input.files] }),
  });
  return el("label", { class: "button photo-choice__new" }, "Thêm ảnh từ máy", input);
}

/** A dialogue with the post's photographs; the one chosen is put at the cursor. */
export async function choosePhoto(editor) {
  const photos = allPhotos();
  const used = new Set();
  editor.state.doc.descendants((node) => {
    if (node.type.name === "photo") used.add(Number(node.attrs.id));
  });
  const chosen = await ask({
    title: "Chèn ảnh vào bài",
    cancel: photos.length ? "Thôi" : "Đóng",
    body: (choose) => [
      fromDevice(choose),
      photos.length
        ? el(
            "ul",
            { class: "photo-choice", role: "list" },
            ...photos.map((photo) =>
              el(
                "li",
                {},
                el(
                  "button",
                  { type: "button", onclick: () => choose(photo.id) },
                  el("img", { src: photo.url, alt: photo.alt || "" }),
                  el("span", {}, words(photo)),
                  used.has(Number(photo.id)) ? el("small", {}, "Đã có trong bài") : null,
                ),
              ),
            ),
          )
        : el(
            "p",
            {},
            "Bài chưa có ảnh nào. Ảnh thêm ở đây vào ngay chỗ đang viết.",
          ),
    ],
  });
  if (chosen?.files) takeHere(editor, chosen.files);
  else if (chosen !== null) editor.chain().focus().insertPhoto(chosen).run();
  if (chosen === null || chosen.files) editor.commands.focus();
}
