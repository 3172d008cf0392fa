// From the data to the page, and from what the reader does to the page again.

let map, state, studies;

const PAGES = {
  map: () => {},
  studies: () => showStudyTable(map, state, studies),
  timeline: () => showTimeline(map, studies),
  trials: () => showTrials(map, state),
  left: () => showLeftOut(map, studies),
  changes: () => {}, flow: () => {}, methods: () => {},
};

function showView() {
  for (const view of $$(".view")) view.hidden = view.id !== `view-${state.v}`;
  for (const link of $$("nav a")) link.setAttribute("aria-current", link.dataset.view === state.v ? "page" : "false");
  const turned = document.body.dataset.view !== state.v;
  document.body.dataset.view = state.v;
  if (turned && state.v === "map") fitMatrix();
  $("#filters").hidden = !["map", "studies", "timeline", "left"].includes(state.v);
  PAGES[state.v]();
}

// Everything follows from the state; nothing else changes the page.
function show({ filters = true } = {}) {
  if (filters) {
    studies = chosen(map, state);
    lookWithin(map, map.populations.find((entry) => entry.id === state.p)?.name || "");
    drawMatrix(map, state, studies);
  }
  showView();
  showDetail(map, state, studies);
}

function toggle(list, item) {
  const items = new Set(list.split(",").filter(Boolean));
  if (!items.delete(item)) items.add(item);
  return [...items].join(",");
}

function openDetail(cell) {
  Object.assign(state, { cell, v: "map", block: "" });
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
  ["#matrix button[data-intervention]", (button) => openDetail(`${button.dataset.intervention}~${button.dataset.endpoint}`)],
  ["[data-open]", (button) => openDetail(button.dataset.open)],
  ["[data-fold]", (button) => { state.folded = toggle(state.folded, button.dataset.fold); writeState(state); show(); }],
  ["[data-fold-group]", (button) => { state.open = toggle(state.open, button.dataset.foldGroup); writeState(state); show(); }],
  ["[data-line]", (link, event) => { event.preventDefault(); showCard(map, state, Number(link.dataset.line)); }],
  ["[data-plot]", (button) => { state.plot = button.dataset.plot; writeState(state); show({ filters: false }); $(`[data-plot="${state.plot}"]`).focus(); }],
  ["[data-save]", (button) => saveFigure(map, state, studies, button.dataset.save)],
  ["#close-detail", closeDetail],
  ["[data-clear]", () => $("#filters form").reset()],
  ["#save-trials", () => save("trials.csv", "text/csv", csv(trialRows(map, state)))],
  ["#save-studies", () => save("studies.csv", "text/csv", csv(studyRows(map, studies)))],
  ["[data-more]", (button) => {
    const holder = button.parentElement;
    asked[button.dataset.more] = Number(button.dataset.rows);
    showView();
    const next = $("button", holder) || holder.closest(".view");
    next.setAttribute("tabindex", next.getAttribute("tabindex") || "-1");
    next.focus({ preventScroll: true });
  }],
  ["[data-sort]", (button) => {
    const key = button.dataset.sort;
    state.sort = state.sort === key ? `-${key}` : key;
    writeState(state);
    showStudyTable(map, state, studies);
    $(`[data-sort="${key}"]`).focus();
  }],
];

function turnTo(link) {
  const wanted = new URLSearchParams(link.getAttribute("href").slice(1));
  state.v = wanted.get("v");
  state.t = wanted.get("t") || "";
  Object.assign(asked, { studies: PIECE, left: PIECE });
  writeState(state, true);
  show({ filters: false });
  if (!link.dataset.view) scrollTo(0, 0);
}

function listen() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#v="]');
    if (link) { event.preventDefault(); turnTo(link); return; }
    for (const [selector, act] of clicks) { const button = event.target.closest(selector); if (button) { act(button, event); return; } }
  });
  document.addEventListener("keydown", (event) => { walk(event); if (event.key === "Escape" && state.cell && !event.target.closest("form")) closeDetail(); });
  const filter = () => { Object.assign(asked, { studies: PIECE, left: PIECE }); readFilters(state); writeState(state); showFilters(state); show(); say(`${plural(studies.length, "study passes", "studies pass")} the filters`); };
  $("#filters form").addEventListener("input", (event) => later("filter", event.target.type === "search" ? 50 : 0, filter));
  $("#filters form").addEventListener("reset", () => later("filter", 0, filter));
  $("#blocks").addEventListener("change", (event) => { state.block = event.target.value; writeState(state); show({ filters: false }); });
  $("#silent-only").addEventListener("change", (event) => { state.all = event.target.checked ? "" : "1"; state.t = ""; writeState(state); showTrials(map, state); });
  for (const event of ["popstate", "hashchange"]) addEventListener(event, () => { state = readState(); showFilters(state); show(); });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    drawForest.width = 0;
    fitMatrix();
    const cell = openCell(map, state);
    if (cell) drawForest(map, cell, state);
  });
  // What a screen reader hears of a cell, the mouse shows.
  $("#matrix").addEventListener("mouseover", (event) => { const button = event.target.closest("button[aria-label]"); if (button) button.title = button.getAttribute("aria-label"); });
}

// On paper every page of the file stands below the other, and what is folded beside a figure is told.
const unfolded = [];
addEventListener("beforeprint", () => {
  if (!map) return;
  while (putOff.size) for (const name of [...putOff.keys()]) hurry(name);
  Object.assign(asked, { studies: 1000, left: 1000 });
  for (const page of Object.values(PAGES)) page();
  unfolded.push(...$$(":is(#summary, #beside) details:not([open])"));
  for (const details of unfolded) { details.unfold?.(); details.open = true; }
});
addEventListener("afterprint", () => { for (const details of unfolded.splice(0)) details.open = false; });

(async () => {
  map = prepare(await readData());
  state = readState();
  if (matchMedia("(max-width: 700px)").matches) $("#filters").open = false;
  drawLegend();
  showGlance(map);
  showFilters(state);
  listen();
  watchMatrix();
  show();
  if (state.v === "map" && openCell(map, state)) $("#detail").scrollIntoView({ block: "start" });
  document.documentElement.dataset.ready = "yes";
  tellDrawn();
  prepareSearch(map.studies, 0);
})();
