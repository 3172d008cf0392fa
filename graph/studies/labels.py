"""What a study is called: its first author and year, else its trial or the first words of its title."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from graph.printed import letters
from graph.studies.join import StudyGroup

__all__ = ["study_labels"]

_NOTICE = re.compile(r"^\W*(?:retracted|withdrawn)(?: article)?\W+", re.IGNORECASE)
_DANGLING = re.compile(r"(?: (?:of|to|and|or|in|on|for|as|the|an?|with|by|from|versus))+$", re.IGNORECASE)
_NO_DATE = "n.d."
_LONGEST = 38
_OWN = "trial/"


def study_labels(studies: Sequence[StudyGroup]) -> dict[str, str]:
    """``Badwe 2015`` for each study; a letter in order of PMID tells apart two that would share a label.

    Without a year it is ``Bafford n.d.``, as references print it; without an author the registration or the
    first words of the title, with the year.
    """
    plain = {group.id: _plain(group) for group in studies}
    shared = {label for label, n in Counter(plain.values()).items() if n > 1}
    seen: defaultdict[str, int] = defaultdict(int)
    for group in sorted(studies, key=lambda g: (g.main.order, g.id)):
        label = plain[group.id]
        if label in shared:
            dash = "-" if label.endswith(".") else ""
            plain[group.id] = f"{label}{dash}{letters(seen[label])}"
            seen[label] += 1
    return plain


def _plain(group: StudyGroup) -> str:
    main = group.main
    name = main.first_author or _registered(group) or _short_title(group)
    return name if name == main.id else f"{name} {main.article.year or _NO_DATE}"


def _registered(group: StudyGroup) -> str | None:
    """The number of its registration, or the name where it has only that."""
    number = next(iter(group.registrations), "").partition(":")[2]
    return number.removeprefix(_OWN).replace("_", " ") if number.startswith(_OWN) else number or None


def _short_title(group: StudyGroup) -> str:
    """The title's first words in quotation marks; the record's number where it has hardly a title."""
    title = _NOTICE.sub("", group.main.article.title).strip("[] .")
    if len(title) < 4:
        return group.main.id
    head = re.split(r"[:?]", title, maxsplit=1)[0]
    kept = head if len(head) <= _LONGEST else head[: _LONGEST + 1].rsplit(" ", 1)[0]
    kept = _DANGLING.sub("", kept).rstrip(" ,;-–")
    return f"“{kept}{'' if kept == title else '…'}”"
