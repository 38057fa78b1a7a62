// The sheet of a meeting: how many are marked and what it comes to, while it is being filled in.
// Amounts in words such as "120 nghìn" are read by the server alone; here they are left out of the sum,
// as is what it will refuse: -50.000, 0.

// "50.000", "50 000 đ"; and, against a nought added later, "50.000,-".
const FIGURES = /^\d{1,3}([. ]?\d{3})*( ?[.,]? ?[-–—=]+)?( ?(đ|đồng))?$/;

const sheet = document.querySelector("[data-dues]");
const shown = sheet?.querySelector("[data-total]");
const all = sheet?.querySelector("[data-all]");

const dong = (amount) => `${amount.toLocaleString("vi-VN")}\u00a0đ`;

function owed(line) {
  const select = line.querySelector("select");
  const words = select?.value ? select.selectedOptions[0].text.split(":")[1] : "";
  return words ? Number(words.replace(/\D/g, "")) : Number(line.querySelector(".tick").dataset.owed);
}

function add() {
  let people = 0;
  let total = 0;
  let inWords = 0;
  let odd = 0;
  for (const line of sheet.querySelectorAll(".dues-sheet > li")) {
    const tick = line.querySelector(".tick input");
    if (!tick) continue;
    const typed = line.querySelector('input[name$="-amount"]').value.trim();
    if (!tick.checked && !typed) continue;
    people += 1;
    const amount = FIGURES.test(typed) ? Number(typed.replace(/\D/g, "")) : 0;
    if (!typed) total += owed(line);
    else if (amount) total += amount;
    else if (/\p{L}/u.test(typed) && !/^[-−]/.test(typed)) inWords += 1;
    else odd += 1;
  }
  const left = [];
  if (inWords) left.push(`${inWords} số tiền ghi bằng chữ`);
  if (odd) left.push(`${odd} số tiền cần xem lại`);
  const rest = left.length ? `, chưa kể ${left.join(" và ")}` : "";
  shown.textContent = `Đã chọn ${people} người, cộng ${dong(total)}${rest}`;
}

if (shown) {
  shown.hidden = false;
  sheet.addEventListener("input", add);
  add();
}
if (all) {
  all.hidden = false;
  all.addEventListener("click", () => {
    for (const tick of sheet.querySelectorAll(".tick input")) tick.checked = true;
    add();
  });
}
