// title: Publications most cited within the corpus
// param limit: int = 20 — how many rows to show, 0 for all
MATCH (c:Publication)-[:CITES]->(p:Publication)
RETURN p.pmid AS pmid, p.first_author AS first_author, p.year AS published, p.title AS title,
  count(c.id) AS citations
ORDER BY citations DESC, pmid
LIMIT $limit
