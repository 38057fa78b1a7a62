// Text in fonts whose name begins with ".Vn" or "VNI-" is stored as other letters that these fonts draw
// as Vietnamese ones. Without the font it reads like "hép møt tÕt" and "Vieät Nam". The tables are
// those of kit/old_fonts.py, which also tells such text where no font is named.

const TCVN3 =
  "¸áµà¶ả·ã¹ạ¨ă¾ắ»ằ¼ẳ½ẵÆặ©âÊấÇầÈẩÉẫËậ®đÐéÌèÎẻÏẽÑẹªêÕếÒềÓểÔễÖệÝí×ìØỉÜĩÞịãóßòáỏâõäọ«ôèốåồæổçỗéộ¬ơíớêờëởìỡîợ" +
  "óúïùñủòũôụ\u00adưøứõừöử÷ữùựýýúỳûỷüỹþỵ¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư";

const MARKS = { "": "ùøûõï", "\u0302": "áàåãä", "\u0306": "éèúüë" };
const TONES = ["\u0301", "\u0300", "\u0309", "\u0303", "\u0323"];
const ALONE = { ñ: "đ", í: "í", ì: "ì", æ: "ỉ", ó: "ĩ", ò: "ị", î: "ỵ", ô: "ơ", ö: "ư" };

function pairs(text) {
  const letters = [...text];
  return new Map(letters.flatMap((letter, at) => (at % 2 ? [] : [[letter, letters[at + 1]]])));
}

function vniUnits() {
  const small = Object.entries(ALONE);
  const bears = (old, shape, signs) => {
    [...signs].forEach((sign, at) => small.push([old + sign, (ALONE[old] ?? old) + shape + TONES[at]]));
  };
  for (const letter of "aeouyôö") bears(letter, "", MARKS[""]);
  for (const letter of "aeo") {
    small.push([`${letter}â`, `${letter}\u0302`]);
    bears(letter, "\u0302", MARKS["\u0302"]);
  }
  small.push(["aê", "a\u0306"]);
  bears("a", "\u0306", MARKS["\u0306"]);
  const units = new Map();
  for (const [old, now] of small) {
    const letter = now.normalize("NFC");
    units.set(old, letter);
    units.set(old.toUpperCase(), letter.toUpperCase());
    units.set(old[0].toUpperCase() + old.slice(1), letter.toUpperCase());
  }
  return units;
}

const LETTERS = pairs(TCVN3);
const UNITS = vniUnits();
const UNIT = new RegExp([...UNITS.keys()].sort((a, b) => b.length - a.length).join("|"), "g");

export function isOldFont(name) {
  return /^["']?(\.vn|vni[- ])/i.test((name ?? "").trim());
}

/** The same words in today's letters. Fonts named .Vn…H draw capitals only. */
export function fromOldFont(text, font = "") {
  const typed = text.normalize("NFC");
  if (/^["']?vni/i.test(font.trim())) return typed.replace(UNIT, (unit) => UNITS.get(unit));
  const read = [...typed].map((letter) => LETTERS.get(letter) ?? letter).join("");
  return /h["']?$/i.test(font.trim()) ? read.toUpperCase() : read;
}
