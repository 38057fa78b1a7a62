// What comes out of Word, Word on the web, Google Docs or another site, made into what our editor
// knows: headings, lists, tables, emphasis, links. `cleaned(html)` also says what stayed and what
// was left behind. It works on a document that is never shown, so nothing in it loads or runs.

import { fromTcvn3, isOldFont } from "writing/tcvn3";

const BLOCKS = "p,h1,h2,h3,h4,h5,h6,ul,ol,li,table,blockquote,hr,figure,div,pre,section,article,main,header,footer,center,address,dl";
const KEPT = new Set(
  "p h2 h3 h4 ul ol li blockquote hr figure figcaption table tbody tr th td a br em strong s u sub sup img".split(" "),
);
const JUNK = "script,style,meta,link,title,head,template,noscript,iframe,object,embed,svg,math,canvas,video,audio,form>button,select,textarea,input,xml,colgroup,col";
const BULLET_FONT = /symbol|wingdings|webdings|courier new/i;

class Tally {
  constructor() {
    this.counts = {};
  }

  add(what, count = 1) {
    this.counts[what] = (this.counts[what] ?? 0) + count;
  }

  get(what) {
    return this.counts[what] ?? 0;
  }
}

/**
 * The page of what was copied, and the text of its style sheets. Styles and handlers are put out of
 * the way beforehand: though nothing of them takes effect, the policy would report each of them.
 */
function parsed(html) {
  const sheets = [];
  const bare = html
    .replace(/<style\b[^>]*>([\s\S]*?)<\/style>/gi, (_, text) => {
      sheets.push(text);
      return "";
    })
    .replace(/<[a-z][^>]*>/gi, (tag) =>
      tag.replace(/(\s)style(\s*=)/gi, "$1data-look$2").replace(/(\s)on[a-z]+(\s*=)/gi, "$1data-off$2"),
    );
  return [new DOMParser().parseFromString(bare, "text/html").body, sheets.join("\n")];
}

