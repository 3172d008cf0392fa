// total: MATCH (t:Trial)<-[:REGISTERED_AS]-(s:Study) WITH t, count(*) AS n RETURN coalesce(sum(n * (n - 1) / 2), 0) AS total
MATCH (a:Study)-[:REGISTERED_AS]->(t:Trial)<-[:REGISTERED_AS]-(b:Study)
WHERE t._shared_before < $limit AND a.id < b.id
RETURN t.registry_id AS number, a.label AS first_study, a.design AS first_design,
  b.label AS second_study, b.design AS second_design
ORDER BY number, first_study, second_study
LIMIT $limit
