// total: MATCH (p:Publication) WHERE p._title CONTAINS toLower($words) RETURN count(*) AS total
MATCH (q:Publication)
WHERE q._title CONTAINS toLower($words)
WITH q.id AS found, q.year AS latest
ORDER BY latest DESC, found
LIMIT $limit
MATCH (p:Publication {id: found})
RETURN p.pmid AS pmid, p.year AS published, p.first_author AS first_author, p.title AS title,
  p.journal AS journal, p.url AS url
ORDER BY published DESC, pmid
LIMIT $limit