/** The style of an element as a map. Word's own properties are unknown to the browser's parser. */
function styleOf(element) {
  const found = {};
  for (const part of (element.getAttribute("data-look") ?? "").split(";")) {
    const at = part.indexOf(":");
    if (at > 0) found[part.slice(0, at).trim().toLowerCase()] = part.slice(at + 1).trim();
  }
  return found;
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function rename(element, name) {
  const renamed = element.ownerDocument.createElement(name);
  for (const { name: key, value } of element.attributes) {
    try {
      renamed.setAttribute(key, value);
    } catch {
      // Word writes attributes whose names no script may write.
    }
  }
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}

function isEmpty(element) {
  return !element.textContent.replace(/[\s\u00a0\u200b\ufeff]/g, "") && !element.querySelector("img,hr,table,figure");
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
  for (const [text, font] of found) text.data = fromTcvn3(text.data, font.split(",")[0]);
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

// --- Headings ------------------------------------------------------------------------------------

function headingLevel(element) {
  const tag = /^H([1-6])$/.exec(element.tagName);
  if (tag) return Number(tag[1]);
  if (/^(P|DIV)$/.test(element.tagName)) {
    const named = /\bMso(?:Heading|Title|Subtitle)(\d*)/.exec(element.className);
    if (named) return element.className.includes("MsoSubtitle") ? 2 : Number(named[1] || 1);
    if (element.getAttribute("role") === "heading") return Number(element.getAttribute("aria-level") || 1);
    const outline = /^([1-6])$/.exec(styleOf(element)["mso-outline-level"] ?? "");
    if (outline && !element.closest("td,th")) return Number(outline[1]);
  }
  return 0;
}

/** A numbered heading is no item of a list: its number is part of its words. */
function keepHeadingNumbers(page) {
  for (const element of page.querySelectorAll("h1,h2,h3,h4,h5,h6,p")) {
    if (!headingLevel(element) || !/level\d/.test(styleOf(element)["mso-list"] ?? "")) continue;
    const marker = takeMarker(element);
    if (marker.text && !BULLET_FONT.test(marker.font)) element.prepend(`${marker.text} `);
  }
}

/** The highest heading becomes our second level, since the first is the article's own. */
function keepHeadings(page, tally) {
  const found = [...page.querySelectorAll("h1,h2,h3,h4,h5,h6,p,div")]
    .map((element) => [element, headingLevel(element)])
    .filter(([element, level]) => level && !isEmpty(element));
  const top = Math.min(...found.map(([, level]) => level));
  for (const [element, level] of found) {
    const heading = rename(element, `h${Math.min(4, level - top + 2)}`);
    for (const inner of heading.querySelectorAll("strong,p")) unwrap(inner);
    tally.add("headings");
  }
}

// --- Lists ---------------------------------------------------------------------------------------

/** Word's own marker of a list's paragraph, which is text between two conditional comments. */
function takeMarker(paragraph) {
  const walker = paragraph.ownerDocument.createTreeWalker(paragraph, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) {
    const start = walker.currentNode;
    if (!/^\[if !supportLists\]/.test(start.data)) continue;
    let text = "";
    let font = "";
    for (let node = start.nextSibling; node && !(node.nodeType === Node.COMMENT_NODE && /^\[endif\]/.test(node.data)); ) {
      const next = node.nextSibling;
      text += node.textContent;
      const styled = node.nodeType === Node.ELEMENT_NODE ? [node, ...node.querySelectorAll("[data-look]")] : [];
      font += styled.map((element) => styleOf(element)["font-family"] ?? "").join(" ");
      node.remove();
      node = next;
    }
    return { text: text.replace(/[\s\u00a0]+/g, ""), font };
  }
  // Without comments: a span that says of itself that it is ignored.
  for (const span of paragraph.querySelectorAll("[data-look]")) {
    if (!/^ignore$/i.test(styleOf(span)["mso-list"] ?? "")) continue;
    const marker = { text: span.textContent.replace(/[\s\u00a0]+/g, ""), font: styleOf(span.parentElement)["font-family"] ?? "" };
    span.remove();
    return marker;
  }
  return { text: "", font: "" };
}

function wordItem(paragraph, formats) {
  const said = /(l\d+)\s+level(\d+)/.exec(styleOf(paragraph)["mso-list"] ?? "");
  if (!said) return null;
  const marker = takeMarker(paragraph);
  const format = formats.get(`${said[1]}/${said[2]}`);
  const looksNumbered = /^\(?([0-9]+|[a-zđ]|[ivxlc]+)([.)\]:/-].*)?$/i.test(marker.text) && !BULLET_FONT.test(marker.font);
  const isNumbered = format ? !/bullet|image|none/.test(format) : looksNumbered;
  return {
    level: Number(said[2]),
    kind: isNumbered ? "ol" : "ul",
    start: isNumbered ? Number(/(\d+)[.)\]:/-]*$/.exec(marker.text)?.[1] ?? 1) : 1,
    content: [...paragraph.childNodes],
  };
}

/** Items of a list in a browser's own elements, however its nesting is written. */
function listItems(list, depth) {
  const found = [];
  const kind = list.tagName.toLowerCase();
  let number = Number(list.getAttribute("start") || 1);
  for (const child of [...list.children]) {
    if (/^(UL|OL)$/.test(child.tagName)) {
      found.push(...listItems(child, depth + 1));
      continue;
    }
    const level = Number(child.getAttribute("data-aria-level") || child.getAttribute("aria-level") || depth);
    const inner = [...child.children].filter((e) => /^(UL|OL)$/.test(e.tagName));
    const below = inner.flatMap((e) => listItems(e, level + 1));
    for (const e of inner) e.remove();
    found.push({ level, kind, start: number, content: [...child.childNodes] }, ...below);
    number += 1;
  }
  return found;
}

function nested(items, page) {
  const make = (name) => page.ownerDocument.createElement(name);
  const roots = [];
  const open = [];
  for (const { level, kind, start, content } of items) {
    while (open.length && open.at(-1).level > level) open.pop();
    if (open.length && open.at(-1).level === level && open.at(-1).kind !== kind) open.pop();
    if (!open.length || open.at(-1).level < level) {
      const list = make(kind);
      if (kind === "ol" && start > 1) list.setAttribute("start", String(start));
      const host = open.at(-1)?.list.lastElementChild;
      if (host) host.append(list);
      else roots.push(list);
      open.push({ level, kind, list });
    }
    const item = make("li");
    item.append(...content);
    open.at(-1).list.append(item);
  }
  return roots;
}

