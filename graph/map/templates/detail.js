// What a pressed cell shows: what it says in words, the forest plot, what to know beside it, and its studies.

const PLOTS = [["pooled", "Studies"], ["came", "As they came"], ["without", "Without each"], ["others", "Other cohorts"]];

function openCell(map, state) {
  const [row, column] = state.cell.split("~");
  const i = map.interventions.findIndex((entry) => entry.id === row), e = map.endpoints.findIndex((entry) => entry.id === column);
  return i < 0 || e < 0 ? null : { i, e };
}

function showDetail(map, state, studies) {
  const cell = openCell(map, state), detail = $("#detail");
  showPressed(map, state);
  detail.hidden = !cell;
  if (!cell) { never("cards"); drawForest.width = 0; $("#studies").replaceChildren(); $("#forest").replaceChildren(); delete $("#forest").dataset.drawn; return; }
  const at = cell.i * map.width + cell.e, here = studies.filter((study) => study.cells.includes(at));
  const pools = map.poolsAt(cell.i, cell.e);
  $("#detail-title").replaceChildren(map.interventions[cell.i].name, make("span", { class: "on" }, map.endpoints[cell.e].name));
  $("#summary").replaceChildren(...summary(map, cell, pools, here));
  showPlots(state, pools);
  showBlocks(map, cell, state);
  drawForest(map, cell, state);
  $("#beside").replaceChildren(...beside(map, cell, pools, here, state));
  showStudies(map, cell, here, pools);
}

// The cell that is open stands out in the matrix.
function showPressed(map, state) {
  const cell = openCell(map, state), button = cell && gridOf(map)[cell.i].cells[cell.e].firstElementChild;
  if (showPressed.last && showPressed.last !== button) showPressed.last.removeAttribute("aria-pressed");
  if (button) button.setAttribute("aria-pressed", "true");
  showPressed.last = button;
}

// The pooled value large, who it comes from above it, what it says below it.
function verdict(pool) {
  const trials = pool.design === "randomized";
  const who = `${trials ? plural(pool.k, "randomised trial") : plural(pool.k, "cohort")}${pool.k > 1 ? " pooled" : ", not pooled"}`;
  const shape = make("span", { class: "shape" });
  shape.innerHTML = picture([{ direction: pool.direction, certainty: pool.certainty, solid: trials, single: pool.k === 1, n: 900 }], 22);
  return make("div", { class: "verdict" },
    make("p", { class: "who" }, `${who} · ${pool.population ? `${pool.population} · ` : ""}${pool.n === null ? "participants not all stated" : `${people(pool.n)} participants`}`),
    make("p", { class: "value" }, `${pool.measure} ${ratio(pool.ratio)} `, make("span", {}, `95 % interval ${interval(pool.low, pool.high)}`)),
    make("p", { class: `says ${pool.direction}` }, shape, inPlainWords(pool)),
    make("p", { class: "means" }, meaning(pool)));
}

const SCALES = { HR: "hazard", OR: "odds", RR: "risk", IRR: "rate" };

// A ratio against 1 in everyday words: "31 % lower", "3.20 times as high".
const against = (x) => (x >= 2 ? `${ratio(x)} times as high` : Math.abs(x - 1) < 0.005 ? "the same" : `${Math.round(100 * Math.abs(1 - x))}\u00a0% ${x < 1 ? "lower" : "higher"}`);

// What the interval says, where it stands: how far either way the truth may well lie. Of a cohort only who was treated is known.
const meaning = (pool) => (SCALES[pool.measure] ? `${pool.design === "randomized" ? "With treatment" : "Among the treated"} the ${SCALES[pool.measure]} is anything from ${against(pool.low)} to ${against(pool.high)}.` : "");

const CHOSEN = "In a cohort doctors and patients decide who is treated: the younger, with fewer metastases, who respond to drugs (selection); and nobody is treated who did not live long enough to get there (immortal time). Both make treatment look better than it is. In a trial chance decides.";

