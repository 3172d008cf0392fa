// title: Medians and other times of each group
// param endpoint: concept = mbc:overall_survival — the endpoint, with all beneath it
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (a:ArmResult {statistic: 'median_time'})-[:ON]->(o:Endpoint)
WHERE $endpoint IN o.lineage
RETURN a.study_label AS study, a.arm AS arm, o.name AS endpoint, a.value AS median_time, a.unit AS unit,
  a.ci_low AS low, a.ci_high AS high, a.quote AS quote
ORDER BY study, endpoint, median_time, arm, quote
LIMIT $limit
