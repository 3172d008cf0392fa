// title: Comparisons stated without an effect size
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (c:Claim)
OPTIONAL MATCH (c)-[:ON]->(o:Endpoint)
RETURN c.study_label AS study, c.endpoint_name AS as_printed, o.name AS endpoint, c.contrast AS contrast,
  c.direction AS direction, c.p_op AS p_op, c.p_value AS p_value, c.quote AS quote
ORDER BY study, as_printed, quote, direction, p_value
LIMIT $limit
