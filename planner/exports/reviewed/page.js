"use strict";
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const specs = JSON.parse(document.getElementById("specs").textContent);
  const plan = document.getElementById("plan"), programme = document.getElementById("programme");
  const told = document.getElementById("told");
  const drawn = new Map();
  const errors = 1;  // a programme without a row in a chart is no fault

  const shownView = () => document.querySelector(".view:not([hidden])");
  // Bars that lie keep their thickness: a chart is as high as the rows that are seen.
  const high = (spec, chosen) => {
    const seen = spec.data.values.filter((row) => row.w === 0 || (chosen ? row.w !== 1 && row.g === chosen : row.w !== 2));
    return Math.max(1, new Set(seen.map((row) => row.c)).size) * spec.usermeta.step;
  };
  const draw = async () => {
    for (const place of shownView().querySelectorAll(".chart")) {
      if (!drawn.has(place)) {
        drawn.set(place, null);
        const result = await vegaEmbed(place, specs[place.dataset.figure], { renderer: "svg", actions: false, logLevel: errors });
        drawn.set(place, result.view);
      }
      const view = drawn.get(place);
      const spec = specs[place.dataset.figure];
      if (view && spec.usermeta) view.height(high(spec, programme.value));
      if (view) await view.signal("programme", programme.value).resize().runAsync();
    }
    document.body.dataset.drawn = `${plan ? plan.value : ""}|${programme.value}`;
  };
  const filter = () => {
    const chosen = programme.value;
    for (const row of document.querySelectorAll("tr[data-group]"))
      row.hidden = Boolean(chosen && row.dataset.group && row.dataset.group !== chosen);
    told.textContent = chosen ? words.shows.replace("{programme}", programme.selectedOptions[0].textContent) : "";
  };
  let turn = Promise.resolve();
  const renew = () => { turn = turn.then(draw); return turn; };

  if (plan) plan.addEventListener("change", () => {
    for (const view of document.querySelectorAll("[data-plan]")) view.hidden = view.dataset.plan !== plan.value;
    renew();
  });
  programme.addEventListener("change", () => { filter(); renew(); });
  document.getElementById("print").addEventListener("click", () => window.print());

  const value = (cell) => cell.dataset.v === undefined ? cell.textContent.trim() : Number(cell.dataset.v);
  const empty = (cell) => cell.classList.contains("e");
  const sort = (button) => {
    const head = button.closest("th"), body = button.closest("table").tBodies[0];
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const place = head.cellIndex;
    const order = (a, b) => {
      const one = a.cells[place], two = b.cells[place];
      if (empty(one) || empty(two)) return empty(one) - empty(two);
      const x = value(one), y = value(two);
      const apart = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
      return down ? -apart : apart;
    };
    body.append(...[...body.rows].sort(order));
  };
  const copy = async (button) => {
    const table = document.getElementById(button.dataset.table);
    const rows = [...table.rows].filter((row) => !row.hidden);
    const cells = rows.map((row) => [...row.cells].map((cell) => cell.dataset.v ?? (empty(cell) ? "" : cell.textContent.trim())));
    const lines = cells.map((row) => row.map((cell) => cell.replace(/\s+/g, " ")).join("\t")).join("\n");
    try { await navigator.clipboard.writeText(lines); } catch {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = lines; area.select(); document.execCommand("copy"); area.remove();
    }
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = words.copy; }, 1500);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.classList.contains("copy")) copy(button);
    else if (button && button.closest("thead")) sort(button);
  });

  const here = new IntersectionObserver((seen) => {
    for (const entry of seen) if (entry.isIntersecting) {
      for (const link of document.querySelectorAll("nav a")) link.classList.toggle("here", link.hash === `#${entry.target.id}`);
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  for (const section of document.querySelectorAll("section")) here.observe(section);
  filter();
  renew();
})();
