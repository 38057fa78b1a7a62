// Tables keep their cells; a first row that is all bold, or repeats on every sheet, is their head.

import { isEmpty, rename, unwrap } from "writing/office-tree";

export function keepTables(page, tally) {
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
