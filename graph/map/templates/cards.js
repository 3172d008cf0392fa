// The studies of a cell, each with the sentences its figures were read from.

// Studies come in pieces, so that a cell of thousands opens at once.
function showStudies(map, cell, here, pools) {
  const pooled = new Map();
  for (const pool of pools) for (const line of pool.studies) if (pool.population === map.within && !pooled.has(line.study)) pooled.set(line.study, pool);
  const ordered = [...here].sort((a, b) => Number(!pooled.has(a.place)) - Number(!pooled.has(b.place)) || Number(a.kind !== "randomized") - Number(b.kind !== "randomized") || (b.year || 0) - (a.year || 0));
  const holder = $("#studies");
  never("cards");
  $("#studies-title").textContent = plural(here.length, "study", "studies");
  holder.classList.toggle("many", here.length > 200);
  holder.replaceChildren();
  const some = (from, many) => {
    holder.append(...ordered.slice(from, from + many).map((study) => studyCard(map, cell, study, pooled.get(study.place))));
    if (from + many < ordered.length) later("cards", 20, () => some(from + many, 40));
  };
  some(0, 10);
}

// From a line of the plot to the sentences it was read from; also of a study that the filters hide.
function showCard(map, state, place) {
  const cell = openCell(map, state), study = map.studies[place], holder = $("#studies"), box = $(".records");
  const find = () => $(`[data-study="${CSS.escape(study.id)}"]`, holder);
  while (!find() && putOff.has("cards")) hurry("cards");
  if (!find()) {
    const pool = map.poolsAt(cell.i, cell.e).find((some) => some.population === map.within && some.studies.some((line) => line.study === place));
    holder.prepend(studyCard(map, cell, study, pool));
    $("h4", holder).after(make("p", { class: "flag" }, "The filters hide this study."));
  }
  const card = find(), scrolls = getComputedStyle(box).overflowY === "auto";
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
  if (scrolls) box.scrollTop += card.getBoundingClientRect().top - box.getBoundingClientRect().top;
  card.scrollIntoView({ block: scrolls ? "nearest" : "start" });
  say(`${study.label}: ${$("#studies-title").textContent}`);
}

function studyCard(map, cell, study, pool) {
  const by = (name) => byHand(study, name), scope = by("in_scope") && `${study.scope ? "in" : "out of"} scope${by("in_scope")}`;
  const facts = [designOf(study) + by("design"), study.n === null ? "n not stated" : `n = ${people(study.n)}${by("sample_size")}`, scope, ...study.sources.map((s) => map.sources[s].name)];
  const card = make("article", { "data-study": study.id, class: study.kind }, make("h4", {}, recordLink(study)));
  if (study.title) card.append(make("p", { class: "title", dir: "auto" }, study.title));
  card.append(make("p", { class: "facts" }, [study.journal, ...facts].filter(Boolean).join(" · ")));
  for (const flag of study.flags) card.append(make("p", { class: "flag" }, flag));
  const line = pool && { ...pool.studies.find((one) => one.study === study.place), measure: pool.measure };
  const here = study.findings.filter((finding) => map.columns[finding.endpoint].includes(cell.e)), taken = line && here.find((finding) => isPooled(finding, line));
  const shown = taken ? [taken, ...here.filter((finding) => finding !== taken)] : here;
  for (const finding of shown.slice(0, 6)) card.append(findingBlock(finding));
  if (shown.length > 6) card.append(folding(`${shown.length - 6} more`, ...shown.slice(6).map(findingBlock)));
  if (pool) (taken ? $(".finding", card) : card).append(make("p", { class: "in" }, pool.k > 1 ? "In the pooled estimate." : "Shown as a single study."));
  if (study.links.length) card.append(make("p", { class: "links" }, ...study.links.flatMap(([words, url], n) => [n ? " · " : "", make("a", { href: url, rel: "noopener" }, words)])));
  return card;
}

function findingBlock(finding) {
  const out = make("div", { class: `finding ${finding.kind}` }, make("p", { class: "figure-line" }, make("b", {}, finding.text), finding.about ? make("span", { dir: "auto" }, ` ${finding.about}`) : null));
  if (finding.quote) out.append(make("blockquote", { dir: "auto" }, ...marked(finding.quote, finding.figures)));
  for (const check of finding.checks) out.append(make("p", { class: "flag" }, `Check: ${check}`));
  if (finding.reason) out.append(make("p", { class: "why" }, `Not pooled: ${finding.reason}.`));
  return out;
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
