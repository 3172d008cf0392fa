"""The parts of a ``UNION`` must name the same columns in the same order.

The embedded engine sets them under each other by place, whatever they are called; Neo4j by name, and refuses
other names. ``RETURN 1 AS low, 2 AS high UNION RETURN 4 AS high, 3 AS low`` would turn two figures round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.query.gate import Token
from miner.errors import QueryRefused

__all__ = ["check_unions"]

_AFTER_COLUMNS = frozenset(("ORDER", "SKIP", "LIMIT"))


def check_unions(found: Sequence[Token]) -> None:
    """Hold the columns of the parts against each other; ``found`` are the tokens of a statement, no spaces.

    Raises:
        QueryRefused: two parts name other columns, or the same in another order.
    """
    first: list[str] = []
    for part in _parts(found):
        columns = list(_columns(part))
        if "*" in columns:
            continue
        first = first or columns
        if columns != first:
            raise QueryRefused(
                f"a part of the UNION returns {', '.join(columns)}, the first {', '.join(first)}; "
                "give all parts the same names in the same order"
            )


def _parts(found: Sequence[Token]) -> Iterator[list[Token]]:
    return _split(found, lambda token: token.kind == "word" and token.text.upper() == "UNION")


def _columns(part: Sequence[Token]) -> Iterator[str]:
    """The names of what a part returns: the alias, or what stands there."""
    for item in _split(_returned(part), lambda token: token.text == ","):
        named = len(item) > 2 and item[-2].kind == "word" and item[-2].text.upper() == "AS"
        yield "".join(t.text for t in (item[-1:] if named else item)).strip("`")


def _returned(part: Sequence[Token]) -> list[Token]:
    (*_, last) = _split(part, lambda token: token.kind == "word" and token.text.upper() == "RETURN")
    kept: list[Token] = last[1:] if last and last[0].text.upper() == "DISTINCT" else last
    (columns, *_) = _split(kept, lambda token: token.kind == "word" and token.text.upper() in _AFTER_COLUMNS)
    return columns


def _split(found: Iterable[Token], here: Callable[[Token], bool]) -> Iterator[list[Token]]:
    """The pieces between the tokens that stand outside all brackets, and are not a property's name."""
    depth, piece = 0, list[Token]()
    for token in found:
        mark = token.text if token.kind == "symbol" else ""
        depth += (mark in ("(", "[", "{")) - (mark in (")", "]", "}"))
        if not depth and here(token) and not (piece and piece[-1].text in (".", ":")):
            yield piece
            piece = []
        else:
            piece.append(token)
    yield piece
