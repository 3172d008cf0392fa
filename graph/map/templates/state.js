// What is shown, as the address bar keeps it: a link shows the same view.

const DESIGNS = ["randomized", "observational", "series", "review", "other"];
const NOTHING = { v: "map", cell: "", q: "", d: DESIGNS.join(","), from: "", to: "", p: "", s: "", c: "", scope: "1", curated: "", gaps: "", plot: "pooled", block: "", folded: "", open: "", sort: "-year", all: "", t: "" };

function readState() {
  const given = new URLSearchParams(location.hash.slice(1));
  const state = { ...NOTHING };
  for (const key of Object.keys(state)) if (given.has(key)) state[key] = given.get(key);
  if (!$(`#view-${CSS.escape(state.v)}`)) state.v = "map";
  for (const year of ["from", "to"]) if (!/^\d{1,4}$/.test(state[year])) state[year] = "";
  if (!/^-?[a-z]+$/.test(state.sort)) state.sort = NOTHING.sort;
  state.d = state.d.split(",").filter((kind) => DESIGNS.includes(kind)).join(",");
  return state;
}

function writeState(state, push) {
  const kept = new URLSearchParams();
  for (const key of Object.keys(NOTHING)) if (state[key] !== NOTHING[key]) kept.set(key, state[key]);
  const hash = `#${kept}`;
  if (hash === (location.hash || "#")) return;
  history[push ? "pushState" : "replaceState"](null, "", hash === "#" ? location.pathname + location.search : hash);
}

// Studies that the filters let through, in the order of the data.
function chosen(map, state) {
  const designs = new Set(state.d.split(","));
  const words = fold(state.q).split(/\s+/).filter(Boolean);
  const population = map.populations.findIndex((entry) => entry.id === state.p);
  const source = map.sources.findIndex((entry) => entry.id === state.s);
  const from = Number(state.from) || 0, to = Number(state.to) || 9999;
  return map.studies.filter((study) => designs.has(study.kind)
    && (!state.scope || study.scope)
    && (!state.curated || study.curated)
    && ((!state.from && !state.to) || (study.year !== null && study.year >= from && study.year <= to))
    && (!state.p || study.populations.includes(population))
    && (!state.s || study.sources.includes(source))
    && (!state.c || study.countries.includes(state.c))
    && words.every((word) => wordsOf(study).includes(word)));
}

function showFilters(state) {
  const form = $("#filters form");
  for (const name of ["q", "from", "to", "p", "s", "c"]) if (form.elements[name].value !== state[name]) form.elements[name].value = state[name];
  for (const box of form.elements.d) box.checked = state.d.split(",").includes(box.value);
  for (const name of ["scope", "curated", "gaps"]) form.elements[name].checked = Boolean(state[name]);
  const set = ["q", "d", "from", "to", "p", "s", "c", "scope", "curated"].filter((key) => state[key] !== NOTHING[key]);
  $("#filter-note").textContent = set.length ? `${set.length} in use` : "";
}

function readFilters(state) {
  const form = $("#filters form");
  for (const name of ["q", "from", "to", "p", "s", "c"]) state[name] = form.elements[name].value.trim();
  state.d = [...form.elements.d].filter((box) => box.checked).map((box) => box.value).join(",");
  for (const name of ["scope", "curated", "gaps"]) state[name] = form.elements[name].checked ? "1" : "";
}
