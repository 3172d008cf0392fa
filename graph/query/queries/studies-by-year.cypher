// title: Studies in scope by year of their main report
// param since: int = 1900 — first year
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study)
WHERE s.in_scope = true AND s.year >= $since
RETURN s.year AS published, count(*) AS studies,
  count(CASE WHEN s.design = 'randomized_trial' THEN 1 END) AS randomised
ORDER BY published
LIMIT $limit
