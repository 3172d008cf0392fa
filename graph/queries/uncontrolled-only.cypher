// title: Treatments that only studies without an estimate describe
MATCH (s:Study)-[v:EVALUATES]->(i:Intervention)
WHERE v.role <> 'comparator' AND s.in_scope = true AND NOT EXISTS { MATCH (i)<-[:EXPERIMENTAL]-(:Effect) }
RETURN i.name AS treatment, count(DISTINCT s.id) AS studies, collect(DISTINCT s.design) AS designs
ORDER BY studies DESC, treatment
