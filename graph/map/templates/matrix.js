// The matrix: marks in its cells, rows that fold, columns that open.

// The direction of a pooled estimate holds only for the studies it pools: all of them must be in view.
function directionOf(pool, inView) {
  return pool && pool.studies.every((line) => inView.has(line.study)) ? pool.direction : "none";
}

const sideOf = (study) => (study.kind === "randomized" ? "randomized" : study.kind === "review" ? "review" : "observational");

function tally(map, studies) {
  const cells = new Map(), known = new Array(map.interventions.length * map.width).fill(null);
  for (const study of studies) {
    const side = sideOf(study), n = study.n || 0;
    for (const at of study.cells) {
      let cell = known[at];
      if (!cell) cells.set(at, cell = known[at] = { count: 0, kinds: { randomized: 0, observational: 0, review: 0 }, people: { randomized: 0, observational: 0, review: 0 } });
      cell.count += 1;
      cell.kinds[side] += 1;
      cell.people[side] += n;
    }
  }
  return cells;
}

// The table's cells by row and column, looked up once.
function gridOf(map) {
  map.grid ??= $$("#matrix tbody tr").map((row) => ({ row, cells: [...row.querySelectorAll("td")], fold: $("[data-fold]", row) }));
  return map.grid;
}

// What a side of a cell looks like: the pooled value's direction with the people behind it, or that narrower rows are pooled.
function looksOf(map, i, e, n, inView) {
  const pool = mainPools(map, i, e)[n], direction = directionOf(pool, inView);
  if (direction !== "none") return { direction, certainty: pool.certainty, single: pool.k === 1, n: pool.n };
  const under = !pool && beneath(map, i, e).some((cell) => directionOf(cell.pools[n], inView) !== "none");
  return { direction: under ? "below" : "none", certainty: "", single: false };
}

function drawCell(map, button, cell, inView, i, e) {
  const marks = [], words = [];
  ["randomized", "observational"].forEach((side, n) => {
    if (!cell.kinds[side]) return;
    const looks = { design: n ? "observational" : "randomized", ...looksOf(map, i, e, n, inView) };
    marks.push({ n: cell.people[side], ...looks, solid: n === 0 });
    words.push(`${cell.kinds[side]} ${n ? "other" : "randomised"}, ${people(cell.people[side])} participants, ${inPlainWords(looks).replace("; ", ", ")}${map.within && looks.direction !== "none" ? ` within ${map.within}` : ""}${looks.single ? " in one study" : ""}${looks.n && looks.n !== cell.people[side] ? ` of ${people(looks.n)}` : ""}`);
  });
  if (!marks.length) { marks.push({ direction: "none", certainty: "", solid: false, n: 0 }); words.push("reviews only"); }
  const looks = `${cell.count};${words.join(";")}`;
  if (button.looks === looks) return;
  button.looks = looks;
  stampOn(button, marks, cell.count);
  button.setAttribute("aria-label", `${map.interventions[i].name}, ${map.endpoints[e].name}: ${plural(cell.count, "study", "studies")}; ${words.join("; ")}`);
}

// Cells that look alike are copies of one drawing; a cell whose drawing stays gets only its new number.
const stamps = new Map();
function stampOn(button, marks, count) {
  const key = marks.map((m) => [m.direction, m.certainty, m.solid, m.single, radius(m.n), m.n > LARGEST]).join("|");
  if (button.stamp === key) { button.lastChild.textContent = count; return; }
  if (!stamps.has(key)) { const holder = make("span"); holder.innerHTML = picture(marks); stamps.set(key, holder.firstChild); }
  button.stamp = key;
  button.replaceChildren(stamps.get(key).cloneNode(true), make("span", {}, count));
}

// What is in sight changes at once, everything else right after: the whole table where the reader is elsewhere.
function drawMatrix(map, state, studies) {
  const cells = tally(map, studies), shown = whatShows(map, state, cells), box = $("#matrix-scroll");
  const all = map.endpoints.map((_, e) => e), seen = all.filter((e) => shown.columns[e]), left = map.interventions.map((_, i) => i);
  let inView;
  const rest = () => {
    const until = performance.now() + 12;
    while (left.length && performance.now() < until) {
      const i = left.shift();
      drawRow(map, cells, inView, i, all);
      gridOf(map)[i].row.classList.add("whole");
    }
    if (left.length) later("matrix", 0, rest);
  };
  const first = () => {
    inView = new Set(studies.map((study) => study.place));
    const near = gridOf(map).map(({ row }, i) => shown.rows[i] && (row.hidden || inSight(row)));
    // What comes back out of sight is laid out when it is drawn: until then its rows are not whole.
    const wider = shown.columns.some((visible, e) => visible && gridOf(map)[0]?.cells[e].hidden);
    for (const { row } of gridOf(map)) if (wider || row.hidden) row.classList.remove("whole");
    for (const i of left) if (near[i]) drawRow(map, cells, inView, i, seen); else if (shown.rows[i]) countRow(map, cells, i, seen);
    showRowsAndColumns(map, shown, studies.length > 0);
    showPressed(map, state);
    later("matrix", 60, rest);
  };
  if (state.v === "map" && (box.hidden || inSight(box))) first(); else later("matrix", 60, first);
}

function inSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > -50 && top < innerHeight + 50;
}

function countRow(map, cells, i, columns) {
  for (const e of columns) setCount(map, i, e, cells.get(i * map.width + e));
}

function setCount(map, i, e, cell) {
  const td = gridOf(map)[i].cells[e];
  let button = td.firstElementChild;
  if (!cell) { if (button && !button.hidden) button.hidden = true; return; }
  if (!button) {
    button = make("button", { type: "button", "data-intervention": map.interventions[i].id, "data-endpoint": map.endpoints[e].id });
    td.append(button);
  }
  if (button.hidden) button.hidden = false;
  if (button.dataset.studies !== String(cell.count)) button.dataset.studies = cell.count;
}

function drawRow(map, cells, inView, i, columns) {
  const line = gridOf(map)[i].cells;
  for (const e of columns) {
    const cell = cells.get(i * map.width + e);
    setCount(map, i, e, cell);
    if (cell) drawCell(map, line[e].firstElementChild, cell, inView, i, e);
  }
}

// Rows of the second level and above always show; below, and in all columns, what holds studies does.
function whatShows(map, state, cells) {
  const folded = new Set(state.folded.split(",").filter(Boolean)), open = new Set(state.open.split(",").filter(Boolean));
  const rowHas = new Set(), columnHas = new Set(), gaps = Boolean(state.gaps);
  for (const at of cells.keys()) { rowHas.add(Math.floor(at / map.width)); columnHas.add(at % map.width); }
  return {
    folded, open, any: cells.size > 0 || gaps,
    rows: map.interventions.map((entry, i) => !map.rows[i].slice(1).some((above) => folded.has(String(above)))
      && (gaps || entry.depth <= 1 || rowHas.has(i) || entry.awaited.length > 0)),
    columns: map.endpoints.map((entry, e) => (gaps || columnHas.has(e)) && (entry.parent === null || open.has(entry.group) || gaps)),
  };
}

function showRowsAndColumns(map, shown, some) {
  hideRows(map, shown.rows, shown.folded);
  const looks = `${shown.columns};${[...shown.open]}`;
  $("#matrix-empty").hidden = shown.any && some;
  $("#matrix-scroll").hidden = !shown.any;
  if (map.columnLooks !== looks) { hideColumns(map, shown.columns, shown.open); map.columnLooks = looks; fitMatrix(); }
}

function hideRows(map, shown, folded) {
  const above = new Set(map.interventions.filter((entry, i) => shown[i] || folded.has(String(entry.parent))).map((entry) => entry.parent));
  gridOf(map).forEach(({ row, fold: button }, i) => {
    if (row.hidden === shown[i]) row.hidden = !shown[i];
    if (!button) return;
    button.setAttribute("aria-expanded", String(!folded.has(String(i))));
    button.hidden = !above.has(i);
  });
}

function hideColumns(map, shown, open) {
  let before = "";
  const first = shown.map((visible, e) => { const starts = visible && map.endpoints[e].group !== before; if (visible) before = map.endpoints[e].group; return starts; });
  const heads = $$("#matrix tr.names th[data-e]");
  const old = hideColumns.last || { shown: heads.map((th) => !th.hidden), first: heads.map((th) => th.classList.contains("first")) };
  const changed = shown.map((_, e) => e).filter((e) => shown[e] !== old.shown[e] || first[e] !== old.first[e]);
  for (const line of [heads, ...gridOf(map).map(({ cells }) => cells)]) for (const e of changed) { line[e].hidden = !shown[e]; line[e].classList.toggle("first", first[e]); }
  hideColumns.last = { shown, first };
  $$("#matrix tr.groups th").forEach((th) => {
    const span = map.endpoints.filter((entry, e) => entry.group === th.dataset.group && shown[e]).length;
    th.hidden = !span;
    th.colSpan = Math.max(span, 1);
    const button = $("button", th);
    if (button) button.setAttribute("aria-expanded", String(open.has(th.dataset.group)));
  });
}

// A table that fits needs no box of its own to scroll in, so its heads can stay in sight while the page scrolls.
function fitMatrix() {
  const box = $("#matrix-scroll"), table = $("#matrix");
  if (!box.clientWidth) return;
  const fits = table.offsetWidth <= box.clientWidth + 1;
  box.classList.toggle("fits", fits);
  if (fits) box.removeAttribute("tabindex"); else box.setAttribute("tabindex", "0");
}

// Names of rows stick once the table is moved sideways: until then a hundred stuck ones would only cost time.
function watchMatrix() {
  const box = $("#matrix-scroll"), still = () => box.classList.toggle("still", box.scrollLeft <= 0);
  box.addEventListener("scroll", still, { passive: true });
  still();
}
