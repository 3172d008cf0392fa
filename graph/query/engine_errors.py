"""The embedded engine's messages, said again so that the reader can act on them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from graph.schema import NODES, RELATIONSHIPS
from miner.errors import GraphError, QueryRefused

__all__ = ["say_again", "unknown_name"]

_TABLE = re.compile(r"Table (\S+) does not exist")
_PROPERTY = re.compile(r"Cannot find property (\S+) for (\S+?)\.?$")
_VARIABLE = re.compile(r"Variable (\S+) is not in scope")
_ORDER = re.compile(r"Cannot order by (\S+)\. Order by (?:NODE|REL)")
_NOT_A_NUMBER = re.compile(
    r"Could not convert (\".*?\"|\S+) to (?:U?INT|DOUBLE|FLOAT)"
    r"|(\S+) has data type STRING but expected (?:INT|DOUBLE)",
    re.S,
)
_FUNCTION = re.compile(r"function (\S+) does not exist", re.I)
_ARGUMENTS = re.compile(
    r"Cannot match a built-in function for given function (\S+?)\((.*?)\)\. Supported"
    r"|Function (\S+) did not receive correct arguments: Actual: \((.*?)\) Expected"
)
_TOO_SHORT = re.compile(r"index=(\d+) is out of range")


def say_again(message: str, seconds: float, memory: int) -> GraphError:
    """The error that stands for an engine's message; ``memory`` in bytes."""
    text = " ".join(message.split())
    for find in (_unknown_name, _unreadable, _unfit):
        if error := find(text):
            return error
    if text.startswith("unreadable pattern "):
        return QueryRefused(
            f"{text.removeprefix('unreadable pattern ')} is no regular expression that the engine reads "
            "(it has no lookaround and no back-reference); mend it"
        )
    if "nterrupted" in text:
        return GraphError(f"the question took longer than {seconds:g} s; narrow it or allow more time")
    if "bad alloc" in text or "bad_alloc" in text or "Buffer manager exception" in text:
        return GraphError(
            f"the question needed more than {memory >> 20} MiB of memory; narrow it or ask for fewer rows"
        )
    if "IO exception" in text or "Permission denied" in text:
        return GraphError(f"the question reached outside the graph ({text}); ask only what is in the graph")
    return GraphError(
        f"the engine could not answer: {text.removeprefix('Runtime exception: ')}; rewrite the question"
    )


def unknown_name(name: str, what: str = "label or relationship") -> GraphError:
    """The error for a label, relationship or property (``what``) that the schema does not have."""
    if name in {*NODES, *RELATIONSHIPS}:
        return GraphError(
            f"the graph has no {name} at all: it is damaged, or built by another version; "
            "rebuild it with `mbc-miner refresh`"
        )
    names = _properties() if what == "property" else {*NODES, *RELATIONSHIPS}
    return GraphError(f"no {what} {name!r} in the graph; {_near(name, names)}")


def _properties() -> set[str]:
    every = [t.names for t in NODES.values()] + [t.names for t in RELATIONSHIPS.values()]
    return {name for table in every for name in table}


def _unknown_name(message: str) -> GraphError | None:
    if m := _TABLE.search(message):
        return unknown_name(m[1])
    if m := _PROPERTY.search(message):
        return GraphError(f"{m[2]} has no property {m[1]!r}; {_near(m[1], _properties())}")
    if m := _VARIABLE.search(message):
        return GraphError(
            f"nothing is called {m[1]!r} at that point; name it in a MATCH or carry it through WITH"
        )
    if m := _ORDER.search(message):
        return GraphError(
            f"{m[1]!r} names both a variable and a column, so rows cannot be ordered by it; rename the column"
        )
    if m := _NOT_A_NUMBER.search(message):
        return GraphError(
            f"{m[1] or m[2]} is text and stands against a number; put a number meant as text in quotes: "
            "'3' in the statement, --param 'x=\"3\"' on the command line"
        )
    if m := _FUNCTION.search(message):
        return GraphError(
            f"there is no function {m[1].lower()!r} here; see docs/cypher.md for those both engines have"
        )
    return None


def _unfit(message: str) -> GraphError | None:
    if m := _ARGUMENTS.search(message):
        name, kinds = (m[1], m[2]) if m[1] else (m[3].lower(), m[4])
        return GraphError(
            f"{name!r} does not take ({kinds.replace(',', ', ')}) here; "
            "docs/cypher.md says what both engines take"
        )
    if m := _TOO_SHORT.search(message):
        return GraphError(
            f"a list has no item [{int(m[1]) - 1}] (the first is [0]); "
            "leave short ones out with WHERE size(...), or take a slice, as in [..1]"
        )
    if "takes 1-based position" in message:
        return GraphError(
            "a place below 0 that stands in a variable cannot be taken from a list; "
            "count it from the end yourself, as in xs[size(xs) + i]"
        )
    return None


def _near(word: str, names: Iterable[str]) -> str:
    lower = {n.lower(): n for n in sorted(names)}
    near = [lower[n] for n in difflib.get_close_matches(word.lower(), lower, n=3, cutoff=0.6)]
    return f"did you mean {' or '.join(near)}?" if near else "docs/schema.md lists the names"


def _unreadable(message: str) -> GraphError | None:
    if not message.startswith("Parser exception"):
        return None
    place = re.search(r"\(line: (\d+), offset: (\d+)\)", message)
    word = re.search(r"(?:mismatched|extraneous) input '(.*?)'|Invalid input <.*?(\S+)>", message, re.S)
    where = f" at line {place[1]}, character {int(place[2]) + 1}" if place else ""
    what = f" near {next(g for g in word.groups() if g is not None)!r}" if word else ""
    return QueryRefused(
        f"the statement cannot be read{where}{what}; check brackets, commas and reserved words"
    )
