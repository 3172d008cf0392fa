MATCH (p:Publication)
WHERE p._title CONTAINS toLower($words)
RETURN p.pmid AS pmid, p.year AS published, p.first_author AS first_author, p.title AS title,
  p.journal AS journal, p.url AS url
ORDER BY published DESC, pmid
LIMIT $limit
