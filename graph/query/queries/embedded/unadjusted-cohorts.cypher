// total: MATCH (e:Effect) WHERE e._unadjusted = true RETURN count(*) AS total
MATCH (s:Study)-[:FOUND]->(e:Effect)
WHERE s._unadjusted_before < $limit AND e._unadjusted = true
RETURN e.study_label AS study, e.study_design AS design, e.measure AS measure, e.value AS estimate,
  e.adjusted AS adjusted, e.quote AS quote
ORDER BY study, estimate, quote
LIMIT $limit
