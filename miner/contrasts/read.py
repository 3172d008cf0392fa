"""Which two groups, or which factor, a number compares."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from miner.contrasts.both import of_both
from miner.contrasts.brackets import pair_in_bracket
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
    is_beside_groups,
    item_of_list,
    names_no_group,
)
from miner.contrasts.labels import (
    is_labelled_row,
    label_ahead,
    label_behind,
    label_in_bracket,
    name_before,
)
from miner.contrasts.listed import labelled_behind
from miner.contrasts.looks import is_of_endpoint
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
from miner.contrasts.stated import aimed, reference_of, stated, stated_around
from miner.contrasts.study import (
    arms_compared,
    group_key,
    groups_of_study,
    names_the_number,
)
from miner.contrasts.units import factor_by_unit
from miner.endpoints.no_endpoints import treatment_of_ratio
from miner.model import Arm
from miner.phrases.clauses import before_open_bracket, passage, phrase_before, skeleton, subject_of
from miner.phrases.contrast_titles import named_in_title
from miner.phrases.echoes import echoed, goes_on, ratio_printed
from miner.phrases.endpoint_titles import endpoint_in_title
from miner.phrases.group_or_factor import is_group
from miner.phrases.groups import samples_cases
from miner.phrases.standardised import of_observed
from miner.text.document import Document, Sentence

__all__ = ["contrast_for", "read_contrast"]

_WITH_IT = re.compile(r"\b(?:with|after|for|by)\s(?:it|them|this)$")
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
    if both := of_both(text, at, to):
        alone = _contrast(doc, sentence, begin + both.start, begin + both.end, arms, endpoint)
        against = alone.contrast.partition(" vs ")[2]
        return Chosen(f"{both.name} vs {against}" if against else both.name, alone.clarity)
    observed = of_observed(doc, text, at)
    beside = observed or pair_in_bracket(doc, text, at)
    if observed or can_stand(beside):
        return Chosen(beside, 1.0)
    against = tidied(reference_of(doc, sentence, (text, at, to), endpoint))
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
        ("stated", lambda: "" if item_of_list(text, at) else stated(doc, text, at, to, arms, endpoint)),
        ("led", lambda: _led(doc, text, at, arms)),
        ("about", lambda: _about_the_number(doc, sentence, text, at, arms)),
        ("study", lambda: groups_of_study(doc, text, arms)),
        ("carried", lambda: _carried_on(doc, sentence, arms)),
        ("after", lambda: named_after(text, at, to)),
        ("subject", lambda: subject_factor(text, at)),
        ("around", lambda: stated_around(doc, sentence, arms)),
        ("arms", lambda: arms_compared(doc, text, arms)),
        ("last", lambda: last_resort(text, at)),
        ("frame", lambda: framed_here(doc, sentence, text, at)),
        ("title", lambda: named_in_title(doc.title)),
        ("design", lambda: groups_by_design(doc, text)),
        ("unit", lambda: factor_by_unit(text, at, to)),
        ("related", lambda: related_to_endpoint(text, at, endpoint_in_title(doc.title))),
        ("aim", lambda: aimed(doc, arms)),
        ("earlier frame", lambda: framed_earlier(doc, sentence)),
        ("before", lambda: phrase_before(skeleton(text).text, skeleton(text).at(at), factor=True)),
    )
    found = [Reading(kind, against_other_sex(doc, c)) for kind, read in rules if (c := tidied(read()))]
    if not samples_cases(doc):
        return found
    return [r for r in found if not _SAMPLED.search(r.contrast) and not names_cases(doc, r.contrast)]


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
        if before.section == sentence.section and ratio_printed(before.text):
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
    if sentence.index == 0 or not goes_on(sentence.text):
        return ""
    before = doc.sentences[sentence.index - 1]
    if before.section != sentence.section:
        return ""
    return _contrast(doc, before, before.end - 1, before.end, arms).contrast
