// title: Effects of observational studies that are not from an adjusted analysis
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (e:Effect)
WHERE e.study_design IN ['registry_cohort', 'retrospective_cohort', 'prospective_cohort', 'case_control']
  AND (e.adjusted IS NULL OR e.adjusted = false)
RETURN e.study_label AS study, e.study_design AS design, e.measure AS measure, e.value AS estimate,
  e.adjusted AS adjusted, e.quote AS quote
ORDER BY study, estimate, quote
LIMIT $limit
