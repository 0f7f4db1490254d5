// Links to places of the page: what is folded opens, what is filtered away comes back, and that is said.

const SETTLE_FRAMES = 30;

/** Widens the choice until it admits the element. Returns what was added. */
function admit(element) {
  const added = [];
  const add = (name, values) => {
    if (chosen[name] === null || values.some((value) => chosen[name].has(value))) return;
    choose(name, [...chosen[name], ...values]);
    added.push(...values.map((value) => `${name} ${value}`));
  };
  const nearest = (name) => element.closest(`[data-${name}]:not([data-${name}=""])`)?.dataset[name];
  const cell = cells.get(nearest("c"));
  if (nearest("workload")) add("workload", [nearest("workload")]);
  if (cell) {
    add("variant", [cell.v]);
    add("allocator", [cell.a]);
  }
  if (nearest("metric")) add("metric", nearest("metric").split(" "));
  return added;
}

function unfoldAround(element) {
  for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
}

/** Scrolls to an element, and again while what is above it gets its real height, unless the reader moves on. */
function keepInView(target) {
  let [frames, place] = [0, null];
  const moved = new AbortController();
  for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    addEventListener(kind, () => moved.abort(), { signal: moved.signal, passive: true });
  }
  const step = () => {
    if (moved.signal.aborted) return;
    const { top } = target.getBoundingClientRect();
    if (top !== place) target.scrollIntoView();
    place = target.getBoundingClientRect().top;
    if (++frames < SETTLE_FRAMES) requestAnimationFrame(step);
    else moved.abort();
  };
  step();
}

/** Shows the element with this id and puts the focus there. Returns whether there is one. */
function goTo(id) {
  const target = id && document.getElementById(id);
  if (!target) return false;
  const added = admit(target);
  if (added.length) {
    changed();
    tell(`The filter hid this place; it now also admits ${added.join(", ")}.`);
  }
  unfoldAround(target);
  document.querySelector(".target")?.classList.remove("target");
  target.classList.add("target");
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  keepInView(target);
  return true;
}

function fromAddress() {
  const { anchor, unknown } = readAddress();
  apply();
  if (unknown.length) tell(`The link asks for what this run has not: ${unknown.join(", ")}.`);
  if (anchor && !goTo(anchor)) tell(`This page has no place “${anchor}”.`);
}

async function copyLink() {
  const link = location.href;
  try {
    await navigator.clipboard.writeText(link);
    tell("The link is on the clipboard.");
  } catch {
    // Not everywhere may a page write there; a field to copy from works wherever there is a keyboard.
    const field = document.createElement("input");
    field.value = link;
    field.readOnly = true;
    field.setAttribute("aria-label", "Link to what is shown");
    tell("Copy this link: ", field);
    field.select();
  }
}

function startTargets() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const id = decoded(link.getAttribute("href").slice(1));
    history.pushState(null, "", address(id));
    goTo(id);
  });
  addEventListener("hashchange", fromAddress);
  document.getElementById("copy").addEventListener("click", copyLink);
  // Paper cannot be unfolded: it gets all settings, but not the numbers, the code and the raw trials.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("main details:not([open], .numbers, .sources, td details)")) {
      details.open = true;
      details.classList.add("for-print");
    }
  });
  addEventListener("afterprint", () => {
    for (const details of document.querySelectorAll(".for-print")) {
      details.open = false;
      details.classList.remove("for-print");
    }
  });
  fromAddress();
}
