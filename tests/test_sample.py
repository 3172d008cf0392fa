"""The bundled sample: built from its sources, readable without loss, faithful to the figures behind it."""

import csv
import gzip
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from corpora.build_sample import SAMPLE, build, read_source, records
from corpora.sample_records import CONSTRUCTED_JOURNAL
from miner.article import Article
from miner.pubmed_xml import read_articles
from miner.trial import read_trials

RECORDS = records()
ARTICLES: dict[str, Article] = {article.pmid: article for article in read_articles(SAMPLE / "records.xml.gz")}
FACTS = read_source("facts.yaml")
TRIALS = read_source("trials.yaml")
SOURCES = list(csv.DictReader((SAMPLE / "SOURCES.tsv").read_text("utf-8").splitlines(), dialect="excel-tab"))
KINDS = Counter(row["kind"] for row in SOURCES)

NUMBER = re.compile(r"\d+(?:[.·]\d+)?|[.·]\d+")
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()


def numbers_in(text: str) -> set[float]:
    """Every number printed in figures: raised dots are decimal points, commas may part thousands."""
    joined = re.sub(r"(?<=\d)[, \u00a0\u2009](?=\d{3}(?!\d))", "", text)
    return {float(printed.replace("·", ".")) for printed in NUMBER.findall(joined)}


