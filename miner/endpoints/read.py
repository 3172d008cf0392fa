"""The class of an endpoint from its name, and which endpoint a number is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from miner.endpoints.aims import endpoint_in_aim, told_before
from miner.endpoints.composites import composite_around
from miner.endpoints.context import in_context
from miner.endpoints.earlier import from_earlier
from miner.endpoints.factors import is_in_factor_list
from miner.endpoints.no_endpoints import names_no_endpoint
from miner.endpoints.primary import PRIMARY, primary_endpoint
from miner.endpoints.rows import has_its_own
from miner.endpoints.ties import tied_endpoint
from miner.model import SURVIVALS, EndpointClass
from miner.phrases.clauses import passage, skeleton, subject_of, trimmed
from miner.phrases.endpoint_mentions import (
    EndpointMention,
    class_of_name,
    mentions_in,
    short_forms_of,
    spelled_out,
)
from miner.phrases.endpoint_titles import endpoint_in_title
from miner.phrases.frames import Frame, frame_of
from miner.phrases.groups import samples_cases
from miner.text.document import Document, Sentence
from miner.text.possessive import possessive

__all__ = ["class_in_context", "classify_endpoint", "endpoint_for", "subject_at"]

# Subjects that name groups, treatments' effects or statistics: the endpoint stands in an earlier sentence.
_NO_ENDPOINT_SUBJECT = re.compile(
    r"\b(?:ratios?|[acms]?(?:HRs?|ORs?|RRs?)|IRRs?|SMRs?|SIRs?|risks?|differences?|effects?|benefits?|reductions?|models?|analys[ie]s|associations?|patients?|women|men|groups?|arms?|"
    r"this|these|it|they|those|inferiority|superiority|regression|factors?|results?|hazards?|participants|subjects|subgroups?|interactions?|we|"
    r"there|respondents|individuals|persons|figures|same|corresponding|estimates|values|data|evidence|comparisons?|trends?|findings|latter|former|sensitivity|genotypes?|alleles?|carriers|advantage|exception)\b|\brs\d{3,}|"
    r"^(?:(?:the|these|such|all|cumulative|actuarial|crude)\s)*(?:rates?|events?|frequency|incidences?|numbers?|percentages?|proportions?|prevalences?|probability)(?:\s(?:at|after)\s[\w\s,-]{1,30})?$|"
    r"^(?:mild|moderate|severe|low|high|light|heavy|current|former|past|medium|intermediate)(?:,|\s(?:and|or|to|versus))\s|"
    r"\b(?:administration|regimens?|schedules?|combination|addition|therap(?:y|ies)|treatments?|interventions?|supplementation|strategy|approach)$",
    re.IGNORECASE,
)
# "Patients with | 4-5 deposits did not differ": people are the subject, and what they have is a factor.
_THOSE_WITH = re.compile(
    r"\b(?:patients|wom[ae]n|m[ae]n|participants|subjects|individuals|persons|people|children|adults|infants|cases|controls|those|groups?|arms?|carriers|survivors)\s"
    r"(?:with(?:out)?|having|on|of|in|receiving|given|taking|under|at|aged)\s(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
# Verbs of an endpoint ("mobility declined"), not of a treatment ("tamoxifen reduced").
_ENDPOINT_VERB = re.compile(
    r"(?:,\s(?:however|moreover|(?:in|by)\scontrast|conversely|instead|in\sturn|though|therefore),)?\s(?:(?:also|not|did\snot|\w+ly)\s){0,2}(?:occurr?(?:ed)?|declined?|decreased?|fell(?!\sshort)|fall|rose|rise|increased?|differ(?:ed)?|develop(?:ed)?|averaged|ranged|amounted|totall?ed|dropped|drop|climbed|grew|"
    r"deteriorated?|worsened?|recovered?|resolved?|recurred?|varied|vary|doubled|halved|persisted?|appeared|arose|ensued|happened|favou?red|stood|reached|exceeded|peaked|remained(?!\s(?:significant|independent|predictive|prognostic|associated|in\sthe))|stayed|(?:was|were|is|are)\s(?:also\s|not\s|\w+ly\s|still\s|most\s|more\s|less\s|only\s|no\s|as\s|about\sas\s){0,2}(?:an?\s(?:mean|median|average)|different|lower|higher|shorter|longer|"
    r"greater|less|more|fewer|better|worse|poorer|reduced|increased|decreased|improved|impaired|smaller|larger|thicker|thinner|faster|slower|earlier|later|[\d.·]+|rarer|commoner|milder|weaker|stronger|observed|seen|present|absent|rated|reported|detected|diagnosed|statistically|common|frequent|prevalent|rare|high|low|good|poor|excellent|"
    r"found|noted|recorded|documented|identified|confirmed|encountered|registered|measured|calculated|estimated|evident|apparent|described|discovered|demonstrated|shown|similar|comparable|equal|equivalent|balanced|the\ssame|unchanged|stable|required|needed|necessary|performed|achieved|attained|"
    r"reached|obtained|undertaken|completed|successful|possible|feasible|restored|maintained|preserved|attempted|affected|prolonged|elevated|raised|delayed|given|used|administered|carried\sout|made|avoided))\b"
    r"(?!\sto\s(?:protect|predict|be\s(?:an?|the|associated|significant|independent\w*|predict\w*|related|risk)\b))"
)

# "Perforation occurred in | 12% and complications in 24%": the number is its subject's, not the next one's.
_HELD = re.compile(r"\s(?:in|was|were|by|is)\s(?:only\s)?(?:[\d.·]+\s?%?\s(?:vs?\.?|versus|and)\s)?$")
# "..., and the | score likewise favoured it": the subject of a clause of its own.
_NEXT_CLAUSE = re.compile(
    r",\s(?:and|but|while|whereas)\s(?:also\s)?(?:the|their|its)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE
)
# "38 (38%) of the patients | had continued treatment": what they did is what was counted.
_DOING = re.compile(
    r"(?:\d[\d.,·]*\s?%?\s?)?(?:of\s(?:the\s)?\d+\s)?(?:[(\[][^()\[\]]{0,40}[)\]]\s?)?%?\)?\s?(?:of\s|in\s)?"
    + possessive("whose", r"(?:the\s|all\s|eligible\s|these\s|those\s|them\s|\d+\s){0,6}")
    + r"(?:(?:[\w-]+\s){0,2}?"
    r"(?:patients|women|participants|subjects|individuals|respondents|controls|men|cases|children|infants|neonates|people|adults|eyes|students|mothers)\s(?:[(\[][^()\[\]]{0,40}[)\]]\s)?)?"
    r"(?:(?:in|from|on|of|assigned\sto|randomi[sz]ed\sto|treated\swith|receiving)\s(?:the\s)?[\w\s,+-]{2,50}?\s)?(?:had\s)?"
    r"(?P<done>(?:complet(?:ed|ing)|continued|received|underwent|chose|consented|refused|declin(?:ed|ing)|requir(?:ed|ing)|need(?:ed|ing)|attended|made|met|us(?:ed|ing)|stopped|returned|agreed|intended|express(?:ed|ing)|started|did\snot|could\snot|not\s(?:receiving|using|needing|requiring|having|taking)|unable\sto|able\sto|"
    r"develop(?:ed|ing)|experienc(?:ed|ing)|suffer(?:ed|ing)|sustain(?:ed|ing)|presented\swith|became|becoming|remain(?:ed|ing)|had|report(?:ed|ing)|attain(?:ed|ing)|achiev(?:ed|ing)|reach(?:ed|ing)|regain(?:ed|ing)|gained|lost|prefer(?:red|ring)|recommend(?:ed|ing)|failed|fail|belonged|lived|live|worked|know|knew|took|gave|showed|discontinued|switched|adhered|complied|(?:was|were)\s(?:\w+ly\s)?(?:treated|diagnosed|admitted|referred|operated|positive|negative|converted|discharged|transferred|vaccinated|screened|classified|infected|able|unable|aware|unaware|willing|unwilling|free|satisfied|exposed|employed|hospitali[sz]ed|intubated|ventilated|cured|identified|detected|confirmed|found|observed|seen))\s[^.;,()]{2,60}|"
    r"(?:improved|did\snot\simprove|deteriorated|recovered|responded|resolved|healed|worsened)\b[^.;,()]{0,60})",
    re.IGNORECASE,
)
# "30% | received the hepatitis vaccine": what was taken is no illness.
_TOOK = re.compile(
    r"(?:received|used|took|attended|chose|prefer|knew|know|gave|worked?|lived?|made|agreed|intended)\b", re.I
)
_AMID = re.compile(
    r"\b(?:in|among|after|following|with|for|of|under|despite|before|during)\s(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
# The disease of the cases is the endpoint of a case-control study; its title names it.
_SELDOM_STUDIED = ("adverse_event", "quality_of_life", "response")
_DEATHS = re.compile(r"\b(?:deaths?|died|dying|mortality)\b", re.IGNORECASE)
_ALL_CAUSES = re.compile(
    r"\b(?:all|any|every|other)[\s-]causes?\b|\bdeaths?\s(?:after|following)\b|\b(?:overall|total|all)\s(?:survival|mortality|deaths?)|\bother\scauses\b|\bOS\b",
    re.IGNORECASE,
)
_NONE: tuple[str, EndpointClass] = ("", "other")


def classify_endpoint(name: str) -> EndpointClass:
    """The class of an endpoint from its name.

    >>> classify_endpoint("distant disease-free survival")
    'distant_metastasis'
    """
    return class_of_name(name)


def endpoint_for(
    doc: Document,
    sentence: Sentence,
    start: int,
    end: int,
    *,
    takes: Callable[[EndpointClass], bool] = lambda _class: True,
) -> tuple[str, EndpointClass]:
    """The endpoint, as printed, that the number at ``doc.text[start:end]`` is about, and its class.

    ``takes``: of which class that of an earlier sentence is taken, where the sentence itself names none.
    """
    found = _in_sentence(doc, sentence, start, end)
    if found and found[1] == "other" and names_no_endpoint(found[0], sentence.text):
        found = None
    name, endpoint_class = found or _inherited(doc, sentence, start - sentence.start)
    if found is None and not takes(endpoint_class):
        return _NONE
    if endpoint_class == "overall_survival" and _dies_of_one_cause(doc, name):
        return name, "disease_specific_survival"
    seldom = not {endpoint_class, class_of_name(spelled_out(doc, name))}.isdisjoint(_SELDOM_STUDIED)
    if seldom and samples_cases(doc) and not _in_title(doc, name):
        return "", "other"
    return name, endpoint_class


def _dies_of_one_cause(doc: Document, name: str) -> bool:
    """``Fatal breast cancer and hormones``: deaths, where the study counts those of one cause only."""
    if not _DEATHS.search(name) or " after " in name or _counts_all_causes(doc.text):
        return False
    return "disease_specific_survival" in {m.endpoint_class for m in _counted(doc)}


@lru_cache(maxsize=1)
def _counts_all_causes(text: str) -> bool:
    return _ALL_CAUSES.search(text) is not None


def _counted(doc: Document) -> list[EndpointMention]:
    primary = primary_endpoint(doc)
    return [*mentions_in(doc.title), *([primary] if primary is not None else [])]


def _in_title(doc: Document, name: str) -> bool:
    """Whether the title says a word of the name that is long enough to tell."""
    title = doc.title.lower()
    return any(word in title for word in re.findall(r"[a-z]{5,}", spelled_out(doc, name).lower()))


def _in_sentence(doc: Document, sentence: Sentence, start: int, end: int) -> tuple[str, EndpointClass] | None:
    text, begin = passage(doc, sentence, start)
    at = start - begin
    own = _not_the_factor(doc, text, at, tied_endpoint(text, at, at + end - start, short_forms_of(doc.text)))
    subject, predicate = subject_at(text, at), _predicate(text, at)
    others = own is not None and (
        bool(predicate and own.start > at and own.text not in predicate)
        or bool(subject and own.text not in subject and own.rule != "frame" and has_its_own(text, at, own))
        or bool(subject and own.start > at and _NEXT_CLAUSE.search(text, at, own.start))
    )
    own = None if others else own
    if own is not None and not (subject and own.start > at and _HELD.search(text, max(0, at - 30), at)):
        whole = composite_around(text, own) or own
        return in_context(doc, text, *_named(doc, whole))
    if PRIMARY.search(text):
        primary = primary_endpoint(doc) or _of_title(doc)
        if primary is not None:
            return _named(doc, primary)
    said = subject or predicate
    if said:
        kind = "other" if _TOOK.match(said) else class_of_name(spelled_out(doc, said))
        return in_context(doc, text, said, kind)
    return None


def _inherited(doc: Document, sentence: Sentence, at: int) -> tuple[str, EndpointClass]:
    """The endpoint that the text speaks of where the sentence names none.

    A list of factors is on what the study is about; other numbers go on with what was told last.
    """
    if is_in_factor_list(sentence.text, at):
        about = told_before(doc, sentence) or endpoint_in_title(doc.title, surely=True)
        primary = primary_endpoint(doc)
        if about or primary is not None:
            about = about or (primary.text if primary is not None else "")
            return in_context(doc, sentence.text, about, class_of_name(spelled_out(doc, about)))
    earlier = from_earlier(doc, sentence, at) or primary_endpoint(doc)
    if earlier is not None:
        return in_context(doc, sentence.text, *_named(doc, earlier))
    about = endpoint_in_title(doc.title) or endpoint_in_aim(doc)
    if about:
        return in_context(doc, sentence.text, about, class_of_name(spelled_out(doc, about)))
    named = _of_title(doc)
    return in_context(doc, sentence.text, *_named(doc, named)) if named is not None else _NONE


def _not_the_factor(doc: Document, text: str, at: int, own: EndpointMention | None) -> EndpointMention | None:
    """``mortality was linked to bacteraemia (OR 3.2)``: a name that stands as the factor gives way."""
    frame = frame_of(text, at, endpoint_in_title(doc.title))
    if frame is None or not frame.endpoint or (own is not None and not _is_factor(own, frame)):
        return own
    if own is not None and (own.text in frame.endpoint or own.text in subject_at(text, at)):
        return own
    named = mentions_in(frame.endpoint, short_forms_of(doc.text))
    if named:
        return named[0]
    told = (frame.listed and frame.rule not in ("more-in", "goes-with")) or frame.rule.startswith("predict")
    if own is None or not told or _NO_ENDPOINT_SUBJECT.search(frame.endpoint):
        return own
    return EndpointMention(frame.endpoint, 0, 0, class_of_name(frame.endpoint), "frame")


def _is_factor(own: EndpointMention, frame: Frame) -> bool:
    """Whether the name is the number's factor, or stands among the other factors of its sentence."""
    # Survival is what factors bear on, never one of them.
    if own.endpoint_class in SURVIVALS or own.text.endswith("survival"):
        return False
    among = bool(frame.factor) and frame.factors[0] <= own.start and own.end <= frame.factors[1] + 1
    return among or own.text in frame.factor


