// up to 1000 rows
// total: MATCH (i:Intervention {id: $intervention}) RETURN i._opposed_pairs AS total
MATCH (i:Intervention {id: $intervention})
UNWIND i._opposed[..$limit] AS pair
WITH string_split(pair, '|') AS parts
WITH parts[1] AS endpoint_id, parts[2] AS a_id, parts[3] AS x_id, parts[4] AS b_id, parts[5] AS y_id
MATCH (o:Endpoint {id: endpoint_id})
WITH o, a_id, x_id, b_id, y_id
MATCH (a:Study {id: a_id})
WITH o, a, x_id, b_id, y_id
MATCH (x:Effect {id: x_id})
WITH o, a, x, b_id, y_id
MATCH (b:Study {id: b_id})
WITH o, a, x, b, y_id
MATCH (y:Effect {id: y_id})
RETURN o.name AS endpoint, a.label AS favours_treatment, a.design AS its_design, x.value AS its_estimate,
  b.label AS favours_comparator, b.design AS that_design, y.value AS that_estimate
ORDER BY endpoint, favours_treatment, favours_comparator, its_estimate, that_estimate
LIMIT $limit