def in_words(number: int) -> str:
    """A whole number below a thousand as English spells it, hyphens and "and" left out."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10] + (f" {UNITS[number % 10]}" if number % 10 else "")
    rest = f" {in_words(number % 100)}" if number % 100 else ""
    return f"{UNITS[number // 100]} hundred{rest}"


def is_printed(value: float, text: str) -> bool:
    """True where the text prints a value in figures or, if whole, in words."""
    if value in numbers_in(text):
        return True
    plain = re.sub(r"\s+", " ", text.lower().replace("-", " ").replace(" and ", " "))
    return value == int(value) and value < 1000 and in_words(int(value)) in plain


def figures_known(fact: Any) -> set[float]:
    """Every number that an entry of the facts holds, those in its texts included."""
    if isinstance(fact, dict):
        return set().union(*map(figures_known, fact.values()))
    if isinstance(fact, list):
        return set().union(*map(figures_known, fact))
    return {float(fact)} if isinstance(fact, int | float) else numbers_in(str(fact))


def effect_figures(fact: dict[str, Any]) -> Iterator[float]:
    """The value, interval limits and p of each effect of a publication."""
    for effect in fact.get("effects", ()):
        yield effect["value"]
        yield from (limit for limit in effect.get("ci", ()) if limit is not None)
        p = effect.get("p")
        if p is not None:
            yield float(NUMBER.findall(str(p["value"] if isinstance(p, dict) else p))[0])


def arm_figures(fact: dict[str, Any]) -> Iterator[float]:
    """The sizes and results of the arms of a publication."""
    yield from (arm["n"] for arm in fact.get("arms", ()) if "n" in arm)
    for result in fact.get("arm_results", ()):
        yield result["value"]
        yield from (limit for limit in result.get("ci") or () if limit is not None)


class TestBuild:
    def test_the_built_files_are_those_that_the_sources_give(self) -> None:
        """Run ``python -m corpora.build_sample`` after a change to the sources."""
        for name, content in build().items():
            committed = (SAMPLE / name).read_bytes()
            # The compressed bytes depend on the zlib at hand, their content does not.
            opened = gzip.decompress if name.endswith(".gz") else bytes
            assert opened(committed) == opened(content), name

    def test_the_archive_names_no_file_and_no_time(self) -> None:
        header = (SAMPLE / "records.xml.gz").read_bytes()[:8]
        assert header[3] == 0, "no file name"
        assert header[4:8] == bytes(4), "no time"


class TestRecords:
    def test_it_is_large_enough_to_show_something(self) -> None:
        assert len(RECORDS) >= 165
        assert KINDS["paraphrase, figures verified"] >= 140
        assert KINDS["constructed"] >= 25

    def test_every_pmid_and_key_stands_once(self) -> None:
        assert len({record["pmid"] for record in RECORDS}) == len(RECORDS)
        assert len({record["key"] for record in RECORDS}) == len(RECORDS)

    def test_records_stand_in_the_order_of_their_pmids(self) -> None:
        numbers = [int(pmid) for pmid in ARTICLES]
        assert numbers == sorted(numbers)

    @pytest.mark.parametrize("record", RECORDS, ids=lambda record: str(record["key"]))
    def test_the_reader_loses_nothing(self, record: dict[str, Any]) -> None:
        article = ARTICLES[record["pmid"]]
        assert article.title.removesuffix(".") == plain(record["title"]).removesuffix(".")
        assert article.doi == record.get("doi")
        assert article.pmcid == record.get("pmcid")
        assert article.journal == record.get("journal")
        assert article.vernacular_title == record.get("vernacular_title")
        assert article.keywords == tuple(record.get("keywords") or ())
        assert article.trial_ids == tuple(record.get("trial_ids") or ())
        assert [(s.label, s.text) for s in article.abstract] == [
            (section.get("label"), plain(section["text"])) for section in record.get("abstract") or ()
        ]
        if "medline_date" not in record:
            assert article.year == record.get("year")
        assert [(c.kind, c.pmid) for c in article.corrections] == [
            (c["kind"], c["pmid"]) for c in record.get("corrections") or ()
        ]

    def test_only_verified_publications_have_a_pmid_that_pubmed_could_have_given(self) -> None:
        verified = {fact["pmid"] for fact in FACTS} | {
            r["pmid"] for r in RECORDS if r.get("real") and r["source_urls"]
        }
        below = {pmid for pmid in ARTICLES if int(pmid) < 90_000_000}
        assert below <= verified

    def test_a_constructed_record_says_so_and_names_nobody(self) -> None:
        for row in SOURCES:
            article = ARTICLES[row["pmid"]]
            constructed = row["kind"] == "constructed"
            assert (article.journal == CONSTRUCTED_JOURNAL) == constructed
            assert ("constructed record" in article.keywords) == constructed
            if constructed:
                assert int(article.pmid) > 90_000_500
                assert not article.authors
                assert article.doi is None
                assert not article.trial_ids

    def test_notices_point_at_the_record_that_they_are_about(self) -> None:
        back = {
            "RetractionIn": "RetractionOf",
            "ErratumIn": "ErratumFor",
            "CommentIn": "CommentOn",
            "ExpressionOfConcernIn": "ExpressionOfConcernFor",
        }
        links = {(a.pmid, c.kind, c.pmid) for a in ARTICLES.values() for c in a.corrections}
        assert {kind for _, kind, _ in links} == {*back, *back.values()}
        for pmid, kind, other in links:
            if kind in back:
                assert (other, back[kind], pmid) in links
        assert sum(a.retracted for a in ARTICLES.values()) == 1
        assert sum(a.concern for a in ARTICLES.values()) == 1

    def test_it_has_what_pubmed_has(self) -> None:
        articles = list(ARTICLES.values())
        assert any(a.vernacular_title and a.languages != ("eng",) for a in articles)
        assert any(not a.abstract for a in articles)
        assert any(len(a.abstract) == 1 and a.abstract[0].label is None for a in articles)
        assert any(a.published is not None and a.published != a.published_as_printed for a in articles)
        assert any("·" in a.text for a in articles)


class TestFigures:
    @pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact["key"]))
    def test_every_effect_is_printed_in_its_record(self, fact: dict[str, Any]) -> None:
        text = ARTICLES[fact["pmid"]].text
        assert [value for value in effect_figures(fact) if not is_printed(value, text)] == []

    @pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact["key"]))
    def test_every_arm_is_printed_in_its_record(self, fact: dict[str, Any]) -> None:
        text = ARTICLES[fact["pmid"]].text
        # "No treatment-related death" prints a nought.
        missing = [value for value in arm_figures(fact) if value and not is_printed(value, text)]
        assert missing == []

    @pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact["key"]))
    def test_no_figure_is_printed_that_was_not_verified(self, fact: dict[str, Any]) -> None:
        """A level of 95% goes without saying; digits in a name (HER2) are no figure."""
        text = " ".join(section.text for section in ARTICLES[fact["pmid"]].abstract)
        printed = numbers_in(re.sub(r"\b[A-Za-z]+\d+\b", "", text))
        assert sorted(printed - figures_known(fact) - {95.0}) == []

    def test_the_check_reads_figures_as_journals_print_them(self) -> None:
        text = "Of 1,452 women, forty-three had surgery (HR 0·66, 95% CI .49 to 0.88); 12 345 were screened."
        assert numbers_in(text) >= {1452.0, 0.66, 0.49, 0.88, 12345.0}
        assert is_printed(43, text)
        assert not is_printed(44, text)
        assert not is_printed(0.67, text)


class TestTrials:
    def test_each_trial_of_the_sources_is_read_back(self) -> None:
        trials = list(read_trials(SAMPLE / "trials.json"))
        assert len(trials) == len(TRIALS) >= 20
        for trial, source in zip(trials, TRIALS, strict=True):
            assert trial.registry_id == source.get("registry_id", source.get("acronym"))
            assert trial.title == source.get("title")
            assert trial.enrollment == source.get("enrollment")
            assert trial.status == source.get("overall_status")
            assert len(trial.references) == len(source.get("publication_keys", ()))

    def test_only_numbers_of_the_registry_stand_under_its_name(self) -> None:
        trials = list(read_trials(SAMPLE / "trials.json"))
        assert len(trials) == 26
        for trial in trials:
            is_nct = bool(re.fullmatch(r"NCT\d{8}", trial.registry_id))
            assert (trial.registry == "ClinicalTrials.gov") == is_nct

    def test_references_are_records_of_the_sample(self) -> None:
        cited = {pmid for trial in read_trials(SAMPLE / "trials.json") for pmid in trial.references}
        assert cited
        assert cited <= set(ARTICLES)

    def test_the_registrations_of_the_records_are_among_the_trials(self) -> None:
        known = {n for t in read_trials(SAMPLE / "trials.json") for n in (t.registry_id, *t.other_ids)}
        named = {number for article in ARTICLES.values() for number in article.trial_ids}
        assert named <= known

    def test_the_file_has_the_shape_of_the_registrys_reply(self) -> None:
        page = json.loads((SAMPLE / "trials.json").read_text("utf-8"))
        assert set(page) == {"studies"}
        assert all("nctId" in s["protocolSection"]["identificationModule"] for s in page["studies"])


class TestSources:
    def test_every_record_is_accounted_for(self) -> None:
        assert [row["pmid"] for row in SOURCES] == list(ARTICLES)
        assert set(KINDS) == {
            "paraphrase, figures verified",
            "constructed",
            "notice, bibliography verified",
        }

    def test_what_is_not_constructed_names_where_it_was_read(self) -> None:
        for row in SOURCES:
            urls = row["source_urls"].split()
            assert bool(urls) == (row["kind"] != "constructed")
            assert all(url.startswith(("http://", "https://")) for url in urls)

    def test_no_two_abstracts_share_a_sentence(self) -> None:
        """They were written one by one; a sentence that recurs would be a template."""
        sentences = Counter(
            sentence
            for article in ARTICLES.values()
            for section in article.abstract
            for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z])", section.text)
            if len(sentence) > 60
        )
        assert [s for s, n in itertools.islice(sentences.most_common(), 5) if n > 1] == []


def plain(text: str) -> str:
    """Source text as the reader should give it: no markup, no line breaks."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"</?(?:i|b|sub|sup|u)>", "", text))).strip()
