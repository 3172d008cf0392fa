// The pages beside the map: studies, trials, what was left out; and the timeline above the studies.

const sorting = { key: "year", down: true };
const COLUMNS = [
  ["label", "Study", (s) => s.label], ["year", "Year", (s) => s.year ?? ""], ["design", "Design", (s) => s.design.replace(/_/g, " ")],
  ["n", "Participants", (s) => s.n ?? ""], ["population", "Population", (s, map) => s.populations.map((p) => map.populations[p].name).join(", ")],
  ["source", "Data source", (s, map) => s.sources.map((p) => map.sources[p].name).join(", ")], ["conclusion", "Authors conclude", (s) => s.conclusion.replace(/_/g, " ")],
];

function sorted(map, studies) {
  const read = COLUMNS.find(([key]) => key === sorting.key)[2];
  const way = sorting.down ? -1 : 1;
  return [...studies].sort((a, b) => {
    const x = read(a, map), y = read(b, map);
    if (x === "" || y === "") return Number(x === "") - Number(y === "");
    return way * (typeof x === "number" ? x - y : x.localeCompare(y));
  });
}

function showStudyTable(map, studies, all) {
  $("#studies-lede").textContent = `${plural(studies.length, "study", "studies")} of ${map.studies.length} pass the filters.`;
  const head = make("tr", {}, ...COLUMNS.map(([key, words]) => make("th", { scope: "col", "aria-sort": sorting.key === key ? (sorting.down ? "descending" : "ascending") : "none" }, make("button", { type: "button", "data-sort": key }, words))));
  const shown = sorted(map, studies).slice(0, all ? undefined : 100);
  const rows = shown.map((study) => make("tr", {}, ...COLUMNS.map(([key, , read]) => {
    if (key === "label") return make("th", { scope: "row" }, study.links.length ? make("a", { href: study.links[0][1], rel: "noopener" }, study.label) : study.label);
    const value = read(study, map);
    return make("td", { class: typeof value === "number" ? "number" : null }, key === "n" && value !== "" ? people(value) : String(value));
  })));
  $("#studies-table").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
  $("#studies-more").replaceChildren(...(shown.length < studies.length ? [make("button", { type: "button", class: "plain", id: "show-all" }, `Show all ${studies.length}`)] : []));
  showTimeline(studies);
}

function showTimeline(studies) {
  const years = studies.map((study) => study.year).filter(Boolean), holder = $("#timeline");
  if (years.length < 2) { holder.replaceChildren(); return; }
  const from = Math.min(...years), to = Math.max(...years), counts = new Map();
  for (const study of studies) if (study.year) {
    const at = counts.get(study.year) || [0, 0];
    at[study.kind === "randomized" ? 0 : 1] += 1;
    counts.set(study.year, at);
  }
  const top = Math.max(...[...counts.values()].map(([a, b]) => a + b)), step = Math.min(26, 720 / (to - from + 1)), unit = 64 / top;
  const bars = [...counts].map(([year, [a, b]]) => {
    const x = (year - from) * step, h = a * unit, g = b * unit;
    return `<g><title>${year}: ${a} randomised, ${b} other</title><rect class="bar" x="${x + 1}" y="${70 - h}" width="${step - 2}" height="${h}"/><rect class="bar open" x="${x + 1.5}" y="${70 - h - g}" width="${step - 3}" height="${g}"/></g>`;
  });
  const width = (to - from + 1) * step, every = Math.ceil(40 / step);
  const ticks = Array.from({ length: to - from + 1 }, (_, n) => from + n).filter((year) => (year - from) % every === 0).map((year) => text((year - from + 0.5) * step, 86, String(year), 'text-anchor="middle" class="q s"'));
  holder.innerHTML = `<svg viewBox="-16 0 ${width + 32} 90" width="${width + 32}" height="90" role="img" aria-label="Studies by year, ${from} to ${to}; solid: randomised"><path class="tick" d="M0 70.5H${width}"/>${bars.join("")}${ticks.join("")}</svg>`;
}

function showTrials(map) {
  const only = $("#silent-only").checked, trials = map.trials.filter((trial) => !only || !trial.reported);
  $("#trials-lede").textContent = `${map.trials.filter((trial) => !trial.reported).length} of ${plural(map.trials.length, "registered trial")} have neither results in the registry nor a report here.`;
  const head = make("tr", {}, ...["Trial", "Title", "Tests", "Status", "Enrolment", "Start", "Completion"].map((words) => make("th", { scope: "col" }, words)));
  const rows = trials.map((trial) => make("tr", {},
    make("th", { scope: "row" }, trial.url ? make("a", { href: trial.url, rel: "noopener" }, trial.label) : trial.label),
    make("td", {}, trial.title), make("td", {}, trial.interventions.join(", ")), make("td", {}, trial.status),
    make("td", { class: "number" }, trial.n === null ? "" : people(trial.n)), make("td", {}, trial.start), make("td", {}, trial.end)));
  $("#trials-table").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
}

// Reasons in groups: the words before the first bracket, colon, comma or semicolon.
function showLeftOut(map, studies) {
  const inView = new Set(studies.map((study) => study.place)), entries = map.left_out.filter((entry) => inView.has(entry.study));
  const groups = new Map();
  for (const entry of entries) { const group = entry.reason.split(/[(:,;]| as /)[0].trim(); groups.set(group, (groups.get(group) || 0) + 1); }
  $("#left-reasons").replaceChildren(make("ul", { class: "reasons" }, ...[...groups].sort((a, b) => b[1] - a[1]).map(([words, n]) => make("li", {}, make("b", {}, String(n)), ` ${words}`))));
  const head = make("tr", {}, ...["Study", "Printed", "Endpoint", "Reason"].map((words) => make("th", { scope: "col" }, words)));
  const rows = entries.slice(0, 500).map((entry) => {
    const study = map.studies[entry.study];
    return make("tr", {}, make("th", { scope: "row" }, study.links.length ? make("a", { href: study.links[0][1], rel: "noopener" }, study.label) : study.label),
      make("td", {}, entry.text), make("td", {}, entry.endpoint), make("td", {}, entry.reason));
  });
  $("#left-table").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
}
