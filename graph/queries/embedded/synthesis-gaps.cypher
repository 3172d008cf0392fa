MATCH (i:Intervention)
UNWIND i._cells AS cell
WITH i, string_split(cell, '|') AS parts
MATCH (o:Endpoint {id: parts[1]})
WHERE CAST(parts[2] AS INT64) >= $least AND NOT EXISTS { MATCH (i)<-[:OF]-(:Synthesis)-[:ON]->(o) }
RETURN i.name AS treatment, o.name AS endpoint, CAST(parts[2] AS INT64) AS studies,
  string_split(parts[4], ',') AS measures
ORDER BY studies DESC, treatment, endpoint
LIMIT $limit
