// title: Effects printed without a confidence interval
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (e:Effect)
WHERE e.ci_low IS NULL
RETURN e.study_label AS study, e.measure AS measure, e.value AS estimate, e.p_op AS p_op, e.p_value AS p_value,
  e.subgroup AS subgroup, e.quote AS quote
ORDER BY study, estimate, p_value, subgroup, quote
LIMIT $limit