// An interval that tells nothing differs from nothing.
const differ = ([trials, cohorts]) => Boolean(trials && cohorts) && trials.direction !== cohorts.direction && trials.certainty !== "wide" && cohorts.certainty !== "wide";

// Why randomised trials and cohorts part, wherever a reader sees a cohort's value.
function whyApart(pairs) {
  if (!pairs.some(([, cohorts]) => cohorts)) return null;
  const both = pairs.filter(([trials, cohorts]) => trials && cohorts), tell = both.filter((pair) => pair.every((pool) => pool.certainty !== "wide"));
  const told = both.some(([trials]) => trials.direction === "better" || trials.direction === "worse");
  const lead = both.some(differ) ? "Trials and cohorts differ." : both.length && !tell.length ? "Too few to tell whether trials and cohorts differ here; they answer different questions." : both.length && !told ? "Neither trials nor cohorts show a clear difference here; they still answer different questions." : both.length ? "Trials and cohorts point the same way here; they still answer different questions." : "Cohorts only: no estimate of a randomised trial could be used here.";
  const link = make("a", { href: "#v=methods" }, "More under Methods");
  return make("p", { class: "apart" }, make("b", {}, lead), ` ${CHOSEN} `, link, ".");
}

function summary(map, cell, pools, here) {
  const [trials, cohorts] = mainPools(map, cell.i, cell.e), inView = new Set(here.map((study) => study.place));
  const shown = [trials, cohorts].filter(Boolean), out = [], under = beneath(map, cell.i, cell.e);
  if (shown.length) out.push(make("div", { class: "verdicts" }, ...shown.map(verdict)));
  else if (!map.within || under.length) out.push(make("p", {}, nothingPooled(map, cell, here, pools, under)));
  if (map.within) out.push(make("p", { class: "note" }, `${shown.length || under.length ? `Estimates of ${inSentence(map.within)} by themselves.` : `No estimate of ${inSentence(map.within)} by itself could be used here.`} What the figure pools of all patients does not follow the filters.`));
  const known = shown.length ? [[trials, cohorts]] : under.map((narrower) => narrower.pools);
  out.push(whyApart(known));
  if (under.length) out.push(listBeneath(map, cell, under, shown.length > 0));
  const waiting = awaited(map, cell.i);
  if (waiting) out.push(waiting);
  if (!map.within && pools.some((pool) => pool.studies.some((line) => !inView.has(line.study)))) out.push(make("p", { class: "note" }, "The filters hide some of the pooled studies. The pooled values here are those of all studies; they do not follow the filters."));
  return out.filter(Boolean);
}

// Why a cell has no pooled value, in a sentence that counts what there is.
function nothingPooled(map, cell, here, pools, under) {
  if (under.length) return `Not pooled at this level: that would put different treatments or endpoints into one number. ${plural(under.length, "narrower cell")} beneath ${under.length === 1 ? "is" : "are"}, each by itself.`;
  if (pools.length) return "Estimates here compare two local treatments, or hold for a subgroup; the figure shows them apart.";
  if (!here.length) return "An absolute gap: no study here reports this endpoint after this treatment, or the filters hide those that do.";
  const effects = here.flatMap((study) => study.findings.filter((f) => f.kind === "Effect" && map.columns[f.endpoint].includes(cell.e)));
  if (!effects.length) return `Nothing to pool: ${here.length === 1 ? "the study reports its groups" : "the studies report their groups"} but no comparison with an estimate is printed.`;
  const flagged = effects.filter((f) => f.checks.length).length, all = flagged === effects.length;
  return `${plural(effects.length, "estimate is", "estimates are")} printed, and none could be pooled${all ? ": the figures of each do not add up" : ""}. Each says why below.`;
}

