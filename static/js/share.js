// Two helpers of the share bar that only a script can do, so they are hidden until it runs.

for (const bar of document.querySelectorAll("[data-share]")) {
  const said = bar.querySelector("[data-said]");

  const copy = bar.querySelector("[data-copy]");
  copy.closest("li").hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(copy.dataset.copy);
      said.textContent = "Đã chép liên kết. Dán vào tin nhắn để gửi.";
    } catch {
      said.textContent = `Trình duyệt không cho chép. Liên kết: ${copy.dataset.copy}`;
    }
  });

  const print = bar.querySelector("[data-print]");
  print.closest("li").hidden = false;
  print.addEventListener("click", async () => {
    // Photographs that were not yet scrolled to would leave white holes on the paper.
    const waiting = [...document.querySelectorAll('main img[loading="lazy"]')];
    for (const image of waiting) image.loading = "eager";
    await Promise.allSettled(waiting.map((image) => image.decode()));
    window.print();
  });
}
