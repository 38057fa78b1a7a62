// Text in fonts whose name begins with ".Vn" is stored as other letters that these fonts draw as
// Vietnamese ones (TCVN 5712, "ABC"). Without the font it reads like "hép møt tÕt".

const PAIRS =
  "¸áµà¶ả·ã¹ạ¨ă¾ắ»ằ¼ẳ½ẵÆặ©âÊấÇầÈẩÉẫËậ®đÐéÌèÎẻÏẽÑẹªêÕếÒềÓểÔễÖệÝí×ìØỉÜĩÞịãóßòáỏâõäọ«ôèốåồæổçỗéộ¬ơíớêờëởìỡîợ" +
  "óúïùñủòũôụ\u00adưøứõừöử÷ữùựýýúỳûỷüỹþỵ¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư";

const LETTERS = new Map();
const all = [...PAIRS];
for (let at = 0; at < all.length; at += 2) LETTERS.set(all[at], all[at + 1]);

export function isOldFont(name) {
  return /^["']?\.vn/i.test((name ?? "").trim());
}

/** The same words in today's letters. Fonts whose name ends with H draw capitals only. */
export function fromTcvn3(text, font = "") {
  const read = [...text.normalize("NFC")].map((letter) => LETTERS.get(letter) ?? letter).join("");
  return /h["']?$/i.test(font.trim()) ? read.toUpperCase() : read;
}
