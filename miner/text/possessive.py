"""A part of a pattern that gives nothing back once it has matched, alike in every Python.

``(?:...)*+`` and ``(?>...)`` say this, but until Python 3.11.5, so in Debian 12, the engine does not step
back to where an attempt within them began (python/cpython#106052): it read one comparison for another. A
lookahead is atomic in every version, and a reference to what it saw takes that as a whole.
"""

from __future__ import annotations

__all__ = ["possessive"]


def possessive(name: str, part: str) -> str:
    r"""A pattern that matches as ``(?>part)``; ``name`` is that of a group, used once in the whole pattern.

    >>> import re
    >>> marks = re.compile(possessive("marks", r"(?:\d|of|%\s?)*") + "o")
    >>> marks.match("5 of"), marks.match("5%or").group()
    (None, '5%o')
    """
    return f"(?=(?P<{name}>{part}))(?P={name})"
