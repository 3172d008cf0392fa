// title: Publications with these words in the title
// param words: string = primary — words, in any case
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (p:Publication)
WHERE toLower(p.title) CONTAINS toLower($words)
RETURN p.pmid AS pmid, p.year AS published, p.first_author AS first_author, p.title AS title,
  p.journal AS journal, p.url AS url
ORDER BY published DESC, pmid
LIMIT $limit
