"""The map's data in columns, for maps of many studies: a third of the text for a browser to read.

A list of records becomes its columns; a column whose values repeat becomes those values and their places;
a column of lists becomes their lengths and one list of all. ``templates/unpack.js`` undoes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from types import NoneType
from typing import Any

__all__ = ["pack"]

# A dictionary of values pays where at most this share of them differ.
_DIFFERENT = 0.6
_LISTS = (list, tuple)
_NUMBERS = frozenset({int, float, bool})


def pack(data: Mapping[str, Any]) -> dict[str, Any]:
    """Each list of the map in columns; everything else as it is."""
    return {
        name: _records(value) if isinstance(value, list) and value and isinstance(value[0], dict) else value
        for name, value in data.items()
    }


def _records(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Columns of records that have the same keys."""
    keys = list(items[0])
    return {"keys": keys, "columns": [_column([item[key] for item in items]) for key in keys]}


def _column(values: Sequence[Any]) -> Any:
    if all(isinstance(value, _LISTS) for value in values):
        together = [item for value in values for item in value]
        if together and isinstance(together[0], dict | list | tuple):
            inner = _records(together) if isinstance(together[0], dict) else _column(together)
            return {"lengths": [len(value) for value in values], "all": inner}
    return _dictionary(values)


def _dictionary(values: Sequence[Any]) -> Any:
    """The values as they are, or each different one once and the places of them."""
    keys = _keys(values)
    different = dict(zip(keys, values, strict=True))
    if len(different) > _DIFFERENT * len(values):
        return list(values)
    places = {key: place for place, key in enumerate(different)}
    return {"values": list(different.values()), "at": [places[key] for key in keys]}


def _keys(values: Sequence[Any]) -> Sequence[Any]:
    """What tells the values apart; most columns are of one kind, and tell their values apart themselves."""
    if _one_kind(values):
        return values
    if all(isinstance(value, _LISTS) for value in values) and _one_kind(chain.from_iterable(values)):
        return [tuple(value) for value in values]
    return [_key(value) for value in values]


def _one_kind(values: Iterable[Any]) -> bool:
    """Whether all are text, nothing, or numbers of one type."""
    kinds = set(map(type, values)) - {str, NoneType}
    return kinds <= _NUMBERS and len(kinds) < 2


def _key(value: Any) -> object:
    """What tells values apart: 1, 1.0 and true are three in JSON and one to a dictionary."""
    if isinstance(value, str):
        return value
    if isinstance(value, _LISTS):
        return (list, *map(_key, value))
    return type(value), value
