// title: How many studies in scope measure each endpoint
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study)-[:MEASURES]->(o:Endpoint)
WHERE s.in_scope = true
RETURN o.name AS endpoint, count(DISTINCT s.id) AS studies,
  count(DISTINCT CASE WHEN s.design = 'randomized_trial' THEN s.id END) AS randomised
ORDER BY studies DESC, endpoint
LIMIT $limit
