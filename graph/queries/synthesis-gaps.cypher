// title: Treatments and endpoints with two or more studies and no synthesis
// param least: int = 2 — studies that there must be
MATCH (s:Study)-[:FOUND]->(e:Effect)-[:EXPERIMENTAL]->(i:Intervention)
MATCH (e)-[:ON]->(o:Endpoint)
WHERE s.in_scope = true AND NOT s.design IN ['meta_analysis', 'systematic_review', 'narrative_review']
  AND NOT EXISTS { MATCH (i)<-[:OF]-(:Synthesis)-[:ON]->(o) }
WITH i, o, count(DISTINCT s.id) AS studies, collect(DISTINCT e.measure) AS measures
WHERE studies >= $least
RETURN i.name AS treatment, o.name AS endpoint, studies AS studies, measures AS measures
ORDER BY studies DESC, treatment, endpoint
