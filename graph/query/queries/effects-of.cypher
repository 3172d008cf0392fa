// title: Every estimate of a treatment on an endpoint, trials and cohorts alike
// param intervention: concept = mbc:primary_tumour_surgery — the treatment, with all beneath it
// param endpoint: concept = mbc:overall_survival — the endpoint, with all beneath it
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (o:Endpoint)<-[:ON]-(e:Effect)-[:EXPERIMENTAL]->(i:Intervention)
WHERE $intervention IN i.lineage AND $endpoint IN o.lineage
WITH DISTINCT e, i, o
OPTIONAL MATCH (e)-[:COMPARATOR]->(c:Intervention)
RETURN e.study_label AS study, e.study_design AS design, i.name AS treatment, c.name AS compared_with,
  e.measure AS measure, e.value AS estimate, e.ci_low AS low, e.ci_high AS high, e.ci_level AS level,
  e.subgroup AS subgroup, e.adjusted AS adjusted, e.favours AS favours
ORDER BY design, study, estimate, low, high, measure, treatment, compared_with, subgroup, favours
LIMIT $limit
