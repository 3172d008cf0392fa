// title: Pairs of studies that draw on one named source in overlapping years: their patients may be the same
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (a:Study)-[:DRAWS_ON]->(d:DataSource)<-[:DRAWS_ON]-(b:Study)
WHERE a.id < b.id AND a.years_from <= b.years_to AND b.years_from <= a.years_to
  AND d.category <> 'institutional' AND NOT d.id ENDS WITH '_unspecified'
RETURN d.name AS source, a.label AS first_study, a.years_from AS first_from, a.years_to AS first_to,
  b.label AS second_study, b.years_from AS second_from, b.years_to AS second_to
ORDER BY source, first_study, second_study
LIMIT $limit
