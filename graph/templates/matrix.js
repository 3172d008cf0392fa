// The matrix: marks in its cells, rows that fold, columns that open.

const SIZES = [[100, 3.6], [1000, 6], [10000, 8.8], [Infinity, 12]];
const DIRECTIONS = { better: "favours treatment", worse: "favours the comparator", unclear: "no clear difference", none: "not pooled" };

const radius = (n) => SIZES.find(([limit]) => (n || 0) < limit)[1];

// One mark, centred on x, y: the shape tells the direction as well as the colour does.
function mark({ direction, solid, r, single }, x, y) {
  const paint = `class="m ${direction}${solid ? "" : " open"}${single ? " single" : ""}"`;
  if (direction === "better" || direction === "worse") {
    const up = direction === "better" ? -1 : 1, w = r * 1.25;
    return `<path ${paint} d="M${x - w} ${y - up * r * 0.9}H${x + w}L${x} ${y + up * r * 1.2}Z"/>`;
  }
  if (direction === "none") return `<rect ${paint} x="${x - r * 0.8}" y="${y - r * 0.8}" width="${r * 1.6}" height="${r * 1.6}"/>`;
  return `<circle ${paint} cx="${x}" cy="${y}" r="${r}"/>`;
}

function picture(marks, height = 31) {
  const gap = 3, widths = marks.map((m) => 2.5 * m.r + 2), total = widths.reduce((a, b) => a + b, gap * (marks.length - 1));
  let x = 0;
  const drawn = marks.map((m, i) => { const at = x + widths[i] / 2; x += widths[i] + gap; return mark(m, at, height / 2); });
  return `<svg viewBox="0 0 ${Math.max(total, 1)} ${height}" width="${Math.max(total, 1)}" height="${height}" aria-hidden="true">${drawn.join("")}</svg>`;
}

// The direction of a pooled estimate holds only for the studies it pools: all of them must be in view.
function directionOf(pool, inView) {
  return pool && pool.studies.every((line) => inView.has(line.study)) ? pool.direction : "none";
}

function tally(map, studies) {
  const cells = new Map();
  for (const study of studies) for (const at of study.cells) {
    let cell = cells.get(at);
    if (!cell) cells.set(at, cell = { count: 0, kinds: {}, people: {} });
    const side = study.kind === "randomized" ? "randomized" : study.kind === "review" ? "review" : "observational";
    cell.count += 1;
    cell.kinds[side] = (cell.kinds[side] || 0) + 1;
    cell.people[side] = (cell.people[side] || 0) + (study.n || 0);
  }
  return cells;
}

// The table's cells by row and column, looked up once.
function gridOf(map) {
  map.grid ??= $$("#matrix tbody tr").map((row) => ({ row, cells: [...row.querySelectorAll("td")], fold: $("[data-fold]", row) }));
  return map.grid;
}

function drawCell(map, button, cell, inView, i, e) {
  const marks = [], words = [], pools = mainPools(map, i, e);
  ["randomized", "observational"].forEach((side, n) => {
    if (!cell.kinds[side]) return;
    const direction = directionOf(pools[n], inView), single = direction !== "none" && pools[n].k === 1;
    marks.push({ direction, solid: n === 0, single, r: radius(cell.people[side]) });
    words.push(`${cell.kinds[side]} ${n ? "other" : "randomised"}, ${DIRECTIONS[direction]}${single ? " in one study" : ""}`);
  });
  if (!marks.length) { marks.push({ direction: "none", solid: false, r: 4 }); words.push("reviews only"); }
  const looks = `${cell.count};${words.join(";")};${marks.map((m) => m.r)}`;
  if (button.looks === looks) return;
  button.looks = looks;
  button.replaceChildren(stamp(marks), make("span", {}, cell.count));
  button.setAttribute("aria-label", `${map.interventions[i].name}, ${map.endpoints[e].name}: ${plural(cell.count, "study", "studies")}; ${words.join("; ")}`);
}

// Cells that look alike are copies of one drawing.
const stamps = new Map();
function stamp(marks) {
  const key = JSON.stringify(marks);
  if (!stamps.has(key)) { const holder = make("span"); holder.innerHTML = picture(marks); stamps.set(key, holder.firstChild); }
  return stamps.get(key).cloneNode(true);
}

