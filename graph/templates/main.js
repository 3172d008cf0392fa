// From the data to the page, and from what the reader does to the page again.

let map, state, studies;

function showView() {
  for (const view of $$(".view")) view.hidden = view.id !== `view-${state.v}`;
  for (const link of $$("nav a")) link.setAttribute("aria-current", link.dataset.view === state.v ? "page" : "false");
  $("#filters").hidden = state.v === "methods" || state.v === "trials";
  if (state.v === "studies") showStudyTable(map, studies, false);
  if (state.v === "trials") showTrials(map);
  if (state.v === "left") showLeftOut(map, studies);
}

// Everything follows from the state; nothing else changes the page.
function show({ filters = true } = {}) {
  if (filters) {
    studies = chosen(map, state);
    showRowsAndColumns(map, state, drawMatrix(map, studies));
  }
  showView();
  showDetail(map, state, studies);
}

function toggle(list, item) {
  const items = new Set(list.split(",").filter(Boolean));
  if (!items.delete(item)) items.add(item);
  return [...items].join(",");
}

function press(button) {
  state.cell = `${button.dataset.intervention}~${button.dataset.endpoint}`;
  writeState(state, true);
  show({ filters: false });
  const detail = $("#detail");
  detail.focus({ preventScroll: true });
  detail.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth", block: "start" });
  say(`${$("#detail-title").textContent}: ${$("#studies-title").textContent}`);
}

function closeDetail() {
  const button = $('#matrix button[aria-pressed="true"]');
  state.cell = "";
  writeState(state, true);
  show({ filters: false });
  if (button) button.focus();
}

// Arrow keys walk from button to button in the matrix, over empty cells.
function walk(event) {
  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const td = event.target.closest("#matrix td");
  if (!steps || !td) return;
  const grid = $$("#matrix tbody tr").filter((row) => !row.hidden).map((row) => $$("td", row).filter((cell) => !cell.hidden));
  let row = grid.findIndex((cells) => cells.includes(td)), column = grid[row].indexOf(td);
  for (;;) {
    row += steps[0];
    column += steps[1];
    const cell = grid[row] && grid[row][column];
    if (!cell) return;
    const button = $("button", cell);
    if (button && !button.hidden) { event.preventDefault(); button.focus(); return; }
  }
}

const clicks = [
  ["#matrix button[data-intervention]", press],
  ["[data-fold]", (button) => { state.folded = toggle(state.folded, button.dataset.fold); writeState(state); show(); }],
  ["[data-fold-group]", (button) => { state.open = toggle(state.open, button.dataset.foldGroup); writeState(state); show(); }],
  ["[data-plot]", (button) => { state.plot = button.dataset.plot; writeState(state); show({ filters: false }); $(`[data-plot="${state.plot}"]`).focus(); }],
  ["[data-save]", (button) => saveFigure(map, state, studies, button.dataset.save)],
  ["#close-detail", closeDetail],
  ["#save-studies", () => save("studies.csv", "text/csv", csv(studyRows(map, studies)))],
  ["#show-all", () => showStudyTable(map, studies, true)],
  ["[data-sort]", (button) => {
    sorting.down = sorting.key === button.dataset.sort ? !sorting.down : false;
    sorting.key = button.dataset.sort;
    showStudyTable(map, studies, false);
    $(`[data-sort="${sorting.key}"]`).focus();
  }],
];

function listen() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#v="]');
    if (link) { event.preventDefault(); state.v = link.getAttribute("href").slice(3); writeState(state, true); show({ filters: false }); return; }
    for (const [selector, act] of clicks) { const button = event.target.closest(selector); if (button) { act(button); return; } }
  });
  document.addEventListener("keydown", (event) => { walk(event); if (event.key === "Escape" && state.cell && !event.target.closest("form")) closeDetail(); });
  let waiting;
  const filter = () => { readFilters(state); writeState(state); showFilters(state); show(); say(`${plural(studies.length, "study", "studies")} pass the filters`); };
  $("#filters form").addEventListener("input", (event) => { clearTimeout(waiting); waiting = setTimeout(filter, event.target.type === "search" ? 120 : 0); });
  $("#filters form").addEventListener("reset", () => setTimeout(filter, 0));
  $("#silent-only").addEventListener("change", () => showTrials(map));
  for (const event of ["popstate", "hashchange"]) addEventListener(event, () => { state = readState(); showFilters(state); show(); });
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width && state.cell) { width = innerWidth; drawForest(map, openCell(map, state), state); } });
}

// On paper every page of the file stands below the other.
addEventListener("beforeprint", () => { drawMatrix.finish(); showStudyTable(map, studies, true); showTrials(map); showLeftOut(map, studies); });

(async () => {
  map = prepare(await readData());
  state = readState();
  if (matchMedia("(max-width: 700px)").matches) $("#filters").open = false;
  drawLegend();
  showFilters(state);
  listen();
  show();
  document.documentElement.dataset.ready = "yes";
})();
