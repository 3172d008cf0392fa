// title: Pairs of studies whose whole-study estimates on one endpoint point in opposite directions
// param intervention: concept = mbc:primary_tumour_surgery — the treatment, with all beneath it
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (a:Study)-[:FOUND]->(x:Effect {favours: 'experimental'})-[:ON]->(o:Endpoint)
MATCH (b:Study)-[:FOUND]->(y:Effect {favours: 'comparator'})-[:ON]->(o)
WHERE a.id <> b.id AND x.subgroup IS NULL AND y.subgroup IS NULL
  AND EXISTS { MATCH (x)-[:EXPERIMENTAL]->(:Intervention)-[:BROADER*0..6]->(:Intervention {id: $intervention}) }
  AND EXISTS { MATCH (y)-[:EXPERIMENTAL]->(:Intervention)-[:BROADER*0..6]->(:Intervention {id: $intervention}) }
RETURN o.name AS endpoint, a.label AS favours_treatment, a.design AS its_design, x.value AS its_estimate,
  b.label AS favours_comparator, b.design AS that_design, y.value AS that_estimate
ORDER BY endpoint, favours_treatment, favours_comparator, its_estimate, that_estimate
LIMIT $limit
