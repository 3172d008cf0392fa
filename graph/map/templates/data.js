// The data of the page, and what follows from it: who stands above whom, which studies stand in which cell.

const KINDS = { randomized: "Randomised", observational: "Observational", series: "Series", review: "Review", other: "Other" };
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

async function readData() {
  const holder = $("#data");
  if (holder.type === "application/json") return JSON.parse(holder.textContent);
  const letters = atob(holder.textContent), bytes = new Uint8Array(letters.length);
  for (let n = 0; n < bytes.length; n += 1) bytes[n] = letters.charCodeAt(n);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return unpack(await new Response(stream).json());
}

// Each entry's own place and all above it.
function lineages(entries) {
  const lines = [];
  entries.forEach((entry, i) => lines.push(entry.parent === null ? [i] : [i, ...lines[entry.parent]]));
  return lines;
}

// A study counts once in a cell, however many narrower cells it stands in.
function cellsOf(study, rows, columns, width) {
  const cells = new Set();
  for (const [i, e] of study.at) for (const row of rows[i]) for (const column of columns[e]) cells.add(row * width + column);
  return [...cells];
}

function prepare(data) {
  const width = data.endpoints.length;
  const rows = lineages(data.interventions), columns = lineages(data.endpoints);
  data.studies.forEach((study, place) => {
    study.place = place;
    study.cells = cellsOf(study, rows, columns, width);
  });
  const pools = new Map();
  data.pools.forEach((pool) => {
    const at = pool.intervention * width + pool.endpoint;
    if (!pools.has(at)) pools.set(at, []);
    pools.get(at).push(pool);
  });
  for (const some of pools.values()) some.sort(byWeightOfEvidence);
  return { ...data, within: "", known: new Map(), knownBeneath: new Map(), width, rows, columns, rowsUnder: under(data.interventions), columnsUnder: under(data.endpoints), poolsAt: (i, e) => pools.get(i * width + e) || [] };
}

// The places right beneath each place.
function under(entries) {
  const places = entries.map(() => []);
  entries.forEach((entry, i) => { if (entry.parent !== null) places[entry.parent].push(i); });
  return places;
}

// Whole population before subgroups, trials before cohorts, more studies first, hazard ratios first among equals.
function byWeightOfEvidence(a, b) {
  return Number(!!a.population) - Number(!!b.population) || Number(!!a.comparator) - Number(!!b.comparator)
    || Number(a.design !== "randomized") - Number(b.design !== "randomized") || b.k - a.k
    || Number(a.measure !== "HR") - Number(b.measure !== "HR");
}

// The pooled estimates a cell is drawn from: one for trials, one for cohorts, against no local treatment; those of the
// subgroup that the reader asks for, if any.
function mainPools(map, i, e) {
  const at = i * map.width + e;
  if (!map.known.has(at)) map.known.set(at, findMainPools(map, i, e));
  return map.known.get(at);
}

// What is known of cells holds for one population: all patients ("") or a subgroup, by name.
function lookWithin(map, population) {
  if (map.within === population) return;
  Object.assign(map, { within: population, known: new Map(), knownBeneath: new Map() });
}

function findMainPools(map, i, e) {
  const main = map.poolsAt(i, e).filter((pool) => pool.population === map.within && !pool.comparator);
  return ["randomized", "observational"].map((design) => main.find((pool) => pool.design === design));
}

// The nearest narrower cells that are pooled: where a cell itself is not, they say what lies under it.
function beneath(map, i, e) {
  const at = i * map.width + e;
  if (!map.knownBeneath.has(at)) map.knownBeneath.set(at, [...findBeneath(map, i, e, new Map()).values()]);
  return map.knownBeneath.get(at);
}

function findBeneath(map, i, e, found) {
  const look = (row, column) => {
    const pools = mainPools(map, row, column);
    if (!pools.some(Boolean)) findBeneath(map, row, column, found);
    else found.set(row * map.width + column, { i: row, e: column, pools });
  };
  for (const row of map.rowsUnder[i]) look(row, e);
  if (!found.size) for (const column of map.columnsUnder[e]) look(i, column);
  return found;
}

// What a search looks through, made when a search first needs it.
function wordsOf(study) {
  study.words ??= fold([study.label, study.title, study.journal, ...study.findings.map((f) => f.quote)].join(" "));
  return study.words;
}

// So that the first letter typed does not wait for ten thousand texts.
function prepareSearch(studies, from) {
  const idle = window.requestIdleCallback || ((work) => setTimeout(work, 50));
  if (from < studies.length) idle(() => { studies.slice(from, from + 200).forEach(wordsOf); prepareSearch(studies, from + 200); });
}

function fold(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

const people = (n) => (n === null || n === undefined ? "n not stated" : String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f"));
const inSentence = (name) => name.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
const designOf = (study) => study.design.replace(/_/g, " ");
const byHand = (study, name) => (study.by_hand.includes(name) ? " (given by hand)" : "");
const plural = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
const ratio = (x) => (x > 1000 ? "over 1000" : x < 0.001 ? "below 0.001" : x >= 100 ? x.toFixed(0) : x < 0.01 ? x.toPrecision(1) : x.toFixed(2));
const interval = (low, high) => `${ratio(low)} to ${ratio(high)}`;
const escape = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const say = (words) => { $("#said").textContent = words; };

// Names as they are written, from the left or from the right, kept apart from the words around them.
const named = (words) => make("bdi", {}, words);
const recordLink = (study) => (study.links.length ? make("a", { href: study.links[0][1], rel: "noopener" }, named(study.label)) : named(study.label));

// Build an element: make("td", { class: "n" }, "12"). Text never becomes markup.
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
