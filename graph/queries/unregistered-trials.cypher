// title: Randomised trials for which no registration was found
MATCH (s:Study {design: 'randomized_trial'})
WHERE NOT EXISTS { MATCH (s)-[:REGISTERED_AS]->(:Trial) }
RETURN s.label AS study, s.year AS published, s.sample_size AS participants, s.main_publication_id AS publication
ORDER BY published, study
