// title: Retractions, errata, concerns, updates and comments on publications of the corpus
MATCH (n:Publication)-[a:AMENDS]->(p:Publication)
RETURN p.pmid AS pmid, p.title AS title, a.kind AS kind, n.pmid AS notice, n.url AS url
ORDER BY pmid, kind, notice
