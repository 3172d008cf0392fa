"""What can stand as a group's name, whether it is that of a control, and what letters and roles mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from miner.phrases.denial import denies, is_the_rest, is_without, leaves_untreated
from miner.text.document import Document
from miner.text.sieve import Guarded

__all__ = [
    "TEST_ROLES",
    "is_control",
    "is_lettered",
    "is_named",
    "is_surely_control",
    "meaning_of",
    "naming_words",
    "role_in_bracket",
    "samples_cases",
    "says_randomised",
    "spelled_out_by_role",
    "title_pair",
]

_SAYS_NOTHING = frozenset(
    (
        "a all alone also an analysed analyzed and arm arms as both cases cohort each eligible either "
        "enrolled every first for four group groups had half in included included it its matched men of "
        "on one or other others participants patient patients per randomised randomized same second "
        "subjects that the their them there these third they this those three to two was were who whom "
        "whose with women zero five six seven did does do nor neither no than eight nine ten twenty "
        "unnamed thirty forty fifty sixty seventy eighty ninety hundred people individuals reference not "
    ).split()
)
_WORD = re.compile(r"[A-Za-zÀ-ÿ][\w+'-]*")
# A torn piece of a sentence rather than a name: it holds its verb.
_SENTENCE = re.compile(
    r"\b(?:were|was|is|are|include[sd]?|remain(?:s|ed)|gave|analysis|difference|available|significant|significance)\b"
    r"|^(?:not?\s)?(?:improve|prolong|lengthen|reduce|increase|affect|extend|differ|offer|confer|yield|show|lost|reach)"
    # "Increased body mass" is a name; "increased the risk" is none.
    r"(?!d\s(?!(?:the|a|an|its|their|no|by|from|to|in|with|for|and|or|both|overall|any|all|significantly|survival|mortality|deaths?|risks?|odds|rates?|incidence|"
    r"likelihood|probability|chances?|OS|PFS|DFS|RFS|time|median|quality|responses?|local|recurrences?|relapses?|toxicity|progression|disease|event|side|adverse|complications?|benefits?)\b)\w)(?!ed\s(?!(?:the|a|an|its|their|no|by|from|to|in|with|for|and|or|both|overall|any|all|significantly|survival|mortality|time|median|OS|PFS|DFS)\b)\w)\w*\b"
    r"|^[\d.·\s]+(?:months?|years?|%)$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:who|whose|whom)\s\w", re.IGNORECASE)
_CONTROL = re.compile(
    r"\b(?:controls?|placebo|sham|standard|SOC|usual|conventional|supportive|reference|comparators?|comparison|"
    r"wait(?:ing)?[\s-]?list|continued\s(?:\w+\s)?(?:therapy|treatment|care))\b",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"^(?:the\s)?(?P<kind>arm|group|cohort|strategy|regimen)\s(?P<letter>[A-D]|[1-4]|I{1,3}|IV)$|^(?P<bare>[A-D])$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:the\s)?(?P<role>intervention(?:al)?|experimental|study|treatment|treated|control|controls|comparison|comparator)(?:\s(?:group|arm|patients|women|participants|condition|cohort)s?)?$",
    re.IGNORECASE,
)
# "X (the combined group)": a word that says little by itself, where a bracket says what it stands for.
_CALLED = re.compile(
    r"^(?:the\s)?(?P<role>combined|combination|local|systemic|surgical|operation|drug|early|late|delayed)\s(?:group|arm)$",
    re.I,
)
# "Surgery (standard) or no surgery (experimental)".
_CALLED_IN_BRACKET = re.compile(
    r"\s\((?:the\s)?(?P<role>experimental|investigational|intervention(?:al)?|standard|control|reference|comparator)"
    r"(?:\s(?:arm|group|treatment|strategy))?\)",
    re.IGNORECASE,
)
TEST_ROLES = frozenset(
    ("intervention", "interventional", "experimental", "investigational", "study", "treatment", "treated")
)
"""Words that call a group the one under test."""
# "Surgery of the primary", "radiotherapy to the breast": the name goes on.
_TREATMENTS = (
    "surgery resection removal excision ablation omission irradiation radiotherapy therapy treatment MDT"
)
_WHERE = "".join(rf"(?<!{noun}\s)" for noun in _TREATMENTS.split())
_CLAUSE_END = re.compile(
    rf"{_WHERE}\b(?:to|of)\b\s|"
    r"[().;:\n]|,\s(?:and|or)\s|\b(?:or|versus|vs|between|receive[ds]?|receiving|given|had|underwent|either|into|assigned|comparing)\b\s|\band\s(?=to\b)",
    re.IGNORECASE,
)
_TITLE_PAIR = Guarded(re.compile(
    r"([^:;,.?]{4,90}?)\s(?:versus|vs\.?|compared\s(?:with|to))\s([^:;,.?]{3,70})", re.IGNORECASE
))  # fmt: skip
_ALLOCATED = re.compile(
    r"\b(?:randomi[sz]ed|randomly\s(?:assigned|allocated)|assigned|allocated)\b[^.;]{0,60}?\b(?:to|between)\s(?:receive\s|undergo\s|have\s)?(?:either\s)?(?:an?\s|the\s)?(?P<one>[^.;:()]{3,90}?)"
    r"(?:\s\([^()]{0,40}\))?,?\s(?:or|and|versus|vs\.?)\s(?:to\s)?(?:receive\s)?(?:an?\s|the\s)?(?P<two>[^.;:(),]{3,70})",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\b(?:trial|study|effects?|effectiveness|efficacy|impact|evaluation|benefits?)\s(?:of|with)\s(?:an?\s|the\s)?(?P<name>[^:;,.?()]{4,80}?)(?=\s(?:in|on|for|to|among|as|during|after|from)\b|[:;,.?(]|$)",
    re.IGNORECASE,
)
_SETTING = re.compile(r"\s(?:in|for|among|as|on|during|after|following|at)\s.*$", re.IGNORECASE)
_TRIAL_OF = re.compile(
    r"^.*?\b(?:trial|study|comparison|comparing|analysis|effects?|efficacy)\s(?:of|comparing)?\s?",
    re.IGNORECASE,
)
_CASE_CONTROL = Guarded(re.compile(
    r"\bcase[\s-](?:control|referent)|\bcases\sand\s(?:[\d,\s]+)?(?:\w+\s)?controls\b", re.IGNORECASE
))  # fmt: skip
_RANDOMISED = re.compile(r"\brandomi[sz]ed\b|\brandomly\s(?:assigned|allocated)", re.IGNORECASE)
_UNIT = re.compile(r"(?:m?g|µg|mcg|kg|ml|Gy|IU|units?)\b", re.IGNORECASE)  # torn from its amount
_LONGEST = 9
_REACH = 110


@lru_cache(maxsize=2048)
def is_named(name: str, *, other: bool = False) -> bool:
    """Whether the phrase says which group; for the ``other`` side a bare denial ("did not") is enough.

    >>> is_named("surgery"), is_named("Ninety patients"), is_named("per arm"), is_named("did not", other=True)
    (True, False, False, True)
    """
    if _LETTER.match(name.strip()) or _ROLE.match(name.strip()):
        return True
    if other and denies(name) and "significan" not in name:
        return True
    if _SENTENCE.search(name) and not _RELATIVE.search(name):
        return False
    return any(not w.endswith("ly") for w in naming_words(name)) or bool(
        re.search(r"\d", name) and len(name) > 3 and not _WORD.search(name)
    )


@lru_cache(maxsize=2048)
def naming_words(name: str) -> frozenset[str]:
    """The words of a name, in small letters, that say which group it is."""
    return frozenset(w for w in _WORD.findall(name.lower()) if w not in _SAYS_NOTHING)


@lru_cache(maxsize=2048)
def is_control(name: str) -> bool:
    """Whether the words are those of a control group: placebo, no surgery, systemic therapy alone.

    >>> is_control("systemic therapy alone"), is_control("nonusers"), is_control("surgery plus drugs")
    (True, True, False)
    """
    return bool(_CONTROL.search(name)) or leaves_untreated(name) or is_the_rest(name)


@lru_cache(maxsize=2048)
def is_surely_control(name: str) -> bool:
    """Whether a group is called the control, or said to go without; "A alone" may be what is tested.

    >>> is_surely_control("placebo"), is_surely_control("no surgery"), is_surely_control("surgery alone")
    (True, True, False)
    """
    return bool(_CONTROL.search(name)) or is_without(name)


def is_lettered(name: str) -> bool:
    """Whether a group goes by a letter or a number: "arm B", "group 2"."""
    return _LETTER.match(name.strip()) is not None


@lru_cache(maxsize=32)
def samples_cases(doc: Document) -> bool:
    """Whether the study takes cases and controls, who are whom it sampled and not what it compares."""
    return bool(_CASE_CONTROL.search(doc.text)) and not says_randomised(doc)


def says_randomised(doc: Document) -> bool:
    """Whether the text says anywhere that somebody was randomised."""
    return _RANDOMISED.search(doc.text) is not None


@lru_cache(maxsize=32)
def _called_in_brackets(doc: Document) -> tuple[tuple[str, str], ...]:
    """What stands before each bracket that holds a role, and the role."""
    found = _CALLED_IN_BRACKET.finditer(doc.text)
    return tuple([(doc.text[max(0, m.start() - _REACH) : m.start()], m["role"].lower()) for m in found])


def role_in_bracket(doc: Document, name: str) -> str:
    """What the one bracket behind a group's name calls it: ``omission (experimental)``; or nothing."""
    roles = {role for before, role in _called_in_brackets(doc) if before.endswith(name)}
    return roles.pop() if len(roles) == 1 else ""


