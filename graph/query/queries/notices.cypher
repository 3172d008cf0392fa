// title: Retractions, errata, concerns, updates and comments on publications of the corpus
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (n:Publication)-[a:AMENDS]->(p:Publication)
RETURN p.pmid AS pmid, p.title AS title, a.kind AS kind, n.pmid AS notice, n.url AS url
ORDER BY pmid, kind, notice
LIMIT $limit
