// A button beside each password field that shows what was typed. Without JavaScript nothing is lost.
for (const input of document.querySelectorAll('input[type="password"]')) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button is-quiet is-small";
  const say = (shown) => {
    button.textContent = shown ? "Ẩn mật khẩu" : "Hiện mật khẩu";
    input.type = shown ? "text" : "password";
  };
  button.addEventListener("click", () => say(input.type === "password"));
  say(false);
  input.after(button);
  // A password left readable would be offered to the browser's memory of plain fields.
  input.form?.addEventListener("submit", () => say(false));
}
