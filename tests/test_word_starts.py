"""Patterns are tried only where they can begin, and find what they would find anywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.corpus import load_corpus
from miner.rules import load_rules, table_names
from miner.text.pattern_starts import FIGURE, starts_of
from miner.text.word_starts import Sought, WordStarts, fold

TABLES = ("comparisons", "conclusion", "design", "trial_ids")
CORPUS = load_corpus("mbc-surgery")
PATTERNS = [rule.pattern for table in TABLES for rule in load_rules(table).rules]
PATTERNS += [rule.pattern for rule in CORPUS.scope_rules if rule.pattern]
PATTERNS += [rule.pattern for rule in CORPUS.scope_exclusions if rule.pattern]
EXAMPLES = [e for t in table_names() for rule in load_rules(t).rules for e in (*rule.accepts, *rule.refuses)]
PIECES = st.one_of(st.sampled_from(EXAMPLES), st.sampled_from(["non", "-", "\n", "ſ", "İ", "٣", "é", ". "]))


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (r"\bsurgery\b", {"surge"}),
        (r"\b(?:resect(?:ed|ion)|mastectomy)", {"resec", "maste"}),
        (r"(?<!no\s)\b(?:the\s)?removal", {"the", "remov"}),
        (r"\b(?:stage|M1)\b", {"stage", "m1"}),
        (r"\b\d+\swomen|\b[4-9]\d", {FIGURE}),
        (r"\brandomi[sz]ed", {"rando"}),
    ],
)
def test_the_first_letters_of_a_pattern(pattern: str, letters: set[str]) -> None:
    starts = starts_of(re.compile(pattern, re.IGNORECASE))
    assert starts is not None
    assert starts.letters == letters
    assert starts.prefixes == ()


def test_a_short_beginning_fits_all_longer_words() -> None:
    starts = starts_of(re.compile(r"\bNL\d"))
    assert starts is not None
    assert starts.fitting(frozenset({"nl12", "nl", "no"})) == {"nl12", "nl"}


@pytest.mark.parametrize(
    "pattern",
    [
        "surgery",
        r"\b\w+ectomy",
        r"\s\bsurgery",
        r"(?:\bafter\s)?",
        r".*surgery",
        r"\b[A-Z]+ trial",
        r"(?a:\bx)",
    ],
)
def test_a_pattern_that_may_begin_anywhere_is_searched_for_everywhere(pattern: str) -> None:
    assert starts_of(re.compile(pattern)) is None


def test_most_rules_begin_at_a_word_that_is_known() -> None:
    known = [starts_of(pattern) is not None for pattern in PATTERNS]
    assert sum(known) > 0.7 * len(known)


@given(st.lists(PIECES, min_size=1, max_size=6).map(" ".join), st.sampled_from(PATTERNS))
def test_what_is_found_is_what_a_search_everywhere_finds(text: str, pattern: re.Pattern[str]) -> None:
    everywhere = [m.span() for m in pattern.finditer(text)]
    sought, words = Sought(pattern), WordStarts(text)
    assert [m.span() for m in sought.finditer(words)] == everywhere
    first = sought.search(words)
    assert (first and first.span()) == (everywhere[0] if everywhere else None)


@given(st.lists(PIECES, min_size=1, max_size=4), st.sampled_from(PATTERNS))
def test_a_passage_is_read_as_a_text_of_its_own(pieces: list[str], pattern: re.Pattern[str]) -> None:
    text, spans = "", []
    for piece in pieces:
        spans.append((len(text), len(text) + len(piece)))
        text += piece + ". "
    passage = WordStarts(text).passage(*spans[::2])
    assert passage.text == " ".join(pieces[::2])
    assert [m.span() for m in Sought(pattern).finditer(passage)] == [
        m.span() for m in pattern.finditer(passage.text)
    ]


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_folding_knows_every_form_of_a_letter(letter: str) -> None:
    """IGNORECASE reads the long s, the dotless i and the sign for kelvin as Latin letters."""
    either = re.compile(letter, re.IGNORECASE)
    forms = [chr(code) for code in range(0x2200) if either.fullmatch(chr(code))]
    assert {fold(form) for form in forms} == {letter}


@given(st.text())
def test_folding_leaves_each_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
