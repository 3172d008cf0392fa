// title: How many studies in scope measure each endpoint
MATCH (s:Study)-[:MEASURES]->(o:Endpoint)
WHERE s.in_scope = true
RETURN o.name AS endpoint, count(DISTINCT s.id) AS studies,
  count(DISTINCT CASE WHEN s.design = 'randomized_trial' THEN s.id END) AS randomised
ORDER BY studies DESC, endpoint
