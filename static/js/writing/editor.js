// What the rich text editor is made of beside its library: our buttons, photographs, pasting.

import { Figure as LibraryFigure, Link as LibraryLink } from "django-prose-editor/editor";
import { askLink } from "writing/toolbar";

// The library writes a <style> into the page unless one with its mark is there. The policy forbids
// that, and css/editor.css holds the same rules: this element, which is no style sheet, has the mark.
const mark = document.createElementNS("urn:portal:mark", "style");
mark.setAttribute("data-tiptap-style", "");
document.head.append(mark);

export { OfficePaste } from "writing/paste";
export { Photo } from "writing/photo";
export { Toolbar } from "writing/toolbar";

/** The library's link, with our dialogue for its key. */
export const Link = LibraryLink.extend({
  addKeyboardShortcuts() {
    return {
      "Mod-k": ({ editor }) => {
        askLink(editor);
        return true;
      },
    };
  },
});

/** A picture that stands in the text of an old post: kept as it is, without the library's menu. */
export const Figure = LibraryFigure.extend({
  addExtensions() {
    return [];
  },
});
