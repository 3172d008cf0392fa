"""Lets one plain reading statement of Cypher through and refuses everything else, before any engine sees it.

Words are judged as tokens: strings, comments and back-quoted names are consumed first, so ``'COPY'`` in a
string is no keyword. A comment ends where either engine ends it, and what one of them would decode first is
refused. The sandbox stands behind this gate, on a server its reading session; none is trusted alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from miner.errors import QueryRefused

__all__ = [
    "MAX_LENGTH",
    "MAX_NESTING",
    "Token",
    "check_parameters",
    "check_reading",
    "spaced_tokens",
    "tokens",
]

MAX_LENGTH = 20_000
MAX_NESTING = 64

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\r\n]*|/\*.*?\*/)
      | (?P<string>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
      | (?P<name>`(?:``|[^`])*`)
      | (?P<parameter>\$[^\W\d]\w*)
      | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
      | (?P<word>[^\W\d]\w*)
      | (?P<symbol>.)""",
    re.S | re.X,
)
_STARTS = ("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN")
_DENIED = frozenset(
    """ALTER ANALYZE ATTACH BEGIN CALL CHECKPOINT COMMENT COMMIT COPY CREATE CURRVAL DELETE DENY DETACH DROP
    ERROR EXPLAIN EXPORT EXTENSION FORCE FOREACH GRANT IMPORT INSERT INSTALL LOAD MERGE NEXTVAL PROFILE REMOVE
    RENAME REVOKE ROLLBACK SET SETSEED SHOW TERMINATE TRANSACTION UNINSTALL UPDATE USE""".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a statement: string, name (back-quoted), parameter, number, word, symbol or space."""

    kind: str
    text: str


def tokens(cypher: str) -> Iterator[Token]:
    """The tokens of a statement; spaces and comments are left out."""
    return (token for token in spaced_tokens(cypher) if token.kind != "space")


def spaced_tokens(cypher: str) -> Iterator[Token]:
    """All of a statement, in pieces: spaces and comments too."""
    return (Token(str(m.lastgroup), m.group()) for m in _TOKEN.finditer(cypher))


def check_reading(cypher: str) -> tuple[Token, ...]:
    """The tokens of one reading statement.

    Raises:
        QueryRefused: it is empty, too long, more than one statement, or does anything but read.
    """
    if len(cypher) > MAX_LENGTH:
        raise QueryRefused(
            f"the statement has {len(cypher)} characters; write at most {MAX_LENGTH}, lists as parameters"
        )
    if "\x00" in cypher:
        raise QueryRefused("the statement holds a NUL character; take it out")
    if "\\u" in cypher:
        # Neo4j puts the character in its place before it looks for words and quotes: what is seen here would
        # not be what is run there.
        raise QueryRefused("the statement holds \\u; write the character itself, or give it in a parameter")
    found = list(tokens(cypher))
    while found and found[-1] == Token("symbol", ";"):
        found.pop()
    if not found:
        raise QueryRefused("the statement is empty; write one that starts with MATCH")
    if found[0].kind != "word" or found[0].text.upper() not in _STARTS:
        raise QueryRefused(
            f"the statement starts with {found[0].text!r}; begin with one of {', '.join(_STARTS)}"
        )
    _check_tokens(found)
    return tuple(found)


def _check_tokens(found: list[Token]) -> None:
    depth = 0
    for token in found:
        if token.kind == "word" and token.text.upper() in _DENIED:
            raise QueryRefused(
                f"{token.text.upper()} is not allowed, only reading is; if it is a name, write `{token.text}`"
            )
        if token.kind != "symbol":
            continue
        if token.text == ";":
            raise QueryRefused("there are several statements; ask one at a time")
        if token.text in "'\"`":
            raise QueryRefused(f"a {token.text} is not closed; close it")
        depth += (token.text in "([{") - (token.text in ")]}")
        if depth > MAX_NESTING:
            raise QueryRefused(f"brackets nest deeper than {MAX_NESTING}; write it flatter")


def check_parameters(found: Collection[Token], given: Collection[str]) -> None:
    """Every ``$name`` of the statement is given and every given name is in it.

    Raises:
        QueryRefused: one is missing (an engine would take it for null) or left over.
    """
    used = {t.text[1:] for t in found if t.kind == "parameter"}
    if missing := sorted(used - set(given)):
        raise QueryRefused(
            f"parameter ${missing[0]} has no value; give one, as in --param {missing[0]}=VALUE"
        )
    if stray := sorted(set(given) - used):
        names = ", ".join(f"${n}" for n in sorted(used)) or "none"
        raise QueryRefused(f"the statement has no parameter ${stray[0]}; its parameters are: {names}")
