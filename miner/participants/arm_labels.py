"""The names of compared groups, in the text's own terms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.model import Arm
from miner.participants.arm_lists import ArmList
from miner.participants.candidates import Mention
from miner.participants.in_turn import names_in_turn
from miner.phrases.unnamed_groups import unnamed_group
from miner.rules import load_rules
from miner.text.document import Document, Sentence

__all__ = ["label_list", "named_arms"]

_LONGEST = 90
_NAMED = load_rules("arms").rules
_PEOPLE = (
    r"(?:patients?|pts|wom[ae]n|m[ae]n|participants?|subjects?|people|persons?|individuals?|adults?|survivors|"
    r"cases?|children|infants?|neonates?|newborns|babies|students|residents|girls|boys|mothers|eyes|volunteers)"
)
_SHARE = r"(?:\(?\d[\d.·]*\s?%\)?[\s,;]*)?"
_LEAD = re.compile(
    rf"^[\s,;:)\]–-]*{_SHARE}(?:(?:of\sthese\s|of\sthe\s)?(?:(?:similar|comparable|matched|consecutive|further|other)\s)?{_PEOPLE}\b\s?)?{_SHARE}(?:of\s(?:whom|which|them)\b\s?)?{_SHARE}"
    r"(?:(?:who|which|that|were|was|are|had|have|been|being|randomly|randomi[sz]ed|assigned|allocated|enrolled|"
    r"included|treated|receiv(?:ed|ing)|given|underwent|undergoing|undergo|to|into|in|with|the|a|an|by|from|for|on|either|receive|each|of|only"
    rf"|among(?:\s(?:those|the|{_PEOPLE}))?)\b\s?)*",
    re.I,
)
_STOP = re.compile(
    r"[;(.\[]|,\s|\s(?:and|or|versus|vs\.?|v|whereas|while|compared|respectively)\b(?=[^a-z]*(?:\d|$))|\b(?:were|was|for\s\d|every|at\s\d)\b"
)
_LEFT_CUT = re.compile(
    r".*(?:\b(?:to|either|receiv(?:e|ed|ing)|between|into|comparing|underwent|undergo|assigned|allocated|versus|vs\.?|while|whereas|had|on|in|of|for|with|"
    r"the|among|from|than|as)\b|[:;,.)])\s*(?=\S)",
    re.I | re.S,
)
# "Were randomised to | surgery of the primary tumour": all that follows is the name, whatever words it holds.
_ALLOCATED = re.compile(
    r".*\b(?:randomi[sz]ed|assigned|allocated)\s(?:\w+ly\s)?(?:[(\[]\d:\d[)\]]\s|in\sa\s\d:\d\s\w+\s)?to\s(?:(?:receive|undergo|have|either|an?|the)\s)*(?=[^\W\d][^,;:.()\d]{3,80}$)",
    re.I | re.S,
)
# "Surgery was performed in | 40": who had it. "... and omitted in | 60": who had not.
_GIVEN_TO = re.compile(
    r"(?:^|[.;:,]\s|\b(?:and|whereas|while)\s)(?P<name>[A-Z][^.;:,]{2,70}?|[a-z][^.;:,]{2,60}?)\s(?:was|were)\s(?:\w+ly\s)?"
    r"(?:given|performed|done|used|carried\sout|administered|undertaken|offered|applied|received|placed)\s"
    r"(?:in|to|by|for|on)\s(?:only\s|another\s|a\sfurther\s|the\s(?:other|remaining)\s)?$"
)
_OMITTED_IN = re.compile(
    r"\b(?:and|but|or)\s(?:was\s|were\s)?(?:omitted|withheld|not\s(?:given|performed|done|used|received|offered))\s"
    r"(?:in|to|by|for|on)?\s?(?:the\s(?:other|remaining)\s)?$"
)
_TORN_END = re.compile(
    r"(?:[\s,;:/-]+(?:and|or|in|of|to|with|was|were|is|by|from|for|the|an?|who|than|at|on|including|whereas|while"
    r"|(?:and|or|versus|vs)\s(?:(?:in|by|for|of)\s)?(?:\d+|[a-z]+-(?:one|two|three|four|five|six|seven|eight|nine)))\b)+$"
)
# "Placebo was used", but not "women who were treated".
_TOLD = re.compile(
    r"^((?:(?!\b(?:who|whose|that|which)\b).)+?)\s(?:was|were|consisted|included|comprised)(?:\s.*)?$"
)
# "(80 placebo|) formed the set", "7 | in the low-dose arm": what is printed around the name.
_BEYOND_BRACKET = re.compile(r"^([^()\[\]]+)[)\]].*$")
_COUNT_IN = re.compile(r"^\d+\sin\s(?:the\s)?(?=.+\b(?:arm|group)$)")
_NO_NAME = re.compile(
    r"^(?:(?:whereas|while|whom|who|and|or|there|were|was|had|did|each|both|per|of|in|the|these|those|other|others|all|total|"
    r"overall|subset|patients?|pts|participants?|subjects?|people|persons?|individuals?|cases?|\d+)\b\s?)+$|\d\s?%$|\bCI\b|^(?:were|was|had)\s|^\d+\sof$|^\d+\s(?:areas|practices|clinics|hospitals|cent(?:er|re)s|villages|clusters|schools|wards|districts)$",
    re.I,
)
_N_EQUALS = re.compile(r"[,:\s]*[nN]\s?[=:]\s?$")
_CLOSED = re.compile(rf"\s?(?:{_PEOPLE})?\s?(?:[)\]]|;\s?\d)")
_SEX = re.compile(
    r"\s?(?:[(\[][\d.·]+\s?%[)\]]\s)?(wom[ae]n|m[ae]n|females?|males?)\b(?=\s?(?:and\b|[,.;)]|$))", re.I
)
# "Drug A | 168/368 (46%) versus": the name stands before the fraction.
_NUMERATOR = re.compile(r"\s\d[\d,]*\s?/\s?$")
_NEXT_GROUP = re.compile(r"\s?(?:[(\[][\d.·]+\s?%[)\]])?\s?(?:,|;|[)\]]|versus\b|vs\b|v\b|and\b|against\b)")
# "(drug A | 521, drug B 347)": the name stands before the number, and a mark behind it.
_ENDS_ITEM = re.compile(r"\s?(?:[,;]\s(?:and\s)?[A-Za-z\d]|[)\]])")
_OPENS_ITEM = re.compile(
    r"(?:[(\[:,;]\s?|\d\s?(?:,\s)?and\s)(?!n\s?=)(?P<name>[A-Za-z][^()\[\],;:=]{0,60})\s$"
)
# "Those with (n=150) and without (n=260) | surgery": what the one had and the other had not.
_WITH_AND_WITHOUT = re.compile(
    r"\bwith\s?[(\[][^()\[\]]{1,20}[)\]]\s(?:and|or|versus|vs\.?)\s(?:(?:those|patients|women)\s)?without\s?"
    r"[(\[][^()\[\]]{1,20}[)\]]\s(?P<what>[^.;:,()\d]{3,60}?)(?=[.;:,(]|\s(?:were|was|had|between|from|in)\b|$)"
)
# "(PS group, n=240)": what the group is called from there on.
_GROUP_CALLED = re.compile(
    r"[(\[](?P<called>(?P<short>[A-Z][A-Za-z+-]{1,7})\s(?:group|arm))[,;]\s?[nN]\s?=\s?$"
)
# "1,204 women with cancer (the surgery group)": the name stands in a bracket behind the people.
_CALLED_BEHIND = re.compile(
    r"\s(?:(?!(?:and|or|versus|vs|were|was|had|received|underwent)\b)[\w/-]+\s){0,7}?[(\[](?:the\s)?"
    r"(?P<name>[A-Za-z][^()\[\],;=\d]{1,50}\s(?:groups?|arm|cohort))[)\]]"
)
_VERB_FIRST = re.compile(r"\s?(?:was|were)\s")
_DOSING = re.compile(r"\s(?:[bt]\.?i\.d|q\.d|b\.d|t\.d\.s|o\.d|i\.v|p\.o|s\.c|i\.m)\.(?=\s|$)")
# "Three oral doses of a vaccine", "placebo 28 days apart": how often is no part of the name.
_DOSES = re.compile(
    r"^(?:one|two|three|four|\d)\s(?:[a-z]+\s)?doses?\sof\s(?:the\s|an?\s)?|\s\d[\d\s\u2013-]*\s(?:days?|weeks?|months?)\sapart$",
    re.I,
)
_TIDY = re.compile(
    r"^(?:(?:and|or|versus|vs\.?|v|the|a|an|to|either|in|of|with|both|by|than|receive|received|we|compared|plus)\s|[\s,;:)(–-])+|[\s,;:(–-]+$",
    re.I,
)


def label_list(doc: Document, found: ArmList) -> tuple[Arm, ...]:
    """Each size of the list with the name printed at it."""
    members = found.members
    if len(members) > 1 and len(set(map(id, members))) == 1:
        return _of_each(doc, members[0], len(members))
    arms: list[Arm] = []
    names = _with_and_without(found) or _called(doc, found) or _in_turn(found)
    for i, member in enumerate(members):
        before = (
            members[i - 1].end if i and members[i - 1].sentence is member.sentence else member.sentence.start
        )
        after = (
            members[i + 1].start
            if i + 1 < len(members) and members[i + 1].sentence is member.sentence
            else member.sentence.end
        )
        name = names[i] if names else _given_to(doc.text[before : member.start], arms)
        name = name or _name(doc.text, member, before, after, first=not i)
        sentence = member.sentence
        arms.append(
            Arm(
                name or unnamed_group(i + 1),
                member.value,
                doc.evidence(sentence.start, sentence.end, "arm-size"),
            )
        )
    return tuple(arms)


def _with_and_without(found: ArmList) -> tuple[str, ...]:
    """``with (n=150) and without (n=260) surgery``: surgery, and without it."""
    one, *others = found.members
    told = _WITH_AND_WITHOUT.search(one.sentence.text) if len(others) == 1 else None
    begin = one.sentence.start
    if told is None or not told.start() < one.start - begin < others[0].start - begin < told.end():
        return ()
    what = told["what"].strip()
    return what, f"without {what}"


def _in_turn(found: ArmList) -> tuple[str, ...]:
    """``40 and 30 women received A and B, respectively``: A and B, where both can be names."""
    names = tuple(_cut(_tidy(name)) for name in names_in_turn(found.members))
    return names if all(names) and len(set(names)) == len(names) else ()


def _called(doc: Document, found: ArmList) -> tuple[str, ...]:
    """``ST (ST group, n=9) or PS before ST (PS group, n=8)``: by short forms, where names share these."""
    texts = [doc.text[m.sentence.start : m.start] for m in found.members]
    marks = [_GROUP_CALLED.search(text) for text in texts]
    called = [
        (m["called"], m["short"], text[: m.start()][-_LONGEST:])
        for m, text in zip(marks, texts, strict=True)
        if m
    ]
    if len(called) != len(texts) or len({name for name, _, _ in called}) != len(texts):
        return ()
    held = any(
        re.search(rf"\b{re.escape(short)}\b", words.rpartition(")")[2])
        for _, short, _ in called
        for other, own, words in called
        if own != short
    )
    return tuple(name for name, _, _ in called) if held else ()


def _of_each(doc: Document, size: Mention, groups: int) -> tuple[Arm, ...]:
    """``46 in each arm``: the groups that the text names elsewhere, or numbered ones."""
    evidence = doc.evidence(size.sentence.start, size.sentence.end, "arm-size")
    named = [arm.label for arm in named_arms(doc)]
    names = named if len(named) == groups else [unnamed_group(i) for i in range(1, groups + 1)]
    return tuple(Arm(name, size.value, evidence) for name in names)


def _given_to(left: str, arms: Sequence[Arm]) -> str:
    """``Surgery was performed in 40 and omitted in 60``: surgery; no surgery."""
    if arms and _OMITTED_IN.search(left):
        return f"no {arms[-1].label[0].lower()}{arms[-1].label[1:]}"
    given = _GIVEN_TO.search(left)
    return _cut(_tidy(re.sub(r"\s?\([^()]*\)", "", given["name"]))) if given else ""


def _name(text: str, member: Mention, before: int, after: int, *, first: bool) -> str:
    left, right = text[before : member.start], text[member.end : after]
    if called := _CALLED_BEHIND.match(right):
        return _cut(_tidy(called["name"]))
    if "n=" not in member.traits and (ahead := _told_ahead(left, right, first=first)):
        return ahead
    inside = re.search(r"[(\[]([^()\[\]]*?)[,;:\s]*(?:(?<![A-Za-z])[nN]\s?[=:]\s?)?$", left)
    closed = "n=" in member.traits or _CLOSED.match(right)
    if inside and ("(number" not in member.traits or closed):
        outside = _name_before(left[: inside.start()], first=first)
        within = _cut(_tidy(inside[1].rpartition("; ")[2]))
        listed = not re.search(r"[)\]]", right)  # "(GET, n = 124; FEC, n = 135)" names both inside
        return (
            within or outside if listed or (not first and _VERB_FIRST.match(left, 1)) else outside or within
        )
    if "n=" in member.traits:
        return _cut(_tidy(re.split(r"[;:.(]", _N_EQUALS.sub("", left))[-1]))
    sex = _SEX.match(right)
    if sex:
        return sex[1]
    return _cut(_tidy(_STOP.split(_LEAD.sub("", right), maxsplit=1)[0])) or _name_before(left, first=first)


def _told_ahead(left: str, right: str, *, first: bool) -> str:
    """``(drug A 521, drug B 347)``, ``drug A 168/368 (46%) versus``: the name before its size."""
    if left.rstrip().endswith(("=", ":")):
        return ""
    numerator = _NUMERATOR.search(left)
    if numerator is not None and _NEXT_GROUP.match(right):
        return _name_before(left[: numerator.start()], first=first)
    item = _OPENS_ITEM.search(left) if numerator is None and _ENDS_ITEM.match(right) else None
    return _cut(_tidy(item["name"])) if item else ""


def _name_before(left: str, *, first: bool) -> str:
    clause = _DOSING.sub("", left).rstrip(" ,;:")
    if not first:
        clause = re.sub(r"^[^)\]]{0,12}[)\]]", "", clause)
    # "A surgical group (n = 30) | was matched to a control group": the verb belongs to the group before.
    if not first and not _VERB_FIRST.match(clause):
        return _cut(_tidy(clause))
    if cut := _ALLOCATED.match(clause) or _LEFT_CUT.match(clause):
        clause = clause[cut.end() :]
    return _cut(_tidy(clause))


def _tidy(name: str) -> str:
    return _TIDY.sub("", name).strip()


def _cut(name: str) -> str:
    name = " ".join(name.split())
    name = _COUNT_IN.sub("", _BEYOND_BRACKET.sub(r"\1", name))
    if len(name) > 3 * _LONGEST:
        return ""
    name = _DOSES.sub("", _TORN_END.sub("", _TOLD.sub(r"\1", name)))
    if len(name) > _LONGEST or _NO_NAME.search(name):
        return ""
    return name if re.search(r"[A-Za-z]{2}|\b[A-Z]\b", name) else ""


def named_arms(doc: Document) -> tuple[Arm, ...]:
    """Groups that the text names as compared without their sizes."""
    for rule in _NAMED:
        for sentence in _where(doc, str(rule.data["where"])):
            m = rule.pattern.search(sentence.text)
            places = sorted(m.span(k) for k in m.re.groupindex if m[k]) if m else []
            names = [_cut(_tidy(sentence.text[a:b])) for a, b in places]
            if len(names) > 1 and all(names) and len(set(names)) == len(names):
                evidence = doc.evidence(sentence.start, sentence.end, rule.id)
                return tuple(Arm(name, None, evidence) for name in names)
    return ()


def _where(doc: Document, where: str) -> Sequence[Sentence]:
    return doc.role("title") if where == "title" else [s for s in doc.sentences if s.role != "title"]
