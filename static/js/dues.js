// The sheet of a meeting: how many are marked and what it comes to, while it is being filled in.
// Amounts in words such as "120 nghìn" are read by the server alone; here they are left out of the sum.

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
  let unread = 0;
  for (const line of sheet.querySelectorAll(".dues-sheet > li")) {
    const tick = line.querySelector(".tick input");
    if (!tick) continue;
    const typed = line.querySelector('input[name$="-amount"]').value.trim();
    if (!tick.checked && !typed) continue;
    people += 1;
    if (!typed) total += owed(line);
    else if (/^\d{1,3}([. ]?\d{3})*( ?(đ|đồng))?$/.test(typed)) total += Number(typed.replace(/\D/g, ""));
    else unread += 1;
  }
  const rest = unread ? `, chưa kể ${unread} số tiền ghi bằng chữ` : "";
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
