// title: Treatments that only studies without an estimate describe
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study)-[v:EVALUATES]->(i:Intervention)
WHERE v.role <> 'comparator' AND s.in_scope = true AND NOT EXISTS { MATCH (i)<-[:EXPERIMENTAL]-(:Effect) }
WITH i.name AS treatment, s.design AS kind, count(DISTINCT s.id) AS each
ORDER BY treatment, kind
LIMIT 1000000
RETURN treatment AS treatment, sum(each) AS studies, collect(kind) AS designs
ORDER BY studies DESC, treatment
LIMIT $limit