@lru_cache(maxsize=64)
def title_pair(title: str) -> tuple[str, str] | None:
    """What a title says before and behind "versus"; None where it does not say so."""
    pair = _TITLE_PAIR.search(title)
    return pair and (pair[1], pair[2])


def spelled_out_by_role(doc: Document, name: str) -> str:
    """``arm B``, ``control group``: what they stand for, with the name in brackets; else the name."""
    meaning = meaning_of(doc, name)
    return f"{meaning} ({name})" if meaning else name


@lru_cache(maxsize=256)
def meaning_of(doc: Document, name: str) -> str:
    """What the text says that a group of this letter or role was given, or the empty string."""
    name = name.strip()
    letter, role = _LETTER.match(name), _ROLE.match(name) or _CALLED.match(name)
    if letter is None and role is None:
        return ""
    for found in _definitions(doc, name, letter):
        tidy = _tidy(found)
        if tidy:
            return tidy
    return _by_role(doc, role["role"].lower()) if role and role.re is _ROLE else ""


def _definitions(doc: Document, name: str, letter: re.Match[str] | None) -> Iterator[str]:
    """``X (arm A)``, ``arm A (X)``, ``arm A: X``, ``the control group received X``."""
    text = doc.text
    core = re.escape(name) if letter is None or letter["kind"] else rf"(?:arm|group)\s{name}"
    stem = re.sub(r"\\?\s(?:group|arm)s?$", "", core, flags=re.IGNORECASE)
    inside = rf"(?:{core}|{stem}(?:\s(?:group|arm))?|the\s{core})\s?(?:[,;:][^()]{{0,40}})?\)"
    inside = rf"\((?:[^();]{{3,50}};)?\s?{inside}"
    if letter is not None and letter["bare"]:
        inside = rf"\(\s?(?:arm\s|group\s)?{name}\s?\)"
    for m in re.finditer(inside, text, re.IGNORECASE):
        before = _CLAUSE_END.split(text[max(0, m.start() - _REACH) : m.start()])
        yield before[-1]
    for m in re.finditer(
        rf"\b{core}\s?(?:\((?P<bracket>[^(),;\d]{{4,70}}?)(?:,[^()\d]{{0,60}})?(?:[,;]\s?n\s?=\s?\d[\d,]*)?\)|(?::|,\swho|\sand)?\s?(?:received|had|underwent|was\sgiven|were\sgiven|got)\s(?P<given>[^.;:()]{{4,70}}?)(?=[.;:,()]|\sand\sthe\b|\swhile|\swhereas))",
        text,
        re.IGNORECASE,
    ):
        yield m["bracket"] or m["given"]
    # "Group 1 was X and group 2 was Y"
    was = rf"\b{core}\s(?:was|comprised|consisted\sof)\s([^.;:()]{{4,70}}?)"
    other = r"(?:group|arm|cohort)\s\w{1,3}\s(?:was|comprised|consisted\sof)\s"
    for m in re.finditer(
        rf"{was}(?=\sand\s{other})|{other}[^.;:()]{{4,70}}\sand\s{was}(?=[.;:(])", text, re.I
    ):
        yield m[1] or m[2]


def _tidy(found: str) -> str:
    name = re.sub(
        r"^(?:the|an?|and|or|patients|women|either|received|by|with|\d+)\s",
        "",
        found.strip(" ,;:."),
        flags=re.IGNORECASE,
    )
    torn = _ROLE.match(name) or _UNIT.match(name)
    return name if is_named(name) and len(name.split()) <= _LONGEST and not torn else ""


def _by_role(doc: Document, role: str) -> str:
    """The experimental or the control treatment of the study as title or allocation name them."""
    want_test = role in TEST_ROLES
    pair = title_pair(doc.title)
    if pair is not None:
        sides = (_TRIAL_OF.sub("", pair[0]), _SETTING.sub("", pair[1]))
        return _tidy(sides[0] if want_test else sides[1])
    for sentence in doc.role("methods", "background"):
        allocated = _ALLOCATED.search(sentence.text)
        if allocated is None:
            continue
        one, two = _tidy(_SETTING.sub("", allocated["one"])), _tidy(_SETTING.sub("", allocated["two"]))
        if one and two and is_control(one) != is_control(two):
            return (two if is_control(one) else one) if want_test else (one if is_control(one) else two)
    named = _OF.search(doc.title) if want_test else None
    return _tidy(named["name"]) if named else ""
