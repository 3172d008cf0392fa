// title: Registries and databases, with the studies that draw on them and their years
MATCH (s:Study)-[:DRAWS_ON]->(d:DataSource)
RETURN d.name AS source, d.country AS country, count(DISTINCT s.id) AS studies,
  min(s.years_from) AS first_year, max(s.years_to) AS last_year, max(s.sample_size) AS largest
ORDER BY studies DESC, source
