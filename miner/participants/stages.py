"""How far those whom a number counts came in a study, by the verb that the number is subject or object of.

"Of 90 women approached, 60 agreed and were randomised": asked, and randomised. What stands nearer to the
number but belongs to another verb, in a relative clause or in brackets, does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from miner.numbers.surroundings import WordClasses, word_classes
from miner.text.tokens import Tokens

__all__ = ["STAGES", "stage_of"]

# From the last to the first: who was randomised had agreed, and had been asked.
STAGES = (
    "randomised",
    "enrolled",
    "analysed",
    "treated",
    "found",
    "completed",
    "had",
    "agreed",
    "eligible",
    "asked",
    "planned",
    "refused",
    "befell",
)
_RANK = {stage: i for i, stage in enumerate(STAGES)}
_STUDY = "study of"
_SENT = frozenset("survey surveys questionnaire questionnaires letter letters invitation invitations".split())
_AFTER = 26  # tokens after a number in which its verb is sought
_BEFORE = 9
_AT_FIRST = 4  # tokens: "Of the total of 90 women screened, 60 agreed", where a comma ends what is said of 90
_OUT_OF = frozenset(("of", "among", "from"))
_JOINED = 6  # tokens after a verb in which one joined to it is sought
_ENDS = frozenset(";:.")
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_JOINS = frozenset(("and", ","))
_PASSIVE = frozenset(("who", "those", "was", "were", "of", "been", "not"))
_WERE = frozenset(("was", "were", "are"))
# Said of a number without an auxiliary: "81 women consented", but "81 women randomised" only attributes.
_FINITE = frozenset(
    (
        "consented agreed accepted volunteered participated joined entered underwent received had died "
        "developed experienced relapsed progressed achieved showed demonstrated survived suffered reported "
        "completed finished returned responded replied answered withdrew declined refused met "
        "fulfilled remained took attended provided chose became discontinued will would preferred"
    ).split()
)
_BETWEEN = frozenset(("and", "or", ",", "vs", "versus", "v", "of", "while", "whereas", "/", "="))
_BEHIND = frozenset(("and", ",", "in", "to", "at", "with", "for", "as", "on", "by", "from", "but", "into"))


def stage_of(tokens: Tokens, place: int) -> str:
    """The stage told of the number that is the token at a place, with a sign of how: as a trait.

    ``stage:`` where a verb says it of the number, ``stage~`` where it only stands beside it as an
    attribute, ``stage none`` where nothing is said.
    """
    classes = word_classes("stages")
    texts = tokens.texts[max(0, place - _BEFORE) : place + 1 + _AFTER]
    begin, end = _without_brackets(texts, min(place, _BEFORE), classes)
    clause = list(_clause(texts[end:]))
    if place < _AT_FIRST and begin and not _OUT_OF.isdisjoint(texts[:begin]) and "," in clause:
        clause = clause[: clause.index(",")]
    said, beside = _said(clause, classes)
    led = _before_brackets(texts[:begin], classes) or _led(texts[:begin][::-1], classes)
    stage = led if led and led != _STUDY else said or led
    if stage:
        return f"stage:{stage}"
    return f"stage~{beside}" if beside else "stage none"


def _without_brackets(texts: Sequence[str], place: int, classes: WordClasses) -> tuple[int, int]:
    """Where what stands before a number ends and what stands after it begins.

    Of "women (n = 48) were" both lie outside the brackets, as if the number stood before its noun.
    """
    begin = place - 2 if texts[max(0, place - 2) : place] in (("n", "="), ("n", ":")) else place
    if begin < 2 or texts[begin - 1] not in _OPEN or "counted" not in classes.of(texts[begin - 2]):
        return place, place + 1
    for end in range(place + 1, min(len(texts), place + 5)):
        if texts[end] in _CLOSE:
            return begin - 2, end + 1
    return place, place + 1


def _before_brackets(before: Sequence[str], classes: WordClasses) -> str:
    """The stage of the verb before the brackets that hold the number alone: "were randomised (n = 96)"."""
    if before[-2:] in (("n", "="), ("n", ":")):
        before = before[:-2]
    return _stage(classes.of(before[-2])) if len(before) > 1 and before[-1] in _OPEN else ""


def _clause(texts: Sequence[str]) -> Iterator[str]:
    """The words after a number as far as its own clause goes, without what stands in brackets."""
    depth, last = 0, ""
    for text in texts:
        if text in _OPEN:
            depth += 1
        elif text in _CLOSE:
            depth -= 1
            if depth < 0:
                return
        elif depth:
            continue
        elif text in _ENDS or (last in _BETWEEN and text[0].isdigit()):
            return
        else:
            yield text
        last = text


def _said(words: Sequence[str], classes: WordClasses) -> tuple[str, str]:
    """The stage that the clause's verb says, and the first that is only attributed."""
    beside, helped, aside, told = "", False, False, False
    for i, word in enumerate(words):
        names = classes.of(word)
        if "relative" in names:
            aside, told, helped = True, False, False
            continue
        if "aux" in names:
            aside, told, helped = aside and not told, True, True
            continue
        stage = _stage(names)
        if not stage:
            continue
        bare = i == 0 and (len(words) == 1 or words[1] in _BEHIND)
        if (helped or bare or word in _FINITE) and not aside:
            return _joined(words[i:], stage, classes), beside
        told = True
        beside = beside or stage
    return "", beside


def _joined(words: Sequence[str], stage: str, classes: WordClasses) -> str:
    """The furthest stage of verbs that are joined: "consented and were randomised"."""
    joins = False
    for word in words[1 : 1 + _JOINED]:
        names = classes.of(word)
        if "relative" in names:
            break
        other = _stage(names)
        if word in _JOINS or stage == other:
            joins = True
        elif other and joins and _RANK[other] < _RANK[stage] and stage not in ("refused", "befell"):
            stage = other
    return stage


def _led(words: Sequence[str], classes: WordClasses) -> str:
    """The stage of the verb or noun that leads to the number: "we enrolled", "data from", "there were"."""
    sent = words[:1] == ("to",)
    link = False
    for i, word in enumerate(words[sent:], int(sent)):
        names = classes.of(word)
        stage, before = _stage(names), words[i + 1 : i + 2]
        if "kept" in names:
            return "kept"
        if stage and (link or not _PASSIVE.intersection(before)):
            return _led_by(stage, words, i, classes)
        if word in _WERE:
            return "are" if before and "counted" in classes.of(before[0]) else ""
        if link and "study" in names and "filler" not in names:
            return _STUDY
        if "filler" not in names and not (sent and word in _SENT):
            return ""
        link = link or "link" in names
    return ""


def _led_by(stage: str, words: Sequence[str], place: int, classes: WordClasses) -> str:
    """The stage of a verb before the number, unless the number is of groups or was only planned."""
    if words[0] == "to" and stage != "asked":
        return ""
    if stage == "randomised" and words[0] in ("into", "between", "in"):
        return ""
    if any("planned" in classes.of(word) for word in words[place + 1 : place + 4]):
        return "planned"
    return stage


def _stage(names: Sequence[str]) -> str:
    return next((name for name in names if name in _RANK), "")
