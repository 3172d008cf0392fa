// total: MATCH (p:Publication) WHERE p._cited_by > 0 RETURN count(*) AS total
MATCH (c:Publication)
WHERE c._cited_by > 0
WITH c.id AS cited, c._cited_by AS times, c.pmid AS number
ORDER BY times DESC, number
LIMIT $limit
MATCH (p:Publication {id: cited})
RETURN p.pmid AS pmid, p.first_author AS first_author, p.year AS published, p.title AS title,
  p._cited_by AS citations
ORDER BY citations DESC, pmid
LIMIT $limit
