// Shows what the workspace's search finds as one types: a combobox with a list (WAI-ARIA 1.2). The
// box stays a plain form: Enter without a chosen line opens the page of results, which works without
// this. What came back is shown as text, never as markup.

const SHORTEST = 2;
const WAIT = 250; // ms after the last key
const FAILED = null;

for (const form of document.querySelectorAll("[data-finding]")) begin(form);

function begin(form) {
  const box = form.querySelector("[type=search]");
  const panel = element("div", { className: "suggestions", hidden: true });
  const list = element("div", { id: `${box.id}-goi-y`, role: "listbox", ariaLabel: "Gợi ý" });
  const none = element("p", { textContent: "Không thấy trong sổ của đồng chí." });
  const told = element("span", { className: "visually-hidden", role: "status" });
  panel.append(list, none);
  form.append(panel, told);
  set(box, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });

  let timer = 0;
  let asking = null;
  let chosen = -1;
  const lines = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    asking?.abort();
    panel.hidden = true;
    choose(-1);
    box.setAttribute("aria-expanded", "false");
  }

  function choose(number) {
    chosen = number;
    lines().forEach((line, at) => line.setAttribute("aria-selected", String(at === number)));
    const line = lines()[number];
    if (line) set(box, { "aria-activedescendant": line.id });
    else box.removeAttribute("aria-activedescendant");
    line?.scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    const q = box.value.trim();
    asking?.abort();
    if (q.length < SHORTEST) {
      close();
      return;
    }
    asking = new AbortController();
    const { signal } = asking;
    const found = await fetched(form, q, signal);
    if (signal.aborted || document.activeElement !== box) return;
    if (found === FAILED) {
      close();
      return;
    }
    show(found.groups, q);
  }

  function show(groups, q) {
    list.replaceChildren(...groups.filter((one) => one.lines.length).map((one) => groupOf(one)));
    const number = lines().length;
    if (number) list.append(option({ title: `Xem tất cả kết quả của “${q}”`, note: "", url: pageOf(form, q) }));
    lines().forEach((line, at) => set(line, { id: `${list.id}-${at}` }));
    choose(-1);
    none.hidden = number > 0;
    list.hidden = !number;
    panel.hidden = false;
    box.setAttribute("aria-expanded", String(number > 0));
    told.textContent = number ? `${number} gợi ý. Dùng phím mũi tên để chọn.` : none.textContent;
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    choose(-1); // what was chosen may not fit what is typed now
    timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    const number = lines().length;
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault(); // the browser's own meaning is to empty the box
      close();
    } else if (event.key === "ArrowDown" && panel.hidden) {
      event.preventDefault();
      ask();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && number) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Past the last line, and before the first, stands the box itself.
      choose(((chosen + 1 + step + number + 1) % (number + 1)) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      lines()[chosen].click();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  // A press on a line must not take the focus from the box before it is followed.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
}

async function fetched(form, q, signal) {
  try {
    const answer = await fetch(`${pageOf(form, q)}&goi_y=1`, { signal, credentials: "same-origin" });
    const isData = answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json");
    return isData ? await answer.json() : FAILED; // signed out meanwhile: the page itself will say so
  } catch {
    return FAILED;
  }
}

function pageOf(form, q) {
  return `${form.getAttribute("action")}?${new URLSearchParams({ q })}`;
}

function groupOf({ title, lines }) {
  const group = element("div", { role: "group", ariaLabel: title });
  const heading = element("b", { textContent: title });
  heading.setAttribute("aria-hidden", "true");
  group.append(heading, ...lines.map(option));
  return group;
}

function option({ title, note, url }) {
  const line = element("a", { href: url, textContent: title, role: "option", tabIndex: -1 });
  if (note) line.append(element("small", { textContent: note }));
  return line;
}

function element(name, { role, ariaLabel, ...more }) {
  const made = Object.assign(document.createElement(name), more);
  if (role) made.setAttribute("role", role);
  if (ariaLabel) made.setAttribute("aria-label", ariaLabel);
  return made;
}

function set(one, attributes) {
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
}
