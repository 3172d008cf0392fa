MATCH (i:Intervention)
WHERE i._studies > 0
RETURN i.name AS treatment, i._studies AS studies, i._randomised AS randomised
ORDER BY studies DESC, treatment
LIMIT $limit
