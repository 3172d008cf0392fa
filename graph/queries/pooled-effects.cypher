// title: What each synthesis pools, with weights
// param intervention: concept = mbc:primary_tumour_surgery — the treatment, with all beneath it
// param endpoint: concept = mbc:overall_survival — the endpoint, with all beneath it
MATCH (y:Synthesis)-[w:POOLS]->(e:Effect)<-[:FOUND]-(s:Study)
WHERE EXISTS { MATCH (y)-[:OF]->(:Intervention {id: $intervention}) }
  AND EXISTS { MATCH (y)-[:ON]->(:Endpoint {id: $endpoint}) }
RETURN y.id AS synthesis, y.estimate AS pooled, s.label AS study, e.measure AS measure, e.value AS estimate,
  e.ci_low AS low, e.ci_high AS high, w.weight AS weight, w.ci_derived AS derived
ORDER BY synthesis, weight DESC, study, estimate, low
