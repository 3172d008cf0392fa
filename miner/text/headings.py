"""Section headings in a text: on lines of their own, before a colon, or in the running text.

The names are data (``rules/headings.toml``). A heading is only taken where it stands as one: at the start
of a line before ``:`` or ``.``, alone on its line, in capitals, or, for the usual ones, after a full stop.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

__all__ = ["Heading", "Role", "find_headings", "roles_of"]

Role = Literal["title", "background", "methods", "results", "conclusion", "other"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A printed heading at ``start``; what it heads begins at ``end``.

    ``roles`` holds one role, or the two of a heading such as "Methods and findings".
    """

    label: str
    roles: tuple[Role, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Names:
    roles: Mapping[str, tuple[Role, ...]]
    running: Mapping[str, tuple[str, ...]]  # first word -> names, longest first
    openers: frozenset[str]
    alone: frozenset[str]


_PLACE = re.compile(r"[.?!)\]:\n](?:(?<=\n)|[ ])[ \t]*([A-Za-z])")
_FIRST_WORD = re.compile(r"[A-Za-z]+")
# The name, up to what sets it off. A heading alone on its line needs no sign.
_LINE_HEAD = re.compile(r"([A-Za-z][^\n:—]{1,70}?)[ \t]*(?::|—|\.(?=\s)|(?=\r?\n|\Z))[ \t]*")
_CAPITALS = re.compile(r"([A-Z][A-Z'/&, -]{1,60}[A-Z])(?=[:.]|\s+[A-Z0-9\"“(])")
_SIGN = re.compile(r"[:.]?[ ]*")
_NEXT = re.compile(r"(?::\s+|\.\s+(?=[A-Z0-9])|[ ](?=([A-Z][a-z]*)(?:-[a-z]+)?[ ]))")
_PARTS = re.compile(r"\s*(?:/|,? and |,? & |[,&])\s*(?:and )?", re.IGNORECASE)
_HINTS: tuple[tuple[str, Role], ...] = (
    ("conclusion", "conclusion"),
    ("interpretation", "conclusion"),
    ("registration", "other"),
    ("result", "results"),
    ("finding", "results"),
    ("method", "methods"),
    ("measure", "methods"),
    ("design", "methods"),
    ("setting", "methods"),
    ("participants", "methods"),
    ("patients", "methods"),
    ("background", "background"),
    ("objective", "background"),
    ("aim", "background"),
    ("purpose", "background"),
)


def find_headings(text: str) -> tuple[Heading, ...]:
    """All headings, in order."""
    found: list[Heading] = []
    for place, at_line_start in _places(text):
        if found and place < found[-1].end:
            continue
        heading = (_on_a_line(text, place) if at_line_start else None) or _in_running_text(
            text, place, at_line_start=at_line_start
        )
        if heading is not None and not (place == 0 and _opens_a_title(heading)):
            found.append(heading)
    return tuple(found)


@lru_cache(maxsize=4096)
def roles_of(label: str) -> tuple[Role, ...]:
    """The roles that a heading stands for; empty where the words are no heading that we know."""
    name = re.sub(r"\s+", " ", label.lower().replace("’", "'").replace("(s)", "s")).strip(" .:")
    known = _names().roles
    if name in known:
        return known[name]
    parts = [part for part in _PARTS.split(name) if part]
    if len(parts) > 1 and all(part in known for part in parts):
        return known[parts[0]]
    return ()


def _places(text: str) -> Iterator[tuple[int, bool]]:
    """Where a heading could begin, and whether only white space stands before it on its line."""
    yield len(text) - len(text.lstrip()), True
    for m in _PLACE.finditer(text):
        yield m.start(1), m[0][0] == "\n"


def _opens_a_title(heading: Heading) -> bool:
    """A text that begins "Outcome: ..." begins with a title; "Background: ..." is an abstract."""
    return heading.roles[0] not in ("title", "background") and not heading.label.isupper()


def _on_a_line(text: str, place: int) -> Heading | None:
    m = _LINE_HEAD.match(text, place)
    if m is None:
        return None
    roles = roles_of(m[1])
    if not roles and place > 0 and m[1].isupper() and text[m.end(1) : m.end()].lstrip().startswith(":"):
        roles = _guess(m[1])
    return Heading(m[1], roles, place, m.end()) if roles else None


def _in_running_text(text: str, place: int, *, at_line_start: bool) -> Heading | None:
    """A usual heading; without a sign before a word that opens a sentence, or that at least has a capital."""
    if text[place : place + 2].isupper():
        return _in_capitals(text, place)
    word = _FIRST_WORD.match(text, place)
    names = _names().running.get(word[0].lower(), ()) if word and word[0][0].isupper() else ()
    for name in names:
        end = place + len(name)
        after = _NEXT.match(text, end) if text[place:end].lower() == name else None
        if after is None:
            continue
        opens = after[1] is None or after[1].lower() in _names().openers
        if opens or at_line_start or name in _names().alone:
            return Heading(text[place:end], roles_of(name), place, after.end())
    return None


def _in_capitals(text: str, place: int) -> Heading | None:
    """A heading in capitals, "RESULTS We saw" and "RESULTS OS was" included, a line all in capitals not."""
    m = _CAPITALS.match(text, place)
    if m is None:
        return None
    words = m[1].split(" ")
    for count in range(len(words), max(0, len(words) - 2), -1):
        label = " ".join(words[:count]).rstrip(",")
        usual = count == len(words) or label.lower() in _names().running.get(words[0].lower(), ())
        if usual and (roles := roles_of(label)):
            sign = _SIGN.match(text, place + len(label))
            return Heading(label, roles, place, sign.end() if sign else place + len(label))
    return None


def _guess(label: str) -> tuple[Role, ...]:
    """The role of an unknown line in capitals before a colon, from a word in it."""
    low = label.lower()
    return next(((role,) for hint, role in _HINTS if hint in low), ())


@cache
def _names() -> _Names:
    raw: dict[str, Any] = tomllib.loads(files("miner").joinpath("rules", "headings.toml").read_text("utf-8"))
    roles: dict[str, tuple[Role, ...]] = {}
    for role, names in raw["roles"].items():
        roles.update(dict.fromkeys(names, (cast("Role", role),)))
    roles.update({name: tuple(both) for name, both in raw["combined"].items()})
    running: dict[str, list[str]] = {}
    for name in sorted(raw["running"]["names"], key=len, reverse=True):
        running.setdefault(name.split()[0].rstrip(","), []).append(name)
    return _Names(
        roles,
        {word: tuple(ns) for word, ns in running.items()},
        frozenset(raw["running"]["openers"]),
        frozenset(raw["running"]["alone"]),
    )
