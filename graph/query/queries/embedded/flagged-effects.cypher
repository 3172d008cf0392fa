MATCH (s:Study)-[:FOUND]->(e:Effect)
WHERE s._flagged_before < $limit AND size(e.checks) > 0
RETURN e.study_label AS study, e.measure AS measure, e.value AS estimate, e.ci_low AS low, e.ci_high AS high,
  e.p_op AS p_op, e.p_value AS p_value, e.checks AS checks, e.quote AS quote
ORDER BY study, estimate, low, quote
LIMIT $limit
