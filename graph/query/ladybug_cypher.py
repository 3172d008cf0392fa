"""Cypher as people write it into what the embedded engine (LadybugDB 0.22) reads rightly.

Its relationship type ``ON`` must stand in back-quotes, and its ``log`` is that to base 10: Cypher's is its
``ln``. And it forgets an ``ORDER BY`` with ``LIMIT`` or ``SKIP`` where only aggregates follow: ``WITH n ORDER
BY n LIMIT 5 RETURN max(n)`` gathers any five rows and says nothing. A clause that changes no row, put in
between, makes it keep them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from graph.query.gate import Token, spaced_tokens

__all__ = ["for_ladybug", "misplanned", "names_all", "patterns"]

_CLAUSES = frozenset(("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN"))
_OTHER_WORDS = frozenset(("STARTS", "ENDS", "OPTIONAL", ".", ":", "|"))  # after these no clause begins


def for_ladybug(cypher: str) -> str:
    """The statement, with ``ON`` in back-quotes, the natural ``log`` and sorted rows kept."""
    said = list(spaced_tokens(cypher))
    kept = set() if names_all(said) else set(_ends_of_sorting(said))
    text, last = "", ""
    for place, token in enumerate(said):
        text += f"UNWIND [0] AS _kept{place} " if place in kept else ""
        if token.text == "ON" and last in (":", "|"):
            text += "`ON`"
        elif token.text.lower() == "log" and _next(said, place) == "(":
            text += "ln"
        else:
            text += token.text
        last = last if token.kind == "space" else token.text
    return text


def misplanned(cypher: str) -> bool:
    """Whether the engine must run this as written: its optimizer would lose rows, and say nothing.

    ``MATCH (n) WHERE COUNT { MATCH (n)--() } = 0 RETURN count(*)`` is 0, whatever the graph: it leaves out
    the scan of ``n``, and with it each node that the inner pattern does not meet. And where ``*`` stands,
    ``for_ladybug`` cannot make it keep sorted rows.
    """
    said = list(spaced_tokens(cypher))
    counts = any(t.text.upper() == "COUNT" and _next(said, i) == "{" for i, t in enumerate(said))
    return counts or (names_all(said) and any(_ends_of_sorting(said)))


def patterns(cypher: str) -> list[str]:
    """The regular expressions of a statement, as they stand there: strings or parameters."""
    said = [t for t in spaced_tokens(cypher) if t.kind != "space"]
    return [
        c.text
        for a, b, c in zip(said, said[1:], said[2:], strict=False)
        if a.text + b.text == "=~" and c.kind in ("string", "parameter")
    ]


def _next(said: Sequence[Token], place: int) -> str:
    """The token after this one, spaces and comments left out."""
    return next((t.text for t in said[place + 1 :] if t.kind != "space"), "")


def names_all(said: Sequence[Token]) -> bool:
    """Whether there is a ``WITH *`` or ``RETURN *``, to which a further name would add a column."""
    words = [t.text.upper() for t in said if t.kind != "space"]
    return any(b == "*" and a in ("WITH", "RETURN", "DISTINCT") for a, b in itertools.pairwise(words))


def _ends_of_sorting(said: Sequence[Token]) -> Iterator[int]:
    """Where clauses begin that follow a ``WITH`` with ``ORDER BY`` and a limit, outside all brackets."""
    depth, last, clause = 0, "", set[str]()
    for place, token in enumerate(said):
        word = token.text.upper()
        if token.kind == "symbol":
            depth += (word in "([{") - (word in ")]}")
        elif token.kind == "word" and not depth and last not in _OTHER_WORDS:
            if word in _CLAUSES:
                if {"WITH", "ORDER"} <= clause and clause & {"LIMIT", "SKIP"}:
                    yield place
                clause = set()
            clause.add(word)
        last = last if token.kind == "space" else word
