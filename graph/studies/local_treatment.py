"""Whether the words of a group say that it was given local treatment: "operated on", "the remainder"."""

from __future__ import annotations

import re

from graph.sides import WITHHOLDING
from miner.link import operations_named
from miner.phrases.denial import DENIAL, is_denied, is_the_rest, leaves_untreated
from miner.term_matcher import Mention
from miner.text.abbreviations import find_abbreviations
from miner.vocabulary import Vocabulary

__all__ = ["given_or_withheld"]

# "Did not", "had not received it", "the control group": those without, whatever it was.
_UNNAMED = re.compile(
    r"\W*(?:the )?(?:none|never|(?:(?:those|patients|women) )?without(?: (?:it|them|any|one|so))?"
    r"|left (?:untouched|alone|in (?:place|situ))"
    r"|controls?(?: (?:group|arm|patients|cohort))?"
    r"|(?:(?:those|patients|women) who )?(?:(?:(?:did|had|have|were|was) )?not|(?:did|had|was|were)n['’]t)"
    r"(?: (?:receive|undergo|have|had|received|operated)(?: (?:it|them|any|one|so))?)?)\W*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w-]+")
# "MWA combined with chemotherapy": who had both, whatever the first is.
_ADDS = re.compile(r"\b(?:plus|combined with|added to|in addition to|followed by)\b|\+", re.IGNORECASE)


def given_or_withheld(words: str, context: str, vocabulary: Vocabulary) -> str | None:
    """Whether the words of a group say that it was given local treatment ("given") or not ("withheld").

    ``context`` is the text around, by which abbreviations are known. None where they do not say.
    """
    named = _treatments_in(words, context, vocabulary)
    if not named:
        words = operations_named(words)
        named = _treatments_in(words, context, vocabulary)
    if not named:
        return "withheld" if _UNNAMED.fullmatch(words) or is_the_rest(words) else None
    left_out = [
        m
        for m in named
        if vocabulary.concept(m.concept_id).category in WITHHOLDING or is_denied(words, m.start)
    ]
    if len(left_out) == len(named):
        parts = _ADDS.split(words) if not DENIAL.search(words) else [words]
        return "withheld" if all(_treatments_in(part, context, vocabulary) for part in parts) else None
    for m in reversed(left_out):  # "radiotherapy without surgery": radiotherapy
        words = words[: m.start] + words[m.end :]
    words = DENIAL.sub("", words) if left_out else words
    return None if leaves_untreated(words) and not _alone_locally(words, len(named)) else "given"


def _treatments_in(words: str, context: str, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    matcher = vocabulary.matcher("interventions")
    found = matcher.find(words, context) or matcher.find(words, context, undefined=True)
    return found or matcher.find(_long_forms(words, context), context)


def _long_forms(words: str, context: str) -> str:
    """The words with the long form of each short one that the text defines: "PS group"."""
    known = find_abbreviations(context)
    return _WORD.sub(lambda m: known.get(m[0], m[0]), words) if known else words


def _alone_locally(words: str, named: int) -> bool:
    """Whether "alone" belongs to a local treatment: it does where no other is named."""
    return named == 1 and re.search(r"\b(?:alone|only)\b", words, re.IGNORECASE) is not None
