// total: MATCH (:Study)-[r:DRAWS_ON]->(:DataSource) RETURN coalesce(sum(r._overlaps), 0) AS total
MATCH (a:Study)-[r:DRAWS_ON]->(d:DataSource)
WHERE r._overlaps_before < $limit
MATCH (d)<-[:DRAWS_ON]-(b:Study)
WHERE a.id < b.id AND a.years_from <= b.years_to AND b.years_from <= a.years_to
RETURN d.name AS source, a.label AS first_study, a.years_from AS first_from, a.years_to AS first_to,
  b.label AS second_study, b.years_from AS second_from, b.years_to AS second_to
ORDER BY source, first_study, second_study
LIMIT $limit
