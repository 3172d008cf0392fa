// total: MATCH (i:Intervention) UNWIND i._cells AS cell RETURN count(*) AS total
MATCH (i:Intervention)
UNWIND i._cells AS cell
WITH i.name AS treatment, string_split(cell, '|') AS parts
MATCH (o:Endpoint {id: parts[1]})
RETURN treatment AS treatment, o.name AS endpoint, CAST(parts[2] AS INT64) AS studies,
  CAST(parts[3] AS INT64) AS estimates
ORDER BY studies DESC, estimates DESC, treatment, endpoint
LIMIT $limit
