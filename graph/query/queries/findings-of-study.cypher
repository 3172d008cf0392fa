// title: Every effect of one study, with its words and the report they stand in
// param study: string = Badwe 2015 — the study's label or id
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study)-[:FOUND]->(e:Effect)-[:STATED_IN]->(p:Publication)
WHERE s.label = $study OR s.id = $study
RETURN s.label AS study, e.measure AS measure, e.value AS estimate, e.ci_low AS low, e.ci_high AS high,
  e.ci_level AS level, e.endpoint_name AS endpoint, e.contrast AS contrast, e.subgroup AS subgroup,
  e.entered AS entered, e.quote AS quote, p.pmid AS pmid
ORDER BY pmid, endpoint, subgroup, estimate, low, quote
LIMIT $limit
