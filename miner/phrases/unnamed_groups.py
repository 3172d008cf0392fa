"""Groups that a text counts but does not name: how many there are, and what such a one is called."""

from __future__ import annotations

import re

__all__ = ["groups_counted", "is_unnamed", "unnamed_group"]

_COUNTED = re.compile(
    r"\b(?P<count>two|both|three|four|[2-4])\s(?:[\w-]+\s){0,3}?(?:groups|arms|cohorts)\b", re.IGNORECASE
)
_IN_WORDS = {"two": 2, "both": 2, "three": 3, "four": 4}
_NAME = "unnamed group"
_NAMED_SO = re.compile(rf"{_NAME} \d+")


def groups_counted(sentence: str) -> int | None:
    """How many groups the sentence counts, two to four; None where it counts none.

    >>> groups_counted("The three study groups lived alike."), groups_counted("Both arms did well.")
    (3, 2)
    """
    m = _COUNTED.search(sentence)
    return (_IN_WORDS.get(m["count"].lower()) or int(m["count"])) if m else None


def unnamed_group(number: int) -> str:
    """What a group is called whose name is not printed: no finder takes it for words of the text."""
    return f"{_NAME} {number}"


def is_unnamed(name: str) -> bool:
    """Whether a group is called so for want of a name.

    >>> is_unnamed(unnamed_group(1)), is_unnamed("the first group")
    (True, False)
    """
    return _NAMED_SO.fullmatch(name) is not None
