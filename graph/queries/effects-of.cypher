// title: Every estimate of a treatment on an endpoint, trials and cohorts alike
// param intervention: concept = mbc:primary_tumour_surgery — the treatment, with all beneath it
// param endpoint: concept = mbc:overall_survival — the endpoint, with all beneath it
MATCH (s:Study)-[:FOUND]->(e:Effect)-[:EXPERIMENTAL]->(i:Intervention)
MATCH (e)-[:ON]->(o:Endpoint)
WHERE EXISTS { MATCH (i)-[:BROADER*0..6]->(:Intervention {id: $intervention}) }
  AND EXISTS { MATCH (o)-[:BROADER*0..6]->(:Endpoint {id: $endpoint}) }
OPTIONAL MATCH (e)-[:COMPARATOR]->(c:Intervention)
RETURN s.label AS study, s.design AS design, i.name AS treatment, c.name AS compared_with,
  e.measure AS measure, e.value AS estimate, e.ci_low AS low, e.ci_high AS high, e.ci_level AS level,
  e.subgroup AS subgroup, e.adjusted AS adjusted, e.favours AS favours
ORDER BY design, study, estimate, low, high, measure, treatment, compared_with, subgroup, favours
