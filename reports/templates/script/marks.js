// Pointing at figures: the nearest mark says its exact values, and what is of its cell stands out.

const RINGS_PX = [0, 4, 8, 12];
const tip = document.createElement("div");
let picked = null;

function chartOf(node) {
  return node?.closest?.(".chart") ?? null;
}

/** The mark at a point of the window or at most 12 px from it: thin lines must be hit, too. */
function markNear(x, y) {
  for (const radius of RINGS_PX) {
    const points = radius ? 16 : 1;
    for (let i = 0; i < points; i++) {
      const angle = (2 * Math.PI * i) / points;
      const mark = document.elementFromPoint(x + radius * Math.cos(angle), y + radius * Math.sin(angle))
        ?.closest(".m:not(.off)");
      if (mark) return mark;
    }
  }
  return null;
}

function unpick() {
  if (!picked) return;
  chartOf(picked).classList.remove("picking");
  for (const mark of chartOf(picked).querySelectorAll(".m.on, .m.at")) mark.classList.remove("on", "at");
  tip.hidden = true;
  picked = null;
}

/** Shows what a mark stands for, beside the point (x, y) of the window. */
function pick(mark, x, y) {
  if (mark !== picked) {
    unpick();
    picked = mark;
    chartOf(mark).classList.add("picking");
    for (const other of chartOf(mark).querySelectorAll(".m")) {
      other.classList.toggle("on", other.dataset.c === mark.dataset.c);
    }
    mark.classList.add("at");
    tip.textContent = mark.dataset.t;
    tip.hidden = false;
  }
  const { width, height } = tip.getBoundingClientRect();
  const left = x + 14 + width < innerWidth ? x + 14 : Math.max(4, x - 14 - width);
  const top = y + 14 + height < innerHeight ? y + 14 : Math.max(4, y - 14 - height);
  tip.style.transform = `translate(${left}px, ${top}px)`;
}

function point(event) {
  const chart = chartOf(event.target);
  const mark = chart && markNear(event.clientX, event.clientY);
  if (mark && chartOf(mark) === chart) pick(mark, event.clientX, event.clientY);
  else unpick();
}

function startMarks() {
  tip.id = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "tooltip");
  document.body.append(tip);
  document.addEventListener("pointermove", (event) => { if (event.pointerType !== "touch") point(event); });
  document.addEventListener("click", point);
  document.addEventListener("scroll", unpick, { passive: true });
}
