// title: Effects whose numbers do not add up
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (e:Effect)
WHERE size(e.checks) > 0
RETURN e.study_label AS study, e.measure AS measure, e.value AS estimate, e.ci_low AS low, e.ci_high AS high,
  e.p_op AS p_op, e.p_value AS p_value, e.checks AS checks, e.quote AS quote
ORDER BY study, estimate, low, quote
LIMIT $limit
