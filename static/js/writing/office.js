// What comes out of Word, Word on the web, Google Docs or another site, made into what our editor
// knows: headings, lists, tables, emphasis, links. `cleaned(html)` also says what stayed and what
// was left behind. It works on a document that is never shown, so nothing in it loads or runs.

import { keepHeadingNumbers, keepHeadings, keepLists } from "writing/office-lists";
import { keepTables } from "writing/office-tables";
import { BLOCKS, isEmpty, parsed, rename, styleOf, unwrap } from "writing/office-tree";
import { fromOldFont, isOldFont } from "writing/old-fonts";

const KEPT = new Set(
  "p h2 h3 h4 ul ol li blockquote hr figure figcaption table tbody tr th td a br em strong s u sub sup img".split(" "),
);
const JUNK =
  "script,style,meta,link,title,head,template,noscript,iframe,object,embed,svg,math,canvas,video,audio," +
  "button,select,textarea,input,xml,colgroup,col";

class Tally {
  constructor() {
    this.counts = {};
  }

  add(what, count = 1) {
    this.counts[what] = (this.counts[what] ?? 0) + count;
  }
}

export function sourceOf(html) {
  if (/urn:schemas-microsoft-com:office|class=["']?Mso|mso-(list|bidi|fareast|ansi|element)/i.test(html)) return "Word";
  if (/\b(OutlineElement|NormalTextRun|ListContainerWrapper|data-ccp-)/.test(html)) return "Word trên web";
  if (/docs-internal-guid-/.test(html)) return "Google Docs";
  if (/LibreOffice|OpenOffice/i.test(html)) return "LibreOffice";
  return "";
}

// --- Styles that Word declares once, in the head -------------------------------------------------

/** Fonts of classes, number formats of lists: `@list l0:level1 {mso-level-number-format:bullet;}`. */
function declared(text) {
  const formats = new Map();
  for (const [, list, level, body] of text.matchAll(/@list\s+(l\d+):level(\d+)[^{]*\{([^}]*)\}/g)) {
    formats.set(`${list}/${level}`, /mso-level-number-format:\s*([\w-]+)/.exec(body)?.[1] ?? "decimal");
  }
  const fonts = new Map();
  for (const [, selectors, body] of text.replace(/@[^{}]*\{[^}]*\}/g, "").matchAll(/([^{}]+)\{([^}]*)\}/g)) {
    const font = /font-family:\s*([^;]+)/i.exec(body)?.[1];
    for (const name of font ? selectors.matchAll(/\.([\w-]+)/g) : []) fonts.set(name[1], font);
  }
  return { formats, fonts };
}

// --- What is left behind -------------------------------------------------------------------------

function dropRevisions(page, tally) {
  const deleted = [...page.querySelectorAll('del, .msoDel, [class*="TrackChangeTextDeletion"]')].filter(
    (element) => !element.parentElement.closest('del, .msoDel, [class*="TrackChangeTextDeletion"]'),
  );
  tally.add("deleted", deleted.filter((element) => !isEmpty(element)).length);
  for (const element of deleted) element.remove();
  for (const element of page.querySelectorAll("ins")) unwrap(element);
}

function dropComments(page, tally) {
  const lists = [...page.querySelectorAll("[data-look]")].filter((e) => /comment-list/.test(styleOf(e)["mso-element"] ?? ""));
  const marks = [...page.querySelectorAll('.MsoCommentReference, a.msocomanchor, [class*="CommentStart"]')];
  const inList = [...page.querySelectorAll("[data-look]")].filter((e) => styleOf(e)["mso-element"] === "comment").length;
  // Word marks one comment by an anchor within a span of the same meaning.
  const inText = marks.filter((mark) => !lists.some((list) => list.contains(mark)));
  const outermost = inText.filter((mark) => !inText.some((other) => other !== mark && other.contains(mark)));
  tally.add("comments", Math.max(inList, outermost.length));
  for (const element of [...lists, ...marks]) element.remove();
}

function dropBoxes(page, tally) {
  const boxes = [...page.querySelectorAll("*")].filter(
    (element) =>
      /^(v|m):/i.test(element.tagName) || /vglayout/.test(styleOf(element)["mso-ignore"] ?? ""),
  );
  for (const element of boxes) {
    if (!page.contains(element)) continue;
    if (!isEmpty(element) && element.textContent.trim()) tally.add("boxes");
    tally.add("images", element.querySelectorAll("img").length);
    element.remove();
  }
}

