// total: none
OPTIONAL MATCH (i:Intervention)
WHERE $intervention IN i.lineage
UNWIND i._endpoints AS endpoint
WITH collect(endpoint) AS estimated
MATCH (o:Endpoint)
WHERE NOT o.id IN estimated
RETURN o.name AS endpoint, o.category AS category
ORDER BY category, endpoint
LIMIT $limit
