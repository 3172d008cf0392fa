// up to 1000 rows
// total: MATCH (i:Intervention {id: $intervention}) RETURN i._sized AS total
MATCH (i:Intervention {id: $intervention})
UNWIND i._largest[..$limit] AS cohort
MATCH (s:Study {id: cohort})
RETURN s.label AS study, s.design AS design, s.sample_size AS participants, s.years_from AS years_from,
  s.years_to AS years_to, s.main_publication_id AS publication
ORDER BY participants DESC, study
LIMIT $limit
