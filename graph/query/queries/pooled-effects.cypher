// title: What each synthesis pools, with weights
// param intervention: concept = mbc:primary_tumour_surgery — the treatment, with all beneath it
// param endpoint: concept = mbc:overall_survival — the endpoint, with all beneath it
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (:Intervention {id: $intervention})<-[:OF]-(y:Synthesis)-[:ON]->(:Endpoint {id: $endpoint})
WITH DISTINCT y
MATCH (y)-[w:POOLS]->(e:Effect)
RETURN y.id AS synthesis, y.estimate AS pooled, e.study_label AS study, e.measure AS measure, e.value AS estimate,
  e.ci_low AS low, e.ci_high AS high, w.weight AS weight, w.ci_derived AS derived
ORDER BY synthesis, weight DESC, study, estimate, low
LIMIT $limit
