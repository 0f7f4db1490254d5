// The page as a whole: its theme, the contents that follow the reader, and the start of everything else.

function startTheme() {
  const select = document.getElementById("theme");
  const use = (theme) => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  let kept = null;
  // A browser may forbid a page to keep anything.
  try { kept = localStorage.getItem("theme"); } catch { /* then it is not kept */ }
  if (kept === "light" || kept === "dark") select.value = kept;
  use(select.value);
  select.addEventListener("change", () => {
    use(select.value);
    try { localStorage.setItem("theme", select.value); } catch { /* then it is not kept */ }
  });
}

/** Marks in the contents where the reader is. */
function startContents() {
  const links = new Map([...document.querySelectorAll("#contents a")].map(
    (link) => [document.getElementById(link.getAttribute("href").slice(1)), link]));
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(target).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-15% 0px -80% 0px" });
  for (const section of links.keys()) if (section) watcher.observe(section);
}

startTheme();
startFilters();
startMarks();
startKeyboard();
startDownloads();
startCells();
startContents();
startTargets();
