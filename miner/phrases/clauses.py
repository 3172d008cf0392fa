"""Sentences without their brackets, and the noun phrases to either side of a place in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from miner.text.document import Document, Sentence

__all__ = [
    "CLAUSE_ENDS",
    "CONTROLLED_FOR",
    "ESTIMATE_IN_BRACKETS",
    "Skeleton",
    "before_open_bracket",
    "enclosing_bracket",
    "has_verb",
    "outside_brackets",
    "passage",
    "phrase_after",
    "phrase_before",
    "skeleton",
    "subject_of",
    "trimmed",
]

# A full stop ends a clause, but not that of "E. coli".
CLAUSE_ENDS = re.compile(
    r";\s|(?<!\b[A-Z])\.\s|,\s(?:and\s)?(?:whereas|whilst|while|but|although|however|though)\s(?!also)|\b(?:whereas|whilst|while)\s"
)
# "After adjusting for size, nodes and grade, | method ...": what was held constant.
CONTROLLED_FOR = re.compile(
    r"(?:after\s|when\s|on\s|by\s)?(?:controlling|adjust\w+|accounting|allowing|correct\w+)\b.*,\s(?=\w)",
    re.IGNORECASE,
)
# A bracket with a number in it, and brackets of one more depth.
ESTIMATE_IN_BRACKETS = re.compile(
    r"[(\[][^()\[\]\d]*+(?:[(\[][^()\[\]]*+[)\]][^()\[\]\d]*+)*\d"
    r"[^()\[\]]*+(?:[(\[][^()\[\]]*+[)\]][^()\[\]]*+)*[)\]]"
)
_OPENED = re.compile(r"\s?[(\[][^()\[\]]*$")
_STOPS = (
    r"[;:]|,(?!\d{{3}}(?!\d))|\b(?:for|with|between|(?<!followed\s)by|was|were|is|are|be|been|being|than|comparing|compared|had|has|have|did|"
    r"showed|that|who|which|when|while|whereas|but|as|achieved|experienced|versus|vs|favou?r(?:ed|s|ing)|received?|receiving|given|"
    r"allocated|assigned|using|observed|found|reported|identified|revealed|confirmed|significantly|longer|shorter|higher|lower|better|worse|"
    r"{}(?:ratios?|HRs?|ORs?|RRs?|risks?|rates?|odds|survival|PFS|OS|DFS|differences?|effects?|analys[ie]s|reductions?|(?:non-?)?inferiority|superiority|efficacy|addition)\s(?:of|for))\s"
)
_LEFT_STOP = re.compile(_STOPS.format("in|to|from|on|at|among|after|under|"), re.IGNORECASE)
# A factor may hold its own prepositions: "exposure to dust in the index year".
_FACTOR_STOP = re.compile(_STOPS.format(""), re.IGNORECASE)
_RIGHT_STOP = re.compile(
    r"[,;:]|\.(?=\s|$)|\s\d*[.·]\d+(?!\d|\s?(?:mg|Gy|g\b|%|cm|mm))|\s(?:for|was|were|is|are|be|had|has|have|did|at|among|in|on|after|by|when|while|whereas|but|that|which|"
    r"respectively|showed|gave|yielded|produced|resulted|conferred|remained|appeared|achieved|reached|attained|met|reported|experienced|developed|died|survived|completed|required|needed|relapsed|responded|during|over|versus|vs|compared|regarding|p\s?[=<>]|within|to|of\s\d|and\s(?:with|in|for|after|by|was|were|had|no|OS|PFS|DFS|overall|the)|"
    r"(?:hazard|odds|risk)\sratio|HR|OR|RR|95\s?%)\b|\s[=<>]",
)
_VERB = re.compile(
    r"\s(?:was|were|is|are|had|has|have|did|does|do|showed|demonstrated|experienced|reported|received|remained|retained|tended|carried|"
    r"improved|reduced|increased|decreased|prolonged|prevented|lowered|raised|predicted|influenced|significantly|independently|appeared|"
    r"seemed|declined|differed|occurred|fell|rose|developed|worsened|favou?red|survived|died|lived|fared|conferred|may|could|can|achieved|resulted|failed|led|gave|provided|produced|identified|correlated|accepted|would|might|conferred|also)\b"
)
_LEADING = re.compile(
    r"^(?:(?:however|whereas|while|although|though|again|matched\spatients\swith|(?:(?:randomi[sz]ed|controlled|prospective|observational|cohort)\s){1,3}(?:trials|studies)(?:\sof)?|pooling\s\d+\s(?:studies|trials)\sof(?:\sany)?|\d+\s(?:studies|trials|analyses)\sof|moreover|furthermore|similarly|overall|in\scontrast|in\saddition|also|finally|conversely|interestingly|the|a|an|patients\s"
    r"(?:receiving|treated\swith|assigned\sto|allocated\sto|in|with)|and|or|of|in|with|those|only|both|either|all|to|their|who\s(?:had|received|were|underwent)|who)\s?,?\s)+",
    re.IGNORECASE,
)
# "resection of the primary site and, less markedly, ...", "surgery first and lower still".
_TRAILING = re.compile(
    r"(?:\s(?:and|or|but)(?:\s(?:even\s)?(?:lower|higher|better|worse|longer|shorter|less)\b.*)?|\s(?:with|of|the|as|in|for|to|than)"
    r"|\sthe\s(?:\w+\s)?(?:hazard\sratios?|odds\sratios?|HRs?|ORs?|RRs?))+$",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(r"(?:;|,\s(?:but|whereas|while|although|and)|\bthat|\bwhereas|^[^,]{3,70},)\s")
# "In the landmark analysis surgery was ...", "Over the same interval use of surgery fell".
_SETTING = re.compile(
    r"^(?:in|on|at|over|during|within|for|by)\s(?:the\s|a\s|an\s|this\s)?(?:[\w-]+\s){0,4}?(?:analys[ie]s|interval|period|months|years|weeks|days|follow-?up|cohort|model|population|setting|series|studies|trials|RCTs)\s(?!of\b)(?=\w)",
    re.IGNORECASE,
)
# "ER-", "HER2-": the dash says that it is negative.
_NEGATIVE = re.compile(r"(?<![\w-])(?:[\w+-]{1,12}/)?[A-Z][A-Za-z]{0,4}\d?[-−](?=[\s,;:.]*$)")
_STOPPED = re.compile(r"(?<=[)\]])\.\s+(?=[a-z])")
# "25(OH)D": the bracket is part of the word.
_MARK = re.compile(
    r"(?<=[A-Za-z\d-])(?:\((?=[^()]*[A-Za-z+])[\w+-]{1,6}\)|\[(?=[^\[\]]*[A-Za-z+])[\w+-]{1,6}\])(?=[A-Za-z\d-])|[()\[\]]"
)
_EITHER = re.compile(r"[()\[\]]")
_FAR = 400
_MAX_WORDS = 9


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A sentence with all that stands in brackets taken out.

    Piece i of it begins at ``starts[i]`` here and stood at ``origins[i]`` of the whole sentence.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def at(self, offset: int) -> int:
        """Where the offset of the whole sentence falls; the place of its bracket, if inside one."""
        i = bisect_right(self.origins, offset) - 1
        end = self.starts[i + 1] if i + 1 < len(self.starts) else len(self.text)
        return min(self.starts[i] + offset - self.origins[i], end)

    def origin(self, place: int) -> int:
        """Where the character at this place stood in the whole sentence."""
        i = bisect_right(self.starts, place) - 1
        return self.origins[i] + place - self.starts[i]


@lru_cache(maxsize=256)
def skeleton(text: str) -> Skeleton:
    """The sentence outside its brackets; the space before a bracket goes with it."""
    depth, begin = 0, 0
    pieces: list[str] = []
    starts, origins, length = [0], [0], 0
    for m in _MARK.finditer(text):
        if len(m[0]) > 1:
            continue
        if m[0] in "([":
            if depth == 0:
                pieces.append(text[begin : m.start()].removesuffix(" "))
                length += len(pieces[-1])
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                begin = m.end()
                starts.append(length)
                origins.append(begin)
    if depth == 0:
        pieces.append(text[begin:])
    return Skeleton("".join(pieces), tuple(starts), tuple(origins))


def passage(doc: Document, sentence: Sentence, at: int) -> tuple[str, int]:
    """The sentence around the offset ``at``, and where it begins.

    What a cut inside a bracket parted from it is put back; what a full stop before a small letter left joined
    ("p = 0.01). nab-paclitaxel was") is taken off.
    """
    start, end = _rejoined(doc, sentence), sentence.end
    for m in _STOPPED.finditer(doc.text, start, end) if _may_be_stopped(doc.text, start, end) else ():
        if m.end() <= at:
            start = m.end()
        else:
            end = min(end, m.start() + 1)
    return doc.text[start:end], start


def _rejoined(doc: Document, sentence: Sentence) -> int:
    """Where the sentence begins with what a cut parted from it; a bracket that none opens parts nothing."""
    for back in (0, 1, 2):
        before = sentence.index - back
        if before < 0 or doc.sentences[before].section != sentence.section:
            break
        if _open_brackets(doc.text[doc.sentences[before].start : sentence.end]) >= 0:
            return doc.sentences[before].start
    return sentence.start


def _may_be_stopped(text: str, start: int, end: int) -> bool:
    return text.find(").", start, end) >= 0 or text.find("].", start, end) >= 0


def _open_brackets(text: str) -> int:
    return sum(text.count(c) for c in "([") - sum(text.count(c) for c in ")]")


def outside_brackets(gap: str) -> str:
    """The text without closed brackets and without what follows an opened one."""
    if "(" not in gap and "[" not in gap:
        return gap
    depth, kept = 0, []
    for char in gap:
        if char in "([":
            depth += 1
        if depth == 0:
            kept.append(char)
        if char in ")]" and depth:
            depth -= 1
    return "".join(kept)


def before_open_bracket(text: str, at: int, to: int) -> int:
    """Where a number that is taken up to the end of its interval ends itself: before the bracket it opens.

    >>> before_open_bracket("was 0.52 (0.39-0.69) for A", 4, 19)
    8
    """
    opened = _OPENED.search(text[at:to])
    return at + opened.start() if opened else to


@lru_cache(maxsize=512)
def enclosing_bracket(text: str, at: int) -> tuple[int, int]:
    """The inside of the innermost bracket that holds ``at``, round or square; (at, at) if there is none."""
    depth = 0
    for m in reversed(list(_EITHER.finditer(text, max(0, at - _FAR), at))):
        depth += 1 if m[0] in ")]" else -1
        if depth < 0:
            end = text.find(")" if m[0] == "(" else "]", at)
            return m.end(), end if end >= 0 else len(text)
    return at, at


@lru_cache(maxsize=1024)
def phrase_before(text: str, end: int, *, factor: bool = False) -> str:
    """The noun phrase that ends at ``end``; a ``factor`` may hold prepositions.

    >>> phrase_before("seen in 1,208 exposed infants (RR 1.3)", 29)
    '1,208 exposed infants'
    """
    left = text[max(0, end - 120) : end]
    start = 0
    for m in (_FACTOR_STOP if factor else _LEFT_STOP).finditer(left):
        if left[m.end() :].strip():
            start = m.end()
    return trimmed(re.split(r"\d\s+(?:and|or)\s", left[start:])[-1])


@lru_cache(maxsize=1024)
def phrase_after(text: str, start: int) -> str:
    """The noun phrase that begins at ``start``; of "those who were X", up to the verb's complement."""
    right = _LEADING_AFTER.sub(" ", text[start : start + 120])
    m = _RIGHT_STOP.search(right, 1)
    if m and re.match(r"\s?(?:who|whom|whose)\b", right):
        m = _RIGHT_STOP.search(right, m.end())
    return trimmed(right[: m.start()] if m else right)


