"""Cypher as people write it into what the embedded engine (LadybugDB 0.22) reads rightly.

Its relationship type ``ON`` must stand in back-quotes. And it forgets an ``ORDER BY … LIMIT`` where only
aggregates follow: ``WITH n ORDER BY n LIMIT 5 RETURN max(n)`` gathers any five rows and says nothing. A
clause that changes no row, put in between, makes it keep them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from graph.query.gate import Token, spaced_tokens

__all__ = ["for_ladybug"]

_CLAUSES = frozenset(("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN"))
_OTHER_WORDS = frozenset(("STARTS", "ENDS", "OPTIONAL", ".", ":", "|"))  # after these no clause begins


def for_ladybug(cypher: str) -> str:
    """The statement, with ``ON`` in back-quotes and sorted rows kept."""
    said = list(spaced_tokens(cypher))
    kept = set() if _names_all(said) else set(_ends_of_sorting(said))
    text, last = "", ""
    for place, token in enumerate(said):
        text += f"UNWIND [0] AS _kept{place} " if place in kept else ""
        text += f"`{token.text}`" if token.text == "ON" and last in (":", "|") else token.text
        last = last if token.kind == "space" else token.text
    return text


def _names_all(said: Sequence[Token]) -> bool:
    """Whether there is a ``WITH *`` or ``RETURN *``, to which a further name would add a column."""
    words = [t.text.upper() for t in said if t.kind != "space"]
    return any(b == "*" and a in ("WITH", "RETURN", "DISTINCT") for a, b in itertools.pairwise(words))


def _ends_of_sorting(said: Sequence[Token]) -> Iterator[int]:
    """Where clauses begin that follow a ``WITH`` with ``ORDER BY`` and ``LIMIT``, outside all brackets."""
    depth, last, clause = 0, "", set[str]()
    for place, token in enumerate(said):
        word = token.text.upper()
        if token.kind == "symbol":
            depth += (word in "([{") - (word in ")]}")
        elif token.kind == "word" and not depth and last not in _OTHER_WORDS:
            if word in _CLAUSES:
                if {"WITH", "ORDER", "LIMIT"} <= clause:
                    yield place
                clause = set()
            clause.add(word)
        last = last if token.kind == "space" else word
