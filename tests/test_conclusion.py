"""What authors conclude on the main comparison."""

# ruff: noqa: E501  # a case is a line

from __future__ import annotations

import pytest

from miner.conclusion.find import find_conclusion
from miner.conclusion.findings import finding_traits, shown_by
from miner.conclusion.subject import subject_traits
from miner.conclusion.traits import conclusion_traits
from miner.conclusion.voices import harms_sought, said_in, verdicts_in
from miner.model import Arm, Comparison, Direction, Effect, EndpointClass, Evidence
from miner.reading import extract
from miner.text.document import read_document

TITLE = "Surgery versus no surgery of the primary in stage IV breast cancer: a randomised trial"
ARMS = (Arm("surgery"), Arm("no surgery"))


def conclusion(words: str, title: str = TITLE) -> str:
    doc = read_document(f"{title}\nRESULTS: Survival was measured.\nCONCLUSION: {words}")
    return find_conclusion(doc, "randomized_trial", ARMS, (), ())[0]


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ("favours_intervention", "Surgery improves survival and should be considered."),
        ("favours_intervention", "Resection was associated with a significant survival benefit."),
        (
            "favours_intervention",
            "Surgery reduced the risk of local progression without increasing toxicity.",
        ),
        (
            "favours_intervention",
            "Women operated on had longer survival, without detriment to quality of life.",
        ),
        ("no_difference", "Surgery did not improve overall survival."),
        ("no_difference", "There was no significant difference between the groups."),
        ("no_difference", "Survival was similar in both arms."),
        ("no_difference", "We found nothing to suggest that operating prolongs life."),
        ("favours_comparator", "Survival after surgery was inferior to that without it."),
        ("favours_comparator", "Surgery led to worse survival and should not be used."),
        (
            "mixed",
            "Surgery did not improve overall survival, but it significantly reduced local progression and improved control.",
        ),
        ("favours_intervention", "Surgery was as effective as systemic therapy, with better local control."),
        ("favours_intervention", "Surgery was noninferior for survival and superior for local control."),
        ("no_difference", "Surgery was as effective as systemic therapy for survival."),
        ("favours_comparator", "Survival was worse after surgery."),
        ("favours_comparator", "Drug A shortened survival."),
        ("no_difference", "Survival was alike in the two groups."),
        ("no_difference", "Surgery does not improve survival and adds morbidity."),
        ("mixed", "Surgery prolonged progression-free but not overall survival."),
    ],
)
def test_conclusions(expected: str, words: str) -> None:
    assert conclusion(words) == expected


def test_factors_of_prognosis_compare_no_treatment() -> None:
    doc = read_document(
        "Prognostic factors in stage IV breast cancer\nRESULTS: Age mattered.\n"
        "CONCLUSION: Age and receptor status were independent prognostic factors."
    )
    assert find_conclusion(doc, "retrospective_cohort", (), (), ())[0] == "not_comparative"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Omeprazole use and the risk of hip fracture: a cohort study", "favours_comparator"),
        ("Short stature and the risk of hip fracture: a cohort study", "not_comparative"),
        ("Maternal obesity and the risk of hip fracture: a cohort study", "not_comparative"),
    ],
)
def test_users_of_a_drug_tell_for_or_against_it_and_people_with_a_trait_do_not(
    title: str, expected: str
) -> None:
    who = title.split(" and ")[0]
    doc = read_document(
        f"{title}\nRESULTS: We followed 900.\nCONCLUSION: {who} increased the risk of fracture."
    )
    assert find_conclusion(doc, "prospective_cohort", (), (), ())[0] == expected


@pytest.mark.parametrize(
    "call",
    [
        "Further trials are needed to show a benefit.",
        "Better strategies to prolong survival should be developed.",
        "Efforts to improve survival are needed.",
    ],
)
def test_a_call_for_more_trials_or_for_deeds_is_no_verdict(call: str) -> None:
    assert conclusion(f"Survival was similar in both arms. {call}") == "no_difference"


def test_the_numbers_decide_where_the_words_do_not() -> None:
    doc = read_document(f"{TITLE}\nCONCLUSION: This settles the question.")
    effect = Effect(
        endpoint="survival",
        endpoint_class="overall_survival",
        measure="HR",
        value=1.0,
        favours="neither",
        evidence=Evidence(None, "", 0, 0),
    )
    assert find_conclusion(doc, "randomized_trial", ARMS, (effect,), ())[0] == "no_difference"


