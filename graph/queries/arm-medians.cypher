// title: Medians and other times of each group
// param endpoint: concept = mbc:overall_survival — the endpoint, with all beneath it
MATCH (s:Study)-[:FOUND]->(a:ArmResult {statistic: 'median_time'})-[:ON]->(o:Endpoint)
WHERE EXISTS { MATCH (o)-[:BROADER*0..6]->(:Endpoint {id: $endpoint}) }
RETURN s.label AS study, a.arm AS arm, o.name AS endpoint, a.value AS median_time, a.unit AS unit,
  a.ci_low AS low, a.ci_high AS high, a.quote AS quote
ORDER BY study, endpoint, median_time, arm, quote
