// title: Randomised trials for which no registration was found
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (s:Study)
WHERE s.design = 'randomized_trial' AND NOT EXISTS { MATCH (s)-[:REGISTERED_AS]->(:Trial) }
WITH s
RETURN s.label AS study, s.year AS published, s.sample_size AS participants, s.main_publication_id AS publication
ORDER BY published, study
LIMIT $limit
