MATCH (o:Endpoint)
WHERE o._studies > 0
RETURN o.name AS endpoint, o._studies AS studies, o._randomised AS randomised
ORDER BY studies DESC, endpoint
LIMIT $limit
