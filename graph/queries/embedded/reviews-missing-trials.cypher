MATCH (r:Publication)-[:REPORTS]->(v:Study)
WHERE v._missing_before < $limit AND EXISTS { MATCH (r)-[:CITES]->(:Publication) }
MATCH (t:Study {design: 'randomized_trial', in_scope: true})
WHERE t.year < v.year
  AND NOT EXISTS { MATCH (r)-[:CITES]->(:Publication)-[:REPORTS]->(t) }
RETURN v.label AS review, v.year AS published, t.label AS trial, t.year AS trial_published
ORDER BY review, trial
LIMIT $limit
