// title: Publications that report a registered trial
// param number: string = NCT00193778 — the number in the registry
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (p:Publication)-[:REPORTS]->(s:Study)-[v:REGISTERED_AS]->(t:Trial)
WHERE t.registry_id = $number OR $number IN t.other_ids
RETURN p.pmid AS pmid, p.year AS published, p.title AS title, s.label AS study, v.via AS known_from,
  t.status AS status
ORDER BY published, pmid
LIMIT $limit
