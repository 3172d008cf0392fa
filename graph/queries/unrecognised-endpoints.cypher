// title: Endpoints of effects that the vocabulary does not know, most frequent first
MATCH (e:Effect)
WHERE e.recognised = false
RETURN e.endpoint_name AS as_printed, e.endpoint_class AS endpoint_class, count(*) AS effects
ORDER BY effects DESC, as_printed, endpoint_class