def class_in_context(doc: Document, text: str, name: str) -> EndpointClass:
    """The class of an endpoint from its name, short forms spelled out, and the words around it."""
    return in_context(doc, text, name, class_of_name(spelled_out(doc, name)))[1]


def _named(doc: Document, mention: EndpointMention) -> tuple[str, EndpointClass]:
    """The mention's own words, classed by the long form of any abbreviation the text defines."""
    spelled = spelled_out(doc, mention.text)
    if spelled == mention.text:
        return mention.text, mention.endpoint_class
    return mention.text, class_of_name(spelled)


def subject_at(text: str, at: int) -> str:
    """The subject of the number's clause where it can be an endpoint, else the empty string."""
    bones = skeleton(text)
    subject = subject_of(bones.text, bones.at(at))
    if not subject or _NO_ENDPOINT_SUBJECT.search(subject):
        return ""
    place = bones.text.find(subject)
    if _THOSE_WITH.search(bones.text, 0, place):
        return ""
    return subject if _ENDPOINT_VERB.match(bones.text, place + len(subject)) else ""


def _predicate(text: str, at: int) -> str:
    """What the people did whom the number counts, or the empty string."""
    m = _DOING.match(text, at)
    return trimmed(m["done"]) if m else ""


def _of_title(doc: Document) -> EndpointMention | None:
    """The first endpoint of the title that does not only say in whom, or after what."""
    found = mentions_in(doc.title)
    return next(
        (m for m in found if m.endpoint_class in SURVIVALS or not _AMID.search(doc.title, 0, m.start)), None
    )
