// A button that copies a box's text; hidden until this runs, since the text can be marked by hand.

for (const button of document.querySelectorAll("[data-copy-from]")) {
  const box = document.getElementById(button.dataset.copyFrom);
  const said = document.getElementById(button.dataset.copySaid);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(box.value);
      said.textContent = "Đã chép. Mở Zalo rồi dán vào nhóm.";
    } catch {
      box.focus();
      box.select();
      said.textContent = "Chữ trong ô đã được chọn: hãy bấm “Sao chép” của máy.";
    }
  });
}
