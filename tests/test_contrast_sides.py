"""Which of two groups a contrast puts first, and the study's groups where a sentence names none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.contrasts.read import contrast_for
from miner.model import Arm
from miner.phrases.group_order import oriented
from miner.text.document import read_document

ARMS = (Arm("primary tumour surgery", 120), Arm("systemic therapy alone", 118))


def contrast_of(text: str, number: str, arms: tuple[Arm, ...] = ()) -> str:
    doc = read_document(f"A study of surgery\nRESULTS: {text}")
    start = doc.text.index(number)
    return contrast_for(doc, doc.sentence_at(start), start, start + len(number), arms)


LETTERED = (
    "Women were assigned to tamoxifen alone (arm A) or to tamoxifen plus mastectomy (arm B). "
    "Median local control rose from 11 months in arm A to 31 months in arm B (HR 0.44)."
)
ROLES = (
    "Women had palliative radiotherapy (intervention group) or best supportive care (control group). "
    "Median survival was 9 months in the control group and 12 months in the intervention group (HR 0.82)."
)


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        pytest.param(
            LETTERED,
            "0.44",
            "tamoxifen plus mastectomy (arm B) vs tamoxifen alone (arm A)",
            id="from x in arm A to y in arm B: letters resolved, experimental first",
        ),
        pytest.param(
            ROLES,
            "0.82",
            "palliative radiotherapy (intervention group) vs best supportive care (control group)",
            id="roles resolved, experimental first",
        ),
        pytest.param(
            "Median PFS was 6 months under placebo and 8 months after metastasectomy (HR 0.74).",
            "0.74",
            "metastasectomy vs placebo",
            id="figures beside groups: experimental first",
        ),
        pytest.param(
            "The hazard ratio for no surgery versus surgery was 1.61.",
            "1.61",
            "no surgery vs surgery",
            id="the ratio's own order stays",
        ),
        pytest.param(
            "Compared with mastectomy, survival was shorter with no surgery (HR 1.9).",
            "1.9",
            "no surgery vs mastectomy",
            id="a comparison's own order stays",
        ),
        pytest.param(
            "Breast surgery did not prolong survival compared with endocrine therapy (HR 1.06).",
            "1.06",
            "Breast surgery vs endocrine therapy",
            id="the verb's words are no group",
        ),
        pytest.param(
            "Survival was in favour of hepatectomy over chemotherapy only (HR 0.41).",
            "0.41",
            "hepatectomy vs chemotherapy only",
            id="in favour of A over B",
        ),
        pytest.param(
            "Lung resection gave no clear survival advantage over observation (HR 0.92).",
            "0.92",
            "Lung resection vs observation",
            id="no advantage over B",
        ),
        pytest.param(
            "With biopsy as the reference, deaths were fewer after lumpectomy (HR 0.52) "
            "and after mastectomy (HR 0.63).",
            "0.63",
            "mastectomy vs biopsy",
            id="each item against the reference",
        ),
        pytest.param(
            "PFS was better when the tumour was luminal (HR 0.51) or of ductal rather "
            "than lobular type (HR 0.71).",
            "0.51",
            "tumour luminal",
            id="A rather than B belongs to its own item",
        ),
        pytest.param(
            "PFS was better when the tumour was luminal (HR 0.51) or of ductal rather "
            "than lobular type (HR 0.71).",
            "0.71",
            "ductal vs lobular type",
            id="an item with its reference",
        ),
        pytest.param(
            "Pleural effusion (HR 1.5), anaemia (HR 1.4) and weight loss (HR 1.3) carried a higher "
            "risk of death.",
            "1.4",
            "anaemia",
            id="an item of the subject",
        ),
        pytest.param(
            "The effect of hepatectomy on overall survival was not significant (HR 0.87).",
            "0.87",
            "hepatectomy",
            id="the effect of A",
        ),
        pytest.param(
            "PR positivity was the only favourable prognosticator (HR 0.46).",
            "0.46",
            "PR positivity",
            id="A was the only prognosticator",
        ),
        pytest.param(
            "The hazard of death was lower with ablation when other variables were allowed for (HR 0.66).",
            "0.66",
            "ablation",
            id="lower with A, after adjustment",
        ),
        pytest.param(
            "Surgery was tested. The adjusted HR was 0.58 in favour of surgery.",
            "0.58",
            "surgery",
            id="in favour of A",
        ),
        *[
            pytest.param(
                "Women given glue (OR 2.0), clips (OR 1.8) or drains (OR 1.2) bled more often than those "
                "given none.",
                number,
                expected,
                id=f"each item of the subject against what follows: {expected}",
            )
            for number, expected in (("1.8", "clips vs none"), ("1.2", "drains vs none"))
        ],
        *[
            pytest.param(
                "Glue was associated with a lower risk of seroma (HR 0.6), infection (HR 0.7) and late "
                "bleeding (HR 0.8) compared with clips.",
                number,
                "Glue vs clips",
                id=f"of a list of endpoints none is set against the comparator: {number}",
            )
            for number in ("0.6", "0.7", "0.8")
        ],
        pytest.param(
            "Wound healing was more likely when nurses used glue (OR 1.9).",
            "1.9",
            "glue",
            id="when they used A",
        ),
        *[
            pytest.param(
                "Seroma was rarer in the glue group compared with clips (RR 0.4, 95% CI 0.2-0.6) and closed "
                "drains (RR 0.7, 95% CI 0.5-0.9).",
                number,
                f"glue group vs {other}",
                id=f"against two, each with its own number: {other}",
            )
            for number, other in (("0.4", "clips"), ("0.7", "closed drains"))
        ],
        pytest.param(
            "Fewer women given glue developed seroma: it was seen in 8% of women on glue and 14% on clips "
            "(RR 0.57).",
            "0.57",
            "glue vs clips",
            id="of the second figure only its group is told",
        ),
        pytest.param(
            "Seroma occurred in 4 of 80 women given glue and 12 of 82 given clips (OR 0.31).",
            "0.31",
            "glue vs clips",
            id="counts of those given A and given B",
        ),
        pytest.param(
            "No difference in seroma was found between supervised and unsupervised training (RR 0.93).",
            "0.93",
            "supervised training vs unsupervised training",
            id="a quality with the noun of the other",
        ),
        pytest.param(
            "Children in glue clinics had less pain than children in clip clinics (MD -1.4).",
            "-1.4",
            "Children in glue clinics vs clip clinics",
            id="the same people on either side",
        ),
        pytest.param(
            "Glue was associated with less bleeding than closed drains (HR 0.65); seroma was alike (HR 0.9).",
            "0.9",
            "Glue vs closed drains",
            id="less of an endpoint is no side, whichever endpoint the number has",
        ),
        pytest.param(
            "In women without diabetes, compared with those given clips, the risk was higher in women "
            "given glue (HR 1.9).",
            "1.9",
            "glue vs clips",
            id="the setting is no group where the groups follow",
        ),
        pytest.param(
            "Compared with the no-glue group, median survival of the glue group was longer (HR 0.61), and "
            "the clip subgroup lived longest (HR 0.44).",
            "0.61",
            "glue group vs no-glue group",
            id="whose survival it was, not the subject of a clause behind",
        ),
        pytest.param(
            "Glue and clip groups had less leakage (glue group: HR 0.5; clip group: HR 0.6) "
            "than the suture group.",
            "0.6",
            "clip group vs suture group",
            id="each of two groups named at once has its label",
        ),
    ],
)
def test_sides_and_their_order(text: str, number: str, expected: str) -> None:
    assert contrast_of(text, number) == expected


@pytest.mark.parametrize("control", ["no surgery", "placebo", "systemic therapy alone", "standard care"])
@pytest.mark.parametrize("swapped", [False, True])
def test_arms_without_a_stated_order_put_the_experimental_one_first(control: str, swapped: bool) -> None:
    arms = (Arm("metastasectomy", 50), Arm(control, 52))
    found = contrast_of("Survival did not differ (HR 0.95).", "0.95", arms[::-1] if swapped else arms)
    assert found == f"metastasectomy vs {control}"


@given(st.sampled_from(["no surgery", "placebo", "drugs alone"]), st.sampled_from(["surgery", "ablation"]))
def test_orientation_does_not_depend_on_the_order_of_mention(control: str, tested: str) -> None:
    doc = read_document("A trial")
    assert oriented(doc, control, tested) == oriented(doc, tested, control) == (tested, control)


def test_a_plain_trial_result_compares_the_arms() -> None:
    text = "Overall survival did not differ (HR 0.95; 95% CI 0.78-1.15)."
    assert contrast_of(text, "0.95", ARMS) == "primary tumour surgery vs systemic therapy alone"


def test_a_side_that_is_no_group_is_filled_from_the_arms() -> None:
    text = "There was a benefit in overall survival compared with systemic therapy alone (HR 0.70)."
    assert contrast_of(text, "0.70", ARMS) == "primary tumour surgery vs systemic therapy alone"


def test_the_arms_of_a_case_control_study_are_not_what_its_odds_ratio_compares() -> None:
    text = "Nulliparity raised the risk (OR 1.6)."
    assert contrast_of(text, "1.6", (Arm("cases", 80), Arm("controls", 160))) == "Nulliparity"


@pytest.mark.parametrize(
    ("left", "right", "first"),
    [
        ("SOC therapy", "SOC plus SBRT", "SOC plus SBRT"),
        ("oestrogens alone", "placebo with a median duration of 7 years", "oestrogens alone"),
    ],
)
def test_of_two_that_may_be_controls_the_one_with_more_to_it_is_under_test(
    left: str, right: str, first: str
) -> None:
    assert oriented(read_document("A randomised trial\nRESULTS: None."), left, right)[0] == first
