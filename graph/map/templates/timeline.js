// The timeline: studies by year and kind, randomised trials by name, registered trials from start to end.

const FILLS = ["randomized", "observational", "series", "review", "other"];

function showTimeline(map, studies) {
  const dated = studies.filter((study) => study.year), holder = $("#timeline");
  $("#timeline-lede").textContent = dated.length ? `${plural(dated.length, "study", "studies")} that pass the filters, by year of publication${dated.length < studies.length ? `; ${studies.length - dated.length} without a year` : ""}.` : "No study that passes the filters has a year.";
  holder.replaceChildren();
  $("#timeline-trials").replaceChildren();
  if (!dated.length) return;
  const from = dated.reduce((a, s) => Math.min(a, s.year), Infinity), to = dated.reduce((a, s) => Math.max(a, s.year), 0);
  holder.innerHTML = yearBars(dated, from, to);
  holder.scrollLeft = holder.scrollWidth;
  showTrialDots(map, dated);
}

function yearBars(dated, from, to) {
  const counts = new Map();
  for (const study of dated) { if (!counts.has(study.year)) counts.set(study.year, {}); const at = counts.get(study.year); at[study.kind] = (at[study.kind] || 0) + 1; }
  const top = Math.max(...[...counts.values()].map((at) => Object.values(at).reduce((a, b) => a + b, 0)));
  const years = to - from + 1, step = Math.max(9, Math.min(34, 960 / years)), unit = 150 / top, floor = 168;
  let out = "";
  for (const [year, at] of counts) {
    const x = (year - from) * step + 34;
    let y = floor;
    const words = FILLS.filter((kind) => at[kind]).map((kind) => `${at[kind]} ${KINDS[kind].toLowerCase()}`).join(", ");
    out += `<g><title>${year}: ${words}</title>`;
    for (const kind of FILLS) if (at[kind]) { const h = at[kind] * unit; y -= h; out += `<rect class="bar ${kind}" x="${x + 1}" y="${y.toFixed(1)}" width="${step - 2}" height="${Math.max(h - 0.6, 0.6).toFixed(1)}"/>`; }
    out += "</g>";
  }
  const every = Math.ceil(44 / step), width = years * step + 44;
  for (let year = from; year <= to; year += 1) if ((year - from) % every === 0) out += text(34 + (year - from + 0.5) * step, floor + 17, String(year), 'text-anchor="middle" class="q s"');
  for (const n of [...new Set([Math.ceil(top / 2), top])]) out += `<path class="grid" d="M32 ${floor - n * unit}H${width - 8}"/>${text(26, floor - n * unit + 4, String(n), 'text-anchor="end" class="q s"')}`;
  return `<svg viewBox="0 0 ${width} 192" width="${width}" height="192" role="img" aria-label="Studies by year and design, ${from} to ${to}; the most in one year are ${top}">${out}<path class="tick" d="M32 ${floor + 0.5}H${width - 8}"/></svg>`;
}

// Randomised trials in the order they came, each with what its authors concluded.
function showTrialDots(map, dated) {
  const trials = dated.filter((study) => study.kind === "randomized").sort((a, b) => a.year - b.year || a.label.localeCompare(b.label));
  const items = trials.slice(0, 80).map((study) => make("li", {}, make("span", { class: "year" }, study.year), recordLink(study), make("span", { class: "facts" }, [study.n === null ? "n not stated" : `n = ${people(study.n)}`, study.conclusion.replace(/_/g, " ")].filter(Boolean).join(" · "))));
  if (items.length) $("#timeline-trials").append(make("h3", {}, "Randomised trials as they came"), make("ol", {}, ...items));
  if (trials.length > 80) $("#timeline-trials").append(make("p", { class: "note" }, `and ${trials.length - 80} more, under Studies.`));
}