function dropImages(page, tally) {
  for (const image of page.querySelectorAll("img")) {
    const address = image.getAttribute("src") ?? "";
    const ours = address.startsWith("/") && !address.startsWith("//");
    if (ours || address.startsWith(`${location.origin}/`)) continue;
    tally.add("images");
    image.remove();
  }
}

// --- Old fonts -----------------------------------------------------------------------------------

function readOldFonts(page, fonts, tally) {
  const found = [];
  const walk = (element, inherited) => {
    const own =
      styleOf(element)["font-family"] ??
      styleOf(element)["mso-ascii-font-family"] ??
      element.getAttribute("face") ??
      [...element.classList].map((name) => fonts.get(name)).find(Boolean);
    const font = own || inherited;
    for (const child of element.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) walk(child, font);
      else if (child.nodeType === Node.TEXT_NODE && isOldFont(font) && child.data.trim()) found.push([child, font]);
    }
  };
  walk(page, "");
  if (!found.length) return;
  // Somebody may have typed today's letters while an old font was chosen.
  const isUnicode = found.some(([text]) => /[\u1ea0-\u1ef9ĂăĐđƠơƯư]/.test(text.data));
  tally.add(isUnicode ? "oldFontKept" : "oldFont");
  if (isUnicode) return;
  for (const [text, font] of found) text.data = fromOldFont(text.data, font.split(",")[0]);
}

// --- Emphasis ------------------------------------------------------------------------------------

const EMPHASIS = [
  ["strong", (s) => /^(bold|bolder|[6-9]00)$/.test(s["font-weight"] ?? "")],
  ["em", (s) => /^(italic|oblique)/.test(s["font-style"] ?? "")],
  ["s", (s) => /line-through/.test(`${s["text-decoration"] ?? ""} ${s["text-decoration-line"] ?? ""}`)],
  ["sup", (s) => s["vertical-align"] === "super"],
  ["sub", (s) => s["vertical-align"] === "sub"],
  ["u", (s, e) => /underline/.test(`${s["text-decoration"] ?? ""} ${s["text-decoration-line"] ?? ""}`) && !e.closest("a") && !e.querySelector("a")],
];
const SAME = { b: "strong", i: "em", strike: "s", cite: "em", big: null, small: null };

function keepEmphasis(page) {
  for (const [name, same] of Object.entries(SAME)) {
    for (const element of page.querySelectorAll(name)) {
      const style = styleOf(element);
      // Google Docs wraps everything in a <b> that says of itself that it isn't bold.
      const plain = /^(normal|400)$/.test(style["font-weight"] ?? "") && same === "strong";
      if (plain || same === null || (same === "em" && style["font-style"] === "normal")) rename(element, "span");
      else rename(element, same);
    }
  }
  for (const element of page.querySelectorAll("span[data-look], font[data-look]")) {
    const style = styleOf(element);
    for (const [name, applies] of EMPHASIS) {
      if (!applies(style, element) || element.closest(name) || isEmpty(element)) continue;
      const mark = page.ownerDocument.createElement(name);
      mark.append(...element.childNodes);
      element.append(mark);
    }
  }
}

// --- Notes, links, spaces ------------------------------------------------------------------------

function keepNotes(page, tally) {
  for (const list of page.querySelectorAll("[data-look]")) {
    const kind = styleOf(list)["mso-element"] ?? "";
    if (kind === "footnote" || kind === "endnote") tally.add("notes");
    if (/^(footnote|endnote)-list$/.test(kind)) for (const rule of list.querySelectorAll("hr")) rule.remove();
  }
}

function keepLinks(page, tally) {
  for (const link of page.querySelectorAll("a")) {
    const address = (link.getAttribute("href") ?? "").trim();
    const ours = address.startsWith("/") && !address.startsWith("//");
    if (/^(https?:|mailto:|tel:)/i.test(address) || ours) {
      tally.add("links");
      continue;
    }
    if (/^file:/i.test(address)) tally.add("fileLinks");
    unwrap(link);
  }
}

