"""A sieve lets through every pattern that matches, and few others."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.rules import load_rules, table_names
from miner.text.pattern_needs import need_of
from miner.text.sieve import Guarded, Sieve, words_in

TABLES = [load_rules(name) for name in table_names()]
EXAMPLES = [e for table in TABLES for rule in table.rules for e in (*rule.accepts, *rule.refuses)]
GUARDED = Guarded(re.compile(r"\b(?:hazard|risk|odds)\s(?:ratios?|of)\b", re.IGNORECASE))
ODD_PIECES = ["non", "-", "\n", "ſ", "İ", "K", "٣", "é", ". ", "HR", "s", "2", "%", "x" * 60]
TEXTS = st.lists(st.one_of(st.sampled_from(EXAMPLES), st.sampled_from(ODD_PIECES)), max_size=4).map("".join)


@pytest.fixture(scope="module", autouse=True)
def _asked_often() -> Iterator[None]:
    """As many texts were asked about as it takes to begin sieving."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("miner.text.sieve._FEW", 0)
        patch.setattr(Sieve, "_pool", Sieve._pool.joined_by([]))
        yield


@pytest.mark.parametrize(
    ("pattern", "need"),
    [
        (r"\bsurgery\b", {"^surgery$"}),
        (r"\b(?:associat\w+|predicts?)\s(?:with|of)", {"^associat", "^predict"}),
        (r"resect(?:ed|ion)s?", {"resected", "resection"}),
        (r"\b(?:the\s)?removal", {"^removal"}),
        (r"end[\s-]?points?", {"^point", "endpoint"}),
        (r"\w+ectom(?:y|ies)\b", {"ectomy$", "ectomies$"}),
        (r"randomi[sz]ed|\bRCT\b", {"randomised", "randomized", "^rct$"}),
        (r"(?<!no\s)\bgain(?=\sof)", {"^gain"}),
        (r"\d+\s?%", {"%"}),
        (r"\bp\s?[=<>]|:\ssurvival", {"^p", "^survival"}),
    ],
)
def test_a_pattern_needs_pieces_of_words(pattern: str, need: set[str]) -> None:
    assert need_of(re.compile(pattern, re.IGNORECASE)) == frozenset(need)


@pytest.mark.parametrize("pattern", [r"\d+", r"(?:surgery)?", r"surgery|\w", r"[A-Z]{3}\d", r"(?a:surgery)"])
def test_of_other_patterns_nothing_is_certain(pattern: str) -> None:
    assert need_of(re.compile(pattern)) is None


def test_of_several_needs_the_most_telling_is_taken() -> None:
    assert need_of(re.compile(r"\bwith\s\w+\sirradiation\b")) == frozenset({"^irradiation$"})


@given(TEXTS)
def test_no_rule_that_matches_is_held_back(text: str) -> None:
    for table in TABLES:
        fitting = table.fitting(text)
        assert all(rule in fitting for rule in table.rules if rule.pattern.search(text))


def test_rules_come_in_the_order_of_the_table() -> None:
    table = load_rules("frames")
    text = " ".join(rule.accepts[0] for rule in table.rules)
    assert table.fitting(text) == table.rules


def test_most_rules_are_held_back() -> None:
    fitting = load_rules("endpoints").fitting("Patients were followed for a median of 31 months.")
    assert len(fitting) < len(load_rules("endpoints").rules) / 4


def test_words_are_told_apart_from_their_parts() -> None:
    sieve = Sieve([re.compile(r"\bor\b"), re.compile(r"\bfor\b"), re.compile("or")])
    assert [sieve.fitting(text) for text in ("for", "or", "Orpheus", "none")] == [0b110, 0b101, 0b100, 0]


def test_words_and_signs_of_a_text() -> None:
    assert words_in("HR ≤ 0.7 (95% CI), HER2") == {"hr", "ci", "her", "≤", "%"}


@given(TEXTS)
def test_a_guarded_pattern_finds_what_the_pattern_finds(text: str) -> None:
    pattern = GUARDED.pattern
    guarded = GUARDED
    assert [m.span() for m in guarded.finditer(text)] == [m.span() for m in pattern.finditer(text)]
    assert (guarded.search(text, 3) is None) == (pattern.search(text, 3) is None)


def test_sieves_do_not_disturb_each_other() -> None:
    first = Sieve([re.compile("alpha"), re.compile("beta")])
    assert first.fitting("beta") == 0b10
    second = Sieve([re.compile("beta"), re.compile("gamma")])
    assert (first.fitting("beta"), second.fitting("beta")) == (0b10, 0b01)


def test_needs_are_not_worked_out_for_a_few_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out: list[re.Pattern[str]] = []

    def noted(pattern: re.Pattern[str]) -> None:
        worked_out.append(pattern)

    monkeypatch.setattr("miner.text.sieve.need_of", noted)
    monkeypatch.setattr("miner.text.sieve._FEW", 3)
    monkeypatch.setattr(Sieve, "_pool", type(Sieve._pool)((), (), 0))
    patterns = [re.compile("alpha"), re.compile("beta")]
    first, second = Sieve(patterns[:1]), Sieve(patterns[1:])
    assert [first.fitting(text) for text in ("a", "b", "b", "c")] == [1, 1, 1, 1]
    assert worked_out == []
    second.fitting("d")
    assert worked_out == patterns
    Sieve([re.compile("gamma")]).fitting("e")
    assert len(worked_out) == 3, "each once"
