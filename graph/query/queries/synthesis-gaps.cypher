// title: Treatments and endpoints with two or more studies and no synthesis
// param least: int = 2 — studies that there must be
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study)-[:FOUND]->(e:Effect)-[:EXPERIMENTAL]->(i:Intervention)
MATCH (e)-[:ON]->(o:Endpoint)
WHERE s.in_scope = true AND NOT s.design IN ['meta_analysis', 'systematic_review', 'narrative_review']
  AND NOT EXISTS { MATCH (i)<-[:OF]-(:Synthesis)-[:ON]->(o) }
WITH i.name AS tested, o.name AS measured, count(DISTINCT s.id) AS found, collect(DISTINCT e.measure) AS kinds
WHERE found >= $least
UNWIND kinds AS kind
WITH tested, measured, found, kind
ORDER BY tested, measured, kind
LIMIT 1000000
RETURN tested AS treatment, measured AS endpoint, found AS studies, collect(kind) AS measures
ORDER BY studies DESC, treatment, endpoint
LIMIT $limit