function listBeneath(map, cell, under, folded) {
  const items = under.map(({ i, e, pools }) => make("li", {},
    make("button", { type: "button", class: "link", "data-open": `${map.interventions[i].id}~${map.endpoints[e].id}` }, nameBeneath(map, cell, i, e)),
    ` ${pools.filter(Boolean).map((pool) => `${pool.design === "randomized" ? plural(pool.k, "trial") : plural(pool.k, "cohort")}: ${pool.measure} ${ratio(pool.ratio)} (${interval(pool.low, pool.high)}), ${inPlainWords(pool).split(";")[0]}`).join(" · ")}`));
  const list = make("ul", { class: "beneath" }, ...items);
  return folded ? folding(`Pooled in narrower cells (${under.length})`, list) : list;
}

const nameBeneath = (map, cell, i, e) => [i === cell.i ? "" : map.interventions[i].name, e === cell.e ? "" : map.endpoints[e].name].filter(Boolean).join(", ");

// A synthesis gap: registered trials of the treatment that have published nothing.
function awaited(map, i) {
  const trials = map.interventions[i].awaited.map((place) => map.trials[place]);
  if (!trials.length) return null;
  const names = trials.slice(0, 6).flatMap((trial, n) => [n ? ", " : "", trial.url ? make("a", { href: trial.url, rel: "noopener" }, named(trial.label)) : named(trial.label)]);
  return make("p", { class: "note awaits" }, `A synthesis gap: ${plural(trials.length, "registered trial")} of this treatment ${trials.length === 1 ? "has" : "have"} neither results nor a report here (`, ...names, trials.length > 6 ? ` and ${trials.length - 6} more).` : ").");
}

function showPlots(state, pools) {
  const offered = PLOTS.filter(([id]) => id === "pooled" || pools.some((pool) => pool[id].length));
  if (!offered.some(([id]) => id === state.plot)) state.plot = "pooled";
  $("#others-note").hidden = state.plot !== "others";
  $("#plots").replaceChildren(...(offered.length < 2 ? [] : offered.map(([id, words]) => make("button", { type: "button", "data-plot": id, "aria-pressed": String(id === state.plot) }, words))));
}

// The pools of a cell, those of the subgroup asked for before the others.
function poolsHere(map, cell) {
  const own = map.poolsAt(cell.i, cell.e), asked_ = (pool) => Boolean(map.within) && pool.population === map.within;
  return [...own.filter(asked_), ...own.filter((pool) => !asked_(pool))];
}

function drawForest(map, cell, state) {
  const holder = $("#forest"), width = (drawForest.width ||= Math.max(240, Math.min(820, Math.floor(holder.clientWidth || 720))));
  // The plot follows no filter but the population, so most changes of the page leave it as it is.
  const drawn = [state.cell, state.plot, state.block, width, map.within].join(" ");
  if (holder.dataset.drawn !== drawn) holder.innerHTML = forestOf(map, cell, state, width, true);
  holder.dataset.drawn = drawn;
}

// The blocks of the figure: the pools of a cell, or what is pooled beneath it.
function blocksOf(map, cell, state) {
  const own = poolsHere(map, cell);
  if (!own.length) return blocksBeneath(map, beneath(map, cell.i, cell.e), cell);
  return state.plot === "others" ? own.filter((pool) => pool.others.length) : own;
}

// One block by itself, for a slide or a paper, is chosen by its heading.
const isAskedFor = (state) => (pool) => !state.block || heading(pool) === state.block;

function showBlocks(map, cell, state) {
  const names = blocksOf(map, cell, state).map(heading), list = $("#blocks");
  if (!names.includes(state.block)) state.block = "";
  list.hidden = names.length < 2;
  list.replaceChildren(...["", ...names].map((name) => make("option", { value: name }, name || "All of the figure")));
  list.value = state.block;
}

function forestOf(map, cell, state, width, linked = false) {
  const title = `${map.interventions[cell.i].name}, ${map.endpoints[cell.e].name}`;
  const drawn = blocksOf(map, cell, state).filter(isAskedFor(state));
  return forestPlot(drawn, { width, plot: state.plot, good: map.endpoints[cell.e].good, title, linked });
}
