"""Numbers that may count people, and those that cannot."""

from __future__ import annotations

import time

import pytest

from miner.numbers.quantities import find_quantities
from miner.participants.arm_lists import find_lists
from miner.participants.arms import find_arms
from miner.participants.candidates import find_mentions
from miner.participants.sample_size import find_sample_size
from miner.text.document import read_document


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Of 62 women registered, 50 were randomised.", [62, 50]),
        ("Median age was 57 years and 40 women took part.", [40]),
        ("Recovery scores were 131 [118, 140] after surgery in 12 women.", [131, 12]),
        ("Neutrophils below 1.5 × 109 cells/L were seen in 14 women.", [14]),
        ("Only two thirds of 90 women answered.", [90]),
        ("Protocol 0413 enrolled 75 women.", [75]),
        ("Response was seen in 45 vs 38% of 80 women.", [80]),
        ("In 1,907 person-years of follow-up 12 women died.", [12]),
        ("Drug A was given to 1920 women and 1944 were assigned to placebo.", [1920]),
        ("We randomly assigned 1979 eligible women to drug A.", [1979]),
        ("Women were split into a surgery group (60 subjects) and a control group (58 subjects).", [60, 58]),
        ("A match was found for 99% or 6,039 women.", [6039]),
        ("Data were complete at one centre (19 placebo, 23 drug).", [1, 19, 23]),
        ("In this randomised study 84 women were treated.", [84]),
        ("We followed a cohort of 2014 survivors.", [2014]),
        ("There were 1987 consecutive admissions.", [1987]),
        ("From 1991 to 1996 premenopausal women were treated.", []),
        ("Control was better with surgery (n = 44, 72%) than without (n = 17, 28%).", [44, 17]),
        ("The Million Women Study asked 690 women.", [690]),
        ("One million women a year are affected; 75 were studied.", [75]),
        ("There were 3.1 episodes per 100 child-months.", []),
        ("The region has 2.3 million inhabitants; 340 women were studied.", [340]),
        ("The registers of 1.4 million mothers were linked.", [1_400_000]),
        ("There were 205 smokers and 1990 age- and sex-matched controls.", [205, 1990]),
        ("In the northern registry, 1988 male patients were followed.", [1988]),
        ("Between 1988 and 1994 male patients were followed.", []),
        ("The mean age of the 164 older adults was high.", [164]),
        ("We compared 4210 middle-aged and 3950 elderly men.", [4210, 3950]),
    ],
)
def test_numbers_that_may_count_people(sentence: str, values: list[int]) -> None:
    assert [m.value for m in find_mentions(read_document(f"A study\nMETHODS: {sentence}"))] == values


@pytest.mark.parametrize(
    ("sentence", "trait"),
    [
        ("We saw 21 deaths among 140 women after surgery.", "denominator"),
        ("We saw 12 of 140 women with seroma.", "denominator"),
        ("We saw 140 women, of whom 70 were randomly assigned.", "fewer randomised"),
        ("We saw 140 women. Pain was relieved in 45 (32.1%) and lasted in 95 (67.9%).", "base of several"),
        ("We saw 140 women who relapsed and 150 women who did not.", "twin"),
        ("We saw 140 seropositive and 260 seronegative men.", "head:people"),
        ("We saw 140 treated, 35 untreated, and 20 referred men.", "shares its noun"),
        (
            "We drew 165 charts. We excluded 25 men. Pain was found in 9 of 140 men.",
            "rest of those kept",
        ),
        ("We drew 140 charts. We excluded 25 men. Of the 115 men left, 9 had pain.", "less those refused"),
        ("Questionnaires were sent out; the response rate was 56% (140/250).", "answered"),
        ("After matching, 140 patients in each cohort were compared.", "of each"),
    ],
)
def test_what_is_remarkable_about_a_number(sentence: str, trait: str) -> None:
    found = find_mentions(read_document(f"A study\nRESULTS: {sentence}"))
    assert trait in next(m.traits for m in found if m.value == 140)


def test_a_list_knows_when_one_number_is_a_share_of_another() -> None:
    doc = read_document("A study\nRESULTS: In all 240 women were included and 216 (90%) were analysed.")
    pair = next(x for x in find_lists(find_mentions(doc), doc.text, doc.title) if len(x.members) == 2)
    assert "share of another" in pair.traits


def test_a_list_knows_whether_the_title_speaks_of_its_groups() -> None:
    body = "Of 420 women, 96 had a relapse; 61 were treated abroad."
    doc = read_document(f"Relapse after surgery\nRESULTS: {body}")
    singles = {
        x.members[0].value
        for x in find_lists(find_mentions(doc), doc.text, doc.title)
        if "all titled" in x.traits
    }
    assert 96 in singles
    assert 61 not in singles


def test_a_list_knows_whether_its_groups_are_set_against_others() -> None:
    body = "Of 420 infants, 96 had jaundice; 61 came late. Infants without jaundice gained more weight."
    doc = read_document(f"Growth in the first year\nRESULTS: {body}")
    singles = {
        x.members[0].value
        for x in find_lists(find_mentions(doc), doc.text, doc.title)
        if "contrasted: all titled" in x.traits
    }
    assert singles == {96}


def test_wholes_that_are_repeated_are_one_group_each() -> None:
    body = "Relapse came in 8 of 31 and death in 5 of 31 with surgery, in 12 of 44 and 9 of 44 without."
    doc = read_document(f"Surgery and relapse\nRESULTS: {body}")
    lists = [x for x in find_lists(find_mentions(doc), doc.text, doc.title) if x.family == "denominator"]
    assert [31, 44] in [[m.value for m in x.members] for x in lists]


@pytest.mark.parametrize(
    ("sentence", "sizes"),
    [
        ("In total 74 propensity-matched pairs of men were compared.", [74, 74]),
        ("There were 74 matched men in each of the two cohorts.", [74, 74]),
        ("The three groups of 74 men each were alike.", [74, 74, 74]),
        ("Four groups were made, with 74 men per group.", [74, 74, 74, 74]),
    ],
)
def test_a_size_said_of_each_group_counts_as_often_as_there_are_groups(
    sentence: str, sizes: list[int]
) -> None:
    doc = read_document(f"A study\nMETHODS: {sentence}")
    lists = find_lists(find_mentions(doc), doc.text, doc.title)
    assert sizes in [[m.value for m in x.members] for x in lists]


def test_a_list_of_cases_and_controls_is_known() -> None:
    doc = read_document(
        "Diet and cancer\nMETHODS: We recruited 756 incident cases and 789 hospital controls."
    )
    (pair,) = (x for x in find_lists(find_mentions(doc), doc.text, doc.title) if len(x.members) == 2)
    assert "cases and controls" in pair.traits


@pytest.mark.parametrize("text", ["1,234 patients ", "45% of 90 women, ", "n = 12 (", "12 of ", "among 5 "])
def test_a_crafted_text_is_read_in_bounded_time(text: str) -> None:
    doc = read_document("A title\nRESULTS: " + text * 3000)
    begin = time.process_time()
    arms = find_arms(doc, "randomized_trial")
    find_sample_size(doc, "randomized_trial", arms)
    find_quantities(doc)
    assert time.process_time() - begin < 5
