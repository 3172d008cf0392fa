// title: Registered trials of a treatment that are not yet complete
// param intervention: concept = mbc:primary_tumour_surgery — the treatment, with all beneath it
// param limit: int = 200 — how many rows to show, 0 for all
MATCH (t:Trial)-[:TESTS]->(i:Intervention)
WHERE t.status IN ['RECRUITING', 'NOT_YET_RECRUITING', 'ENROLLING_BY_INVITATION', 'ACTIVE_NOT_RECRUITING']
  AND $intervention IN i.lineage
RETURN DISTINCT t.registry_id AS number, t.acronym AS acronym, t.title AS title, t.status AS status,
  t.enrollment AS enrolment, t.start_date AS start, t.completion_date AS completion
ORDER BY number
LIMIT $limit
