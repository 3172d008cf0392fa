"""Every rule reads the sentences it accepts and passes over those it refuses."""

from __future__ import annotations

import pytest

from miner.rules import Rule, load_rules, table_names

ROWS = [(name, rule) for name in table_names() for rule in load_rules(name).rules]
ACCEPTS = [(n, r, s) for n, r in ROWS for s in r.accepts]
REFUSES = [(n, r, s) for n, r in ROWS for s in r.refuses]


@pytest.mark.parametrize(
    ("table", "rule", "sentence"), ACCEPTS, ids=[f"{n}:{r.id}:{i}" for i, (n, r, _) in enumerate(ACCEPTS)]
)
def test_rule_reads_the_sentence(table: str, rule: Rule, sentence: str) -> None:
    assert rule.pattern.search(sentence), f"rules/{table}.toml, {rule.id}: does not accept {sentence!r}"


@pytest.mark.parametrize(
    ("table", "rule", "sentence"), REFUSES, ids=[f"{n}:{r.id}:{i}" for i, (n, r, _) in enumerate(REFUSES)]
)
def test_rule_passes_over_the_sentence(table: str, rule: Rule, sentence: str) -> None:
    assert not rule.pattern.search(sentence), f"rules/{table}.toml, {rule.id}: should refuse {sentence!r}"


@pytest.mark.parametrize(("table", "rule"), ROWS, ids=[f"{n}:{r.id}" for n, r in ROWS])
def test_every_rule_has_an_example(table: str, rule: Rule) -> None:
    assert rule.accepts, (
        f"rules/{table}.toml, {rule.id}: a rule without an accepted sentence cannot be tested"
    )
