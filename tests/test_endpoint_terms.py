"""Words that name an endpoint where no pattern does, and what tells a harm from an illness under study."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files
from typing import get_args

import pytest

from miner.endpoints.studies import is_studied
from miner.model import EndpointClass
from miner.phrases.endpoint_mentions import class_of_name, mentions_in
from miner.phrases.endpoint_terms import folded, terms_in
from miner.text.document import read_document

TABLE = tomllib.loads(files("miner").joinpath("rules", "endpoint_terms.toml").read_text("utf-8"))
TERMS = [(name, [t.strip() for t in group["terms"].split(",")]) for name, group in TABLE.items()]


@pytest.mark.parametrize(
    ("name", "endpoint_class"),
    [
        ("moist desquamation", "adverse_event"),
        ("capsular contractures", "adverse_event"),
        ("partial flap losses", "adverse_event"),
        ("hypertriglyceridaemia", "adverse_event"),
        ("onycholysis of any grade", "adverse_event"),
        ("limited shoulder abduction", "adverse_event"),
        ("admission to the intensive care unit", "adverse_event"),
        ("meconium-stained liquor and meconium aspiration", "adverse_event"),
        ("respiratory distress syndrome", "adverse_event"),
        ("nausea on a visual analogue scale", "adverse_event"),
        ("trouble with daily activities", "quality_of_life"),
        ("lack of energy", "quality_of_life"),
        ("grade III-IV fatigue", "adverse_event"),
        ("epiphora of any grade", "adverse_event"),
        ("complete protection from emesis", "adverse_event"),
        ("antitumour response", "response"),
        ("any breast event", "disease_free_survival"),
        ("decisional conflict at three months", "quality_of_life"),
        ("BREAST-Q", "quality_of_life"),
        ("axillary recurrence", "locoregional_control"),
        ("CNS progression", "distant_metastasis"),
        ("urinary retention", "adverse_event"),
        ("sleep apnoea", "other"),
        ("heart failure", "adverse_event"),
        ("the Stroke Impact Scale", "quality_of_life"),
        ("Penn Shoulder Scale score", "quality_of_life"),
        ("HADS", "quality_of_life"),
        ("recurrent adenomas", "disease_free_survival"),
        ("brain metastases", "distant_metastasis"),
        ("axillary disease", "locoregional_control"),
        ("tumour shrinkage", "response"),
        ("peak oxygen uptake", "other"),
        ("adherence to the programme", "other"),
        ("T-cell responses", "other"),
        ("regular treatment for chronic pain", "other"),
    ],
)
def test_a_name_tells_its_class(name: str, endpoint_class: EndpointClass) -> None:
    assert class_of_name(name) == endpoint_class


@pytest.mark.parametrize("name", ["the women had no such history", "a fact", "in the breast", "promising"])
def test_plain_words_are_no_terms(name: str) -> None:
    assert terms_in(name) == ()


def test_an_abbreviation_is_read_in_capitals_only() -> None:
    assert [t.endpoint_class for t in terms_in("HADS fell")] == ["quality_of_life"]
    assert not terms_in("women who had fallen")


def test_the_longest_term_at_a_word_is_taken() -> None:
    text = "partial flap loss"
    assert [(t.start, t.end) for t in terms_in(text)] == [(0, len(text))]


def test_a_longer_term_stands_above_a_shorter_name_of_another_class() -> None:
    (found,) = mentions_in("There was more respiratory distress syndrome.")
    assert (found.text, found.endpoint_class) == ("respiratory distress syndrome", "adverse_event")


@pytest.mark.parametrize(
    ("british", "american"),
    [("haematomas", "hematoma"), ("oedema", "edema"), ("diarrhoea", "diarrhea"), ("metastases", "metastasis"),
     ("infections", "infection"), ("sepsis", "sepsis"), ("anaesthesia", "anesthesia"), ("tumours", "tumor")],
)  # fmt: skip
def test_spellings_fold_into_one(british: str, american: str) -> None:
    assert folded(british) == american == folded(american)


def test_every_group_is_of_a_known_class() -> None:
    assert {group["class"] for group in TABLE.values()} <= set(get_args(EndpointClass))


def test_no_term_stands_twice() -> None:
    count = Counter(" ".join(map(folded, term.split())) for _, terms in TERMS for term in terms)
    assert [term for term, n in count.items() if n > 1] == []


@pytest.mark.parametrize(
    ("title", "name", "studied"),
    [
        ("Night work and hypertension: a cohort study.", "hypertension", True),
        ("Sleep and hip fracture in old age: a cohort study.", "ischaemic stroke", True),
        ("Losartan and the kidney in diabetes: a cohort study.", "hypertension", False),
        ("Aspirin to prevent stroke.", "stroke", True),
        ("Night work and hypertension: a cohort study.", "wound infection", False),
        ("Docetaxel in metastatic breast cancer.", "pneumonia", False),
        ("Body weight and endometrial cancer.", "endometrial cancer", True),
        ("Tamoxifen and endometrial cancer in women with breast cancer.", "endometrial cancer", False),
    ],
)
def test_an_illness_is_studied_where_nothing_is_given(title: str, name: str, studied: bool) -> None:
    assert is_studied(read_document(f"{title} We followed 900 people.", "1"), name) is studied


@pytest.mark.parametrize(
    ("title", "studied"),
    [
        ("Zinc supplements and respiratory infections in recruits: randomised trial.", True),
        ("Zinc supplements in recruits: randomised trial.", False),
        ("Central venous lines and line-related infections: randomised trial.", False),
        ("Antibiotics and infections after hernia surgery: randomised trial.", False),
    ],
)
def test_an_illness_that_a_trials_title_names_is_what_it_studies(title: str, studied: bool) -> None:
    doc = read_document(f"{title} We randomised 900 people.", "1")
    assert is_studied(doc, "respiratory infections") is studied
