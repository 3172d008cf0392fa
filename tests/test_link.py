"""Vocabulary ids for what contrasts, endpoints and subgroups name."""

# ruff: noqa: E501  # a case is a line

from __future__ import annotations

import pytest

from miner.corpus import load_corpus
from miner.link import link
from miner.model import Effect, EndpointClass, Evidence, Extraction
from miner.text.document import read_document

VOCABULARY = load_corpus("mbc-surgery").vocabulary
TITLE = "Surgery of the primary tumour in stage IV breast cancer"


def linked(
    contrast: str,
    title: str = TITLE,
    body: str = "",
    endpoint: str = "overall survival",
    endpoint_class: EndpointClass = "overall_survival",
    subgroup: str | None = None,
) -> Effect:
    effect = Effect(
        endpoint=endpoint,
        endpoint_class=endpoint_class,
        measure="HR",
        value=0.7,
        contrast=contrast,
        subgroup=subgroup,
        evidence=Evidence(None, "", 0, 0),
    )
    record = Extraction(id="", extractor="", design="other", effects=(effect,))
    (result,) = link(record, read_document(f"{title}\n{body}"), VOCABULARY).effects
    return result


@pytest.mark.parametrize(
    ("contrast", "intervention", "comparator"),
    [
        ("surgery vs no surgery", "primary_tumour_surgery", "no_surgery"),
        ("no surgery vs surgery", "no_surgery", "primary_tumour_surgery"),
        ("surgery of the primary vs those who did not", "primary_tumour_surgery", "no_surgery"),
        ("mastectomy vs breast-conserving surgery", "mastectomy", "breast_conserving_surgery"),
        ("locoregional treatment plus systemic therapy vs systemic therapy alone", "locoregional_treatment", "systemic_therapy_alone"),
        ("absence of pulmonary metastasectomy", "no_surgery", "pulmonary_metastasectomy"),
        ("omission of surgery", "no_surgery", "primary_tumour_surgery"),
        ("women resected to free margins vs those not treated surgically", "primary_tumour_surgery", "no_surgery"),
        ("surgical vs non-surgical group", "primary_tumour_surgery", "no_surgery"),
        ("chemotherapy after the operation", "chemotherapy", None),
        ("locoregional treatment (LRT) vs systemic therapy (ST) alone", "locoregional_treatment", "systemic_therapy_alone"),
        ("no surgery", "no_surgery", "primary_tumour_surgery"),
        ("not having surgery", "no_surgery", "primary_tumour_surgery"),
        ("forgoing surgery", "no_surgery", "primary_tumour_surgery"),
        ("never had surgery", "no_surgery", "primary_tumour_surgery"),
        ("surgery vs forgoing it", "primary_tumour_surgery", "no_surgery"),
        ("non-curative surgery", "primary_tumour_surgery", None),
        ("not surgery", None, None),
        ("observation", "observation", None),
        ("surgery vs the remainder", "primary_tumour_surgery", "no_surgery"),
        ("response to chemotherapy", None, None),
        ("women who had their tumour removed vs did not", "primary_tumour_surgery", "no_surgery"),
        ("surgery", "primary_tumour_surgery", None),
        ("age per year", None, None),
    ],
)  # fmt: skip
def test_sides(contrast: str, intervention: str | None, comparator: str | None) -> None:
    effect = linked(contrast)
    assert (effect.intervention, effect.comparator) == (intervention, comparator)


def test_a_general_word_stays_general_where_the_title_does_not_say() -> None:
    assert linked("surgery vs no surgery", title="Stage IV breast cancer").intervention == "surgery"


def test_a_general_word_takes_what_the_aim_says() -> None:
    body = "BACKGROUND: To ask whether hepatic resection prolongs life.\nRESULTS: It did."
    assert (
        linked("surgery vs none", title="Breast cancer", body=body).intervention == "hepatic_metastasectomy"
    )


def test_short_forms_and_letters_of_arms_are_spelled_out() -> None:
    body = "Women had systemic therapy alone (arm A) or mastectomy plus systemic therapy (arm B)."
    effect = linked("arm B vs arm A", body=body)
    assert (effect.intervention, effect.comparator) == ("mastectomy", "systemic_therapy_alone")


def test_an_endpoint_needs_its_class() -> None:
    assert linked("surgery").endpoint_id == "overall_survival"
    assert linked("surgery", endpoint_class="response").endpoint_id is None
    assert linked("surgery", endpoint="the ninth wave").endpoint_id is None


def test_a_subgroup_is_a_population() -> None:
    assert linked("surgery", subgroup="women with bone-only metastases").population == "bone_only_metastases"
    assert linked("surgery").population is None


@pytest.mark.parametrize(
    ("subgroup", "population"),
    [
        ("women with several liver and/or lung metastases", "visceral_metastases"),
        ("women with liver, lung or adrenal metastases", "visceral_metastases"),
        ("women with bone and bone-only metastases", "bone_metastases"),
        ("women with bone and liver metastases", None),
        ("women with lung metastases", "lung_metastases"),
        ("women with HER2-positive liver metastases", "her2_positive"),
    ],
)
def test_sites_in_a_row_are_what_they_share(subgroup: str, population: str | None) -> None:
    assert linked("surgery", subgroup=subgroup).population == population


def test_short_forms_that_the_text_leaves_undefined_are_those_of_the_field() -> None:
    update = (
        "METHODS: 274 patients were randomised (LRT 138; ST 136). RESULTS: Median OS was 46 and 35 months."
    )
    found = linked(
        "LRT vs ST",
        title="Ten-year update of a trial of primary surgery in stage IV breast cancer",
        body=update,
        endpoint="OS",
    )
    assert (found.intervention, found.comparator, found.endpoint_id) == (
        "locoregional_treatment",
        "systemic_therapy",
        "overall_survival",
    )


def test_a_short_form_that_the_text_defines_is_what_it_says() -> None:
    body = "RESULTS: Skin temperature (ST) rose after surgery. The ST group was followed for a year."
    assert linked("ST vs controls", body=body).intervention is None


@pytest.mark.parametrize(
    ("title", "body", "intervention"),
    [
        ("Mastectomy, lumpectomy or no surgery in metastatic breast cancer", "", "primary_tumour_surgery"),
        ("Outcome of metastatic breast cancer", "Mastectomy was done in 40 women and lumpectomy in 20.", "primary_tumour_surgery"),
        ("Outcome of metastatic breast cancer", "Mastectomy was done in 40 women and hepatectomy in 20.", "surgery"),
        ("Outcome of metastatic breast cancer", "", "surgery"),
    ],
)  # fmt: skip
def test_surgery_is_made_specific_as_far_as_title_or_text_agree(
    title: str, body: str, intervention: str
) -> None:
    assert linked("surgery vs no surgery", title=title, body=body).intervention == intervention


@pytest.mark.parametrize(
    ("body", "intervention"),
    [
        ("Women were randomised to drugs alone or to ablation of all metastases by SBRT or resection.", "metastasis_directed_therapy"),
        ("Thermal ablation was done in one session; ablation of all metastases was the aim.", "ablation"),
        ("Ablation of all metastases was by radiofrequency ablation or by cryoablation.", "ablation"),
        ("Ablation of all metastases was by radiofrequency ablation.", "radiofrequency_ablation"),
        ("", "ablation"),
    ],
)  # fmt: skip
def test_ablation_is_what_the_text_calls_it_in_full(body: str, intervention: str) -> None:
    found = linked("systemic therapy + ablation vs systemic therapy", title="A trial in stage IV", body=body)
    assert found.intervention == intervention
