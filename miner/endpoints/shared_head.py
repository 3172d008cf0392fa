"""An endpoint whose noun stands with the next one: "overall (HR 0.7) and disease-free survival (HR 0.6)"."""

from __future__ import annotations

import re

from miner.phrases.endpoint_mentions import EndpointMention, class_of_name
from miner.text.sieve import Guarded

__all__ = ["sharing_its_head"]

_SHARED = re.compile(
    r"\b((?:in-)?hospital|overall|(?:disease|progression|relapse|recurrence|event|metastasis)[\s-]free|(?:cancer|disease|cause)[\s-]specific|local|distant|regional|locoregional|30-day|post-?operative)\s?[(\[][^()\[\]]{0,60}$",
    re.IGNORECASE,
)
_HEAD = Guarded(re.compile(
    r"[)\]],?\s(?:and|or)\s(?:[\w-]+\s){1,2}?(survival|mortality|recurrence|relapse|control|failure)\b",
    re.IGNORECASE,
))  # fmt: skip


def sharing_its_head(text: str, start: int) -> EndpointMention | None:
    """``overall (HR 0.7) and disease-free survival (HR 0.6)``: the first lacks the second's noun."""
    head = _HEAD.search(text, start, start + 160)
    first = _SHARED.search(text, max(0, start - 90), start) if head else None
    if first is None or head is None:
        return None
    name = f"{first[1]} {head[1]}"
    return EndpointMention(name, first.start(1), first.end(1), class_of_name(name), "shared-head")
