// total: MATCH (:Study)-[r:DRAWS_ON]->(:DataSource {id: $source}) RETURN count(*) * (count(*) - 1) / 2 AS total
MATCH (a:Study)-[r:DRAWS_ON]->(d:DataSource {id: $source})<-[:DRAWS_ON]-(b:Study)
WHERE r._same_before < $limit AND a.id < b.id
RETURN d.name AS source, a.label AS first_study, a.sample_size AS first_size,
  b.label AS second_study, b.sample_size AS second_size
ORDER BY first_study, second_study
LIMIT $limit
