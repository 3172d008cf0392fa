// The pages beside the map: studies, trials, what was left out.

const PIECE = 100;
// How many rows of each table the reader has asked to see.
const asked = { studies: PIECE, left: PIECE };
const COLUMNS = [
  ["label", "Study", (s) => s.label], ["year", "Year", (s) => s.year ?? ""], ["design", "Design", (s) => designOf(s) + byHand(s, "design")],
  ["n", "Participants", (s) => s.n ?? ""], ["population", "Population", (s, map) => s.populations.map((p) => map.populations[p].name).join(", ")],
  ["source", "Data source", (s, map) => s.sources.map((p) => map.sources[p].name).join(", ")], ["conclusion", "Authors conclude", (s) => s.conclusion.replace(/_/g, " ") + byHand(s, "conclusion")],
];

// Sorted by a column; the address keeps which and which way ("-year" is newest first).
function sorted(map, state, studies) {
  const key = state.sort.replace("-", ""), read = (COLUMNS.find(([name]) => name === key) || COLUMNS[1])[2], way = state.sort.startsWith("-") ? -1 : 1;
  const values = studies.map((study) => [read(study, map), study]);
  const order = new Intl.Collator("en").compare;
  values.sort(([x], [y]) => (x === "" || y === "" ? Number(x === "") - Number(y === "") : way * (typeof x === "number" ? x - y : order(x, y))));
  return values.map(([, study]) => study);
}

function showStudyTable(map, state, studies) {
  $("#studies-lede").textContent = studies.length ? `${plural(studies.length, "study", "studies")} of ${map.studies.length} pass the filters.` : "No study passes the filters.";
  const direction = (key) => (state.sort.replace("-", "") === key ? (state.sort.startsWith("-") ? "descending" : "ascending") : "none");
  const head = make("tr", {}, ...COLUMNS.map(([key, words]) => make("th", { scope: "col", "aria-sort": direction(key) }, make("button", { type: "button", "data-sort": key }, words))));
  const shown = sorted(map, state, studies).slice(0, asked.studies);
  const rows = shown.map((study) => make("tr", {}, ...COLUMNS.map(([key, , read]) => {
    if (key === "label") return make("th", { scope: "row" }, recordLink(study), study.title ? make("p", { class: "title", dir: "auto" }, study.title) : null, sentencesOf(map, study));
    const value = read(study, map);
    return make("td", { class: typeof value === "number" ? "number" : null }, key === "n" && value !== "" ? people(value) : String(value));
  })));
  $("#studies-table").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
  showMore($("#studies-more"), "studies", shown.length, studies.length);
}

// Every figure of a study with its sentence, whatever the cell.
function sentencesOf(map, study) {
  if (!study.findings.length) return null;
  const all = () => make("div", {}, ...study.findings.map((finding) => { const block = findingBlock(finding); $("b", block).after(` ${inSentence(map.endpoints[finding.endpoint].name)}: `); return block; }));
  const details = unfolding(plural(study.findings.length, "figure"), all);
  details.className = "told";
  return details;
}

// A table grows by pieces, so that ten thousand rows never stand between a reader and the first.
function showMore(holder, table, shown, all) {
  if (shown >= all) { holder.replaceChildren(); return; }
  const button = (words, many) => make("button", { type: "button", class: "plain", "data-more": table, "data-rows": many }, words);
  holder.replaceChildren(`${shown} of ${all} rows. `, button(`${Math.min(500, all - shown)} more`, shown + 500), " ", button("All", all));
}

// The trials of the treatment asked for that published nothing, else those without results, else all.
function trialsShown(map, state) {
  const row = map.interventions.find((entry) => entry.id === state.t), here = row ? new Set(row.awaited) : null;
  return [row, map.trials.filter((trial, place) => (here ? here.has(place) : state.all || !trial.reported))];
}

function showTrials(map, state) {
  $("#silent-only").checked = !state.all;
  const [row, trials] = trialsShown(map, state);
  $("#trials-of").replaceChildren(...(row ? [`Trials of ${row.name.toLowerCase()} that have published nothing. `, make("a", { href: "#v=trials" }, "Show those of all treatments")] : []));
  $("#trials-lede").textContent = `${map.trials.filter((trial) => !trial.reported).length} of ${plural(map.trials.length, "registered trial")} have neither results in the registry nor a report here.`;
  const head = make("tr", {}, ...["Trial", "Title", "Tests", "Status", "Enrolment", "Start", "Completion"].map((words) => make("th", { scope: "col" }, words)));
  const rows = trials.map((trial) => make("tr", {},
    make("th", { scope: "row" }, trial.url ? make("a", { href: trial.url, rel: "noopener" }, named(trial.label)) : named(trial.label)),
    make("td", { dir: "auto" }, trial.title), make("td", {}, trial.interventions.join(", ")), make("td", {}, trial.status),
    make("td", { class: "number" }, trial.n === null ? "" : people(trial.n)), make("td", {}, trial.start), make("td", {}, trial.end)));
  $("#trials-table").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
  $("#trials-table").hidden = !rows.length;
}

// Effects in no pool, by study: those of the cells, and those that stand in none.
function leftOut(map) {
  const read = (study) => (f) => ({ study: study.place, reason: f.reason, text: f.about ? `${f.text}; ${f.about}` : f.text, endpoint: map.endpoints[f.endpoint].name });
  leftOut.all ??= [...map.left_out, ...map.studies.flatMap((study) => study.findings.filter((f) => f.reason).map(read(study)))]
    .sort((a, b) => (map.studies[a.study].label < map.studies[b.study].label ? -1 : 1));
  return leftOut.all;
}

// Reasons in groups: the words before the first bracket, colon, comma or semicolon.
function showLeftOut(map, studies) {
  const inView = new Set(studies.map((study) => study.place)), entries = leftOut(map).filter((entry) => inView.has(entry.study));
  const groups = new Map();
  for (const entry of entries) { const group = entry.reason.split(/[(:,;]| as /)[0].trim(); groups.set(group, (groups.get(group) || 0) + 1); }
  $("#left-reasons").replaceChildren(make("ul", { class: "reasons" }, ...[...groups].sort((a, b) => b[1] - a[1]).map(([words, n]) => make("li", {}, make("b", {}, String(n)), ` ${words}`))));
  const head = make("tr", {}, ...["Study", "Printed", "Endpoint", "Reason"].map((words) => make("th", { scope: "col" }, words)));
  const rows = entries.slice(0, asked.left).map((entry) => {
    const study = map.studies[entry.study];
    return make("tr", {}, make("th", { scope: "row" }, recordLink(study)),
      make("td", {}, entry.text), make("td", {}, entry.endpoint), make("td", {}, entry.reason));
  });
  $("#left-table").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
  $("#left-table").hidden = !rows.length;
  showMore($("#left-more"), "left", rows.length, entries.length);
}
