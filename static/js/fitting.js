// Shows of a form only what the kind chosen in it asks for. Without a script every field stands
// there, each with a word on when it is wanted; a field that was refused is never hidden.

for (const chooser of document.querySelectorAll("select[data-governs]")) {
  const governed = [...chooser.form.querySelectorAll("[data-for]")];
  const fit = () => {
    for (const box of governed) {
      const field = box.closest(".field");
      const isWanted = box.dataset.for.split(" ").includes(chooser.value);
      field.hidden = !isWanted && !field.classList.contains("has-error");
    }
  };
  chooser.addEventListener("change", fit);
  fit();
}
