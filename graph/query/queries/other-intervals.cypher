// title: Effects with an interval that is not at the 95% level
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (e:Effect)
WHERE e.ci_level <> 95
RETURN e.study_label AS study, e.measure AS measure, e.value AS estimate, e.ci_low AS low, e.ci_high AS high,
  e.ci_level AS level, e.quote AS quote
ORDER BY study, estimate, low, quote
LIMIT $limit
