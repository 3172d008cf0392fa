MATCH (p:Publication)
WHERE p._cited_by > 0
WITH p ORDER BY p._cited_by DESC, p.pmid LIMIT $most
RETURN p.pmid AS pmid, p.first_author AS first_author, p.year AS published, p.title AS title,
  p._cited_by AS citations
ORDER BY citations DESC, pmid
