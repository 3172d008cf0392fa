// title: Pooled estimates, with heterogeneity
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (y:Synthesis)-[:OF]->(i:Intervention)
MATCH (y)-[:ON]->(o:Endpoint)
OPTIONAL MATCH (y)-[:COMPARATOR]->(c:Intervention)
RETURN i.name AS treatment, c.name AS compared_with, o.name AS endpoint, y.design AS design,
  y.population_id AS population, y.measure AS measure, y.k AS studies, y.estimate AS estimate,
  y.ci_low AS low, y.ci_high AS high, y.pi_low AS prediction_low, y.pi_high AS prediction_high,
  y.i2 AS i2, y.tau2 AS tau2
ORDER BY treatment, endpoint, design, compared_with, population, measure
LIMIT $limit