def test_the_quote_is_the_sentence_that_says_most() -> None:
    doc = read_document(f"{TITLE}\nCONCLUSION: We studied 90 women. Surgery improves survival.")
    _, evidence = find_conclusion(doc, "randomized_trial", ARMS, (), ())
    assert evidence is not None
    assert evidence.quote == "Surgery improves survival."


def test_a_registration_line_concludes_nothing() -> None:
    words = "Surgery prolongs survival.\nFunding: The trial was registered and supported by no one."
    assert conclusion(words) == "favours_intervention"


def test_a_protocol_compares_nothing_yet() -> None:
    title = "Surgery versus no surgery in stage IV breast cancer: rationale and design of a randomised trial"
    assert conclusion("The trial will show whether surgery improves survival.", title) == "not_comparative"


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ("no_difference", "Irradiation can safely be omitted after lumpectomy in older women."),
        ("no_difference", "The trial does not confirm the hypothesis that consolidation is of use."),
        ("favours_intervention", "Drug A may be useful before axillary surgery."),
        ("favours_intervention", "The sealant reduced the fluid drained. It did not increase lymphedema."),
    ],
)
def test_what_is_needless_is_no_better_and_harms_that_did_not_grow_say_nothing(
    expected: str, words: str
) -> None:
    assert conclusion(words) == expected


def test_a_line_of_funders_concludes_nothing() -> None:
    words = "Survival was similar in both arms. Cancer Charity and the Medical Council, for their support."
    assert conclusion(words) == "no_difference"


def test_the_time_course_of_harms_in_a_trial_compares_no_treatment() -> None:
    doc = read_document(
        "Incidence and time course of rash in patients of a randomised trial\nRESULTS: Rash was frequent.\n"
        "CONCLUSION: Rash mostly appears early and passes with interruption."
    )
    assert find_conclusion(doc, "randomized_trial", (), (), ())[0] == "not_comparative"


def test_harms_that_are_alike_do_not_make_a_gain_a_mixed_one() -> None:
    words = "Surgery significantly improved survival. The rates of adverse events were similar in both arms."
    assert conclusion(words) == "favours_intervention"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Surgery improved survival.", "better"),
        ("Surgery brought no benefit.", "null"),
        ("Complications were comparable.", "null harm"),
        ("The gain was comparable to earlier trials.", "null aside"),
        ("Survival was poorer.", "worse"),
        ("Mastectomy was superior to no surgery.", "against second arm"),
    ],
)
def test_what_a_sentence_says_and_of_what(words: str, name: str) -> None:
    doc = read_document(f"Title\nCONCLUSION: {words}")
    assert name in said_in(doc.passage(doc.role("conclusion")), (Arm("mastectomy"), Arm("no surgery")))


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("A compression sleeve to prevent lymphedema after surgery", "better"),
        ("A compression sleeve after surgery", "better harm"),
    ],
)
def test_a_harm_that_the_title_names_is_what_the_study_is_about(title: str, said: str) -> None:
    doc = read_document(f"{title}\nCONCLUSION: The sleeve reduced lymphoedema.")
    passage = doc.passage(doc.role("conclusion"))
    verdicts = said_in(passage, (), harms_sought(doc.title)) & {"better", "better harm"}
    assert verdicts == {said}


def test_results_are_judged_sentence_by_sentence() -> None:
    doc = read_document(
        "Title\nRESULTS: Sixty women took part. Drug A prolonged survival. Response was similar. "
        "Toxicity was comparable."
    )
    assert verdicts_in(doc, doc.role("results"), frozenset()) == [
        frozenset(),
        {"better"},
        {"null"},
        frozenset(),
    ]


def comparison(endpoint: str, kind: EndpointClass, direction: Direction) -> Comparison:
    return Comparison(
        endpoint=endpoint, endpoint_class=kind, direction=direction, evidence=Evidence(None, "", 0, 0)
    )


