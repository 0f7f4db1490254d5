// Figures and tables as files, made here of what the page holds: nothing is asked of any server.

const PNG_SCALE = 2;

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The text of a table as RFC 4180 wants it; rows and columns that are filtered away are left out. */
function csvOf(table) {
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [...table.rows].filter((row) => !row.classList.contains("out"))
    .map((row) => [...row.cells].filter((cell) => !cell.classList.contains("out"))
      .map((cell) => quoted(cell.textContent)).join(",") + "\r\n").join("");
}

/** Class -> declarations of the page's figures, with the colours of the light page: files go onto paper. */
function chartStyles() {
  const found = new Map();
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      const name = /^\.chart \.(s[0-9a-f]{7})$/.exec(rule.selectorText)?.[1];
      // The name of a colour's variable is the colour itself.
      if (name) found.set(name, rule.style.cssText.replace(/var\(--c([0-9a-f]{6})\)/g, "#$1"));
    }
  }
  return found;
}

/** The figure as an SVG document that stands alone, with its description, caption and footer. */
function svgOf(figure) {
  const shown = figure.querySelector(".chart svg");
  const copy = shown.cloneNode(true);
  const font = getComputedStyle(shown).getPropertyValue("--chart-font");
  const styles = chartStyles();
  for (const element of copy.querySelectorAll("[class]")) {
    const declared = [...element.classList].map((name) => styles.get(name)).filter(Boolean).join(" ");
    if (element.classList.contains("off")) element.setAttribute("opacity", "0.1");
    element.removeAttribute("class");
    if (declared) element.setAttribute("style", declared.replaceAll("var(--chart-font)", font));
  }
  const viewBox = shown.dataset.whole;
  const [, , width, height] = viewBox.split(" ");
  for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", viewBox, width, height,
    style: "stroke-linejoin: round; stroke-linecap: butt" })) copy.setAttribute(name, value);
  for (const name of ["data-whole", "aria-hidden", "focusable"]) copy.removeAttribute(name);
  for (const [tag, text] of [["desc", captionOf(figure)], ["title", figure.querySelector(".chart").getAttribute("aria-label")]]) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    element.textContent = text;
    copy.prepend(element);
  }
  return new XMLSerializer().serializeToString(copy);
}

function captionOf(figure) {
  return figure.querySelector("figcaption").textContent
    + (filtered() ? ` Filtered. ${said.querySelector("p").textContent}` : "");
}

async function pngOf(figure) {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svgOf(figure));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * PNG_SCALE;
  canvas.height = image.naturalHeight * PNG_SCALE;
  const context = canvas.getContext("2d");
  // The figure's own paper may cover its last row of pixels in part only.
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

const FORMS = {
  CSV: (figure) => new Blob([csvOf(figure.querySelector(".numbers table"))], { type: "text/csv;charset=utf-8" }),
  SVG: (figure) => new Blob([svgOf(figure)], { type: "image/svg+xml" }),
  PNG: pngOf,
};

function startDownloads() {
  for (const figure of document.querySelectorAll("figure[id]")) {
    const tools = document.createElement("p");
    tools.className = "tools";
    for (const [form, make] of Object.entries(FORMS)) {
      if (form === "CSV" && !figure.querySelector(".numbers table")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = form;
      button.title = `Save as ${form}`;
      button.addEventListener("click", async () => {
        save(await make(figure), `${figure.id.replace(/^fig-/, "")}.${form.toLowerCase()}`);
      });
      tools.append(button);
    }
    figure.querySelector("figcaption").after(tools);
  }
}
