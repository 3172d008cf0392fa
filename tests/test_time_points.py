"""At what time a group's result holds: told before its numbers, behind them, or for a whole list."""

from __future__ import annotations

import pytest

import miner
from miner.arm_results.time_words import find_times


def told(sentence: str) -> list[tuple[float, str | None]]:
    """The numbers that are no lengths of time, with their times."""
    record = miner.extract(f"Resection of liver metastases.\nRESULTS: {sentence}")
    return [(r.value, r.timepoint) for r in record.arm_results if r.statistic != "median_time"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (  # a list of times before its numbers
            "Overall survival at 1, 2 and 4 years was 88%, 71% and 43%, respectively.",
            [(88, "1 year"), (71, "2 years"), (43, "4 years")],
        ),
        (  # and behind them
            "In all, 88%, 71% and 43% of the patients were alive at 1, 2 and 4 years.",
            [(88, "1 year"), (71, "2 years"), (43, "4 years")],
        ),
        (  # each number with its own time behind it
            "Overall survival was 66% after 2 years, 41% after 4 years and 18% after 8 years.",
            [(66, "2 years"), (41, "4 years"), (18, "8 years")],
        ),
        (
            "Local control was 95% (95% CI 91 to 98%) at one year and 87% (95% CI 80 to 92%) at two years.",
            [(95, "1 year"), (87, "2 years")],
        ),
        (  # each with its own before it
            "At one year 81% were free of progression and at three years 44%.",
            [(81, "1 year"), (44, "3 years")],
        ),
        (  # a list with intervals between
            "The 2-, 4- and 6-year rates were 62% (95% CI 51-70%), 40% (31-50%) and 25% (17-36%).",
            [(62, "2 years"), (40, "4 years"), (25, "6 years")],
        ),
        (  # a list for each of two groups
            "The 1- and 3-year survival rates were 82% and 45% versus 70% and 31%.",
            [(82, "1 year"), (45, "3 years"), (70, "1 year"), (31, "3 years")],
        ),
        (  # groups within each time
            "The 1- and 3-year survival rates were 82% versus 70% and 45% versus 31%.",
            [(82, "1 year"), (70, "1 year"), (45, "3 years"), (31, "3 years")],
        ),
        (  # one time for both groups
            "Survival at 3 years was 48% after resection and 22% without it.",
            [(48, "3 years"), (22, "3 years")],
        ),
        (
            "After resection 48% of the patients were alive at 3 years compared with 22% of the others.",
            [(48, "3 years"), (22, "3 years")],
        ),
        (  # what another sentence part says has its own time or none
            "In hospital 4% of the patients died, and mortality at 60 days was 7%.",
            [(4, None), (7, "60 days")],
        ),
        (
            "Recurrence in the liver was seen in 52% of the patients, and 31% died within 12 months.",
            [(52, None), (31, "12 months")],
        ),
        (  # pointing back
            "Survival was 79% at 2 years, 51% at 5 years; the respective rates of relapse were 44 and 70%.",
            [(79, "2 years"), (51, "5 years"), (44, "2 years"), (70, "5 years")],
        ),
        ("Ninety-day mortality was 3%.", [(3, "90 days")]),
    ],
)  # fmt: skip
def test_a_number_has_the_time_that_is_told_for_it(
    sentence: str, expected: list[tuple[float, str | None]]
) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Median survival was 52.1 months after resection and 51.0 months without it, and 61% responded.",
        "Of the patients aged over 70 years, 61% responded.",
        "The response rate was 61% in 5-year survivors.",
    ],
)
def test_a_length_of_time_or_an_age_is_no_time_of_a_rate(sentence: str) -> None:
    assert (61, None) in told(sentence)


def test_times_that_do_not_match_their_numbers_are_not_given() -> None:
    assert {time for _, time in told("Survival at 1, 3 and 5 years was 80% and 40%.")} == {None}


def test_a_level_and_a_bound_are_no_results() -> None:
    assert told("Confidence intervals for overall survival are at the 90% level.") == []
    record = miner.extract(
        "Resection of liver metastases.\nRESULTS: Resection was linked with survival of 5 years or more."
    )
    assert record.arm_results == ()


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("at 1, 3 and 5 years", [("1 year", "3 years", "5 years")]),
        ("30-day and one-year mortality", [("30 days", "1 year")]),
        ("two years after surgery", [("2 years",)]),
        ("up to week 6", [("6 weeks",)]),
        ("the 24-hour urine of women over 60 years", []),
    ],
)
def test_times_are_made_plain(text: str, items: list[tuple[str, ...]]) -> None:
    assert [t.items for t in find_times(text)] == items
