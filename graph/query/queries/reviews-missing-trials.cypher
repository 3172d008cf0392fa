// title: Reviews that cite others of the corpus but not a randomised trial published before them
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (r:Publication)-[:REPORTS]->(v:Study)
WHERE v.design IN ['meta_analysis', 'systematic_review'] AND EXISTS { MATCH (r)-[:CITES]->(:Publication) }
MATCH (t:Study {design: 'randomized_trial', in_scope: true})
WHERE t.year < v.year
  AND NOT EXISTS { MATCH (r)-[:CITES]->(:Publication)-[:REPORTS]->(t) }
RETURN v.label AS review, v.year AS published, t.label AS trial, t.year AS trial_published
ORDER BY review, trial
LIMIT $limit
