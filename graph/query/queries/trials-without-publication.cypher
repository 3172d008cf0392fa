// title: Registered trials that no publication in the corpus reports
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (t:Trial)
WHERE t.in_registry = true AND NOT EXISTS { MATCH (:Study)-[:REGISTERED_AS]->(t) }
RETURN t.registry_id AS number, t.title AS title, t.status AS status, t.enrollment AS enrolment,
  t.completion_date AS completion, t.has_results AS results_posted, t.url AS url
ORDER BY number
LIMIT $limit
