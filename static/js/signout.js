// Signing out on a shared computer takes the copies of unfinished texts away (js/writing/copies.js
// keeps them under this prefix), and acts of care that wait for a connection (js/visits/store.js), after
// asking where something was never sent to the server.

import { forgetAll, waitingCount } from "./visits/store.js";

const PREFIX = "ban-thao:";

function copies() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function isUnsent(name) {
  try {
    return JSON.parse(localStorage.getItem(name)).sent === false;
  } catch {
    return false;
  }
}

function confirmed(texts, visits) {
  const parts = [];
  if (texts) parts.push(`${texts} bài viết dở`);
  if (visits) parts.push(`${visits} lần thăm`);
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "ask";
    dialog.setAttribute("aria-labelledby", "hoi-dang-xuat");
    dialog.innerHTML = `<form method="dialog">
      <h2 id="hoi-dang-xuat">Còn chữ chưa gửi lên máy chủ</h2>
      <p>Trên máy này còn ${parts.join(" và ")} chưa gửi được. Đăng xuất thì phần đó bị xóa khỏi máy.</p>
      <div class="button-row">
        <button class="button" value="stay">Ở lại</button>
        <button class="button is-danger" value="leave">Đăng xuất và xóa</button>
      </div></form>`;
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "leave");
    });
    dialog.showModal();
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (new URL(form.action, location.href).pathname !== "/dang-xuat/") return;
  event.preventDefault();
  const texts = copies().filter(isUnsent).length;
  const visits = await waitingCount();
  if ((texts || visits) && !(await confirmed(texts, visits))) return;
  if (visits) await forgetAll();
  for (const name of copies()) localStorage.removeItem(name);
  form.submit();
});
