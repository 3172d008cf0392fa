"""What can only be a harm where something was given or done, though no table of names knows it."""

from __future__ import annotations

import re

from miner.endpoints.studies import gives_treatment, observes, telling_words
from miner.phrases.endpoint_mentions import mentions_in, spelled_out
from miner.text.document import Document
from miner.text.sieve import Guarded

__all__ = ["brings_harm"]

# Ends of names of injuries, failures of what was put in, and disorders that treatments bring about.
_ENDS = Guarded(re.compile(
    r"(?:\b(?:(?:kidney|renal|liver|hepatic)\s(?:diseases?|failure|impairment|damage)|tears?|lacerations?|ruptures?|perforations?|extravasations?|infiltrations?|dislodg\w+|mal-?position\w*|mis-?placements?|displacements?|dislocations?|occlusions?|kinking|leak\w*|"
    r"stenos[ie]s|strictures?|thrombos[ie]s|embolisms?|burns?|necrosis|ischa?emia|palsy|palsies|paralysis|paresis|numbness|dysfunction|insufficiency|loosening|breakage|subluxation|"
    r"expulsions?|migrations?|revised|explanted|dislocated|dislodged|intolerance|overdoses?|(?:congenital|fetal|foetal|birth|major|cardiac|neural\stube)\s(?:malformations?|abnormalit(?:y|ies)|defects?|anomal(?:y|ies))|aspiration|o?edema|swelling|effusions?|"
    r"fistulas?|fistulae|dehiscence|contamination|rejection|arrest|shock|sepsis|bacter(?:a)?emia|convulsions?|seizures?|overload|over-?hydration|dehydration|obstruction|blockage|"
    r"(?:premature|unplanned|accidental|unintended|unintentional|early)\s(?:[\w-]+\s)?(?:removals?|extubations?|discontinuation|withdrawals?|displacements?|termination|explantation)|"
    r"(?:non-?optimal|suboptimal|incorrect|wrong|abnormal)\s(?:[\w-]+\s)?(?:positions?|placements?))"
    r"|\w{2,}(?:natr|kal|calc|magnes|phosphat|glyc|album|uric|lipid)(?:a?emia)|\w{3,}(?:rrhagia|rrhage|spasm|plegia|penia|phlebitis))(?:\s(?:rates?|events?|of\sthe\s[\w\s]{2,30}))?$",
    re.IGNORECASE,
))  # fmt: skip
# What the title says is treated, or who had it: no harm.
_TREATED = re.compile(
    r"\b(?:treat(?:ment|ing|ed)?\s(?:of|for)|treating|therap(?:y|ies)\s(?:of|for|in)|management\s(?:of|for)|repair\s(?:of|for)|surgery\s(?:of|for)|patients\swith|(?:wo)?men\swith|children\swith|adults\swith|in\sacute|(?<!factors\s)(?<!risks\s)(?<!risk\s)(?<!predictors\s)(?<!markers\s)(?<!model\s)(?<!score\s)for)\s",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"\s[<>≥≤]\s?[\d.]+.*$")  # "hyperkalaemia > 5.5 mmol/L"
_TOLD_APART = re.compile(r"[:;,]|\b(?:and|risk|incidence|after|following)\b", re.IGNORECASE)


def brings_harm(doc: Document, name: str) -> bool:
    """Whether the name ends as harms do, in a study of what was given, and is not what was treated."""
    full = _LIMIT.sub("", spelled_out(doc, name)).strip()
    if not _ENDS.search(full) or any(m.endpoint_class == "other" for m in mentions_in(full)):
        return False
    return (gives_treatment(doc) or not observes(doc)) and not _is_treated(doc, full)


def _is_treated(doc: Document, full: str) -> bool:
    title, words = doc.title, telling_words(full)
    for m in _TREATED.finditer(title):
        end = _TOLD_APART.search(title, m.end())
        if words & telling_words(title[m.end() : end.start() if end else len(title)]):
            return True
    return False
