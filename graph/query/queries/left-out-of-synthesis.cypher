// title: Effects that a synthesis could not include, and why
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (y:Synthesis)-[l:LEAVES_OUT]->(e:Effect)
RETURN y.id AS synthesis, e.study_label AS study, e.measure AS measure, e.value AS estimate, l.reason AS reason
ORDER BY synthesis, study, estimate, measure, reason
LIMIT $limit
