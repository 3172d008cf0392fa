// What a pressed cell shows: a sentence, the forest plot, the studies with what they say.

const PLOTS = [["pooled", "Studies"], ["came", "As they came"], ["without", "Without each"]];

function openCell(map, state) {
  const [row, column] = state.cell.split("~");
  const i = map.interventions.findIndex((entry) => entry.id === row), e = map.endpoints.findIndex((entry) => entry.id === column);
  return i < 0 || e < 0 ? null : { i, e };
}

function showDetail(map, state, studies) {
  const cell = openCell(map, state), detail = $("#detail");
  for (const button of $$('#matrix button[aria-pressed="true"]')) button.removeAttribute("aria-pressed");
  const pressed = cell && gridOf(map)[cell.i].cells[cell.e].firstElementChild;
  if (pressed) pressed.setAttribute("aria-pressed", "true");
  detail.hidden = !cell;
  if (!cell) { $("#studies").replaceChildren(); $("#forest").replaceChildren(); return; }
  const at = cell.i * map.width + cell.e, here = studies.filter((study) => study.cells.includes(at));
  const pools = map.poolsAt(cell.i, cell.e);
  const inView = new Set(here.map((study) => study.place));
  $("#detail-title").replaceChildren(map.interventions[cell.i].name, make("span", { class: "on" }, map.endpoints[cell.e].name));
  $("#summary").replaceChildren(...summary(map, cell, pools, inView, here));
  showPlots(state, pools);
  drawForest(map, cell, state);
  showBeside(map, cell, pools);
  showStudies(map, cell, here, pools);
}

const POINTS = { better: "favours treatment", worse: "favours the comparator", unclear: "no clear difference" };

// The pooled value large, who it comes from above it, what it says below it.
function verdict(pool, good) {
  const trials = pool.design === "randomized";
  const who = `${trials ? plural(pool.k, "randomised trial") : plural(pool.k, "cohort")}${pool.k > 1 ? " pooled" : ", not pooled"}`;
  const shape = make("span", { class: "shape" });
  shape.innerHTML = picture([{ direction: pool.direction, solid: trials, single: pool.k === 1, r: 6 }], 18);
  return make("div", { class: "verdict" },
    make("p", { class: "who" }, `${who} · ${pool.n === null ? "participants not all stated" : `${people(pool.n)} participants`}`),
    make("p", { class: "value" }, `${pool.measure} ${ratio(pool.ratio)} `, make("span", {}, `95 % interval ${interval(pool.low, pool.high)}`)),
    good ? make("p", { class: `says ${pool.direction}` }, shape, POINTS[pool.direction]) : null);
}

const DIFFER = "Trials and cohorts differ. In cohorts doctors and patients decided who was treated: the younger, with fewer metastases, who responded to drugs, and who had lived long enough to be operated on. That alone makes treatment look better. In trials chance decided.";

function summary(map, cell, pools, inView, here) {
  const [trials, cohorts] = mainPools(map, cell.i, cell.e), good = map.endpoints[cell.e].good, out = [];
  const shown = [trials, cohorts].filter(Boolean);
  if (shown.length) out.push(make("div", { class: "verdicts" }, ...shown.map((pool) => verdict(pool, good))));
  if (trials && cohorts && good && trials.direction !== cohorts.direction) out.push(make("p", {}, DIFFER));
  if (!pools.length) out.push(make("p", {}, here.length > 1 ? "A synthesis gap: studies report this endpoint, but none prints a comparison that can be pooled at this level." : "Nothing to pool: no comparison with an interval is printed."));
  if (pools.some((pool) => pool.studies.some((line) => !inView.has(line.study)))) out.push(make("p", { class: "note" }, "The filters hide some of the pooled studies. The pooled values below are those of all studies; they do not follow the filters."));
  return out;
}

function showPlots(state, pools) {
  const offered = PLOTS.filter(([id]) => id === "pooled" || pools.some((pool) => pool[id].length));
  if (!offered.some(([id]) => id === state.plot)) state.plot = "pooled";
  $("#plots").replaceChildren(...(offered.length < 2 ? [] : offered.map(([id, words]) => make("button", { type: "button", "data-plot": id, "aria-pressed": String(id === state.plot) }, words))));
}

function drawForest(map, cell, state) {
  const holder = $("#forest"), width = Math.max(300, Math.min(820, Math.floor(holder.clientWidth || 720)));
  holder.innerHTML = forestOf(map, cell, state, width);
}

function forestOf(map, cell, state, width) {
  const title = `${map.interventions[cell.i].name}, ${map.endpoints[cell.e].name}`;
  return forestPlot(map.poolsAt(cell.i, cell.e), { width, plot: state.plot, good: map.endpoints[cell.e].good, title });
}

function fold_(words, ...children) {
  return make("details", {}, make("summary", {}, words), ...children);
}

