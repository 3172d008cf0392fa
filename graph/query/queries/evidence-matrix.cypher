// title: Primary studies and their estimates for each treatment and endpoint
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study)-[:FOUND]->(e:Effect)-[:EXPERIMENTAL]->(i:Intervention)
MATCH (e)-[:ON]->(o:Endpoint)
WHERE s.in_scope = true AND NOT s.design IN ['meta_analysis', 'systematic_review', 'narrative_review']
RETURN i.name AS treatment, o.name AS endpoint, count(DISTINCT s.id) AS studies, count(DISTINCT e.id) AS estimates
ORDER BY studies DESC, estimates DESC, treatment, endpoint
LIMIT $limit
