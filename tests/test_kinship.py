"""Which reports are of one study though they share no number, and which only look as if they were."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.studies.join import Joins, StudyGroup, join_reports
from graph.studies.reports import Report
from graph.studies.trial_names import follow_up_of, organisations_of, trial_name
from miner.article import Author, Correction, Registration
from miner.trial import Trial
from tests.graph_fixtures import entry

GROUP = "On behalf of the Northern Breast Surgery Group, we randomised 200 women."
OTHER = "On behalf of the Southern Breast Surgery Group, we randomised 200 women."
SECOND = "90000002"


def report(pmid: str, title: str, text: str = "", design: str = "randomized_trial", **more: Any) -> Report:
    article, extraction = entry(pmid, f"Author{pmid}", more.pop("year", 2015), title, text)
    return Report(replace(article, **more), replace(extraction, design=design))  # type: ignore[arg-type]  # tests


def first(text: str = GROUP, **more: Any) -> Report:
    return report("90000001", "Surgery or none in metastatic disease: the XYLEM trial", text, **more)


def joined(*reports: Report, trials: tuple[Trial, ...] = (), known: Joins | None = None) -> list[StudyGroup]:
    return [g for g in join_reports(reports, trials, known) if len(g.reports) > 1]


def number(*numbers: str) -> tuple[Registration, ...]:
    return tuple(Registration("ClinicalTrials.gov", n) for n in numbers)


def people(*names: str) -> tuple[Author, ...]:
    return tuple(Author(n, "Ada", "A") for n in names)


def test_what_is_known_to_be_one_study_stays_one_where_numbers_run_into_a_second_trial() -> None:
    """Two records of one publication, or what a person joined, are not pooled as two for a third's number."""
    copies = [report(f"9000000{i}", "Surgery", registrations=number("NCT90000001")) for i in (1, 2)]
    link = (Correction("UpdateOf", "90000001", None),)
    third = report("90000003", "Surgery", registrations=number("NCT90000002"), corrections=link)
    known = Joins(together=(("PMID:90000001", "PMID:90000002", "same DOI"),))
    assert joined(*copies, third) == []
    (study,) = joined(*copies, third, known=known)
    assert [r.id for r in study.reports] == ["PMID:90000001", "PMID:90000002"]
    assert study.joined_by == ("same DOI",)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Surgery or none: the XYLEM trial", "XYLEM"),
        ("Quality of life in the XYLEM randomised clinical trial", "XYLEM"),
        ("Surgery or none (XYLEM): a randomised trial", "XYLEM"),
        ("XYLEM-2: a randomised phase 3 trial of surgery", "XYLEM-2"),
        ("Surgery or none: results of a randomized clinical trial (ZX2108).", "ZX2108"),
        ("Surgery or none: protocol ZX07-01 randomized clinical trial", "ZX07-01"),
        ("Surgery or none: the XYLEM II trial", "XYLEM II"),
        ("A trial of surgery in the XYLEM registry", None),
        ("The XYLEM and PHLOEM trials: a pooled analysis", None),
        ("What the XYLEM trial adds to the PHLOEM trial", None),
        ("Surgery in HER2-positive disease: a SEER study", None),
        ("An NSCLC trial of surgery", None),
        ("A phase II trial of surgery in stage IV disease", None),
        ("SURGERY OR NONE: THE XYLEM TRIAL", None),
    ],
)
def test_a_title_names_one_trial_or_none(title: str, name: str | None) -> None:
    assert trial_name(report(SECOND, title)) == name


def test_a_short_form_of_a_treatment_is_no_name_and_one_of_a_whole_title_is() -> None:
    short = "Chest wall recurrence therapy (CWRT) was given."
    assert trial_name(report(SECOND, "Women in the CWRT trial", short)) is None
    whole = (
        "eXcision Yes or no: Local therapy in mEtastatic breast cancer of woMen (XYLEM) was begun in 2010."
    )
    assert trial_name(report(SECOND, "Women in the XYLEM trial", whole)) == "XYLEM"


def test_name_design_and_sponsor_join_with_their_reason() -> None:
    later = report(SECOND, "Ten years after: surgery in the XYLEM trial", GROUP, year=2021)
    (study,) = joined(later, first())
    assert study.joined_by == ("trial name XYLEM, randomized trial, sponsor Northern Breast Surgery Group",)


@pytest.mark.parametrize(
    "later",
    [
        report(SECOND, "Surgery in the XYLEM trial", ""),
        report(SECOND, "Surgery in the XYLEM trial", OTHER),
        report(SECOND, "Surgery in the XYLEM trial", "Funded by the National Cancer Institute."),
        report(SECOND, "Surgery in the XYLEM II trial", GROUP),
        report(SECOND, "Surgery in the XYLEM study", GROUP, design="prospective_cohort"),
        report(SECOND, "What the XYLEM trial means", GROUP, design="narrative_review"),
        report(SECOND, "Another trial", GROUP + " It was designed after the XYLEM trial."),
        report(SECOND, "Surgery in the XYLEM trial", GROUP, design="registry_cohort"),
    ],
    ids=[
        "name alone",
        "another group",
        "who pays for everybody",
        "the next trial of the series",
        "another design",
        "a review",
        "named in the text only",
        "a registry's cohort",
    ],
)
def test_a_name_without_design_or_sponsor_joins_nothing(later: Report) -> None:
    assert joined(first(GROUP + " Funded by the National Cancer Institute."), later) == []


