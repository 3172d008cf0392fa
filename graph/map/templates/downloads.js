// Files to take along: CSV of studies and of a cell, the forest plot as SVG and PNG.

function save(name, type, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  say(`${name} saved`);
}

// RFC 4180 with a byte-order mark, without which spreadsheets take UTF-8 for something else; a cell that one
// would run as a formula gets an apostrophe before it.
function csv(rows) {
  const cell = (value) => {
    const words = value === null || value === undefined ? "" : String(value);
    const safe = /^[=+@\t\r]|^-(?!\d)/.test(words) ? `'${words}` : words;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function studyRows(map, studies) {
  const head = ["id", "label", "year", "design", "participants", "population", "data_source", "conclusion", "in_scope", "given_by_hand", "title", "links"];
  return [head, ...studies.map((s) => [s.id, s.label, s.year, s.design, s.n, s.populations.map((p) => map.populations[p].name).join("; "), s.sources.map((p) => map.sources[p].name).join("; "), s.conclusion, s.scope, s.by_hand.join("; "), s.title, s.links.map(([, url]) => url).join(" ")])];
}

function trialRows(map, state) {
  const head = ["id", "label", "title", "tests", "status", "phase", "enrolment", "start", "completion", "results_or_report", "link"];
  return [head, ...trialsShown(map, state)[1].map((t) => [t.id, t.label, t.title, t.interventions.join("; "), t.status, t.phase, t.n, t.start, t.end, t.reported, t.url])];
}

// Whether a finding is the estimate that a line of a pool stands for, as printed or turned.
function isPooled(finding, line) {
  const near = (value) => Math.abs(value / line.ratio - 1) < 0.002;
  return finding.kind === "Effect" && !finding.reason && finding.text.startsWith(`${line.measure} `) && (near(finding.figures[0]) || near(1 / finding.figures[0]));
}

// One row a finding of the cell; `yi` and `sei` are what metafor reads, and stand with the estimate that is pooled.
function cellRows(map, cell, studies) {
  const head = ["study", "year", "design", "participants", "finding", "about", "quote", "not_pooled_because", "pooled_measure", "ratio", "ci_low_95", "ci_high_95", "yi", "sei", "weight_percent"];
  const at = cell.i * map.width + cell.e, rows = [head];
  const lines = new Map();
  for (const pool of map.poolsAt(cell.i, cell.e)) if (!pool.population) for (const line of pool.studies) lines.set(line.study, [...(lines.get(line.study) || []), { ...line, measure: pool.measure }]);
  for (const study of studies.filter((s) => s.cells.includes(at))) {
    for (const f of study.findings.filter((f) => map.columns[f.endpoint].includes(cell.e))) {
      const line = (lines.get(study.place) || []).find((one) => isPooled(f, one));
      const pooled = line ? [line.measure, line.ratio, line.low, line.high, Math.log(line.ratio).toFixed(5), ((Math.log(line.high) - Math.log(line.low)) / (2 * 1.959964)).toFixed(5), line.weight] : ["", "", "", "", "", "", ""];
      rows.push([study.label, study.year, study.design, study.n, f.text, f.about, f.quote, f.reason, ...pooled]);
    }
  }
  return rows;
}

const FIGURE = 780, MARGIN = 20, MOST_NOTES = 40;

// The figure as it stands on a slide: what it is of above it, what its stars mean and where it comes from beneath,
// its colours written in, always those of paper.
function standalone(map, cell, state) {
  const plot = forestOf(map, cell, state, FIGURE), [, tall, spoken] = plot.match(/height="([\d.]+)" role="img" (aria-label="[^"]*")/);
  const rules = PLOT_RULES.replace(/var\((--[a-z-]+)\)/g, (_, name) => PAPER[name]);
  const shown = state.plot === "pooled" ? "" : `: ${PLOTS.find(([id]) => id === state.plot)[1].toLowerCase()}`;
  const above = inLines(`${map.interventions[cell.i].name} on ${inSentence(map.endpoints[cell.e].name)}${shown}`.split(" "), 80, " ");
  const below = captionOf(map, cell, state).flatMap((words) => inLines(words.split(" "), 118, " "));
  const top = MARGIN + 24 * above.length + 14, end = top + Number(tall), width = FIGURE + 2 * MARGIN, height = end + 15 * below.length + MARGIN;
  const lines = [...above.map((words, n) => text(MARGIN, MARGIN + 14 + 24 * n, words, 'class="t"')), ...below.map((words, n) => text(MARGIN, end + 8 + 15 * n, words, 'class="q s"'))];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ${spoken}><style>${rules}</style><rect width="${width}" height="${height}" fill="#fff"/>${lines.join("")}<g transform="translate(${MARGIN} ${top})">${plot.replace(/^<svg[^>]*>|<\/svg>$/g, "")}</g></svg>`;
}

// What a figure cannot say by its lines: how it was pooled, how starred estimates were prepared, whose map it is from.
function captionOf(map, cell, state) {
  const pools = map.poolsAt(cell.i, cell.e).filter(isAskedFor(state)), starred = state.plot === "pooled" ? preparedIn(pools) : [];
  return [
    ...(pools.some((pool) => pool.k > 1) ? ["Random effects (REML, Hartung–Knapp interval); randomised trials filled, observational studies outlined, never pooled together."] : []),
    ...starred.slice(0, MOST_NOTES).map((words) => `* ${words}`),
    ...(starred.length > MOST_NOTES ? [`* and ${starred.length - MOST_NOTES} more, on the map`] : []),
    `Evidence map${map.generated ? ` as of ${map.generated.slice(0, 10)}` : ""}: ${map.title}`,
  ];
}

const PAPER = { "--ink": "#1b1c1e", "--muted": "#62656a", "--line": "#c9c6bf", "--better": "#1d5fa6", "--worse": "#b84a0c", "--unclear": "#55595f", "--none": "#98948a", "--paper": "#ffffff", "--sans": "Helvetica, Arial, 'Liberation Sans', sans-serif" };
const PLOT_RULES = "text{font:13px var(--sans);fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:4px}.q{fill:var(--muted)}.s{font-size:11px}.b,.h{font-weight:600}.t{font-size:17px;font-weight:600}.whisker{stroke:var(--ink);stroke-width:1.2;fill:none}.arrow{fill:var(--ink)}.box{fill:var(--ink)}.box.open{fill:var(--paper);stroke:var(--ink);stroke-width:1.4}.diamond{fill:var(--unclear)}.diamond.better{fill:var(--better)}.diamond.worse{fill:var(--worse)}.diamond.open{fill:var(--paper);stroke:var(--unclear);stroke-width:1.6}.diamond.open.better{stroke:var(--better)}.diamond.open.worse{stroke:var(--worse)}.predicted{stroke:var(--muted);stroke-width:1.6;fill:none}.rule,.tick{stroke:var(--line);fill:none}.one{stroke:var(--muted);stroke-dasharray:2 3;fill:none}";

function png(svg, done) {
  const [, width, height] = svg.match(/width="(\d+)" height="([\d.]+)"/).map(Number);
  const picture_ = new Image(), scale = 3;
  picture_.onload = () => {
    const canvas = make("canvas", { width: width * scale, height: Math.ceil(height * scale) });
    canvas.getContext("2d").drawImage(picture_, 0, 0, width * scale, height * scale);
    canvas.toBlob(done, "image/png");
  };
  picture_.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

function saveFigure(map, state, studies, kind) {
  const cell = openCell(map, state), stem = `${state.cell.replace(/mbc:/g, "").replace("~", "-")}`;
  if (!cell) return;
  if (kind === "csv") { save(`${stem}.csv`, "text/csv", csv(cellRows(map, cell, studies))); return; }
  const svg = standalone(map, cell, state);
  if (kind === "svg") save(`${stem}.svg`, "image/svg+xml", svg);
  else png(svg, (blob) => save(`${stem}.png`, "image/png", blob));
}
