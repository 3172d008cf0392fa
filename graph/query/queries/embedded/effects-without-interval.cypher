MATCH (s:Study)-[:FOUND]->(e:Effect)
WHERE s._no_interval_before < $limit AND e.ci_low IS NULL
RETURN e.study_label AS study, e.measure AS measure, e.value AS estimate, e.p_op AS p_op, e.p_value AS p_value,
  e.subgroup AS subgroup, e.quote AS quote
ORDER BY study, estimate, p_value, subgroup, quote
LIMIT $limit
