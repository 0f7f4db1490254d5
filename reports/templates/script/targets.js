// Links to places of the page: what is folded opens, what is filtered away comes back, and that is said.

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

/** Shows the element with this id and puts the focus there. Returns whether there is one. */
function goTo(id) {
  const target = id && document.getElementById(id);
  if (!target) return false;
  const added = admit(target);
  if (added.length) {
    changed();
    note.textContent = `The filter hid this place; it now also admits ${added.join(", ")}.`;
  }
  unfoldAround(target);
  document.querySelector(".target")?.classList.remove("target");
  target.classList.add("target");
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView();
  // What is above gets its real height only when it is drawn, and moves what is below.
  requestAnimationFrame(() => requestAnimationFrame(() => target.scrollIntoView()));
  return true;
}

function fromAddress() {
  const { anchor, unknown } = readAddress();
  apply();
  note.textContent = unknown.length ? `The link asks for what this run has not: ${unknown.join(", ")}.` : "";
  if (anchor && !goTo(anchor)) note.textContent = `This page has no place “${anchor}”.`;
}

async function copyLink() {
  const link = location.href;
  try {
    await navigator.clipboard.writeText(link);
    note.textContent = "The link is on the clipboard.";
  } catch {
    // Not everywhere may a page write there; a field to copy from works wherever there is a keyboard.
    const field = document.createElement("input");
    field.value = link;
    field.readOnly = true;
    field.setAttribute("aria-label", "Link to what is shown");
    note.replaceChildren("Copy this link: ", field);
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
