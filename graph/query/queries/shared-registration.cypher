// title: Studies kept apart although they name one registration: look whether they are one
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (a:Study)-[:REGISTERED_AS]->(t:Trial)<-[:REGISTERED_AS]-(b:Study)
WHERE a.id < b.id
RETURN t.registry_id AS number, a.label AS first_study, a.design AS first_design,
  b.label AS second_study, b.design AS second_design
ORDER BY number, first_study, second_study
LIMIT $limit
