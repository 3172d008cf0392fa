// title: Rates of each group at their times
// param endpoint: concept = mbc:overall_survival — the endpoint, with all beneath it
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (a:ArmResult {statistic: 'rate'})-[:ON]->(o:Endpoint)
WHERE $endpoint IN o.lineage
RETURN a.study_label AS study, a.arm AS arm, o.name AS endpoint, a.value AS rate, a.unit AS unit,
  a.timepoint AS timepoint, a.quote AS quote
ORDER BY study, endpoint, timepoint, rate, arm, quote
LIMIT $limit
