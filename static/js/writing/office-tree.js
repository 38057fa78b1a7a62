// The copied page as a tree that is never shown: reading and changing its elements.

export const BLOCKS = "p,h1,h2,h3,h4,h5,h6,ul,ol,li,table,blockquote,hr,figure,div,pre,section,article,main,header,footer,center,address,dl";

/**
 * The page of what was copied, and the text of its style sheets. Styles and handlers are put out of
 * the way beforehand: though nothing of them takes effect, the policy would report each of them.
 */
export function parsed(html) {
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
export function styleOf(element) {
  const found = {};
  for (const part of (element.getAttribute("data-look") ?? "").split(";")) {
    const at = part.indexOf(":");
    if (at > 0) found[part.slice(0, at).trim().toLowerCase()] = part.slice(at + 1).trim();
  }
  return found;
}

export function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

export function rename(element, name) {
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

export function isEmpty(element) {
  return !element.textContent.replace(/[\s\u00a0\u200b\ufeff]/g, "") && !element.querySelector("img,hr,table,figure");
}
