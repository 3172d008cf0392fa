// title: Registries and databases, with the studies that draw on them and their years
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study)-[:DRAWS_ON]->(d:DataSource)
WITH d, count(*) AS drawing, min(s.years_from) AS earliest, max(s.years_to) AS latest, max(s.sample_size) AS most
RETURN d.name AS source, d.country AS country, drawing AS studies, earliest AS first_year, latest AS last_year,
  most AS largest
ORDER BY studies DESC, source
LIMIT $limit
