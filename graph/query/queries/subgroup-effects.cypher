// title: Effects in subgroups
// param endpoint: concept = mbc:overall_survival — the endpoint, with all beneath it
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (e:Effect)-[:ON]->(o:Endpoint)
WHERE $endpoint IN o.lineage
WITH e
WHERE e.subgroup IS NOT NULL
OPTIONAL MATCH (e)-[:WITHIN]->(w:Population)
RETURN e.study_label AS study, e.subgroup AS subgroup, w.name AS population, e.measure AS measure,
  e.value AS estimate, e.ci_low AS low, e.ci_high AS high, e.favours AS favours
ORDER BY subgroup, study, estimate, population, low, high, measure
LIMIT $limit
