// What changed between two texts, word by word, for people to read.

import { el } from "writing/dom";

const MOST = 1500; // words on either side that are compared one by one

/** The words of HTML or of plain text, with a mark where a paragraph ends. */
export function wordsOf(html) {
  let text = html;
  if (/<\w/.test(html)) {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const photo of page.querySelectorAll("figure[data-photo]")) photo.textContent = `[ảnh ${photo.dataset.photo}]`;
    for (const block of page.querySelectorAll("p,h2,h3,h4,li,tr,figure,blockquote")) block.append("\n");
    for (const cell of page.querySelectorAll("td,th")) cell.append(" ");
    text = page.body.textContent;
  }
  return text.replace(/\n{2,}/g, "\n").trim().split(/(?<=\n)|[^\S\n]+/).filter(Boolean);
}

/** Steps from one list of words to the other: [["=" | "-" | "+", words], …]. */
export function steps(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const a = before.slice(start, before.length - end);
  const b = after.slice(start, after.length - end);
  const found = [["=", before.slice(0, start)]];
  if (a.length > MOST || b.length > MOST) found.push(["-", a], ["+", b]);
  else found.push(...middle(a, b));
  found.push(["=", end ? before.slice(-end) : []]);
  return joined(found);
}

function middle(a, b) {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const found = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      found.push(["=", [a[i]]]);
      i += 1;
      j += 1;
    } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
      found.push(["-", [a[i]]]);
      i += 1;
    } else {
      found.push(["+", [b[j]]]);
      j += 1;
    }
  }
  found.push(["-", a.slice(i)], ["+", b.slice(j)]);
  return found;
}

function joined(found) {
  const rows = [];
  for (const [sign, words] of found) {
    if (!words.length) continue;
    if (rows.at(-1)?.[0] === sign) rows.at(-1)[1].push(...words);
    else rows.push([sign, [...words]]);
  }
  return rows;
}

/** A paragraph in which words that went are struck out and words that came are underlined. */
export function shownDiff(before, after) {
  const NAMES = { "=": "span", "-": "del", "+": "ins" };
  const parts = steps(wordsOf(before), wordsOf(after)).map(([sign, words]) => {
    const text = words.join(" ").replace(/\n /g, "\n");
    // Long stretches that stayed the same are cut to their ends.
    const shown = sign === "=" && words.length > 40 ? `${words.slice(0, 15).join(" ")} … ${words.slice(-15).join(" ")}` : text;
    return el(NAMES[sign], {}, shown);
  });
  const whole = el("p", { class: "diff" });
  for (const part of parts) whole.append(part, " ");
  return whole;
}
