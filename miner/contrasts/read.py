"""Which two groups, or which factor, a number compares."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from miner.contrasts.brackets import exception_of, pair_in_bracket
from miner.contrasts.choice import Chosen, Reading, Scene, likeliest
from miner.contrasts.design import groups_by_design, set_against
from miner.contrasts.factors import (
    effect_of,
    factor_of,
    last_resort,
    led_name,
    named_after,
    related_to_endpoint,
    subject_factor,
)
from miner.contrasts.framed import framed_earlier, framed_here
from miner.contrasts.items import (
    against_own_item,
    against_reference,
    is_beside_groups,
    is_of_another,
    item_of_list,
    item_of_subject,
    names_no_group,
    own_segment,
)
from miner.contrasts.labels import (
    is_labelled_row,
    label_ahead,
    label_behind,
    label_in_bracket,
    labelled_one,
    name_before,
)
from miner.contrasts.listed import against_common, labelled_behind, names_subject
from miner.contrasts.looks import content_of, is_of_endpoint
from miner.contrasts.names import (
    against_its_denial,
    against_other_sex,
    known_endpoint,
    names_cases,
    spelled_out,
)
from miner.contrasts.order import ordered
from miner.contrasts.rows import behind_its_bracket, in_its_turn
from miner.contrasts.sense import can_stand, tidied
from miner.contrasts.study import (
    arms_compared,
    group_key,
    groups_of_study,
    left_of,
    names_the_number,
    other_group,
)
from miner.contrasts.units import factor_by_unit
from miner.endpoints.no_endpoints import treatment_of_ratio
from miner.model import Arm
from miner.phrases.clauses import before_open_bracket, passage, phrase_before, skeleton, subject_of, trimmed
from miner.phrases.contrast_titles import aim_of, named_in_aim, named_in_title
from miner.phrases.echoes import echoed
from miner.phrases.endpoint_titles import endpoint_in_title
from miner.phrases.frames import frame_of
from miner.phrases.groups import oriented, samples_cases
from miner.phrases.standardised import of_observed
from miner.phrases.versus import Pair, is_group, labelled_pairs, pairs_in
from miner.text.document import Document, Sentence

__all__ = ["contrast_for", "read_contrast"]

_TIMES_MORE = re.compile(
    r"[\s-]?(?:times|fold|%|per\s?cent|percent)?\s(?:significantly\s)?(?:more|less|as|higher|lower|greater|better|worse|longer|shorter|fewer)\b(?:\s[a-z]+){0,4}\s(?:than|as)\b"
)
# "... of A, but not of B, than in C" goes on.
_CROSSED = re.compile(r",\s(?:and\sso|whereas|while|but(?!\snot\s(?:of|for|with|in|to|by|on)\b)|although)\b")
_THE_REFERENCE = re.compile(r"\b(?:the|this)\sreference\b", re.IGNORECASE)
_SAME_AGAIN = re.compile(
    r"(?:its|this|these|they|it|the\s(?:same|corresponding)|corresponding|the\s(?:\w+\s)?(?:effect|association|benefit|difference|reduction|advantage)|no\s(?:such\s)?(?:association|difference|effect|benefit))\b",
    re.IGNORECASE,
)
_BEHIND = 40
_WITH_IT = re.compile(r"\b(?:with|after|for|by)\s(?:it|them|this)$")
_RATIO = re.compile(r"\b(?:HRs?|ORs?|RRs?|ratios?|relative\srisk)\b")
_SAMPLED = re.compile(r"\sv(?:s|ersus)\s.*\b(?:controls?|referents?)\b", re.IGNORECASE)


def contrast_for(
    doc: Document, sentence: Sentence, start: int, end: int, arms: Sequence[Arm], endpoint: str = ""
) -> str:
    """The contrast of the number at ``doc.text[start:end]`` in the text's own terms, first-named first.

    What the number's ``endpoint`` is called cannot be what is compared.
    """
    return read_contrast(doc, sentence, start, end, arms, endpoint).contrast


def read_contrast(
    doc: Document, sentence: Sentence, start: int, end: int, arms: Sequence[Arm], endpoint: str = ""
) -> Chosen:
    """The contrast of ``contrast_for``, with how clearly the text says it."""
    contrast, clarity = _contrast(doc, sentence, start, end, arms, endpoint)
    named = spelled_out(doc, against_its_denial(doc, contrast))
    whole = set_against(doc, named) if len(arms) < 3 else named
    if whole == named:
        return Chosen(named, clarity)
    text, begin = passage(doc, sentence, start)
    return Chosen(spelled_out(doc, ordered(text, start - begin, whole)), clarity)


def _contrast(
    doc: Document, sentence: Sentence, start: int, end: int, arms: Sequence[Arm], endpoint: str = ""
) -> Chosen:
    again = echoed(doc, sentence, start, before_open_bracket(doc.text, start, end))
    earlier = _contrast(doc, *again, arms) if again is not None else Chosen("", 0.0)
    return earlier if earlier.contrast else _own_contrast(doc, sentence, start, end, arms, endpoint)


def _own_contrast(
    doc: Document, sentence: Sentence, start: int, end: int, arms: Sequence[Arm], endpoint: str
) -> Chosen:
    """The contrast that the number's own sentence, or what the study is about, gives it."""
    text, begin = passage(doc, sentence, start)
    at, to = start - begin, before_open_bracket(text, start - begin, end - begin)
    observed = of_observed(doc, text, at)
    beside = observed or pair_in_bracket(doc, text, at)
    if observed or can_stand(beside):
        return Chosen(beside, 1.0)
    against = tidied(_reference(doc, sentence, (text, at, to), endpoint))
    if can_stand(against):
        return Chosen(against, 1.0)
    treatment = tidied(treatment_of_ratio(text, at))
    if can_stand(treatment) and not (arms and not names_no_group(treatment, arms)):
        return Chosen(treatment, 1.0)
    item = item_of_list(text, at)
    if can_stand(item) and (" vs " in item or is_beside_groups(text, at, item, arms)):
        return Chosen(item, 1.0)
    label = tidied(labelled_behind(text, at, to)) if is_labelled_row(text) else ""
    for name, own in ((tidied(name_before(text, at)), True), (label, names_no_group(label, arms))):
        if own and can_stand(name) and not is_of_endpoint(spelled_out(doc, name), endpoint):
            return Chosen(name, 1.0)
    chosen = likeliest(
        _readings(doc, sentence, (text, at, to), arms, endpoint),
        Scene(text, at, arms, endpoint, doc.title, doc.low, known_endpoint(doc)),
    )
    return Chosen(ordered(text, at, chosen.contrast), chosen.clarity)


