// title: Effects of observational studies that are not from an adjusted analysis
MATCH (s:Study)-[:FOUND]->(e:Effect)
WHERE s.design IN ['registry_cohort', 'retrospective_cohort', 'prospective_cohort', 'case_control']
  AND (e.adjusted IS NULL OR e.adjusted = false)
RETURN s.label AS study, s.design AS design, e.measure AS measure, e.value AS estimate,
  e.adjusted AS adjusted, e.quote AS quote
ORDER BY study, estimate, quote
