// total: none
MATCH (i:Intervention)
UNWIND i._cells AS cell
WITH i.name AS tested, string_split(cell, '|') AS parts
WHERE CAST(parts[2] AS INT64) >= $least AND parts[5] = '0'
MATCH (o:Endpoint {id: parts[1]})
RETURN tested AS treatment, o.name AS endpoint, CAST(parts[2] AS INT64) AS studies,
  string_split(parts[4], ',') AS measures
ORDER BY studies DESC, treatment, endpoint
LIMIT $limit
