// Beside the figure: what to weigh, how estimates were prepared, what was left out, the query that gives the rows.

function folding(words, ...children) {
  return make("details", {}, make("summary", {}, words), ...children);
}

// A list that is written when it is first opened: most readers open few, and some are long.
function unfolding(words, write) {
  const details = folding(words);
  details.unfold = () => { if (details.childElementCount < 2) details.append(write()); };
  details.addEventListener("toggle", details.unfold);
  return details;
}

const listed = (items) => make("ul", {}, ...items.map((words) => make("li", {}, words)));

function beside(map, cell, pools, here, state) {
  const out = [];
  for (const pool of pools) if (pool.cues.length && !pool.population) {
    const list = () => make("ul", { class: "cues" }, ...pool.cues.map(([kind, words, weighs]) => make("li", { class: weighs ? "weighs" : "" }, make("b", {}, kind), ` ${words}`)));
    out.push(unfolding(`What to weigh: ${heading(pool)}`, list));
  }
  const warned = pools.filter((pool) => pool.warnings.length).flatMap((pool) => pool.warnings.map((words) => make("li", {}, make("b", {}, heading(pool)), ` ${words}`)));
  if (warned.length) out.push(folding("How it was pooled", make("ul", {}, ...warned)));
  const notes = preparedIn(pools);
  if (notes.length) out.push(unfolding(`* How ${plural(notes.length, "estimate")} ${notes.length === 1 ? "was" : "were"} prepared`, () => listed(notes)));
  const left = leftOutHere(map, cell, pools, here);
  if (left.length) out.push(unfolding(`Left out here, and why (${left.length})`, () => listed(left)));
  out.push(folding("The same rows from the graph (Cypher)", make("pre", { tabindex: "0", "aria-label": "Cypher query" }, cypher(map, cell, state))));
  return out;
}

// What the stars in the figure stand for.
function preparedIn(pools) {
  return [...new Set(pools.flatMap((pool) => pool.studies.filter((line) => line.notes.length).map((line) => `${line.label}: ${line.notes.join("; ")}.`)))];
}

// What the pools of the cell name as left out, and every printed estimate of its studies that is in no pool at all.
function leftOutHere(map, cell, pools, here) {
  const lines = pools.filter((pool) => !pool.population).flatMap((pool) => pool.left_out.map(([label, reason]) => `${label}: ${reason}.`));
  for (const study of here) for (const finding of study.findings)
    if (finding.reason && map.columns[finding.endpoint].includes(cell.e)) lines.push(`${study.label}: ${finding.reason}.`);
  return [...new Set(lines)];
}

// Cypher for the studies that the cell shows, with the filters that a graph can answer; a text search it cannot.
function cypher(map, cell, state) {
  const treatment = map.interventions[cell.i].id, endpoint = map.endpoints[cell.e].id, text_ = (words) => `'${String(words).replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
  const where = [...(state.scope ? ["s.in_scope"] : []), ...filtersInCypher(state, text_)];
  const beneath_ = `(:Intervention)-[:BROADER*0..6]->(i:Intervention)`;
  return `MATCH (s:Study)-[:FOUND]->(f:Effect|ArmResult|Claim)-[:ON]->(:Endpoint)-[:BROADER*0..6]->(e:Endpoint)
WHERE e.id = ${text_(endpoint)}${where.map((words) => `\n  AND ${words}`).join("")}
  AND (EXISTS { MATCH (f)-[:EXPERIMENTAL|COMPARATOR]->${beneath_}
                WHERE i.id = ${text_(treatment)} }
    OR (NOT EXISTS { MATCH (f)-[:EXPERIMENTAL|COMPARATOR]->(:Intervention) }
        AND EXISTS { MATCH (s)-[role:EVALUATES]->${beneath_}
                     WHERE i.id = ${text_(treatment)} AND role.role <> 'described' })
    OR (NOT EXISTS { MATCH (f)-[:EXPERIMENTAL|COMPARATOR]->(:Intervention) }
        AND NOT EXISTS { MATCH (s)-[role:EVALUATES]->(x:Intervention)
                         WHERE role.role <> 'described' AND NOT x.category IN ['none', 'systemic'] }
        AND EXISTS { MATCH (s)-[:EVALUATES]->${beneath_}
                     WHERE i.id = ${text_(treatment)} }))
RETURN DISTINCT s.id AS id, s.label AS study, s.design AS design, f.quote AS quote
ORDER BY study, quote`;
}

function filtersInCypher(state, text_) {
  const out = [], kinds = state.d.split(",");
  if (state.from) out.push(`s.year >= ${Number(state.from)}`);
  if (state.to) out.push(`s.year <= ${Number(state.to)}`);
  if (state.d !== NOTHING.d) {
    const designs = [...new Set(map.studies.filter((study) => kinds.includes(study.kind)).map((study) => study.design))];
    out.push(`s.design IN [${designs.sort().map(text_).join(", ")}]`);
  }
  if (state.p) out.push(`EXISTS { MATCH (s)-[:INCLUDES]->(p:Population) WHERE p.id = ${text_(state.p)} }`);
  if (state.s) out.push(`EXISTS { MATCH (s)-[:DRAWS_ON]->(d:DataSource) WHERE d.id = ${text_(state.s)} }`);
  if (state.c) out.push(`${text_(state.c)} IN s.countries`);
  if (state.curated) out.push("(size(s.given_by_hand) > 0 OR EXISTS { MATCH (s)-[:FOUND]->(c:Effect) WHERE c.curated })");
  return out;
}
