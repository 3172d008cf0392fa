"""Comparisons of groups that a text states without an estimate."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.comparisons.find import find_comparisons
from miner.model import Arm, Comparison, Effect, PValue
from miner.text.document import read_document

ARMS = (Arm("surgery", 100), Arm("no surgery", 100))


def comparisons_of(text: str, *effects: Effect) -> list[Comparison]:
    doc = read_document(f"A study of surgery for cancer\nRESULTS: {text}")
    return list(find_comparisons(doc, ARMS, effects))


def keys(text: str) -> list[tuple[str, str]]:
    return [(c.endpoint_class, c.direction) for c in comparisons_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "There was no significant difference in overall survival between the groups.",
            [("overall_survival", "no_difference")],
            id="no difference in",
        ),
        pytest.param(
            "Overall survival, local control and toxicity were similar in the two groups.",
            [
                ("overall_survival", "no_difference"),
                ("locoregional_control", "no_difference"),
                ("adverse_event", "no_difference"),
            ],
            id="a list of subjects",
        ),
        pytest.param(
            "Median survival was significantly longer after surgery than without it.",
            [("overall_survival", "higher")],
            id="significantly longer",
        ),
        pytest.param(
            "The surgery group had significantly fewer wound complications.",
            [("adverse_event", "lower")],
            id="object of had",
        ),
        pytest.param(
            "Relapse occurred in 5% of the surgery group and 14% of controls (P = .01).",
            [("disease_free_survival", "lower")],
            id="figures and a p-value",
        ),
        pytest.param(
            "Median PFS was 17 months with surgery and 15 months without (P = .13).",
            [("progression_free_survival", "no_difference")],
            id="figures and a p-value that is not significant",
        ),
        pytest.param(
            "Quality of life was better after surgery (P = .21).",
            [("quality_of_life", "no_difference")],
            id="the p-value overrules the wording",
        ),
        pytest.param(
            "Neither overall survival nor pain differed between the arms.",
            [("overall_survival", "no_difference"), ("quality_of_life", "no_difference")],
            id="neither A nor B",
        ),
        pytest.param(
            "Mortality (4%; 95% CI 2-7) and local control (88%) at 2 years were similar.",
            [("overall_survival", "no_difference"), ("locoregional_control", "no_difference")],
            id="a semicolon in a bracket does not end the clause",
        ),
        pytest.param(
            "Overall survival did not improve with surgery.",
            [("overall_survival", "no_difference")],
            id="did not improve",
        ),
        pytest.param(
            "Complication rates were 12% after mastectomy and 11% after lumpectomy (not significant).",
            [("adverse_event", "no_difference")],
            id="a test without its figure",
        ),
        pytest.param(
            "Survival was 42% (95% CI, 28% to 56%) with surgery and 18% (6% to 34%) without (P = .01).",
            [("overall_survival", "higher")],
            id="intervals are not compared",
        ),
        pytest.param(
            "Among women with visceral, bone or nodal disease, the response rate was significantly higher.",
            [("response", "higher")],
            id="the subject stands behind the setting",
        ),
        pytest.param("Survival was longer after surgery.", [], id="no p-value, not 'significantly'"),
        pytest.param("Baseline characteristics were similar in both groups.", [], id="baseline"),
        pytest.param("Age and tumour stage did not differ significantly.", [], id="characteristics"),
        pytest.param("Pain scores fell compared with baseline (P < .001).", [], id="within a group"),
        pytest.param("Ki-67 correlated with tumour grade (P = .02).", [], id="correlation of markers"),
    ],
)
def test_a_sentence_states_these_comparisons(text: str, expected: list[tuple[str, str]]) -> None:
    assert keys(text) == expected


def test_the_direction_is_that_of_the_first_named_group() -> None:
    found = comparisons_of("Complications were significantly more frequent in controls than after surgery.")
    assert [(c.direction, c.contrast) for c in found] == [("lower", "surgery vs controls")]


def test_p_values_go_to_their_endpoints_in_order() -> None:
    found = comparisons_of("Survival and local control did not differ (P = .64 and P = .18).")
    assert [c.p for c in found] == [PValue("=", 0.64), PValue("=", 0.18)]


def test_what_an_effect_of_the_sentence_says_is_not_said_twice() -> None:
    text = "Overall survival was similar (HR 1.02), as was local control."
    doc = read_document(f"A study of surgery for cancer\nRESULTS: {text}")
    start = doc.text.index("Overall")
    effect = Effect(
        endpoint="overall survival",
        endpoint_class="overall_survival",
        measure="HR",
        value=1.02,
        evidence=doc.evidence(start, len(doc.text)),
    )
    assert [c for c in find_comparisons(doc, ARMS, [effect]) if c.endpoint_class == "overall_survival"] == []


def test_a_conclusion_adds_only_what_the_results_did_not_say() -> None:
    doc = read_document(
        "A study of surgery\nRESULTS: Overall survival did not differ significantly between groups.\n"
        "CONCLUSIONS: Surgery did not improve overall survival but significantly improved local control."
    )
    assert [c.endpoint_class for c in find_comparisons(doc, ARMS, [])] == [
        "overall_survival",
        "locoregional_control",
    ]


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            (
                *("survival was", "significantly longer", "similar", "no difference in", "pain", "and"),
                *(",", ";", "(P = .03)", "(P > .05)", "than with surgery", "."),
            )
        ),
        max_size=25,
    )
)
def test_evidence_is_quoted_from_the_text_and_holds_the_p_value(words: list[str]) -> None:
    doc = read_document("A study\nRESULTS: " + " ".join(words))
    for c in find_comparisons(doc, (), ()):
        assert doc.text[c.evidence.start : c.evidence.end] == c.evidence.quote
        assert c.p is None or f"{c.p.value:g}".lstrip("0") in c.evidence.quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Local control was 81% and 79%, but there was no significant difference between the groups.",
            [("locoregional_control", "no_difference")],
            id="a difference that names no endpoint",
        ),
        pytest.param(
            "Fewer patients in the surgery group completed all visits than in the other group (P = 0.01).",
            [("other", "lower")],
            id="counts of people",
        ),
        pytest.param(
            "Anxiety and sleep improved significantly in the surgery group.",
            [("quality_of_life", "lower"), ("quality_of_life", "higher")],
            id="better is less of what is bad",
        ),
        pytest.param(
            "Pain scores showed a significant reduction in the surgery group.",
            [("quality_of_life", "lower")],
            id="showed a reduction",
        ),
        pytest.param(
            "Fibre intake was not associated with relapse.",
            [("disease_free_survival", "no_difference")],
            id="the endpoint that a factor is not associated with",
        ),
        pytest.param(
            "Secondary endpoints, including survival and fatigue, were similar in both groups.",
            [("overall_survival", "no_difference"), ("quality_of_life", "no_difference")],
            id="the list says which endpoints",
        ),
    ],
)
def test_more_wordings(text: str, expected: list[tuple[str, str]]) -> None:
    assert keys(text) == expected


def test_direction_is_that_of_the_group_the_wording_names() -> None:
    [read] = comparisons_of(
        "Fatigue was significantly lower in the surgery group (3.8 in the no surgery group vs 3.0)."
    )
    assert read.direction == "lower"
    assert read.contrast.startswith("surgery")


@pytest.mark.parametrize(
    "text",
    [
        "Function improved significantly in both groups.",
        "If we can show less toxicity without compromising survival, more women may be treated.",
    ],
)
def test_what_compares_no_groups_is_passed_over(text: str) -> None:
    assert keys(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("More patients in the no surgery group required transfusion (21 vs 8; P = 0.01).", "lower"),
        ("More patients in the surgery group required transfusion (21 vs 8; P = 0.01).", "higher"),
        ("Fewer patients in the no surgery group required transfusion (8 vs 21; P = 0.01).", "higher"),
    ],
)
def test_counts_of_people_are_those_of_their_group(text: str, expected: str) -> None:
    assert [c.direction for c in comparisons_of(f"Surgery was set against no surgery. {text}")] == [expected]


def test_being_without_a_harm_is_not_having_it() -> None:
    [read] = comparisons_of(
        "More patients in the surgery group reported no nausea than in the no surgery group (P = 0.01)."
    )
    assert (read.endpoint, read.direction) == ("no nausea", "higher")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Relapse was less frequent after surgery (P = .02), also in women over 70 (P = .04) "
            "but not for tumours under 1 cm (P = .40).",
            [
                ("disease_free_survival", "lower"),
                ("disease_free_survival", "lower"),
                ("disease_free_survival", "no_difference"),
            ],
            id="a claim goes on in further settings",
        ),
        pytest.param(
            "Shorter overall survival went with visceral disease (P = .003) and a high grade (P = .01).",
            [("overall_survival", "lower"), ("overall_survival", "lower")],
            id="factors, each with a p-value",
        ),
        pytest.param(
            "The surgery group had fewer local recurrences (2% vs 9%, P = .02) "
            "but more wound complications (12% vs 5%, P = .03).",
            [("locoregional_control", "lower"), ("adverse_event", "higher")],
            id="but more",
        ),
        pytest.param(
            "Surgery and control groups did not differ in local control or pain (P = .6).",
            [("locoregional_control", "no_difference"), ("quality_of_life", "no_difference")],
            id="groups that differ in nothing",
        ),
        pytest.param(
            "We did not find a significant difference in overall survival between the groups.",
            [("overall_survival", "no_difference")],
            id="did not find a difference",
        ),
        pytest.param(
            "Local recurrences were significantly improved with surgery.",
            [("locoregional_control", "lower")],
            id="an improved event is a rarer one",
        ),
        pytest.param(
            "Survival increased from 41% in the first period to 52% in the second (P = .01).",
            [("overall_survival", "higher")],
            id="from one period to the other",
        ),
        pytest.param(
            "Overall survival at 5 years was 48% after surgery, significantly better than without (P = .01).",
            [("overall_survival", "higher")],
            id="an aside that compares",
        ),
        pytest.param(
            "Women survived longer after surgery (P = .02).",
            [("overall_survival", "higher")],
            id="survived longer",
        ),
    ],
)
def test_one_sentence_may_hold_several_claims(text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(keys(text)) == sorted(expected)


def test_a_factor_is_what_the_claim_contrasts() -> None:
    first, second = comparisons_of(
        "Age over 70 (P = .01) and stage IIIC (P = .02) were risk factors for relapse."
    )
    assert (first.contrast, second.contrast) == ("Age over 70", "stage IIIC")
    assert (first.direction, second.direction) == ("higher", "higher")


def test_a_sign_of_bad_prognosis_lowers_survival_and_a_mere_kind_tells_no_direction() -> None:
    found = comparisons_of(
        "Nodal stage (P = .01), adjuvant therapy (P = .02) and region (P = .03) were predictors of "
        "overall survival."
    )
    assert [(c.contrast, c.direction) for c in found] == [
        ("Nodal stage", "lower"),
        ("adjuvant therapy", "higher"),
    ]


def test_a_list_of_factors_behind_a_colon_has_one_claim_for_each() -> None:
    found = comparisons_of(
        "Three factors marked longer survival: age under 50 (P = .01), bone-only disease (P = .02) "
        "and few metastases (P = .04)."
    )
    assert [c.contrast for c in found] == ["age under 50", "bone-only disease", "few metastases"]
    assert {(c.endpoint_class, c.direction) for c in found} == {("overall_survival", "higher")}


def test_a_difference_short_of_significance_is_none() -> None:
    assert keys(
        "Relapse was less frequent after surgery, but this did not reach statistical significance."
    ) == [("disease_free_survival", "no_difference")]


def test_prognosis_is_that_of_survival() -> None:
    assert keys("Prognosis was worse with visceral than with bone disease (P = .01).") == [
        ("overall_survival", "lower")
    ]
