MATCH (i:Intervention)
WHERE i._estimated = false AND i._described > 0
RETURN i.name AS treatment, i._described AS studies, i._designs AS designs
ORDER BY studies DESC, treatment
LIMIT $limit