def _readings(
    doc: Document, sentence: Sentence, place: tuple[str, int, int], arms: Sequence[Arm], endpoint: str
) -> list[Reading]:
    """What each rule reads; in the order in which they are believed, other things being equal."""
    text, at, to = place
    rules: tuple[tuple[str, Callable[[], str]], ...] = (
        ("item", lambda: item_of_list(text, at)),
        ("in bracket", lambda: label_in_bracket(text, at)),
        ("behind", lambda: label_behind(text, at, to) or behind_its_bracket(text, at)),
        ("ahead", lambda: label_ahead(text, at, to)),
        ("in turn", lambda: in_its_turn(text, at, to)),
        ("effect of", lambda: effect_of(text, at)),
        ("factor", lambda: factor_of(text, at, to)),
        # Where the number has an item of a list, each pair is but another item.
        ("stated", lambda: "" if item_of_list(text, at) else _stated(doc, text, at, to, arms, endpoint)),
        ("led", lambda: _led(doc, text, at, arms)),
        ("about", lambda: _about_the_number(doc, sentence, text, at, arms)),
        ("study", lambda: groups_of_study(doc, text, arms)),
        ("carried", lambda: _carried_on(doc, sentence, arms)),
        ("after", lambda: named_after(text, at, to)),
        ("subject", lambda: subject_factor(text, at)),
        ("around", lambda: _from_around(doc, sentence, arms)),
        ("arms", lambda: arms_compared(doc, text, arms)),
        ("last", lambda: last_resort(text, at)),
        ("frame", lambda: framed_here(doc, sentence, text, at)),
        ("title", lambda: named_in_title(doc.title)),
        ("design", lambda: groups_by_design(doc, text)),
        ("unit", lambda: factor_by_unit(text, at, to)),
        ("related", lambda: related_to_endpoint(text, at, endpoint_in_title(doc.title))),
        ("aim", lambda: _aimed(doc, arms)),
        ("earlier frame", lambda: framed_earlier(doc, sentence)),
        ("before", lambda: phrase_before(skeleton(text).text, skeleton(text).at(at), factor=True)),
    )
    found = [Reading(kind, against_other_sex(doc, c)) for kind, read in rules if (c := tidied(read()))]
    if not samples_cases(doc):
        return found
    return [r for r in found if not _SAMPLED.search(r.contrast) and not names_cases(doc, r.contrast)]


def _aimed(doc: Document, arms: Sequence[Arm]) -> str:
    """What the study set out to compare, or whose effect it set out to find."""
    text = aim_of(doc)
    return (_stated(doc, text, len(text), len(text), arms) if text else "") or named_in_aim(doc)


def _reference(doc: Document, sentence: Sentence, place: tuple[str, int, int], endpoint: str) -> str:
    """The number's own group against what the sentence, or the one it goes on from, takes as reference."""
    text, at, to = place
    references = [p for p in pairs_in(skeleton(text).text) if p.kind == "reference"]
    if not references and sentence.index and (_SAME_AGAIN.match(text) or _THE_REFERENCE.search(text)):
        before = doc.sentences[sentence.index - 1].text
        references = [p for p in pairs_in(skeleton(before).text) if p.kind == "reference" and not p.left]
    about = content_of(endpoint) | content_of(known_endpoint(doc))
    if not references:
        return against_common(text, at, to, about, known_endpoint(doc))
    told = references[-1]
    # What the subject of a clause behind the number is does not bear on it.
    labelled = told.left in skeleton(text[:at]).text and names_subject(told.left, about)
    return against_reference(text, at, to, told.right, about, labelled=labelled)


