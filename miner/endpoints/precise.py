"""A longer name of an endpoint's family that says which it was: of what they died, where it came back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.phrases.endpoint_mentions import EndpointMention

__all__ = ["made_precise"]

# "All deaths", "one-year mortality": a name that says enough.
_PRECISE = re.compile(
    r"\b(?:all|overall|any|total|late|long-term|later|subsequent)\b|\b[\w.]+[\s-](?:years?|months?)\b",
    re.IGNORECASE,
)
_FAMILY = {
    "any-death": ("specific-death", "perioperative-death", "any-death"),
    "recurrence": ("local", "distant", "recurrence"),
    "plain-progression": ("local", "progression-free"),
    "plain-response": ("early-response",),
}


def made_precise(chosen: EndpointMention, earlier: Sequence[EndpointMention]) -> EndpointMention:
    """The last of the earlier names that is of the chosen one's family and says more, else the chosen one."""
    if chosen.rule not in _FAMILY or _PRECISE.search(chosen.text):
        return chosen
    for mention in reversed(earlier):
        if mention.rule in _FAMILY[chosen.rule] and mention.rule != chosen.rule:
            return mention
    return chosen
