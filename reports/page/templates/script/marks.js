// Pointing at figures: the nearest mark says its exact values, and what is of its cell stands out.

const [RINGS_PX, REACH_PX] = [[0, 6, 10], 14];
const tip = document.createElement("div");
let picked = null;

function chartOf(node) {
  return node?.closest?.(".chart") ?? null;
}

function markAt(x, y) {
  return document.elementFromPoint(x, y)?.closest(".m:not(.off)") ?? null;
}

/** The mark of a chart at a point of the window, or else one that is at most about 12 px from it. */
function markNear(chart, x, y) {
  const exact = markAt(x, y);
  if (exact) return exact;
  const mayBeNear = [...chart.querySelectorAll(".m:not(.off)")].some((mark) => {
    const box = mark.getBoundingClientRect();
    return x > box.left - REACH_PX && x < box.right + REACH_PX && y > box.top - REACH_PX && y < box.bottom + REACH_PX;
  });
  if (!mayBeNear) return null;
  // While it is looked for every line is 8 px wide, which is never painted: between the rings none slips through.
  chart.classList.add("seeking");
  try {
    for (const radius of RINGS_PX) {
      for (let part = 0; part < (radius ? 16 : 1); part++) {
        const angle = (2 * Math.PI * part) / 16;
        const mark = markAt(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
        if (mark && chartOf(mark) === chart) return mark;
      }
    }
    return null;
  } finally {
    chart.classList.remove("seeking");
  }
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
  const mark = chart && markNear(chart, event.clientX, event.clientY);
  if (mark) pick(mark, event.clientX, event.clientY);
  else unpick();
}

function startMarks() {
  tip.id = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "tooltip");
  document.body.append(tip);
  document.addEventListener("pointermove", (event) => { if (event.pointerType !== "touch") point(event); });
  document.addEventListener("pointerdown", point);
  document.addEventListener("scroll", unpick, { passive: true });
}
