// Headings and lists, which office programs write as paragraphs that only look like them.

import { isEmpty, rename, styleOf, unwrap } from "writing/office-tree";

const BULLET_FONT = /symbol|wingdings|webdings|courier new/i;

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
export function keepHeadingNumbers(page) {
  for (const element of page.querySelectorAll("h1,h2,h3,h4,h5,h6,p")) {
    if (!headingLevel(element) || !/level\d/.test(styleOf(element)["mso-list"] ?? "")) continue;
    const marker = takeMarker(element);
    if (marker.text && !BULLET_FONT.test(marker.font)) element.prepend(`${marker.text} `);
  }
}

/** The highest heading becomes our second level, since the first is the article's own. */
export function keepHeadings(page, tally) {
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

export function keepLists(page, formats, tally) {
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
