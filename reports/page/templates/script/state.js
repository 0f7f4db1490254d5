// What is chosen: for each filter a Set of values, or null for all of them. The choice stands in the address
// behind the anchor, `#fig-mmu-null?variant=boehm,unique`, so that a link shows what its sender saw.

const FILTERS = ["workload", "variant", "allocator", "metric"];
const chosen = Object.fromEntries(FILTERS.map((name) => [name, null]));
const menus = new Map(FILTERS.map((name) => [name, document.querySelector(`.menu[data-filter="${name}"]`)]));

function boxes(name) {
  return [...menus.get(name).querySelectorAll("input")];
}

function known(name) {
  return boxes(name).map((box) => box.value);
}

function admits(name, value) {
  return chosen[name] === null || chosen[name].has(value);
}

function filtered() {
  return FILTERS.some((name) => chosen[name] !== null);
}

/** Chooses these values of a filter; all of them are the same as no choice. */
function choose(name, values) {
  const set = new Set(values);
  chosen[name] = known(name).every((value) => set.has(value)) ? null : set;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Takes the choice from the address. Returns its anchor, and what it asks for that this page has not. */
function readAddress() {
  const [anchor, query = ""] = location.hash.slice(1).split("?");
  const asked = new Map(query.split("&").filter(Boolean).map((part) => part.split("=")));
  const unknown = [];
  for (const name of FILTERS) {
    chosen[name] = null;
    if (!asked.has(name)) continue;
    const values = (asked.get(name) ?? "").split(",").filter(Boolean).map(decoded);
    const able = values.filter((value) => known(name).includes(value));
    unknown.push(...values.filter((value) => !able.includes(value)).map((value) => `${name} ${value}`));
    if (able.length || !values.length) choose(name, able);
  }
  return { anchor: decoded(anchor), unknown };
}

function address(anchor) {
  const parts = FILTERS.filter((name) => chosen[name] !== null)
    .map((name) => `${name}=${[...chosen[name]].map(encodeURIComponent).join(",")}`);
  return `#${anchor}${parts.length ? "?" + parts.join("&") : ""}`;
}

/** Writes the choice into the address, at its anchor. */
function keepAddress() {
  const wanted = address(location.hash.slice(1).split("?")[0]);
  history.replaceState(null, "", wanted === "#" ? location.pathname + location.search : wanted);
}
