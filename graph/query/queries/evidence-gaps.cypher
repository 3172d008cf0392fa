// title: Endpoints on which no study gives an estimate for a treatment
// param intervention: concept = mbc:primary_tumour_surgery — the treatment, with all beneath it
// param limit: int = 200 — how many rows to show, 0 for all
OPTIONAL MATCH (i:Intervention)<-[:EXPERIMENTAL]-(:Effect)-[:ON]->(known:Endpoint)
WHERE $intervention IN i.lineage
WITH collect(DISTINCT known.id) AS estimated
MATCH (o:Endpoint)
WHERE NOT o.id IN estimated
RETURN o.name AS endpoint, o.category AS category
ORDER BY category, endpoint
LIMIT $limit
