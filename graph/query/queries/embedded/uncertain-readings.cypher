MATCH (e:Effect)
WHERE e._doubt_before < $limit AND e.confidence < $below
RETURN e.study_label AS study, e.measure AS measure, e.value AS estimate, e.endpoint_name AS endpoint,
  e.contrast AS contrast, e.confidence AS confidence, e.quote AS quote
ORDER BY confidence, study, estimate, quote, endpoint, contrast
LIMIT $limit
