"""Which two groups, or which factor, a number compares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from miner.abbreviations import find_abbreviations
from miner.clauses import passage, phrase_after, phrase_before, skeleton, subject_of
from miner.document import Document, Sentence
from miner.endpoint_mentions import mentions_in
from miner.endpoint_ties import candidates_in
from miner.model import Arm
from miner.series import place_in_series
from miner.versus import Pair, group_name, is_factor, is_group, labelled_pairs, pairs_in

__all__ = ["contrast_for"]

_SLASH = re.compile(r"[(\[]\s?([A-Za-z][\w+-]*)\s?/\s?([A-Za-z][\w+-]*)\s?[)\]]")
_LABEL = re.compile(
    r"(?:\b(?:with|and|of|was|were|an?|the)\s|\b(?:adjusted|estimated|multivariable|multivariate|univariable|pooled|crude|corresponding)\s|[(\[,;:=]\s?|"
    r"\b(?:a?HRs?|a?ORs?|a?RRs?|MH-OR|TER|hazard\sratios?|odds\sratios?|risk\sratios?|relative\srisks?|rate\sratios?|mean\sdifferences?|MD|beta|β)\b\s?[)\]]?\s?)+$",
    re.IGNORECASE,
)
_STATISTICS_THEN = re.compile(
    r"(?:[\s\d,;:()\[\]=<>≤≥.·%–−‒-]|\b(?:95|CI|confidence|intervals?|p|to|and)\b)*+(?:for|in)\s(?:the\s)?(?=\w)",
    re.IGNORECASE,
)
_LED = re.compile(
    r"\b(?:lower|higher|longer|shorter|better|worse|reduced|increased|improved|greater|superior|inferior|elevated|decreased)\s(?:\w+\s)?"
    r"(?:with|after|in|for|among|following)\s(?:the\s)?",
    re.IGNORECASE,
)
_CROSSED = re.compile(r",\s(?:and\sso|whereas|while|but)\b")
_PLAIN = re.compile(r"[\w\s/+≥≤<>-]{3,70}")
_SAME_AGAIN = re.compile(
    r"(?:its|this|these|they|it|the\s(?:\w+\s)?(?:effect|association|benefit|difference|reduction|advantage)|no\s(?:such\s)?(?:association|difference|effect|benefit))\b",
    re.IGNORECASE,
)
_LED_BY = re.compile(r"\b(?:with|after|in|for|among|following)\s(?:the\s)?", re.IGNORECASE)
# A comparator behind the number, in its own bracket: "HR 0.71; 95% CI 0.47 to 1.06; vs no surgery".
_VERSUS_BEHIND = re.compile(
    r"[\d.·\s,;:=<>%–−-]{1,20}[^()\[\]A-Za-z]{0,10}(?:[^()\[\]]{0,60}?[,;]\s)(?:vs?\.?|versus|compared\s(?:with|to))\s([A-Za-z][\w\s+/-]{2,40})(?=[)\];,])"
)
_SHORT = 50
_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,120})[)\]]")
_NOT_A_LABEL = re.compile(
    r"\b(?:were|was|compare\w*|evaluate|the|includes?|group\s?\d)\b|\)$|\sof$|^(?:intervention|study|control|treatment)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:patients|women|men|participants|subjects|differences?|effects?|groups?|model|analysis)\b",
    re.IGNORECASE,
)
# Cases and controls differ in the endpoint: they are not what an odds ratio of theirs compares.
_CASES = re.compile(r"\bcases\b|^case\b", re.IGNORECASE)
_RATIO_FOR = re.compile(
    r"\b(?:ratios?|HRs?|ORs?|RRs?)\s(?:\[[^\]]{0,12}\]\s|\([^)]{0,12}\)\s)?(?:for|of)\s(?:the\s)?([\w\s+/≥≤<>-]{2,60}?)(?:,|\s(?:was|were|is|of|[=:])|\s?[\[(:=]|\s\d)[^.;]{0,4}$"
)
_FOR_FACTOR = re.compile(
    r"(?:^|[;.]\s)(?:and\s)?for\s([^,;]{3,60}),\s(?:the\s)?(?:adjusted\s)?(?:odds|hazard|risk|relative|rate|M-H)\b[^;,]{0,60}$",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"[\w\s+/≥≤<>-]{2,60}?(?=[;.)\]]|,\s(?:respectively|\d|and\s\d)|\s(?:respectively)|,|\sand\s\d|$)"
)
# "A significant association was found for age": the subject says that there is one, not with what.
_FINDING = re.compile(
    r"\b(?:associations?|predictors?|factors?|relationships?|correlations?)\b", re.IGNORECASE
)
_ENDPOINT_WORDS = re.compile(
    r"\b(?:risks?|incidence|odds|rates?|probability|survival|mortality)\b|\b(?:it|they|this|which)$",
    re.IGNORECASE,
)
# A verb or a colon between the endpoint and the number: the factors follow.
_RESTARTS = re.compile(r"\b(?:was|were|is|are|included?|be|had|identified|while|whereas)\b|:", re.IGNORECASE)


def contrast_for(doc: Document, sentence: Sentence, start: int, end: int, arms: Sequence[Arm]) -> str:
    """The contrast of the number at ``doc.text[start:end]``, in the text's own terms, first-named side first."""
    text, begin = passage(doc, sentence)
    at, to = start - begin, end - begin
    found = (
        _in_bracket(text, at)
        or _factor(text, at, to)
        or _stated(text, at, arms)
        or _led(doc, text, at, arms)
        or _of_study(doc, text, arms)
        or _named_after(text, at, to)
        or _subject(text, at)
        or _from_around(doc, sentence, arms)
        or _carried_on(doc, sentence, arms)
        or _last_resort(text, at)
    )
    return _spelled_out(doc, found)


