// title: Endpoints of effects that the vocabulary does not know, most frequent first
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (e:Effect)
WHERE e.recognised = false
RETURN e.endpoint_name AS as_printed, e.endpoint_class AS endpoint_class, count(*) AS effects
ORDER BY effects DESC, as_printed, endpoint_class
LIMIT $limit
