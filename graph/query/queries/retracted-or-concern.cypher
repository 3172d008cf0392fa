// title: Publications that are retracted or under an expression of concern, and what rests on them
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (p:Publication)
WHERE p.retracted = true OR p.concern = true
OPTIONAL MATCH (p)-[:REPORTS]->(s:Study)
OPTIONAL MATCH (s)-[:FOUND]->(e:Effect)-[:STATED_IN]->(p)
RETURN p.pmid AS pmid, p.title AS title, p.retracted AS retracted, p.concern AS concern, s.label AS study,
  count(e) AS effects
ORDER BY pmid
LIMIT $limit