def _led(doc: Document, text: str, at: int, arms: Sequence[Arm]) -> str:
    """``the hazard was lower with A``: the study's groups if A is one of them, else A alone."""
    name = _led_name(text, at)
    study = _of_study(doc, text, arms) if name else ""
    return study if set(_key(name).split()) & set(_key(study).split()) else name


def _led_name(text: str, at: int) -> str:
    bones = skeleton(text)
    place = bones.at(at)
    led = _LED.search(bones.text, 0, place + 1)
    if led is None:
        return ""
    last = [
        m
        for m in _LED_BY.finditer(bones.text, led.end(), place)
        if _PLAIN.fullmatch(bones.text, m.end(), place)
    ]
    name = phrase_after(bones.text, last[-1].end() if last else led.end())
    return "" if not is_factor(name) or _PEOPLE.fullmatch(name) or mentions_in(name) else name


def _carried_on(doc: Document, sentence: Sentence, arms: Sequence[Arm]) -> str:
    """``Its association with survival ...``: the contrast of the sentence before."""
    if sentence.index == 0 or not _SAME_AGAIN.match(sentence.text):
        return ""
    before = doc.sentences[sentence.index - 1]
    if before.section != sentence.section:
        return ""
    return contrast_for(doc, before, before.end - 1, before.end, arms)


def _spelled_out(doc: Document, contrast: str) -> str:
    """The contrast with the long form before each short form that the text defines."""
    known = find_abbreviations(doc.text)
    words = [f"{known[w]} ({w})" if w in known and known[w] not in contrast else w for w in contrast.split()]
    return " ".join(words)


def _subject(text: str, at: int) -> str:
    """The subject of the number's clause, where it can be a factor."""
    bones = skeleton(text)
    subject = subject_of(bones.text, bones.at(at))
    wrong = _ENDPOINT_WORDS.search(subject) or _FINDING.search(subject) or _PEOPLE.search(subject)
    return "" if wrong or not is_group(subject) else subject


def _in_bracket(text: str, at: int) -> str:
    """``(hazard ratio for A versus B, 0.7``, ``(A/B)``: the groups beside the number itself."""
    slash = _SLASH.search(text, max(0, at - 60), at)
    if slash:
        return f"{slash[1]} vs {slash[2]}"
    behind = _VERSUS_BEHIND.match(text, at)
    if behind:
        bones = skeleton(text)
        left = subject_of(bones.text, bones.at(at))
        led = list(_LED_BY.finditer(bones.text, 0, bones.at(at) + 1))
        left = phrase_after(bones.text, led[-1].end()) if led and not is_group(left) else left
        return f"{left} vs {behind[1].strip()}" if is_group(left) and is_group(behind[1]) else ""
    piece = text[max(0, at - 120) : at]
    opened = max(piece.rfind("("), piece.rfind("["))
    if opened < 0 or re.search(r"[)\]](?!\s?[=:,])", piece[opened:]):
        return ""
    inside = [p for p in pairs_in(piece[opened + 1 :]) if p.left]
    return str(inside[-1]) if inside else ""


def _factor(text: str, at: int, to: int) -> str:
    """The factor where the sentence says what predicts, or is associated with, an endpoint."""
    for pattern in (_FOR_FACTOR, _RATIO_FOR):
        named = pattern.search(text, max(0, at - 140), at)
        if named and _is_beside_endpoint(text, named[1]):
            return group_name(named[1])
    strong = [c.mention for c in candidates_in(text) if c.strong]
    if not strong:
        return ""
    bones = skeleton(text)
    label = _LABEL.search(text, max(0, at - 90), at)
    place = bones.at(label.start() if label else at)
    before = [m for m in strong if m.end <= at and not _RESTARTS.search(bones.text, bones.at(m.end), place)]
    if before:
        return _predictor(bones.text, place, before[-1].text)
    after = _named_after(text, at, to)
    if after and not mentions_in(after):
        return after
    phrase = phrase_before(bones.text, place, factor=True)
    return phrase if is_factor(phrase) and not any(phrase.endswith(m.text) for m in strong) else ""


def _is_beside_endpoint(text: str, name: str) -> bool:
    """Whether the phrase can be a group or factor because the sentence names another endpoint."""
    if mentions_in(name) or not is_group(name):
        return False
    return any(c.mention.text not in name and name not in c.mention.text for c in candidates_in(text))


