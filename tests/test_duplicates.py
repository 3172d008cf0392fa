"""One publication under two numbers is found; two publications are never taken for one."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.article import Article, Author, Correction
from miner.duplicates import find_duplicates

TITLE = "Removal of the primary tumour in women with metastases at diagnosis"


def article(
    pmid: str, title: str = TITLE, year: str = "2015", author: str = "Öztürk", **more: object
) -> Article:
    made = Article(pmid=pmid, title=title, published=year, authors=(Author(author, None, None),))
    return replace(made, **more)  # type: ignore[arg-type]  # fields of Article


PMIDS = ("90000001", "90000002")
PREPRINT = (("D000076942", "Preprint"),)


def pairs(*articles: Article) -> list[tuple[str, str, str]]:
    return [(d.pmid, d.kept, d.reason) for d in find_duplicates(articles)]


def test_the_same_doi_whatever_its_case() -> None:
    first, second = article("90000001", doi="10.1000/ABC"), article("90000002", "Another", doi="10.1000/abc")
    assert pairs(second, first) == [("90000002", "90000001", "same DOI")]


def test_the_same_title_year_and_author_whatever_case_and_accents() -> None:
    first = article("90000001")
    second = article("90000002", TITLE.upper() + ".", author="Ozturk")
    assert pairs(first, second) == [("90000002", "90000001", "same title, year and first author")]


def test_another_year_author_or_a_short_title_is_another_publication() -> None:
    first = article("90000001")
    assert pairs(first, article("90000002", year="2016")) == []
    assert pairs(first, article("90000002", author="Lindqvist")) == []
    short = article("90000003", "Stage IV breast cancer")
    assert pairs(short, replace(short, pmid="90000004")) == []
    unsigned = replace(first, authors=())
    assert pairs(unsigned, replace(unsigned, pmid="90000005")) == []


@pytest.mark.parametrize(
    "title",
    [
        f"Reply to: {TITLE}",
        f"Re: {TITLE}",
        f"In response to: {TITLE}",
        f"Author's reply: {TITLE}",
        f"[Reply to {TITLE}]",
        f"Comment on {TITLE}",
        f"Erratum: {TITLE}",
        f"Correction to: {TITLE}",
        f"Retraction: {TITLE}",
    ],
)
def test_replies_and_errata_with_one_title_are_each_their_own(title: str) -> None:
    assert pairs(article("90000001", title), article("90000002", title)) == []


@pytest.mark.parametrize(
    "kind",
    [
        ("D016420", "Comment"),
        ("D016421", "Editorial"),
        ("D016425", "Published Erratum"),
        ("D016440", "Retraction of Publication"),
        ("D000075742", "Expression of Concern"),
    ],
)
def test_a_notice_with_title_and_doi_of_its_report_is_no_duplicate(kind: tuple[str, str]) -> None:
    first = article("90000001", doi="10.1000/a")
    assert pairs(first, article("90000002", doi="10.1000/a", publication_types=(kind,))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{TITLE}. Part I", f"{TITLE}. Part II"),
        (f"{TITLE}: 1. Methods", f"{TITLE}: 2. Methods"),
        (f"{TITLE} and interferon \u03b1", f"{TITLE} and interferon \u03b2"),
        (f"{TITLE} under 50 years (<50)", f"{TITLE} under 50 years (>50)"),
        (f"{TITLE}: HER2+ disease", f"{TITLE}: HER2 disease"),
    ],
)
def test_parts_and_signs_tell_titles_apart(one: str, other: str) -> None:
    assert pairs(article("90000001", one), article("90000002", other)) == []


def test_abstracts_of_one_meeting_share_a_doi_and_are_not_one() -> None:
    first = article("90000001", doi="10.1000/suppl")
    assert pairs(first, article("90000002", "Another", author="Lindqvist", doi="10.1000/suppl")) == []


def test_a_doi_is_the_same_as_an_address_and_as_a_number() -> None:
    first, second = (
        article("90000001", doi="10.1000/a"),
        article("90000002", "B", doi="https://doi.org/10.1000/A"),
    )
    assert pairs(first, second) == [("90000002", "90000001", "same DOI")]


def test_two_versions_of_a_preprint_are_one() -> None:
    first, second = (
        article(p, publication_types=PREPRINT, doi=f"10.1000/{p}") for p in ("90000001", "90000002")
    )
    assert pairs(first, second) == [("90000002", "90000001", "same title, year and first author")]
    found = pairs(first, second, article("90000003"))
    assert found == [
        ("90000001", "90000003", "preprint of an article"),
        ("90000002", "90000003", "preprint of an article"),
    ]


def test_a_preprint_gives_way_to_its_article_even_with_a_lower_number() -> None:
    preprint = article("90000001", year="2014", publication_types=PREPRINT)
    assert pairs(preprint, article("90000002")) == [("90000001", "90000002", "preprint of an article")]
    assert pairs(preprint, article("90000002", year="2019")) == []


def test_a_preprint_that_pubmed_links_may_have_another_title() -> None:
    link = (Correction("UpdateIn", "90000002", None),)
    preprint = article("90000001", "An early title", publication_types=PREPRINT, corrections=link)
    assert pairs(preprint, article("90000002")) == [("90000001", "90000002", "preprint of an article")]


def test_a_republication_is_a_report_of_its_own() -> None:
    link = (Correction("CorrectedandRepublishedFrom", "90000001", None),)
    assert pairs(article("90000001"), article("90000002", corrections=link)) == []


def test_three_copies_have_one_to_keep_in_whatever_order_they_come() -> None:
    three = [article("90000001", doi="10.1000/a"), article("90000002", doi="10.1000/a"), article("90000003")]
    for order in permutations(three):
        found = find_duplicates(order)
        assert {d.kept for d in found} == {"90000001"}
        assert [d.pmid for d in found] == ["90000002", "90000003"]


@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.sampled_from("abc"), st.sampled_from(["2014", "2015"])), max_size=12
    )
)
def test_what_is_kept_is_never_itself_a_duplicate(drawn: list[tuple[int, str, str]]) -> None:
    articles = {str(n): article(str(n), doi=f"10.1000/{doi}", year=year) for n, doi, year in drawn}
    found = find_duplicates(articles.values())
    assert not {d.kept for d in found} & {d.pmid for d in found}
    assert {d.pmid for d in found} < articles.keys() or not found


@pytest.mark.parametrize(
    "kind", ["CorrectedandRepublishedFrom", "RetractedandRepublishedFrom", "RepublishedFrom", "ReprintOf"]
)
def test_what_pubmed_calls_a_republication_is_none(kind: str) -> None:
    again = article("90000002", corrections=(Correction(kind, "90000001", None),))
    assert pairs(article("90000001"), again) == []


def test_one_title_without_a_year_tells_too_little() -> None:
    undated = article("90000001", published=None)
    assert undated.year is None
    assert pairs(undated, replace(undated, pmid="90000002")) == []


@pytest.mark.parametrize(
    ("year", "near"),
    [("2014", False), ("2015", True), ("2017", True), ("2018", False), (None, False)],
)
def test_an_article_of_a_preprint_appears_within_two_years(year: str | None, near: bool) -> None:
    preprint = article("90000001", publication_types=PREPRINT)
    found = pairs(preprint, article("90000002", published=year))
    assert found == [("90000001", "90000002", "preprint of an article")] * near
    undated = article("90000001", publication_types=PREPRINT, published=None)
    assert pairs(undated, article("90000002", published=year)) == []


def test_of_three_that_two_signs_join_the_first_is_kept() -> None:
    one = article("90000001", "Another title altogether of this same report", doi="10.1000/a")
    two = article("90000002", doi="10.1000/b")
    both = article("90000003", doi="10.1000/a")
    assert {(pmid, kept) for pmid, kept, _ in pairs(one, two, both)} == {
        ("90000002", "90000001"),
        ("90000003", "90000001"),
    }
