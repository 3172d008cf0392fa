MATCH (s:Study)-[:FOUND]->(e:Effect)
WHERE s._other_interval_before < $limit AND e.ci_level <> 95
RETURN e.study_label AS study, e.measure AS measure, e.value AS estimate, e.ci_low AS low, e.ci_high AS high,
  e.ci_level AS level, e.quote AS quote
ORDER BY study, estimate, low, quote
LIMIT $limit