@pytest.mark.parametrize(
    ("endpoint", "kind", "direction", "shown"),
    [
        ("overall survival", "overall_survival", "higher", "better"),
        ("overall survival", "overall_survival", "lower", "worse"),
        ("mortality", "overall_survival", "lower", "better"),
        ("local recurrence", "locoregional_control", "higher", "worse"),
        ("local control", "locoregional_control", "higher", "better"),
        ("freedom from recurrence", "locoregional_control", "higher", "better"),
        ("pain", "quality_of_life", "lower", "better"),
        ("pain relief", "quality_of_life", "higher", "better"),
        ("physical functioning", "quality_of_life", "lower", "worse"),
        ("blisters", "adverse_event", "higher", "worse"),
        ("the ratio of two hormones", "other", "higher", "?"),
        ("overall survival", "overall_survival", "no_difference", "null"),
    ],
)
def test_more_of_the_good_and_less_of_the_bad_is_better(
    endpoint: str, kind: EndpointClass, direction: Direction, shown: str
) -> None:
    assert shown_by(comparison(endpoint, kind, direction)) == shown


def test_a_gain_beside_no_difference_is_told_of_the_findings() -> None:
    found = [
        comparison("response", "response", "higher"),
        comparison("overall survival", "overall_survival", "no_difference"),
        comparison("nausea", "adverse_event", "higher"),
    ]
    traits = set(finding_traits((), found))
    assert {"found1 better", "cmp null", "better and null found", "harms worse"} <= traits
    assert not traits & {"all better", "all null"}


def test_a_marker_within_a_trial_is_a_factor_and_its_groups_are_not_told() -> None:
    doc = read_document(
        "Elevated plasma fibrin predicts survival in women of a hormone trial\n"
        "RESULTS: Women with high fibrin had shorter survival. Fibrin correlated with age."
    )
    contrasts = ["elevated vs normal fibrin"]
    arms = (Arm("letrozole"), Arm("tamoxifen"))
    assert set(subject_traits(doc, arms, contrasts)) == {
        "title factors>0",
        "title factors>1",
        "contrasts of factors",
        "first contrast of a factor",
    }


def test_sentences_that_name_an_arm_tell_of_groups() -> None:
    doc = read_document(
        "Letrozole or tamoxifen\nRESULTS: Relapse was rarer on letrozole. Ten women on tamoxifen died."
    )
    assert set(subject_traits(doc, (Arm("letrozole"), Arm("tamoxifen")), ())) == {
        f"groups told>{part}" for part in (0.2, 0.4, 0.6, 0.8)
    }


def test_groups_that_go_by_short_forms_are_known_in_the_contrasts() -> None:
    doc = read_document(
        "Laser therapy (LT) or cold therapy (CT) for warts\nRESULTS: Laser therapy (LT) healed more."
    )
    effect = Effect(
        endpoint="healing",
        endpoint_class="response",
        measure="OR",
        value=1.4,
        contrast="laser vs cold therapy",
        evidence=doc.evidence(0, 5, "x"),
    )
    traits = conclusion_traits(doc, "registry_cohort", (Arm("LT"), Arm("CT")), (effect,), (), ())
    assert "on arms" in traits
    assert "off arms" not in traits


def test_a_meta_analysis_whose_trials_and_cohorts_differ_is_mixed() -> None:
    title = "Surgery of the primary tumour in stage IV breast cancer: a systematic review and meta-analysis"
    cohorts = "RESULTS: Surgery was associated with better overall survival in cohorts (HR 0.66, 95% CI 0.60 to 0.72)"
    for trials, verdict in (
        ("but not in randomised trials (HR 0.98, 95% CI 0.70 to 1.37).", "mixed"),
        ("and in randomised trials (HR 0.78, 95% CI 0.65 to 0.94).", "favours_intervention"),
    ):
        read = extract(f"{title}\n{cohorts} {trials}\nCONCLUSION: Surgery improves survival.")
        assert read.conclusion == verdict


def test_where_all_that_is_concluded_is_no_gain_the_treatment_is_not_favoured() -> None:
    found = tuple(
        Comparison(
            endpoint="survival",
            endpoint_class="overall_survival",
            direction="higher",
            contrast=contrast,
            evidence=Evidence("RESULTS", "x", 0, 1),
        )
        for contrast in ("global health", "physical function", "social function", "hope", "appetite")
    )
    title = "Surgery versus no surgery in stage IV breast cancer: quality of life in a randomised trial"
    body = "RESULTS: Women with more global health, function, hope and appetite lived longer."
    for words, verdict in (
        (
            "Surgery does not improve quality of life. Health and function may predict survival.",
            "no_difference",
        ),
        (
            "Surgery improves quality of life. Health and function may predict survival.",
            "favours_intervention",
        ),
    ):
        doc = read_document(f"{title}\n{body}\nCONCLUSION: {words}")
        assert find_conclusion(doc, "randomized_trial", ARMS, (), found)[0] == verdict