_LEADING_AFTER = re.compile(
    r"^\s*(?:(?:in|with|for|after|following|among|to|of|that|those|patients|women|(?:children|infants|adults|participants|people|individuals|carers|pupils|residents|mothers)(?=\s(?:in|with|given|receiving|assigned|allocated|on|who)\s)|by|the|receiving|who\s(?:had|received|were|underwent)|[\d.·]+\s?(?:%|months?|years?)|\d+\s(?:of\s)?(?:patients\s)?(?:assigned|allocated|randomi[sz]ed)\sto|(?:assigned|allocated|randomi[sz]ed)\sto)\s+(?=\S)){1,5}",
    re.IGNORECASE,
)
_IDENTIFIED = re.compile(
    r"\b(?:identified|found|revealed|retained|confirmed|showed|demonstrated|indicated|considered|selected)\s(?:that\s|only\s|the\s)*([^,;:]{3,80}?)\s(?:as|to\sbe|was|were|is|are|had)\b",
    re.IGNORECASE,
)
# "Surgery, however, was ...": no part of the subject.
_ASIDE = re.compile(
    r",\s(?:however|moreover|(?:in|by)\scontrast|conversely|instead|in\sturn|though|therefore),(?=\s)"
)
_RELATIVE = re.compile(r"\b(?:who|whose|whom)\b", re.IGNORECASE)
# What stands for a subject told before, or joins a clause without one of its own: ", but shortened ...".
_PRONOUN = re.compile(r"(?:they|it|he|she|this|these|who|but|and|yet|nor)$", re.IGNORECASE)
_ANALYSIS = re.compile(r"\b(?:analys[ie]s|regression|models?|tests?|study|we|data|results?)\b", re.IGNORECASE)


