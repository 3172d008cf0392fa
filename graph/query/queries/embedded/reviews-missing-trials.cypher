// total: MATCH (r:Publication) RETURN coalesce(sum(r._missing), 0) AS total
MATCH (r:Publication)-[:REPORTS]->(v:Study)
WHERE v._missing_before < $limit AND r._missing > 0
OPTIONAL MATCH (r)-[:CITES]->(:Publication)-[:REPORTS]->(k:Study)
WITH r, v, collect(k.id) AS known
MATCH (t:Study)
WHERE t._trial_year < v.year AND NOT t.id IN known
RETURN v.label AS review, v.year AS published, t.label AS trial, t.year AS trial_published
ORDER BY review, trial
LIMIT $limit
