"""The endpoints that one wording compares: lists before or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from miner.phrases.clauses import Skeleton, skeleton

__all__ = [
    "Item",
    "items_after",
    "items_of_relation",
    "object_of",
    "of_baseline",
    "subject_items",
    "topic_items",
]

_LIST_END = re.compile(
    r"[;:]|\.(?=\s|$)|(?:,|\sand|,\sand)\s(?:an?\s)?(?:significantly|higher|lower|greater|fewer|longer|shorter|better|more\s\w+s\b)\b|\s(?:between|among|amongst|compared|when|versus|vs\.?|for\s(?:patients|women|the)|according|by|with|within|in\s(?:the|both|either|patients|women|any|all|"
    r"each|this)|across|(?<!other\s)than|was|were|is|are|at\s(?:\d|the|any)|during|after|over|differed|but|although|while|whilst|whereas|who|that|which|observed|seen|found|detected|from|following|"
    r"throughout|either|however|p\s?[=<>]|relative|as|(?<!time\s)(?<!taken\s)to|did|if|because|had|did|on|despite|among|due|could|can|has|have|been|and\s(?:cannot|can|is|was|were|had|may|should|did|could|not|reported|showed|experienced|required|achieved|received|needed|spent|lost|gained|underwent|felt|knew))\b|\s[=<>]",
    re.IGNORECASE,
)
# "grade 3 or 4", "one or more", "the risk and rates of": not two endpoints.
_SEPARATOR = re.compile(
    r",\s(?:and\s|or\s|nor\s)?|(?<!\d)(?<!one)(?<!risks)(?<!risk)(?<!number)(?<!incidence)(?<!frequency)\s(?:and|or|nor|as\swell\sas)\s(?!greater|higher|more\s\w+s\b)"
)
_CLAUSE_START = re.compile(
    r"(?:[;:]|(?<=[\])\d])\.|,\sand(?=\s(?:their|its)\s)|,\s(?:but|whereas|while|whilst|although)|\b(?:whereas|while|whilst|although|that|but|which)|^(?:however|overall|furthermore|moreover|finally|"
    r"similarly|additionally|conversely|also|interestingly|consequently|subsequently|therefore|thus|hence|(?:in|at|after|for|among|during|with|when|on|by|compared|although|of|using|as|within|over|relative|taking|given|according|regarding|despite|from|to|under|across)\s[^,]{3,90}),)\s",
    re.IGNORECASE,
)
_HEADLESS = re.compile(
    r"^(?:(?:rates?|risks?|odds|likelihood|incidence|frequency|probability|number|occurrence)\s(?:of|for)\s)?(?:overall|(?:disease|progression|relapse|recurrence|event|metastasis)[\s-]free|local|distant|regional|locoregional|complete|partial|objective|"
    r"early|late|delayed|acute|chronic|major|minor|severe|mild|\w+-specific|physical|mental|cognitive|emotional|social|systolic|diastolic|maternal|f(?:o)?etal|neonatal|perinatal|in-hospital|intra-?operative|post-?operative|pre-?operative|short-term|long-term|minimum|maximum|\w+-(?:year|month|week|day))$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:(?:percentages?|proportions?|numbers?)\sof\s(?:patients|women|participants|subjects|people|men|children|cases)\s(?:with|experiencing|having|"
    r"reporting|achieving|developing|showing|reaching|requiring|needing|undergoing|receiving|who\s(?:had|experienced|developed|achieved|reported|required|underwent|received))|"
    r"the|a|an|both|either|any|in|of|and|or|all|for|such\sas|including|like|namely|relation\sto|terms\sof|their|its|there|that|no|median|mean|rates?\sof|incidences?\sof|increased|decreased|reduced|better|worse|poorer|longer|shorter|improved|impaired|higher|lower|more|less|fewer|greater|larger|smaller|significantly|(?:primary|main|secondary)\s(?:end\s?-?points?|outcomes?)\sof)\s)+",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"^(?:(?:patients?'?\s|tumou?r\s|disease\s|mean\s|clinical\s)?(?:age|stage|grade|sex|gender|race|histology|location|characteristics|height|demographics|"
    r"side|comorbidit(?:y|ies)|follow-?up(?:\stime)?|reasons\sfor\s.*|performance\sstatus|(?:family|medical)\shistory.*))$",
    re.IGNORECASE,
)
# What patients were like before: alike in all groups, it is no result.
_AT_FIRST = re.compile(r"^(?:baseline|pre-?(?:treatment|operative|procedural|intervention))\s", re.IGNORECASE)
_OF_PATIENT = re.compile(
    r"^(?:[\w-]+\s){0,2}(?:(?:performance|menopausal|nodal|node|receptor|ECOG|ER|PR|HER2|smoking|marital|ASA|socioeconomic)\s(?:status|class|score|grade)|"
    r"(?:tumou?r|stone|lesion|hernia|fracture)\s(?:size|type|site|stage|grade|location)|"
    r"(?:age|sex|gender|race|ethnicity|histology|characteristics|demographics|comorbidit(?:y|ies))|"
    r"duration\sof\s(?:symptoms|disease|diabetes|illness))$|^(?:weight|BMI|body\smass\sindex)$",
    re.IGNORECASE,
)
_NO_ITEM = re.compile(
    r"^(?:(?:these|those)\s\w+|(?:both\s)?(?:sexes|genders)|them|(?:this|the)\sdifference|patients?|groups?|arms?|treatments?|it|they|this|these|results?|differences?|(?:clinical\s|overall\s|patient\s)?outcomes?|findings?|we|both|all|none|the|there|other|which|cases|women|men|"
    r"changes?|effects?|case|age|those|elderly|older|younger|but|male|female|too|observation|follow-?up|hazards?|medians?|differences?.*|respectively|n|p|however|both\s\w+|two\s\w+|study|trial|improvements?|that|trends?|"
    r"(?:treatment|study|two|control|experimental|intervention|both|three|age|study)\s(?:groups?|arms?))$|^\W*\w?\W*$|\d{3,}",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:analys[ie]s|evidence|hypothesis|(?:prognostic|predictive|risk)\s(?:factors?|markers?|variables?)|was|were|showed|especially|discriminated|suggested|increasing)\b|\bdiffered\b|\bwill\b|\bnot\b|^(?:significant|results?|according|significantly|those|yet|at|with|than|after|especially|which|by|for|in|on|everywhere|neither|none|other(?!\s(?:serious|severe|adverse))|\d+(?!-(?:hour|day|week|month|year)\b)|even)\b|\s(?:groups?|arms?)$|\b(?:(?:these|some)\s(?:outcomes?|end\s?-?points?|results)|difference|those|effect)$",
    re.IGNORECASE,
)
# "secondary endpoints such as A and B": the list says which.
_GENERIC = re.compile(
    r"(?:(?:primary|secondary|main|other|all|efficacy|study|clinical)\s)+(?:end\s?-?points?|outcomes?(?:\smeasures?)?|objectives?|parameters?|measures?)",
    re.IGNORECASE,
)
_MOST_ITEMS = 8


@dataclass(frozen=True, slots=True)
class Item:
    """An endpoint that is compared, and where the sentence prints it."""

    name: str
    start: int
    end: int


# The list after "no difference in any other parameter" and a colon.
_LEAD = re.compile(
    r"(?:[\w-]+\s){0,4}(?:parameters?|end\s?-?points?|outcomes?|measures?|variables?|following)(?::|,?\s(?:including|such\sas|of))\s",
    re.IGNORECASE,
)
# "the proportion of patients with | infections"
_PEOPLE_WITH = re.compile(
    r"(?:the\s)?(?:percentages?|proportions?|numbers?)\sof\s(?:patients|women|participants|subjects|people|men|children)\s"
    r"(?:with|experiencing|having|reporting|achieving|developing|reaching|requiring|who\s\w+ed|who\shad)\s",
    re.IGNORECASE,
)
# "hot-flush frequency and severity": two endpoints of one thing.
_TWO_SIDES = re.compile(
    r"(?P<thing>[\w\s-]{3,40}\s)(?:frequency|incidence|severity|duration|intensity)(?P<and>\sand\s)(?:severity|frequency|duration|intensity|incidence)",
    re.IGNORECASE,
)


def of_baseline(items: Sequence[Item]) -> bool:
    """Whether a list tells what patients were like at first: ``tumour size and nodal status``."""
    return any(_AT_FIRST.match(i.name) for i in items) or all(_OF_PATIENT.match(i.name) for i in items)


def items_after(text: str, start: int) -> list[Item]:
    """The list that begins at ``start``: ``no difference in | A, B, or C between arms``."""
    bones = skeleton(text)
    first = bones.at(start)
    lead = _LEAD.match(bones.text, first) or _PEOPLE_WITH.match(bones.text, first)
    first = lead.end() if lead else first
    return _listed(bones, first, _stop(bones, first))


def object_of(text: str, start: int) -> list[Item]:
    """The noun phrases right after a verb or adjective: ``had fewer | complications and readmissions``."""
    bones = skeleton(text)
    first = bones.at(start)
    lead = _PEOPLE_WITH.match(bones.text, first)
    first = lead.end() if lead else first
    return _listed(bones, first, _stop(bones, first))


def subject_items(text: str, end: int) -> list[Item]:
    """The subject list that ends at ``end``: ``A and B (p = ...) | were similar``."""
    bones = skeleton(text)
    last = bones.at(end)
    setting = _IN_ANALYSIS.match(bones.text)
    start = setting.end() if setting and setting.end() < last else 0
    for m in _CLAUSE_START.finditer(bones.text, start, last):
        if bones.text[m.end() : last].strip():
            start = m.end()
    setting = _FURTHER_SETTING.match(bones.text, start, last) if start else None
    start = setting.end() if setting else start
    if start and _SETTING.match(bones.text):
        begun = _SUBJECT_BEGINS.search(bones.text, start - 2, last)
        start = begun.end() if begun else start
    for pattern in (_OF_PATIENTS, _PREDICATE):
        stop = pattern.search(bones.text, start, last)
        last = stop.start() if stop else last
    return _listed(bones, start, last)


# "On multivariate analysis | survival was longer", where no comma parts the two.
_IN_ANALYSIS = re.compile(r"(?:in|on|by|with)\s(?:an?\s|the\s)?(?:[\w-]+\s){0,3}analys[ie]s\s", re.IGNORECASE)
_FURTHER_SETTING = re.compile(r"(?:in|among|for|at|within|after|of)\s[^,]{3,70},\s", re.IGNORECASE)
_SETTING = re.compile(r"(?:in|at|after|for|among|during|with|within|of)\s", re.IGNORECASE)
# "Among patients with A, B or C disease, | the rate was": where the subject begins after such a setting.
_SUBJECT_BEGINS = re.compile(r",\s(?=(?:the|an?|median|mean|overall|both|\d+-year)\s)", re.IGNORECASE)
# "Time to progression was under 6 months and | not different"
_PREDICATE = re.compile(r"\s(?:was|were|is|are|had)\s")
_OF_PATIENTS = re.compile(
    r"(?<!percentage)(?<!percentages)(?<!proportion)(?<!proportions)(?<!number)(?<!numbers)\s(?:in|of|for|between|among|with|from|by|at)\s(?:the\s)?"
    r"(?:patients|women|men|girls|boys|children|infants|newborns?|neonates|babies|adults|adolescents|mothers|individuals|people|persons|participants|subjects|smokers|nonsmokers|"
    r"males|females|cases|controls|survivors|users|those|eyes|teeth|implants|mice|rats|two|both|with\sand\swithout|(?:treatment|study)\s(?:groups?|arms?)|groups?|arms?|\w+\s(?:group|arm))\b"
)
_TOPIC = re.compile(
    r"(?:^|[.;]\s)(?:(?:regarding|concerning|as\s(?:for|to|regards)|(?:with|in)\s(?:respect|regard|relation)\sto|in\sterms\sof|for|in|on)\s)",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"(?:\s(?:\w+ly|over\stime|between\s(?:\w+\s){1,4}?groups|from\s\w+))*\s(?:in|on|for|with\s(?:respect|regard)\sto|regarding|in\sterms\sof|as\sto)\s"
)


def items_of_relation(text: str, end: int) -> list[Item]:
    """``Groups did not differ | significantly in A or B``: where the subject is the groups."""
    m = _RELATION.match(text, end)
    return items_after(text, m.end()) if m else []


def topic_items(text: str, end: int) -> list[Item]:
    """``Regarding pain and sleep, | no difference was found``: what the sentence is said to be about."""
    bones = skeleton(text)
    last = bones.at(end)
    topics = list(_TOPIC.finditer(bones.text, 0, last))
    if not topics:
        return []
    first = topics[-1].end()
    lead = _LEAD.search(bones.text, first, last)
    return _listed(bones, lead.end() if lead else first, last)


def _stop(bones: Skeleton, start: int) -> int:
    m = _LIST_END.search(bones.text, start)
    return m.start() if m else len(bones.text)


def _listed(bones: Skeleton, first: int, last: int) -> list[Item]:
    found = list(_pieces(bones.text, first, last))
    named = [(a, b) for a, b in found if not _GENERIC.fullmatch(bones.text, a, b)]
    found = named or found
    items: list[Item] = []
    for a, b in found[:_MOST_ITEMS]:
        name = bones.text[a:b]
        if _HEADLESS.match(name):
            name = f"{name} {bones.text[found[-1][0] : found[-1][1]].split()[-1]}"
        two = _TWO_SIDES.fullmatch(name)
        if two:
            items.append(
                Item(name[: two.start("and")], bones.origin(a), bones.origin(a + two.start("and") - 1) + 1)
            )
            name, a = two["thing"] + name[two.end("and") :], a + two.end("and")
        items.append(Item(name, bones.origin(a), bones.origin(b - 1) + 1))
    return items


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for m in [*_SEPARATOR.finditer(text, start, end), None]:
        stop = m.start() if m else end
        piece = text[at:stop]
        lead = _LEADING.match(piece.lstrip())
        a = at + len(piece) - len(piece.lstrip()) + (lead.end() if lead else 0)
        b = at + len(piece.rstrip(" ,;:."))
        if (
            b - a > 1
            and not _NO_ITEM.match(text[a:b])
            and not _BASELINE.match(text[a:b])
            and not _NO_NAME.search(text[a:b])
        ):
            yield a, b
        at = m.end() if m else end
