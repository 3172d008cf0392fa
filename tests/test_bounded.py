"""However odd a text, reading it costs so much a character: four times the text, four times the time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from miner.conclusion.find import find_conclusion
from miner.corpus import load_corpus
from miner.design.find import find_design
from miner.link import link
from miner.model import Comparison, Evidence, Extraction
from miner.numbers import p_gaps
from miner.reading import extract_document
from miner.scope import judge_scope
from miner.text.abbreviations import find_abbreviations
from miner.text.document import Document, read_document
from miner.trial_ids import find_trial_ids

CORPUS = load_corpus("mbc-surgery")
LENGTH = 12_000  # characters of the shorter text
SHORT = 2_500  # of the shorter text that is read whole; a sentence is cut before it
GROWN = 4
SQUARE = 12  # a cost that grows with the square would be 16 times as high; noise stays well below this
NO_TIME = 0.1  # seconds; what takes less is too short to compare

ODD = {
    "sizes without end": "1,234 patients ",
    "open brackets": "(",
    "short forms": "(AB) ",
    "no full stop": "survival was longer with surgery of the primary tumour ",
    "stops only": ".",
    "initials": "A. ",
    "spaces": " ",
    "spaces and lines": " \n \n",
    "title lines": "TITLE: x\n",
    "headings": "RESULTS: No. ",
    "one hyphenated word": "random-",
    "one word": "a",
    "one number": "1",
    "denials": "not better survival ",
    "conclusions": "Surgery improves survival in women. ",
    "funding lines": "Funding. ",
    "closing marks": ')"',
    "terms": "MBC, stage IV, mastectomy ",
}


@pytest.mark.parametrize("piece", ODD.values(), ids=ODD.keys())
def test_work_grows_with_the_length_of_the_text(piece: str) -> None:
    for read in (read_parts, judge_design, judge_conclusion, find_names, judge_the_scope, link_names):
        assert_it_grows_evenly(read, piece, LENGTH)


def assert_it_grows_evenly(read: Callable[[Document], object], piece: str, length: int) -> None:
    shorter = min(seconds(read, piece, length) for _ in range(2))
    longer = seconds(read, piece, GROWN * length)
    if longer > NO_TIME and longer > SQUARE * shorter:
        longer = seconds(read, piece, GROWN * length)  # a busy machine is no finding: once more
    assert longer < max(NO_TIME, SQUARE * shorter), f"{read.__name__}: {shorter:.3f} s, then {longer:.3f} s"


# With numbers in them the finders of effects, results and groups have work as well: the whole reading, then.
COUNTED = {
    "numbers": "1 ",
    "rates": "45% ",
    "pairs of rates": "12% vs 14% ",
    "bare ratios": "HR 0.5 ",
    "ratios in brackets": "5-year both (HR 0.5) 45% vs ",
    "sentences with a ratio": "The HR for death was 0.5 (95% CI 0.3-0.8; p = 0.01). ",
    "groups": "40 patients received A. ",
    "words for people": f"Survival was higher when {'patients ' * 40}x than with A. ",
    "one word in capitals": "A",
}


@pytest.mark.parametrize("piece", COUNTED.values(), ids=COUNTED.keys())
def test_work_grows_with_how_much_is_counted(piece: str) -> None:
    assert_it_grows_evenly(whole_text, piece, SHORT)


def test_a_number_between_two_units_is_read_in_one_way() -> None:
    begin = time.process_time()
    assert not p_gaps.TO_BRACKET.fullmatch("week 12 months " * 14 + "5, (")
    assert time.process_time() - begin < NO_TIME


def seconds(read: Callable[[Document], object], piece: str, length: int) -> float:
    """What a finder costs on a text that repeats a piece; the number keeps caches from answering."""
    number = next(_NUMBERS)
    text = f"Title {number}.\nWe looked. CONCLUSIONS: {piece * (length // len(piece))} end"
    doc = read_document(text)
    if read is not read_parts:
        assert doc.sentences
    begin = time.process_time()
    read(doc)
    return time.process_time() - begin


_NUMBERS = iter(range(100_000))


def read_parts(doc: Document) -> object:
    return read_document(doc.text).sentences


def whole_text(doc: Document) -> object:
    return extract_document(doc, CORPUS)


def judge_design(doc: Document) -> object:
    return find_design(doc)


def judge_conclusion(doc: Document) -> object:
    return find_conclusion(doc, "randomized_trial", (), (), ())


def find_names(doc: Document) -> object:
    return find_trial_ids(doc), find_abbreviations(doc.text)


def judge_the_scope(doc: Document) -> object:
    return judge_scope(doc.title, doc.text, (), True, CORPUS)


def link_names(doc: Document) -> object:
    seen = Evidence(None, "x", 0, 1)
    comparison = Comparison(
        endpoint="overall survival (AB)",
        endpoint_class="overall_survival",
        direction="higher",
        contrast="arm A vs surgery",
        evidence=seen,
    )
    read = Extraction(id="", extractor="", design="other", comparisons=(comparison,) * 5)
    return link(read, doc, CORPUS.vocabulary)


def test_a_sentence_as_long_as_a_book_keeps_its_words() -> None:
    text = "A title.\n" + "survival " * 50_000
    assert read_document(text).sentences[-1].end == len(text.rstrip())
