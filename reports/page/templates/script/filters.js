// Shows what is chosen: hides sections, figures, rows and columns of all else, and dims its marks in figures.

/** Label of a cell -> its row in the full table, which knows its variant and allocator. */
const cells = new Map([...document.querySelectorAll("tbody[data-c]")].map((row) => [row.dataset.c, row.dataset]));
const said = document.getElementById("said");
const note = document.getElementById("note");
const TOLD_MS = 10_000;

let forgetting = 0;

/** Tells the reader something for a while, or for as long as the focus is in it. */
function tell(...parts) {
  note.replaceChildren(...parts);
  clearTimeout(forgetting);
  forgetting = setTimeout(() => { if (!note.contains(document.activeElement)) note.replaceChildren(); }, TOLD_MS);
}

function admitsCell(label) {
  const cell = cells.get(label);
  return !cell || (admits("variant", cell.v) && admits("allocator", cell.a));
}

function admitsFamilies(families) {
  const found = families.split(" ").filter(Boolean);
  return !found.length || found.some((family) => admits("metric", family));
}

function admitsAnswer(variant) {
  return !variant || known("variant").some((name) => name.split(":")[0] === variant && admits("variant", name));
}

/** Whether the choice admits an element by what is noted on it. */
function admitsElement({ dataset }) {
  return (!dataset.workload || admits("workload", dataset.workload))
    && (dataset.c === undefined || admitsCell(dataset.c))
    && (dataset.metric === undefined || admitsFamilies(dataset.metric));
}

function show(element, yes) {
  element.classList.toggle("out", !yes);
}

function showColumns(table) {
  const heads = [...table.tHead.rows[0].cells];
  const hidden = new Set(heads.filter((head) => !admitsElement(head)).map((head) => head.cellIndex));
  for (const row of table.rows) {
    // A cell that spans columns, or a table within a cell, has no columns of this table.
    if (row.closest("table") !== table || row.cells.length !== heads.length) continue;
    for (const cell of row.cells) show(cell, !hidden.has(cell.cellIndex));
  }
}

/** Hides what holds figures but none that is shown; a chapter stays and says so. */
function showHolders() {
  const anyIn = (holder) => [...holder.querySelectorAll("figure")].some(
    (figure) => !figure.classList.contains("out") && !figure.closest(".group.out"));
  for (const holder of document.querySelectorAll(".chapter details.setting, .group")) {
    if (holder.querySelector("figure")) show(holder, admitsElement(holder) && anyIn(holder));
  }
  for (const chapter of document.querySelectorAll(".chapter")) {
    if (chapter.querySelector("figure")) chapter.classList.toggle("empty", !anyIn(chapter));
  }
  for (const table of document.querySelectorAll(".scroll > table")) {
    const rows = [...table.rows].filter((row) => row.closest("thead") === null);
    table.parentNode.classList.toggle("empty", rows.length > 0
      && rows.every((row) => row.classList.contains("out") || row.closest("tbody").classList.contains("out")));
  }
}

function apply() {
  for (const element of document.querySelectorAll(
    "[data-workload]:not(.group), tr[data-c], figure[data-metric], a[data-metric]")) {
    show(element, admitsElement(element));
  }
  for (const group of document.querySelectorAll(".group")) show(group, admitsElement(group));
  for (const answer of document.querySelectorAll(".answer")) show(answer, admitsAnswer(answer.dataset.v));
  for (const mark of document.querySelectorAll(".chart .m")) {
    mark.classList.toggle("off", !admitsCell(mark.dataset.c));
  }
  const heads = [...document.querySelectorAll("main th[data-c], main th[data-metric]")];
  for (const table of new Set(heads.map((head) => head.closest("table")))) showColumns(table);
  showHolders();
  say();
}

/** Writes what is chosen into the menus and above the page. */
function say() {
  const words = [];
  for (const name of FILTERS) {
    const [all, some] = [boxes(name), chosen[name]];
    for (const box of all) box.checked = admits(name, box.value);
    menus.get(name).querySelector("output").value = some ? `${some.size} of ${all.length}` : `all ${all.length}`;
    menus.get(name).classList.toggle("chosen", some !== null);
    if (some) {
      const texts = all.filter((box) => box.checked).map((box) => box.parentNode.textContent.trim());
      words.push(`${some.size} of ${all.length} ${name}s (${texts.join(", ") || "none"})`);
    }
  }
  const nothing = !document.querySelector("tbody[data-c]:not(.out)") || chosen.metric?.size === 0;
  said.querySelector("p").textContent =
    (nothing ? "Nothing is left by this choice. " : "") + `Shown only: ${words.join("; ")}.`;
  said.classList.toggle("nothing", nothing);
  said.hidden = !filtered();
  document.getElementById("reset").disabled = !filtered();
}

/** Applies and keeps a choice that the reader made. */
function changed() {
  apply();
  keepAddress();
}

function reset() {
  for (const name of FILTERS) chosen[name] = null;
  changed();
}

function startFilters() {
  document.getElementById("bar").hidden = false;
  for (const [name, menu] of menus) {
    menu.addEventListener("change", () => {
      choose(name, boxes(name).filter((box) => box.checked).map((box) => box.value));
      changed();
    });
    for (const button of menu.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        choose(name, button.dataset.all === "1" ? known(name) : []);
        changed();
      });
    }
  }
  document.getElementById("reset").addEventListener("click", reset);
  said.querySelector("button").addEventListener("click", reset);
  const close = (but) => menus.forEach((menu) => { if (menu !== but) menu.open = false; });
  document.addEventListener("click", (event) => close(event.target.closest?.(".menu")));
  document.getElementById("bar").addEventListener("keydown", (event) => {
    const menu = event.target.closest(".menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  const unfold = document.getElementById("unfold");
  unfold.addEventListener("click", () => {
    const open = document.getElementById("bar").classList.toggle("open");
    unfold.setAttribute("aria-expanded", open);
  });
}
