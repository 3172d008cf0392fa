"""What each field of ``corrections.csv`` may hold."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from miner.errors import InputError
from miner.model import Conclusion, Design, EndpointClass, Measure, PValue

__all__ = ["ADDED", "CONCEPT_FIELDS", "EFFECT_FIELDS", "RECORD_FIELDS", "Reader", "read_value"]

Reader = Callable[[str], Any]
_P = re.compile(r"(<=|>=|<|>|=)?\s*(0?\.\d+|[01])")


def read_value(where: str, reader: Reader, value: str) -> Any:
    """A field's value.

    Raises:
        InputError: it is none; the message says what would be.
    """
    try:
        return reader(value)
    except ValueError as e:
        raise InputError(f"{where}: value {value!r} is not {e}; correct the line") from None


def _one_of(choices: tuple[str, ...], *, empty: bool = False) -> Reader:
    def read(value: str) -> str | None:
        if value in choices:
            return value
        if empty and not value:
            return None
        raise ValueError(f"one of {', '.join(choices)}" + (" or empty" if empty else ""))

    return read


def _number(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError("a number")
    return number


def _level(value: str) -> float:
    number = _number(value)
    if not 50 <= number < 100:
        raise ValueError("a level in percent such as 95")
    return number


def _whole(value: str) -> int | None:
    if value and not value.isdecimal():
        raise ValueError("a whole number or empty")
    return int(value) if value else None


def _p(value: str) -> PValue | None:
    found = _P.fullmatch(value)
    if value and not found:
        raise ValueError("a p-value such as <0.001 or 0.03, or empty")
    ops = {"<": "<", ">": ">", "<=": "<=", ">=": ">=", "=": "=", None: "="}
    return PValue(ops[found[1]], float(found[2])) if found else None  # type: ignore[arg-type]  # from a closed table


def _yes_no(value: str) -> bool:
    if value not in ("yes", "no"):
        raise ValueError("yes or no")
    return value == "yes"


def _yes_no_or_empty(value: str) -> bool | None:
    return _yes_no(value) if value else None


def _yes(value: str) -> bool:
    if value != "yes":
        raise ValueError("yes")
    return True


def _text(value: str) -> str:
    return value


def _quote(value: str) -> str:
    if not value:
        raise ValueError("the sentence of the abstract that prints the effect")
    return value


def _text_or_none(value: str) -> str | None:
    return value or None


def _study(value: str) -> str:
    if value != "alone" and not re.fullmatch(r"with PMID:\d+", value):
        raise ValueError("alone, or with PMID:90000001")
    return value


ADDED = "add"
"""The field by which an effect is added that was not read; its value is the sentence that prints it."""

RECORD_FIELDS: Mapping[str, Reader] = {
    "design": _one_of(get_args(Design)),
    "conclusion": _one_of(get_args(Conclusion)),
    "in_scope": _yes_no,
    "sample_size": _whole,
    "sample_size_unit": _one_of(("participants", "studies", "other")),
    "sample_size_kind": _one_of(("randomized", "enrolled", "analysed")),
    "study": _study,
}
EFFECT_FIELDS: Mapping[str, Reader] = {
    "measure": _one_of(get_args(Measure)),
    "value": _number,
    "ci_low": _number,
    "ci_high": _number,
    "ci_level": _level,
    "p": _p,
    "endpoint": _text,
    "endpoint_class": _one_of(get_args(EndpointClass)),
    "endpoint_id": _text_or_none,
    "contrast": _text,
    "intervention": _text_or_none,
    "comparator": _text_or_none,
    "population": _text_or_none,
    "subgroup": _text_or_none,
    "adjusted": _yes_no_or_empty,
    "favours": _one_of(("experimental", "comparator", "neither"), empty=True),
    "remove": _yes,
    ADDED: _quote,
}
CONCEPT_FIELDS: Mapping[str, str] = {
    "endpoint_id": "Endpoint",
    "intervention": "Intervention",
    "comparator": "Intervention",
    "population": "Population",
}
"""Fields of an effect that hold a concept of the vocabulary, with its label in the graph."""