// Numbers change at once in every cell; the marks of rows in sight with them, those of the others right after.
function drawMatrix(map, studies) {
  const cells = tally(map, studies), inView = new Set(studies.map((study) => study.place)), token = (drawMatrix.token = {});
  const grid = gridOf(map), later = [], sight = grid.map(({ row }) => !row.hidden && inSight(row));
  grid.forEach(({ cells: tds }, i) => {
    tds.forEach((td, e) => setCount(map, td, cells.get(i * map.width + e), i, e));
    if (sight[i]) drawRow(map, cells, inView, i); else later.push(i);
  });
  const rest = (until) => {
    if (drawMatrix.token !== token) return;
    while (later.length && performance.now() < until) drawRow(map, cells, inView, later.shift());
    if (later.length) setTimeout(() => rest(performance.now() + 12), 0);
  };
  drawMatrix.finish = () => rest(Infinity);
  setTimeout(() => rest(performance.now() + 12), 30);
  return cells;
}

function inSight(row) {
  const { top, bottom } = row.getBoundingClientRect();
  return bottom > -50 && top < innerHeight + 50;
}

function setCount(map, td, cell, i, e) {
  let button = td.firstElementChild;
  if (!cell) { if (button && !button.hidden) button.hidden = true; return; }
  if (!button) {
    button = make("button", { type: "button", "data-intervention": map.interventions[i].id, "data-endpoint": map.endpoints[e].id });
    td.append(button);
  }
  if (button.hidden) button.hidden = false;
  if (button.dataset.studies !== String(cell.count)) button.dataset.studies = cell.count;
}

function drawRow(map, cells, inView, i) {
  gridOf(map)[i].cells.forEach((td, e) => {
    const cell = cells.get(i * map.width + e);
    if (cell) drawCell(map, td.firstElementChild, cell, inView, i, e);
  });
}

// Rows of the second level and above always show; below, and in all columns, what holds studies does.
function showRowsAndColumns(map, state, cells) {
  const folded = new Set(state.folded.split(",").filter(Boolean)), open = new Set(state.open.split(",").filter(Boolean));
  const rowHas = new Set(), columnHas = new Set();
  for (const at of cells.keys()) { rowHas.add(Math.floor(at / map.width)); columnHas.add(at % map.width); }
  const rowShown = map.interventions.map((entry, i) => !map.rows[i].slice(1).some((above) => folded.has(String(above)))
    && (Boolean(state.gaps) || entry.depth <= 1 || rowHas.has(i)));
  const columnShown = map.endpoints.map((entry, e) => (Boolean(state.gaps) || columnHas.has(e))
    && (entry.parent === null || open.has(entry.group) || Boolean(state.gaps)));
  hideRows(map, rowShown, folded, rowHas, Boolean(state.gaps));
  const looks = `${columnShown};${state.open}`;
  if (map.columnLooks !== looks) hideColumns(map, columnShown, open);
  map.columnLooks = looks;
}

function hideRows(map, shown, folded, has, gaps) {
  const above = new Set(map.interventions.filter((entry, i) => gaps || entry.depth <= 1 || has.has(i)).map((entry) => entry.parent));
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
  for (const line of [heads, ...gridOf(map).map(({ cells }) => cells)]) line.forEach((cell, e) => { cell.hidden = !shown[e]; cell.classList.toggle("first", first[e]); });
  $$("#matrix tr.groups th").forEach((th) => {
    const span = map.endpoints.filter((entry, e) => entry.group === th.dataset.group && shown[e]).length;
    th.hidden = !span;
    th.colSpan = Math.max(span, 1);
    const button = $("button", th);
    if (button) button.setAttribute("aria-expanded", String(open.has(th.dataset.group)));
  });
}

function drawLegend() {
  const shapes = [["better", "favours treatment"], ["unclear", "no clear difference"], ["worse", "favours the comparator"], ["none", "not pooled"]];
  const list = $("#legend dl");
  const add = (svg, words) => { const dt = make("dt"); dt.innerHTML = svg; list.append(make("div", {}, dt, make("dd", {}, words))); };
  for (const [direction, words] of shapes) add(picture([{ direction, solid: true, r: 6.5 }, { direction, solid: false, r: 6.5 }]), words);
  add(picture([{ direction: "better", solid: true, single: true, r: 6.5 }, { direction: "unclear", solid: false, single: true, r: 6.5 }]), "by one study, not pooled");
  add(picture(SIZES.map(([, r]) => ({ direction: "unclear", solid: false, r }))), "under 100, 1\u202f000, 10\u202f000, and more participants");
}