def _predictor(text: str, place: int, endpoint: str) -> str:
    """The subject of "is associated with": with what it is compared, where that is said; else the object."""
    subject = subject_of(text, place)
    for pair in pairs_in(text):
        if pair.left and (pair.left in subject or subject in pair.left):
            return str(pair)
    if _FINDING.search(subject):
        subject = phrase_before(text, place, factor=True)
    return subject if is_factor(subject) and not _ENDPOINT_WORDS.search(subject) else endpoint


def _named_after(text: str, at: int, to: int) -> str:
    """``1.4 (95% CI 1.1 to 1.9) for cough``; of "for A and B, respectively" the one in the number's place."""
    m = _STATISTICS_THEN.match(text, to)
    piece = _PIECE.match(text, m.end()) if m else None
    if piece is None:
        return ""
    names = re.split(r",\s(?:and\s)?|\sand\s", piece[0])
    index, total = place_in_series(text, at, to)
    name = names[index] if len(names) == total else names[0]
    return group_name(name) if is_group(name) else ""


def _pairs(text: str) -> list[Pair]:
    return [*pairs_in(skeleton(text).text), *labelled_pairs(text)]


def _stated(text: str, at: int, arms: Sequence[Arm]) -> str:
    """The nearest ``A versus B``; a side that is no group is filled from the arms or left to them."""
    bones = skeleton(text)
    place = bones.at(at)
    labelled = labelled_pairs(text)
    if labelled:
        return str(min(labelled, key=lambda p: abs(p.start - at)))
    for pair in sorted(pairs_in(bones.text), key=lambda p: abs(p.start - place)):
        if _CROSSED.search(bones.text, *sorted((pair.start, place))):
            continue
        if pair.left:
            return str(pair)
        other = _led_name(text, at) or _other_arm(pair, arms)
        if other:
            return f"{other} vs {pair.right}"
    return ""


def _other_arm(pair: Pair, arms: Sequence[Arm]) -> str:
    words = set(re.findall(r"[a-z0-9]{3,}", pair.right.lower()))
    for arm in arms:
        if not words & set(re.findall(r"[a-z0-9]{3,}", arm.label.lower())):
            return arm.label
    return ""


def _of_study(doc: Document, text: str, arms: Sequence[Arm]) -> str:
    """The two groups of the study: its arms, or those that the text keeps comparing where arms read badly."""
    labels = _of_arms(text, arms)
    main = main_pair(doc)
    if (
        main is not None
        and (not labels or not _reads_well(arms))
        and not any(_CASES.search(a.label) for a in arms)
    ):
        return str(main)
    return labels


def _reads_well(arms: Sequence[Arm]) -> bool:
    return all(
        is_group(arm.label) and len(arm.label.split()) < 9 and not _NOT_A_LABEL.search(arm.label)
        for arm in arms
    )


def _of_arms(text: str, arms: Sequence[Arm]) -> str:
    """The study's arms: of more than two, those that the sentence names."""
    if len(arms) < 2 or any(_CASES.search(arm.label) for arm in arms):
        return ""
    low = text.lower()
    named = [arm for arm in arms if any(w in low for w in re.findall(r"[a-z0-9.+-]{2,}", arm.label.lower()))]
    chosen = named[:2] if len(arms) > 2 and len(named) >= 2 else list(arms[:2])
    return " vs ".join(arm.label for arm in chosen)


@lru_cache(maxsize=32)
def main_pair(doc: Document) -> Pair | None:
    """The two groups that the text most often sets against each other; None where it does so but once."""
    votes: Counter[frozenset[str]] = Counter()
    pairs: dict[frozenset[str], Pair] = {}
    for sentence in doc.sentences:
        bracketed = [p for m in _BRACKET.finditer(sentence.text) for p in pairs_in(m[1])]
        for pair in (*_pairs(sentence.text), *bracketed):
            if pair.left and max(len(pair.left), len(pair.right)) < _SHORT:
                key = frozenset((_key(pair.left), _key(pair.right)))
                votes[key] += 1
                pairs.setdefault(key, pair)
    best = votes.most_common(1)
    return pairs[best[0][0]] if best and best[0][1] > 1 else None


def _key(name: str) -> str:
    return re.sub(
        r"\b(?:groups?|arms?|patients|the|alone|treatment|therapy)\b|\W+", " ", name.lower()
    ).strip()


def _from_around(doc: Document, sentence: Sentence, arms: Sequence[Arm]) -> str:
    """The contrast that the sentence before, or the title, states."""
    around = [doc.sentences[sentence.index - 1]] if sentence.index else []
    for other in (*around, *doc.role("title")):
        stated = _stated(other.text, len(other.text), arms)
        if stated:
            return stated
    return ""


def _last_resort(text: str, at: int) -> str:
    bones = skeleton(text)
    place = bones.at(at)
    subject = subject_of(bones.text, place)
    phrase = phrase_before(bones.text, place, factor=True)
    if subject and not _FINDING.search(subject) and not _ENDPOINT_WORDS.search(subject):
        return subject
    return phrase or subject
