// title: Studies in scope by design, with the participants they state
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study)
WHERE s.in_scope = true
RETURN s.design AS design, count(*) AS studies, count(s.sample_size) AS with_size,
  coalesce(sum(CASE WHEN s.sample_size_unit = 'participants' THEN s.sample_size END), 0) AS participants
ORDER BY studies DESC, design
LIMIT $limit
