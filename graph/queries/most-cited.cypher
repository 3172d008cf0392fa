// title: Publications most cited within the corpus
// param most: int = 20 — how many to show
MATCH (c:Publication)-[:CITES]->(p:Publication)
RETURN p.pmid AS pmid, p.first_author AS first_author, p.year AS published, p.title AS title,
  count(c.id) AS citations
ORDER BY citations DESC, pmid
LIMIT $most
