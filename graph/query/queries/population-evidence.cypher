// title: Evidence in a population: studies about it and effects within it
// param population: concept = mbc:bone_only_metastases — the population, with all beneath it
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study)-[:INCLUDES]->(w:Population)
WHERE $population IN w.lineage
OPTIONAL MATCH (s)-[:FOUND]->(e:Effect)-[:WITHIN]->(w)
RETURN s.label AS study, s.design AS design, s.sample_size AS participants, w.name AS population,
  e.measure AS measure, e.value AS estimate, e.ci_low AS low, e.ci_high AS high, e.favours AS favours
ORDER BY population, study, estimate, low, high, measure
LIMIT $limit
