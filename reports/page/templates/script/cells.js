// The full table and the answers: links to the files of trials, rows in another order, columns of code.

/** Adds to each trial of an opened cell the links to its files; `data-files` are their names with `*` for its id. */
function linkFiles(details) {
  const patterns = details.dataset.files.split(" ").filter(Boolean);
  const table = details.querySelector("table");
  if (!patterns.length || table.tHead.rows[0].cells.length > 5) return;
  table.tHead.rows[0].append(Object.assign(document.createElement("th"), { textContent: "files", className: "text" }));
  for (const row of table.tBodies[0].rows) {
    const cell = row.insertCell();
    const absent = (row.dataset.without ?? "").split(" ");
    for (const pattern of patterns.filter((_, i) => !absent.includes(String(i)))) {
      const link = document.createElement("a");
      link.href = "../" + pattern.replace("*", encodeURIComponent(row.cells[4].textContent));
      link.textContent = pattern.replace(/^(\w+)\/\*\.(?:(\w+)\.)?\w+$/, (_, folder, kind) => kind ?? folder);
      cell.append(link, " ");
    }
  }
}

/** Digits with a unit as a number; what has none comes last. */
function magnitude(text) {
  const found = /^([\d.]+)\s*(ns|µs|ms|s|k|M|G|%|KiB|MiB)?/.exec(text);
  const units = { ns: 1, "µs": 1e3, ms: 1e6, s: 1e9, k: 1e3, M: 1e6, G: 1e9, KiB: 1 / 1024 };
  return found ? found[1] * (units[found[2]] ?? 1) : Infinity;
}

function sortBy(table, column, descending) {
  const key = (body) => body.rows[0].cells[column].textContent.trim();
  const bodies = [...table.tBodies].sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    const [more, less] = [magnitude(a), magnitude(b)];
    if (Number.isFinite(more) !== Number.isFinite(less)) return Number.isFinite(more) ? -1 : 1;
    return (descending ? -1 : 1) * (more === less ? a.localeCompare(b) : more - less);
  });
  table.append(...bodies);
}

function startSorting(table) {
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sortBy(table, head.cellIndex, descending);
    });
  }
}

/** Boxes that choose which answers stand side by side. */
function startAnswers(holder) {
  const answers = [...holder.querySelectorAll(".answer")];
  if (answers.length < 3) return;
  const choice = document.createElement("p");
  choice.className = "which";
  answers.forEach((answer, number) => {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: number < 3 });
    const set = () => answer.classList.toggle("unchosen", !box.checked);
    box.addEventListener("change", set);
    set();
    label.append(box, ` ${answer.querySelector("h4").textContent}`);
    choice.append(label, " ");
  });
  holder.before(choice);
}

function startCells() {
  document.querySelectorAll("details[data-files]").forEach((details) => {
    details.addEventListener("toggle", () => linkFiles(details), { once: true });
  });
  document.querySelectorAll("table.cells").forEach(startSorting);
  document.querySelectorAll(".answers").forEach(startAnswers);
}
