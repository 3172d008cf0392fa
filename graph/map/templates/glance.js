// The first answers: for a few cells the pooled value of trials and that of cohorts, on one scale.

function showGlance(map) {
  const cells = map.glance.map(([i, e]) => ({ i, e, pools: mainPools(map, i, e).filter(Boolean) }));
  $("#glance").hidden = !cells.length;
  if (!cells.length) return;
  const reach = glanceReach(cells.flatMap((cell) => cell.pools));
  $("#glance-list").replaceChildren(...cells.map((cell) => glanceCell(map, cell, reach)));
  const [more, fewer] = ["← treatment better", "comparator better →"];
  $("#glance-scale").replaceChildren(make("span", {}, more), make("span", {}, fewer));
  $("#glance-why").replaceChildren(...(cells.some(({ i, e }) => differ(mainPools(map, i, e))) ? [make("b", {}, "Trials and cohorts differ."), ` ${CHOSEN}`] : [CHOSEN]));
}

// The scale reaches as far to either side of 1, far enough for most intervals; wider ones are cut.
function glanceReach(pools) {
  const far = (x) => Math.abs(Math.log(x)), ends = pools.flatMap((pool) => [far(pool.low), far(pool.high)]).sort((a, b) => a - b);
  const points = Math.max(...pools.map((pool) => far(pool.ratio)));
  return Math.max(Math.min(Math.max(ends[Math.floor(ends.length * 0.8)], Math.log(1.6)), Math.log(4)), points) * 1.12;
}

function glanceCell(map, { i, e, pools }, reach) {
  const flip = map.endpoints[e].good === "more";
  const head = make("button", { type: "button", class: "link", "data-open": `${map.interventions[i].id}~${map.endpoints[e].id}` }, map.endpoints[e].name);
  return make("li", {}, make("h3", {}, head, make("span", {}, ` ${map.interventions[i].name.toLowerCase()}`)), ...pools.map((pool) => glanceLine(pool, reach, flip)));
}

function glanceLine(pool, reach, flip) {
  const trials = pool.design === "randomized", drawing = make("span", { class: "small-forest" });
  drawing.innerHTML = smallForest(pool, reach, flip, 150, 16);
  const who = `${trials ? plural(pool.k, "trial") : plural(pool.k, "cohort")}${pool.n === null ? "" : `, ${people(pool.n)} people`}`;
  return make("div", { class: "glance-line" }, make("span", { class: "who" }, who), drawing,
    make("span", { class: "what" }, `${pool.measure} ${ratio(pool.ratio)} (${interval(pool.low, pool.high)})`), make("span", { class: `says ${pool.direction}` }, POINTS[pool.direction]));
}

// An interval and its estimate around a line at 1, treatment better always to the left.
function smallForest(pool, reach, flip, width, height) {
  const at = (x) => { const side = Math.max(-1, Math.min(1, Math.log(x) / reach)) * (flip ? -1 : 1); return rounded((width / 2 + side * (width / 2 - 3)).toFixed(3)); };
  const [low, mid, high] = [pool.low, pool.ratio, pool.high].map(at), y = height / 2;
  const solid = pool.design === "randomized" ? "" : " open";
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true"><path class="one" d="M${width / 2} 0V${height}"/><path class="whisker" d="M${low} ${y}H${high}"/><path class="diamond ${pool.direction}${solid}" d="M${mid - 5} ${y}L${mid} ${y - 5}L${Number(mid) + 5} ${y}L${mid} ${y + 5}Z"/></svg>`;
}
