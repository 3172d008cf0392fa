r"""Rule tables: patterns as data, each with the sentences it accepts and refuses.

A table is a TOML file in ``miner/rules``::

    [fragments]                     # named pieces of pattern, used as {{name}}
    number = '\d+'

    [[rule]]
    id = "ratio-ci"
    pattern = '''hazard ratio\s+(?P<value>{{number}})'''
    gives = "HR"                    # any further key is kept in Rule.data
    accepts = ["hazard ratio 3"]
    refuses = ["heart rate 3"]

The examples are the tests of the rule (``tests/test_rules.py``). Patterns are compiled verbose
and case-insensitive unless ``case = true``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from miner.errors import RuleError
from miner.text.sieve import Sieve

__all__ = ["Rule", "RuleTable", "load_rules", "table_names"]

_KNOWN = {"id", "pattern", "accepts", "refuses", "case"}
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_MOST = 10_000  # sets of rules that are remembered


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table: a compiled pattern, its examples and what it stands for."""

    id: str
    pattern: re.Pattern[str]
    accepts: tuple[str, ...]
    refuses: tuple[str, ...]
    data: Mapping[str, Any]


@dataclass(frozen=True)
class RuleTable:
    """The rows of one file, in file order."""

    name: str
    rules: tuple[Rule, ...]
    fragments: Mapping[str, str]

    def fitting(self, text: str) -> tuple[Rule, ...]:
        """The rules whose patterns can match somewhere in the text, in order; the others cannot."""
        bits = self.sieve.fitting(text)
        found = self._fitting.get(bits)
        if found is None:
            if len(self._fitting) >= _MOST:
                self._fitting.clear()
            found = self._fitting[bits] = tuple([r for i, r in enumerate(self.rules) if bits >> i & 1])
        return found

    @cached_property
    def sieve(self) -> Sieve:
        """What tells which of the rules can match in a text; the first rule is its first bit."""
        return Sieve([rule.pattern for rule in self.rules])

    @cached_property
    def _fitting(self) -> dict[int, tuple[Rule, ...]]:
        return {}

    def __getitem__(self, rule_id: str) -> Rule:
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise RuleError(
            f"rules/{self.name}.toml has no rule {rule_id!r}; its ids are {[r.id for r in self.rules]}"
        )


def table_names() -> tuple[str, ...]:
    """Names of all shipped tables, sorted."""
    found = (p.name for p in files("miner").joinpath("rules").iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in found if n.endswith(".toml")))


@cache
def load_rules(name: str) -> RuleTable:
    """Read and compile ``rules/<name>.toml``.

    Raises:
        RuleError: a pattern does not compile, a row lacks a key, or an id stands twice.
    """
    source = files("miner").joinpath("rules", f"{name}.toml").read_text("utf-8")
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as e:
        raise RuleError(f"rules/{name}.toml is not TOML: {e}; mend that line") from e
    fragments = _expand_fragments(name, raw.get("fragments", {}))
    rules = tuple(_rule(name, row, fragments) for row in raw.get("rule", []))
    ids = [r.id for r in rules]
    if len(set(ids)) != len(ids):
        raise RuleError(
            f"rules/{name}.toml names {sorted({i for i in ids if ids.count(i) > 1})} twice; rename one"
        )
    return RuleTable(name, rules, fragments)


def _expand_fragments(name: str, raw: Mapping[str, str]) -> dict[str, str]:
    done: dict[str, str] = {}
    for key, pattern in raw.items():
        done[key] = f"(?:{_fill(name, pattern, done)})"
    return done


def _fill(name: str, pattern: str, fragments: Mapping[str, str]) -> str:
    def piece(m: re.Match[str]) -> str:
        if m[1] not in fragments:
            raise RuleError(
                f"rules/{name}.toml uses {{{{{m[1]}}}}} before it is defined; define it in [fragments]"
            )
        return fragments[m[1]]

    return _PLACE.sub(piece, pattern)


def _rule(name: str, row: Mapping[str, Any], fragments: Mapping[str, str]) -> Rule:
    missing = {"id", "pattern", "accepts", "refuses"} - set(row)
    if missing:
        raise RuleError(f"rules/{name}.toml: rule {row.get('id', '?')!r} lacks {sorted(missing)}; add them")
    flags = re.VERBOSE if row.get("case") else re.VERBOSE | re.IGNORECASE
    try:
        pattern = re.compile(_fill(name, row["pattern"], fragments), flags)
    except re.error as e:
        raise RuleError(
            f"rules/{name}.toml: rule {row['id']!r} does not compile: {e}; mend its pattern"
        ) from e
    data = {k: v for k, v in row.items() if k not in _KNOWN}
    return Rule(row["id"], pattern, tuple(row["accepts"]), tuple(row["refuses"]), data)
