// Figures by keyboard: left and right step through their marks, up and down through their cells, and Escape
// leaves. What is at hand is read out.

const ring = document.createElement("div");
const heard = document.getElementById("heard");

function centre(mark) {
  const box = mark.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

/** The mark that a key leads to from `at`, or undefined. */
function next(marks, at, key) {
  const here = marks.indexOf(at);
  if (key === "Home" || here < 0) return marks[0];
  if (key === "End") return marks[marks.length - 1];
  if (key === "ArrowRight") return marks[(here + 1) % marks.length];
  if (key === "ArrowLeft") return marks[(here - 1 + marks.length) % marks.length];
  const labels = [...new Set(marks.map((mark) => mark.dataset.c))];
  const step = key === "ArrowDown" ? 1 : labels.length - 1;
  const label = labels[(labels.indexOf(at.dataset.c) + step) % labels.length];
  return marks.find((mark) => mark.dataset.c === label);
}

function leave() {
  unpick();
  ring.hidden = true;
}

function stepTo(mark) {
  mark.scrollIntoView({ block: "nearest", inline: "nearest" });
  const box = mark.getBoundingClientRect();
  pick(mark, ...centre(mark));
  ring.hidden = false;
  Object.assign(ring.style, { width: `${box.width + 10}px`, height: `${box.height + 10}px`,
    transform: `translate(${box.left - 5}px, ${box.top - 5}px)` });
  heard.textContent = mark.dataset.t;
}

function startKeyboard() {
  ring.id = "ring";
  ring.hidden = true;
  document.body.append(ring);
  for (const chart of document.querySelectorAll(".chart")) {
    if (!chart.querySelector(".m")) continue;
    chart.tabIndex = 0;
    chart.setAttribute("aria-roledescription", "chart, arrow keys read its values");
  }
  document.addEventListener("keydown", (event) => {
    const chart = event.target.matches?.(".chart") ? event.target : null;
    if (!chart || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") leave();
    if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
    const marks = [...chart.querySelectorAll(".m:not(.off)")];
    if (!marks.length) return;
    event.preventDefault();
    stepTo(next(marks, picked, event.key));
  });
  document.addEventListener("focusout", (event) => { if (chartOf(event.target)) leave(); });
  document.addEventListener("scroll", () => { ring.hidden = true; }, { passive: true });
}
