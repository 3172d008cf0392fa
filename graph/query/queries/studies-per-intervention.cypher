// title: How many studies in scope evaluate each treatment
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study)-[:EVALUATES]->(i:Intervention)
WHERE s.in_scope = true
RETURN i.name AS treatment, count(DISTINCT s.id) AS studies,
  count(DISTINCT CASE WHEN s.design = 'randomized_trial' THEN s.id END) AS randomised
ORDER BY studies DESC, treatment
LIMIT $limit
