// title: Endpoints on which no study gives an estimate for a treatment
// param intervention: concept = mbc:primary_tumour_surgery — the treatment, with all beneath it
MATCH (o:Endpoint)
WHERE NOT EXISTS {
  MATCH (o)<-[:ON]-(:Effect)-[:EXPERIMENTAL]->(:Intervention)-[:BROADER*0..6]->(:Intervention {id: $intervention})
}
RETURN o.name AS endpoint, o.category AS category
ORDER BY category, endpoint
