// title: Pairs of studies that draw on one source, whatever the years
// param source: concept = mbc:seer — the registry or database
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (a:Study)-[:DRAWS_ON]->(d:DataSource {id: $source})<-[:DRAWS_ON]-(b:Study)
WHERE a.id < b.id
RETURN d.name AS source, a.label AS first_study, a.sample_size AS first_size,
  b.label AS second_study, b.sample_size AS second_size
ORDER BY first_study, second_study
LIMIT $limit
