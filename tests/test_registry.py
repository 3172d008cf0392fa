"""ClinicalTrials.gov: every page, every number that it knows, and no silence for an outage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from miner.errors import EntrezUnavailable, SettingMissing
from miner.registry import Registry, nct_numbers
from miner.trial import read_trial
from tests.entrez_server import Pubmed, serve
from tests.registry_server import answer


@pytest.fixture
def held() -> Pubmed:
    return Pubmed()


@pytest.fixture
def registry(held: Pubmed) -> Iterator[Registry]:
    with serve(held) as address:
        client = Registry(base=address)
        client.server.interval = 0.0
        client.server.patience = 2.0
        yield client


def study(number: str) -> dict[str, Any]:
    return {
        "protocolSection": {"identificationModule": {"nctId": number, "orgStudyIdInfo": {"id": "SURG-01"}}}
    }


WHOLE: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT90000001",
            "nctIdAliases": ["NCT90000009"],
            "acronym": "SAMPLE",
            "briefTitle": "Surgery or none",
            "orgStudyIdInfo": {"id": "SURG-01"},
        },
        "statusModule": {
            "overallStatus": "COMPLETED",
            "startDateStruct": {"date": "2011-02"},
            "completionDateStruct": {"date": "2019-06-30", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "A Hospital", "class": "OTHER"}},
        "descriptionModule": {"briefSummary": "Long."},
        "conditionsModule": {"conditions": ["Breast Cancer"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE3"],
            "designInfo": {"allocation": "RANDOMIZED"},
            "enrollmentInfo": {"count": 274, "type": "ACTUAL"},
        },
        "armsInterventionsModule": {"interventions": [{"type": "PROCEDURE", "name": "Mastectomy"}]},
        "outcomesModule": {"primaryOutcomes": [{"measure": "Overall survival", "timeFrame": "5 years"}]},
        "contactsLocationsModule": {"locations": [{"facility": "A Hospital", "country": "India"}]},
        "referencesModule": {"references": [{"pmid": "90000002", "type": "RESULT", "citation": "A."}]},
    },
    "resultsSection": {"much": "more"},
    "hasResults": True,
}


def test_every_page_is_read(held: Pubmed, registry: Registry) -> None:
    held.studies = {f"NCT9{i:07d}": study(f"NCT9{i:07d}") for i in range(1203)}
    held.matching_studies = set(held.studies)
    found = list(registry.matching(["stage IV breast cancer", "metastasis"], ["surgery"]))
    assert len(found) == 1203
    asked = held.asked("studies")
    assert len(asked) == 3
    assert asked[0]["query.cond"] == '"stage IV breast cancer" OR metastasis'
    assert asked[0]["query.intr"] == "surgery"


def test_the_service_gives_every_field_that_a_trial_is_read_from(held: Pubmed, registry: Registry) -> None:
    held.studies = {"NCT90000001": WHOLE}
    (given,) = registry.numbered(["NCT90000001"])
    assert read_trial(given) == read_trial(WHOLE)
    assert "resultsSection" not in given
    assert given["protocolSection"]["contactsLocationsModule"] == {"locations": [{"country": "India"}]}


def test_a_trial_registered_twice_is_found_by_the_number_it_had_before(
    held: Pubmed, registry: Registry
) -> None:
    held.studies = {"NCT90000001": WHOLE}
    (given,) = registry.numbered(["NCT90000009"])
    assert read_trial(given).registry_id == "NCT90000001"


@pytest.mark.parametrize("asked", [{"query.recrs": "open"}, {"fields": "StudyDesign"}, {"pageToken": "x-9"}])
def test_what_the_service_does_not_know_is_refused_at_once_and_named(
    held: Pubmed, registry: Registry, asked: dict[str, str]
) -> None:
    with pytest.raises(EntrezUnavailable, match=r"refuses the request.*HTTP 400: .*(unknown|invalid|format)"):
        registry._get(asked)
    assert len(held.log) == 1


def test_fewer_studies_than_the_service_counts_is_an_outage(
    held: Pubmed, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.studies = {f"NCT9{i:07d}": study(f"NCT9{i:07d}") for i in range(600)}
    held.matching_studies = set(held.studies)
    monkeypatch.setattr("tests.entrez_server.answer", _last_page_lost())
    with pytest.raises(EntrezUnavailable, match="counts 600 studies and gave 500"):
        list(registry.matching(["cancer"], ["surgery"]))


def _last_page_lost() -> Any:
    def lost(query: Any, studies: Any, matching: Any) -> Any:
        status, body, kind = answer(query, studies, matching)
        page = json.loads(body)
        page.pop("nextPageToken", None)
        return status, json.dumps(page).encode(), kind

    return lost


def test_numbers_are_asked_for_in_addresses_of_bearable_length(held: Pubmed, registry: Registry) -> None:
    numbers = [f"NCT9{i:07d}" for i in range(250)]
    held.studies = {n: study(n) for n in numbers[:-1]}
    found = [read_trial(s).registry_id for s in registry.numbered(numbers)]
    assert sorted(found) == numbers[:-1], "one that it does not know is left out"
    assert len(held.asked("studies")) == 3


def test_an_outage_is_an_error(held: Pubmed, registry: Registry) -> None:
    held.faults.registry_down = True
    with pytest.raises(EntrezUnavailable, match=r"ClinicalTrials\.gov does not answer: HTTP 503"):
        list(registry.numbered(["NCT90000001"]))


def test_a_reply_without_studies_is_an_error_and_no_empty_answer(
    held: Pubmed, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.studies, held.matching_studies = {"NCT90000001": {"protocolSection": {}}}, {"NCT90000001"}
    monkeypatch.setattr(registry.server, "sleep", lambda _s: None)
    with pytest.raises(EntrezUnavailable, match="holds no studies"):
        list(registry.matching(["cancer"], ["surgery"]))


def test_only_its_own_numbers_are_asked_for() -> None:
    texts = [
        "nct90000001",
        "ISRCTN12345678",
        "UMIN000005586",
        "2012-001234-56",
        "NCT9000000",
        " NCT90000002 ",
    ]
    assert nct_numbers(texts) == {"NCT90000001", "NCT90000002"}


def test_an_address_that_is_none_is_named() -> None:
    with pytest.raises(SettingMissing, match="CTGOV_URL"):
        Registry(base="clinicaltrials.gov")


def test_other_numbers_of_a_trial_are_kept_as_they_are() -> None:
    raw = study("NCT90000001")
    raw["protocolSection"]["identificationModule"]["secondaryIdInfos"] = [
        {"id": "2012-001234-56", "type": "EUDRACT_NUMBER"},
        {"id": "CTRI/2012/05/002345"},
    ]
    assert read_trial(raw).other_ids == ("SURG-01", "2012-001234-56", "CTRI/2012/05/002345")