def _about_the_number(doc: Document, sentence: Sentence, text: str, at: int, arms: Sequence[Arm]) -> str:
    """``The HR moved to ...``, ``it was 0.6``: what the study, or a sentence shortly before, compares."""
    bones = skeleton(text)
    clause = max(bones.text.rfind("; ", 0, bones.at(at)), bones.text.rfind(", ", 0, bones.at(at)))
    subject = subject_of(bones.text[clause + 1 :], bones.at(at) - clause - 1) if clause >= 0 else ""
    if not names_the_number(subject):
        subject = subject_of(bones.text, bones.at(at))
    if not names_the_number(subject) or sentence.index == 0:
        return ""
    for before in reversed(doc.sentences[max(0, sentence.index - 3) : sentence.index]):
        if before.section == sentence.section and _RATIO.search(before.text):
            return _contrast(doc, before, before.end - 1, before.end, arms).contrast
    return ""


def _led(doc: Document, text: str, at: int, arms: Sequence[Arm]) -> str:
    """``the hazard was lower with A``: the study's groups if A is one of them, else A alone."""
    name = led_name(text, at)
    if _WITH_IT.search(skeleton(text).text[: skeleton(text).at(at)]):
        subject = subject_of(skeleton(text).text, 0)
        return subject if is_group(subject) else ""
    study = groups_of_study(doc, text, arms) if name else ""
    return study if set(group_key(name).split()) & set(group_key(study).split()) else name


def _carried_on(doc: Document, sentence: Sentence, arms: Sequence[Arm]) -> str:
    """``Its association with survival ...``: the contrast of the sentence before."""
    if sentence.index == 0 or not _SAME_AGAIN.match(sentence.text):
        return ""
    before = doc.sentences[sentence.index - 1]
    if before.section != sentence.section:
        return ""
    return _contrast(doc, before, before.end - 1, before.end, arms).contrast


def _stated(doc: Document, text: str, at: int, to: int, arms: Sequence[Arm], endpoint: str = "") -> str:
    """The nearest ``A versus B``; a side that is no group is filled from the arms or left to them."""
    bones = skeleton(text)
    place = bones.at(at)
    labelled = [p for p in labelled_pairs(text) if not _CROSSED.search(text, *sorted((p.start, at)))]
    if labelled:
        nearest = min(labelled, key=lambda p: abs(p.start - at))
        return " vs ".join(oriented(doc, nearest.left, nearest.right))
    for told in sorted(pairs_in(bones.text), key=lambda p: _far(p, place, text[to : to + _BEHIND])):
        pair = against_own_item(text, at, told)
        crossed = _CROSSED.search(bones.text, *sorted((pair.start, place)))
        if crossed or is_of_another(text, at, told):
            continue
        if pair.kind == "local" and not (0 <= place - pair.start <= len(own_segment(text, at))):
            continue
        item = item_of_subject(text, at) if pair.kind == "order" and pair.start > place else ""
        other_one = exception_of(text, at, pair.left) if pair.left and pair.start < place else ""
        left = (
            item
            or (other_one if group_key(other_one) != group_key(pair.right) else "")
            or left_of(doc, bones.text, pair, endpoint, arms)
        )
        if left and pair.kind == "order":
            left = labelled_one(text, at, left) or _factor_of_frame(doc, text, at, left) or left
        if left:
            return " vs ".join(
                oriented(doc, left, pair.right) if pair.kind == "figures" else (left, pair.right)
            )
        other = named_after(text, at, to) or led_name(text, at) or other_group(pair, arms)
        if other:
            return f"{other} vs {pair.right}"
    return ""


def _factor_of_frame(doc: Document, text: str, at: int, left: str) -> str:
    """``A lowered the risk of B (HR 0.6) and C (HR 0.7) compared with D``: A, and not C, is set against D."""
    frame = frame_of(text, at, known_endpoint(doc)) if at < len(text) else None
    if frame is None or not frame.factor or not (frame.endpoint or frame.told) or left in frame.factor:
        return ""
    bones = skeleton(text)
    begin, end = (bones.at(place) for place in frame.factors)
    if left in bones.text[begin : end + 1] or left not in bones.text[end:]:
        return ""
    factor = trimmed(frame.factor)
    return factor if is_group(factor) and can_stand(tidied(factor)) else ""


def _far(pair: Pair, place: int, behind: str) -> int:
    """How far a pair stands from the number; one behind it is farther, but in "1.4 times as likely"."""
    if pair.start <= place:
        return place - pair.start
    return pair.start - place + (0 if _TIMES_MORE.match(behind) else _BEHIND)


def _from_around(doc: Document, sentence: Sentence, arms: Sequence[Arm]) -> str:
    """The contrast that the sentence before, or the title, states."""
    around = [doc.sentences[sentence.index - 1]] if sentence.index else []
    for other in (*around, *doc.role("title")):
        stated = _stated(doc, other.text, len(other.text), len(other.text), arms)
        if stated:
            return stated
    return ""