function showBeside(map, cell, pools) {
  const out = [];
  for (const pool of pools) if (pool.cues.length && !pool.population) {
    const list = make("ul", { class: "cues" }, ...pool.cues.map(([kind, words, weighs]) => make("li", { class: weighs ? "weighs" : "" }, make("b", {}, kind), ` ${words}`)));
    out.push(fold_(`What to weigh: ${heading(pool)}`, list));
  }
  const warned = pools.filter((pool) => pool.warnings.length).flatMap((pool) => pool.warnings.map((words) => make("li", {}, make("b", {}, heading(pool)), ` ${words}`)));
  if (warned.length) out.push(fold_("How it was pooled", make("ul", {}, ...warned)));
  const notes = pools.flatMap((pool) => pool.studies.filter((line) => line.notes.length).map((line) => `${line.label}: ${line.notes.join("; ")}.`));
  if (notes.length) out.push(fold_(`* How ${plural(new Set(notes).size, "estimate")} ${new Set(notes).size === 1 ? "was" : "were"} prepared`, make("ul", {}, ...[...new Set(notes)].map((words) => make("li", {}, words)))));
  const left = [...new Set(pools.filter((pool) => !pool.population).flatMap((pool) => pool.left_out.map(([label, reason]) => `${label}: ${reason}.`)))];
  if (left.length) out.push(fold_(`Left out here (${left.length})`, make("ul", {}, ...left.map((words) => make("li", {}, words)))));
  out.push(fold_("The same rows from the graph (Cypher)", make("pre", {}, cypher(map, cell))));
  $("#beside").replaceChildren(...out);
}

function cypher(map, cell) {
  return `MATCH (s:Study)-[:FOUND]->(f:Effect)-[:ON]->(e:Endpoint)\nMATCH (f)-[:EXPERIMENTAL|COMPARATOR]->(i:Intervention)\nWHERE e.id = '${map.endpoints[cell.e].id}'\n  AND i.id = '${map.interventions[cell.i].id}'\nRETURN s.label AS study, s.design AS design, f.measure AS measure,\n       f.value AS value, f.ci_low AS low, f.ci_high AS high, f.quote AS quote\nORDER BY study`;
}

// Studies come in pieces, so that a cell of thousands opens at once.
function showStudies(map, cell, here, pools) {
  const pooled = new Map();
  for (const pool of pools) for (const line of pool.studies) if (!pool.population) pooled.set(line.study, pool);
  const ordered = [...here].sort((a, b) => Number(!pooled.has(a.place)) - Number(!pooled.has(b.place)) || Number(a.kind !== "randomized") - Number(b.kind !== "randomized") || (b.year || 0) - (a.year || 0));
  const holder = $("#studies"), token = (showStudies.token = {});
  $("#studies-title").textContent = plural(here.length, "study", "studies");
  holder.replaceChildren();
  const some = (from) => {
    if (showStudies.token !== token) return;
    holder.append(...ordered.slice(from, from + 100).map((study) => studyCard(map, cell, study, pooled.get(study.place))));
    if (from + 100 < ordered.length) requestAnimationFrame(() => some(from + 100));
  };
  some(0);
}

function studyCard(map, cell, study, pool) {
  const [first, ...rest] = study.links.length ? study.links : [["", ""]];
  const name = first[1] ? make("a", { href: first[1], rel: "noopener" }, study.label) : make("b", {}, study.label);
  const facts = [study.design.replace(/_/g, " "), study.n === null ? "n not stated" : `n = ${people(study.n)}`, ...study.sources.map((s) => map.sources[s].name)];
  const card = make("article", { "data-study": study.id, class: study.kind }, make("h4", {}, name), make("p", { class: "facts" }, facts.join(" · ")));
  for (const flag of study.flags) card.append(make("p", { class: "flag" }, flag));
  const shown = study.findings.filter((finding) => map.columns[finding.endpoint].includes(cell.e));
  for (const finding of shown.slice(0, 6)) card.append(findingBlock(finding));
  if (shown.length > 6) card.append(fold_(`${shown.length - 6} more`, ...shown.slice(6).map(findingBlock)));
  if (pool) card.append(make("p", { class: "in" }, pool.k > 1 ? "In the pooled estimate." : "Shown as a single study."));
  if (rest.length || first[1]) card.append(make("p", { class: "links" }, ...study.links.flatMap(([words, url], n) => [n ? " · " : "", make("a", { href: url, rel: "noopener" }, words)])));
  return card;
}

function findingBlock(finding) {
  const block_ = make("div", { class: `finding ${finding.kind}` }, make("p", { class: "figure-line" }, make("b", {}, finding.text), finding.about ? make("span", {}, ` ${finding.about}`) : null));
  if (finding.quote) block_.append(make("blockquote", {}, ...marked(finding.quote, finding.figures)));
  for (const check of finding.checks) block_.append(make("p", { class: "flag" }, `Check: ${check}`));
  if (finding.reason) block_.append(make("p", { class: "why" }, `Not pooled: ${finding.reason}.`));
  return block_;
}

// The quote with the figures marked that the finding was read from.
function marked(quote, figures) {
  const wanted = new Set(figures.map((figure) => Math.abs(figure)));
  return quote.split(/(\d+(?:[.,·]\d+)*|\.\d+)/).map((piece, n) => {
    if (n % 2 === 0) return piece;
    const value = Number(piece.replace(/·/g, ".").replace(/,(?=\d{3}\b)/g, "").replace(",", "."));
    return wanted.has(value) ? make("mark", {}, piece) : piece;
  });
}
