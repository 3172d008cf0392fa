// title: Effects in subgroups
// param endpoint: concept = mbc:overall_survival — the endpoint, with all beneath it
MATCH (s:Study)-[:FOUND]->(e:Effect)-[:ON]->(o:Endpoint)
WHERE e.subgroup IS NOT NULL
  AND EXISTS { MATCH (o)-[:BROADER*0..6]->(:Endpoint {id: $endpoint}) }
OPTIONAL MATCH (e)-[:WITHIN]->(w:Population)
RETURN s.label AS study, e.subgroup AS subgroup, w.name AS population, e.measure AS measure,
  e.value AS estimate, e.ci_low AS low, e.ci_high AS high, e.favours AS favours
ORDER BY subgroup, study, estimate, population, low, high, measure
