// title: The largest studies of a treatment
// param intervention: concept = mbc:primary_tumour_surgery — the treatment, with all beneath it
// param limit: int = 20 — how many rows to show, 0 for all
MATCH (s:Study)-[:EVALUATES]->(i:Intervention)
WHERE s.sample_size IS NOT NULL AND s.sample_size_unit = 'participants'
  AND $intervention IN i.lineage
WITH DISTINCT s
RETURN s.label AS study, s.design AS design, s.sample_size AS participants, s.years_from AS years_from,
  s.years_to AS years_to, s.main_publication_id AS publication
ORDER BY participants DESC, study
LIMIT $limit