/** Spaces that stood for tabs and indents become one; line breaks of the file are no breaks. */
function tidySpaces(page) {
  const walker = page.ownerDocument.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    text.data = text.data.replace(/[\u200b\ufeff]/g, "").replace(/[ \t\r\n]+/g, " ").replace(/[ \u00a0]{2,}/g, " ");
  }
  for (const block of page.querySelectorAll("p,h2,h3,h4,li,th,td")) {
    const edge = (node, last) => {
      while (node && node.nodeType === Node.ELEMENT_NODE && !/^(BR|IMG)$/.test(node.tagName)) node = last ? node.lastChild : node.firstChild;
      return node;
    };
    for (const last of [false, true]) {
      const node = edge(last ? block.lastChild : block.firstChild, last);
      if (node?.nodeType === Node.TEXT_NODE) node.data = node.data.replace(last ? /[ \u00a0]+$/ : /^[ \u00a0]+/, "");
      else if (last && node?.tagName === "BR") node.remove();
    }
  }
}

// --- Blocks --------------------------------------------------------------------------------------

/** Boxes without a meaning fall away; loose words between blocks become paragraphs. */
function flatten(page) {
  const make = () => page.ownerDocument.createElement("p");
  for (const box of [...page.querySelectorAll("div,section,article,main,header,footer,center,address,pre,dl,dt,dd")].reverse()) {
    if (box.querySelector(BLOCKS) || box.parentElement.closest("p")) unwrap(box);
    else rename(box, "p");
  }
  for (const element of [...page.querySelectorAll("*")].reverse()) {
    if (!KEPT.has(element.tagName.toLowerCase())) unwrap(element);
  }
  for (const paragraph of page.querySelectorAll("p p")) unwrap(paragraph);
  let loose = null;
  for (const node of [...page.childNodes]) {
    const isBlock = node.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS);
    if (isBlock || node.nodeType === Node.COMMENT_NODE) {
      loose = null;
      if (!isBlock) node.remove();
    } else if (loose) {
      loose.append(node);
    } else if (node.textContent.trim() || node.nodeName === "IMG") {
      loose = make();
      node.before(loose);
      loose.append(node);
    } else {
      node.remove();
    }
  }
}

function dropEmpties(page, tally) {
  for (const mark of [...page.querySelectorAll("strong,em,u,s,sub,sup,a")].reverse()) {
    if (isEmpty(mark)) unwrap(mark);
  }
  for (const block of [...page.querySelectorAll("p,h2,h3,h4,li,ul,ol,blockquote,figcaption")].reverse()) {
    if (!isEmpty(block) || block.closest("td,th")?.children.length === 1) continue;
    if (block.matches("p")) tally.add("blankLines");
    block.remove();
  }
}

const SPANS = ["colspan", "rowspan"];
const KEPT_ATTRIBUTES = {
  a: ["href"], img: ["src", "alt"], ol: ["start"], td: SPANS, th: SPANS, figure: ["data-photo"],
};

function dropAttributes(page) {
  for (const element of page.querySelectorAll("*")) {
    const kept = KEPT_ATTRIBUTES[element.tagName.toLowerCase()] ?? [];
    for (const name of element.getAttributeNames()) {
      if (!kept.includes(name)) element.removeAttribute(name);
    }
  }
}

function dropCommentNodes(page) {
  const walker = page.ownerDocument.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const comment of found) comment.remove();
}

/** Whether looks were set by hand: letters' shapes, sizes and colours, or where lines begin. */
function countLooks(page, tally) {
  for (const element of page.querySelectorAll("[data-look], font, [align], center")) {
    const style = element.getAttribute("data-look") ?? "";
    if (/(^|[;\s])(font(-family|-size)?|color|background(-color)?|line-height)\s*:/i.test(style) || element.tagName === "FONT") tally.add("looks");
    if (/text-align\s*:\s*(center|right|justify)/i.test(style) || element.getAttribute("align")) tally.add("alignment");
  }
}

/** Clean HTML of what was copied, with `counts` of what stayed and of what was left behind. */
export function cleaned(html) {
  const tally = new Tally();
  const source = sourceOf(html);
  const [page, sheets] = parsed(html);
  const { formats, fonts } = declared(sheets);
  if (source) countLooks(page, tally);
  dropRevisions(page, tally);
  dropComments(page, tally);
  dropBoxes(page, tally);
  dropImages(page, tally);
  for (const element of page.querySelectorAll(JUNK)) element.remove();
  readOldFonts(page, fonts, tally);
  keepNotes(page, tally);
  keepHeadingNumbers(page);
  keepLists(page, formats, tally);
  keepEmphasis(page);
  keepHeadings(page, tally);
  keepLinks(page, tally);
  keepTables(page, tally);
  dropCommentNodes(page);
  flatten(page);
  tidySpaces(page);
  dropEmpties(page, tally);
  dropAttributes(page);
  return { html: page.innerHTML, source, counts: tally.counts };
}
