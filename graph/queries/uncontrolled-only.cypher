// title: Treatments that only studies without an estimate describe
MATCH (i:Intervention)
WHERE NOT EXISTS { MATCH (i)<-[:EXPERIMENTAL]-(:Effect) }
WITH collect(i.id) AS uncontrolled
MATCH (s:Study)-[v:EVALUATES]->(i:Intervention)
WHERE i.id IN uncontrolled AND v.role <> 'comparator' AND s.in_scope = true
RETURN i.name AS treatment, count(DISTINCT s.id) AS studies, collect(DISTINCT s.design) AS designs
ORDER BY studies DESC, treatment