@pytest.mark.parametrize("design", ["registry_cohort", "narrative_review"])
def test_two_that_bring_no_study_of_the_trial_are_not_one_for_its_name(design: str) -> None:
    protocol = (("D000078325", "Clinical Trial Protocol"),)
    later = report(SECOND, "Surgery in the XYLEM trial", GROUP, design, publication_types=protocol)
    assert joined(first(design=design, publication_types=protocol), later) == []


def test_the_trials_own_investigators_are_no_sponsor() -> None:
    own = (Author(None, None, None, collective="XYLEM Study Group"),)
    one, two = first("", authors=own), report(SECOND, "Surgery in the XYLEM trial", authors=own)
    assert organisations_of(one, "XYLEM") == {}
    assert joined(one, two) == []


def test_trials_of_one_name_and_unlike_numbers_are_two() -> None:
    one = first(registrations=number("NCT90000001"))
    two = report(SECOND, "Surgery in the XYLEM trial", GROUP, registrations=number("NCT90000002"))
    assert joined(one, two) == []
    third = report("90000003", "More on the XYLEM trial", GROUP)
    assert joined(one, two, third) == [], "nothing says of which of the two it is"


def test_the_registration_gives_name_and_sponsor_where_the_report_does_not() -> None:
    one = report("90000001", "Surgery or none", registrations=number("NCT90000001"))
    trial = Trial(
        registry="ClinicalTrials.gov",
        registry_id="NCT90000001",
        acronym="XYLEM",
        sponsor="Northern Breast Surgery Group (NBSG)",
    )
    two = report(SECOND, "Quality of life in the XYLEM trial", GROUP)
    (study,) = joined(one, two, trials=(trial,))
    assert study.registrations.keys() == {"NCT:NCT90000001"}
    assert joined(one, report(SECOND, "Quality of life in the XYLEM trial", OTHER), trials=(trial,)) == []


def test_a_join_is_undone_by_hand() -> None:
    both = (first(), report(SECOND, "Surgery in the XYLEM trial", GROUP))
    assert joined(*both)
    assert joined(*both, known=Joins(apart=frozenset({f"PMID:{SECOND}"}))) == []


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("We report the ten-year follow-up of the XYLEM trial.", "XYLEM", None),
        (
            "This is a secondary analysis of the randomised XYLEM trial (NCT90000001).",
            "XYLEM",
            "NCT:NCT90000001",
        ),
        ("Here we present long-term outcomes of women in trial NCT90000001.", None, "NCT:NCT90000001"),
        ("Long-term results of the XYLEM trial were disappointing. We asked why.", None, None),
        ("We compared our women with those of the XYLEM trial.", None, None),
        ("We report a secondary analysis of the XYLEM and PHLOEM trials.", None, None),
        ("We performed a post hoc analysis of individual patient data of the XYLEM trial.", None, None),
    ],
)
def test_own_words_say_whose_follow_up_it_is(text: str, name: str | None, number: str | None) -> None:
    said = follow_up_of(report(SECOND, "Women with bone metastases", text))
    assert (said and said.name, said and said.number) == (name, number)


def test_a_follow_up_is_joined_by_the_number_it_names_whatever_its_design() -> None:
    text = "We did a post hoc analysis of the randomised trial NCT90000001 in women with bone metastases."
    one = first(registrations=number("NCT90000001"))
    two = report(SECOND, "Bone metastases", text, design="retrospective_cohort")
    two = Report(two.article, replace(two.extraction, trial_ids=("NCT90000001",)))
    (study,) = joined(one, two)
    assert study.joined_by == (f"follow-up of NCT:NCT90000001: {text[:-1]}",)
    unlike = replace(two.article, registrations=number("NCT90000002"))
    assert joined(one, Report(unlike, two.extraction)) == []


def test_a_follow_up_is_joined_by_name_only_with_people_or_a_sponsor_in_common() -> None:
    one = first("", authors=people("Elm", "Oak", "Ash"))
    words = "We report a subgroup analysis of the XYLEM trial."

    def later(text: str, *names: str, year: int = 2019) -> Report:
        more: dict[str, Any] = {"design": "retrospective_cohort", "year": year}
        return report(SECOND, "Women with bone metastases", text, authors=people(*names), **more)

    assert joined(one, later(words, "Elm", "Oak", "Yew"))
    assert joined(one, later(words, "Elm", "Yew")) == [], "one may be a namesake"
    assert joined(one, later(words, "Elm", "Oak", year=2011)) == [], "it came before"
    assert joined(one, later(words, "Elm", "Oak", year=2015)), "in the same year"
    numbered = replace(one.article, registrations=number("NCT90000001"))
    unlike = later(words, "Elm", "Oak")
    unlike = Report(replace(unlike.article, registrations=number("NCT90000002")), unlike.extraction)
    assert joined(Report(numbered, one.extraction), unlike) == [], "its own number is another trial's"
    assert joined(one, later("We compared women with those of the XYLEM trial.", "Elm", "Oak")) == []
    assert joined(first(GROUP), later(f"{words} {GROUP}", "Yew"))


def test_who_stands_behind_a_report_is_read_from_authors_text_and_funding() -> None:
    behind = (Author(None, None, None, collective="Western Oncology Group"),)
    text = "Funded by Northern Cancer Fund and the Larch Foundation."
    found = organisations_of(report(SECOND, "A trial", text, authors=behind))
    assert {"northern cancer fund", "larch foundation", "western oncology group"} <= found.keys()
    assert organisations_of(report(SECOND, "A trial", "No funding was received.")) == {}