@lru_cache(maxsize=1024)
def subject_of(text: str, end: int) -> str:
    """The subject of the clause that holds ``end``, or what an analysis "identified", or nothing."""
    text = _ASIDE.sub(lambda m: " " * len(m[0]), text)
    start = 0
    for m in _CLAUSE_START.finditer(text, 0, end):
        if _VERB.search(text, m.end(), end + 1):
            start = m.end()
    verb = _VERB.search(text, start)
    subject = trimmed(text[start : verb.start()]) if verb else ""
    if verb and _RELATIVE.search(subject):
        verb = _VERB.search(text, verb.end()) or verb
        subject = trimmed(text[start : verb.start()])
    if start and (not subject or _PRONOUN.match(subject)):
        return subject_of(text[: start - 1], start - 1)
    if _ANALYSIS.search(subject):
        identified = _IDENTIFIED.search(text, start)
        return trimmed(identified[1]) if identified else subject
    return subject


def has_verb(text: str) -> bool:
    """Whether the text holds one of the verbs that results are told with."""
    return _VERB.search(f" {text}") is not None


@lru_cache(maxsize=2048)
def trimmed(phrase: str) -> str:
    """The phrase without leading small words and trailing marks, at most nine words of it."""
    marked = _NEGATIVE.search(phrase)
    phrase = phrase[: marked.end()].lstrip(" ,;:.-–—\n") if marked else phrase.strip(" ,;:.-–—\n")
    phrase = _TRAILING.sub("", _LEADING.sub("", _SETTING.sub("", phrase)))
    words = phrase.split()
    return " ".join(words[-_MAX_WORDS:] if len(words) > 2 * _MAX_WORDS else words[:_MAX_WORDS])
