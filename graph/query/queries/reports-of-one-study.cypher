// title: Studies with several reports, and why they were joined
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (p:Publication)-[r:REPORTS]->(s:Study)
WHERE s.publications > 1
RETURN s.label AS study, p.pmid AS pmid, p.year AS published, p.title AS title, r.main AS main_report,
  r.sample_size AS reported_size, s.joined_by AS joined_by
ORDER BY study, published, pmid
LIMIT $limit