function keepLists(page, formats, tally) {
  for (const wrapper of page.querySelectorAll('[class*="ListContainerWrapper"]')) unwrap(wrapper);
  const isGap = (node) =>
    (node.nodeType === Node.TEXT_NODE && !node.data.trim()) || node.nodeType === Node.COMMENT_NODE;
  const itemsOf = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return null;
    if (/^(UL|OL)$/.test(node.tagName)) return listItems(node, 1);
    const item = /^(P|DIV)$/.test(node.tagName) && !headingLevel(node) ? wordItem(node, formats) : null;
    return item ? [item] : null;
  };
  const parents = new Set([page]);
  for (const element of page.querySelectorAll("ul,ol,p,div,h1,h2,h3,h4,h5,h6")) {
    if (!element.parentElement.closest("ul,ol")) parents.add(element.parentElement);
  }
  for (const parent of parents) {
    let run = null;
    const close = () => {
      if (!run) return;
      run.anchor.replaceWith(...nested(run.items, page));
      run = null;
    };
    for (const node of [...parent.childNodes]) {
      const items = itemsOf(node);
      if (items) {
        if (!run) {
          run = { items: [], anchor: page.ownerDocument.createElement("span") };
          node.before(run.anchor);
          tally.add("lists");
        }
        run.items.push(...items);
        node.remove();
      } else if (!isGap(node)) {
        close();
      }
    }
    close();
  }
}

// --- Tables --------------------------------------------------------------------------------------

function keepTables(page, tally) {
  for (const inner of page.querySelectorAll("td table, th table")) {
    const paragraphs = [...inner.querySelectorAll("td,th")].map((cell) => {
      const paragraph = page.ownerDocument.createElement("p");
      paragraph.append(...cell.childNodes);
      return paragraph;
    });
    inner.replaceWith(...paragraphs);
  }
  for (const table of page.querySelectorAll("table")) {
    const cells = [...table.querySelectorAll("td,th")];
    if (cells.length < 2) {
      table.replaceWith(...cells.flatMap((cell) => [...cell.childNodes]));
      continue;
    }
    tally.add("tables");
    const caption = table.querySelector("caption");
    if (caption) table.before(rename(caption, "p"));
    for (const cell of table.querySelectorAll("thead td")) rename(cell, "th");
    const first = [...(table.querySelector("tr")?.children ?? [])];
    const isBold = (cell) => {
      const loose = cell.cloneNode(true);
      for (const strong of loose.querySelectorAll("strong")) strong.remove();
      return isEmpty(loose);
    };
    if (table.querySelectorAll("tr").length > 1 && first.some((c) => !isEmpty(c)) && first.every(isBold)) {
      for (const cell of first) if (cell.tagName === "TD") rename(cell, "th");
    }
    for (const cell of table.querySelectorAll("th")) {
      for (const strong of cell.querySelectorAll("strong")) unwrap(strong);
    }
    for (const part of table.querySelectorAll("thead,tfoot")) rename(part, "tbody");
    // What the table was before it holds rows no longer.
    const body = page.ownerDocument.createElement("tbody");
    body.append(...table.querySelectorAll("tr"));
    table.replaceChildren(body);
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

const KEPT_ATTRIBUTES = { a: ["href"], img: ["src", "alt"], ol: ["start"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"], figure: ["data-photo"] };

function dropAttributes(page) {
  for (const element of page.querySelectorAll("*")) {
    const kept = KEPT_ATTRIBUTES[element.tagName.toLowerCase()] ?? [];
    for (const name of element.getAttributeNames()) {
      if (!kept.includes(name)) element.removeAttribute(name);
    }
  }
}

function dropComplete(page) {
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
  dropComplete(page);
  flatten(page);
  tidySpaces(page);
  dropEmpties(page, tally);
  dropAttributes(page);
  return { html: page.innerHTML, source, counts: tally.counts };
}
