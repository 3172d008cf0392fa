"""ClinicalTrials.gov: every page, every number that it knows, and no silence for an outage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from miner.errors import EntrezUnavailable, SettingMissing
from miner.registry import Registry, nct_numbers
from miner.trial import read_trial
from tests.entrez_server import Pubmed, serve


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


def test_every_page_is_read(held: Pubmed, registry: Registry) -> None:
    held.studies = {f"NCT9{i:07d}": study(f"NCT9{i:07d}") for i in range(1203)}
    held.matching_studies = set(held.studies)
    found = list(registry.matching(["stage IV breast cancer", "metastasis"], ["surgery"]))
    assert len(found) == 1203
    asked = held.asked("studies")
    assert len(asked) == 3
    assert asked[0]["query.cond"] == '"stage IV breast cancer" OR metastasis'
    assert asked[0]["query.intr"] == "surgery"


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
    held.studies = {"NCT90000001": {"protocolSection": {}}}
    monkeypatch.setattr(registry.server, "sleep", lambda _s: None)
    with pytest.raises(EntrezUnavailable, match="holds no studies"):
        list(registry.numbered(["NCT90000001"]))


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
