MATCH (n:Publication)-[a:AMENDS]->(p:Publication)
WHERE p._notices_before < $limit
RETURN p.pmid AS pmid, p.title AS title, a.kind AS kind, n.pmid AS notice, n.url AS url
ORDER BY pmid, kind, notice
LIMIT $limit
