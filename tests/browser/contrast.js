/* Asks axe about contrast where letters stand in colours that have not passed yet.

   Contrast rests on the letters' colour, size and weight and on the grounds beneath them, and on
   nothing else; reckoning it again for every line of every page was two thirds of all rules'
   time. Gives the violation, if any, and the colours that passed. */
async (seen) => {
  // The second lets pass what is below the first's level.
  const RULES = ["color-contrast", "color-contrast-enhanced"];
  const known = new Set(seen);
  const grounds = new Map();
  const clear = /^rgba\(0, 0, 0, 0\)$/;

  function ground(element) {
    if (!element) return "";
    if (!grounds.has(element)) {
      const style = getComputedStyle(element);
      const own = [];
      if (!clear.test(style.backgroundColor)) own.push(style.backgroundColor);
      if (style.backgroundImage !== "none") own.push(style.backgroundImage);
      if (style.opacity !== "1") own.push(`opacity ${style.opacity}`);
      if (style.filter !== "none" || style.mixBlendMode !== "normal") own.push(style.filter, style.mixBlendMode);
      grounds.set(element, own.concat(ground(element.parentElement)).join("|"));
    }
    return grounds.get(element);
  }

  function colours(element) {
    const style = getComputedStyle(element);
    return [style.color, style.fontSize, style.fontWeight, style.textShadow, ground(element)].join(";");
  }

  function hasLetters(element) {
    return element.matches("input, select, textarea") ||
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  }

  const asked = [...document.querySelectorAll("body *")].filter(
    (element) => hasLetters(element) && !known.has(colours(element)),
  );
  if (!asked.length) return { violations: [], passed: [] };
  for (const element of asked) element.setAttribute("data-asked", "");
  axe.configure({ rules: RULES.map((id) => ({ id, selector: "[data-asked]" })) });
  try {
    const found = await axe.run({
      runOnly: { type: "rule", values: RULES },
      resultTypes: ["violations", "passes"],
      preload: false,
      elementRef: true,
    });
    const [some, others] = RULES.map(
      (id) => new Set(found.passes.filter((rule) => rule.id === id).flatMap((rule) => rule.nodes.map((node) => node.element))),
    );
    const passed = [...some].filter((element) => others.has(element)).map(colours);
    return {
      violations: found.violations.map((rule) => ({
        ...rule, nodes: rule.nodes.map((node) => ({ ...node, element: null, any: [], all: [], none: [] })),
      })),
      passed: [...new Set(passed)],
    };
  } finally {
    for (const element of asked) element.removeAttribute("data-asked");
  }
}
