// title: Randomised trials that report an endpoint after a treatment
// param intervention: concept = mbc:locoregional_treatment — the treatment, with all beneath it
// param endpoint: concept = mbc:overall_survival — the endpoint, with all beneath it
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study {design: 'randomized_trial', in_scope: true})-[:FOUND]->(e:Effect)-[:EXPERIMENTAL]->(i:Intervention)
MATCH (e)-[:ON]->(o:Endpoint)
WHERE $intervention IN i.lineage
  AND $endpoint IN o.lineage
RETURN s.label AS study, s.sample_size AS participants, e.measure AS measure, e.value AS estimate,
  e.ci_low AS low, e.ci_high AS high, e.ci_level AS level, e.subgroup AS subgroup, e.quote AS quote
ORDER BY study, subgroup, estimate, low, quote
LIMIT $limit
