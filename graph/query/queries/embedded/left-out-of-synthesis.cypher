MATCH (y:Synthesis)-[l:LEAVES_OUT]->(e:Effect)
WHERE y._left_out_before < $limit
RETURN y.id AS synthesis, e.study_label AS study, e.measure AS measure, e.value AS estimate, l.reason AS reason
ORDER BY synthesis, study, estimate, measure, reason
LIMIT $limit
