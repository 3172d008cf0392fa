// title: Effects that a person has corrected, confirmed or entered
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (e:Effect)
WHERE e.curated = true
RETURN e.study_label AS study, e.measure AS measure, e.value AS estimate, e.endpoint_name AS endpoint,
  e.entered AS entered, e.publication_id AS publication
ORDER BY study, estimate, measure, endpoint, publication
LIMIT $limit
