// title: Effects that the extractor is least sure of
// param below: float = 0.6 — show those with a confidence below this
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (e:Effect)
WHERE e.confidence < $below AND e.curated = false
RETURN e.study_label AS study, e.measure AS measure, e.value AS estimate, e.endpoint_name AS endpoint,
  e.contrast AS contrast, e.confidence AS confidence, e.quote AS quote
ORDER BY confidence, study, estimate, quote, endpoint, contrast
LIMIT $limit
