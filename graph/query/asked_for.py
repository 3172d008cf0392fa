"""No rows are an answer only where what was asked for is in the graph, on either engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph.query.questions import Question
from graph.query.rows import Rows
from miner.errors import QueryRefused

__all__ = ["check_asked_for"]

_Ask = Callable[[str, Mapping[str, Any]], Rows]
# Of a parameter: label, the property that people call it by, and what tells it.
_BY_NAME = {
    "study": ("Study", "label", "n.label = $name OR n.id = $name"),
    "number": ("Trial", "registry_id", "n.registry_id = $name OR $name IN n.other_ids"),
}


def check_asked_for(question: Question, given: Mapping[str, Any], ask: _Ask) -> None:
    """Look for the concepts, the study and the trial that were given to a question that found nothing.

    Raises:
        QueryRefused: one is not in the graph; the message names those nearest, or what lists them.
    """
    for parameter in question.parameters:
        if parameter.name not in given:
            continue
        if parameter.name in _BY_NAME:
            _check_name(*_BY_NAME[parameter.name], given[parameter.name], ask)
        elif parameter.label:
            sought = f"MATCH (c:{parameter.label}) WHERE c.id = $id RETURN c.id AS id"
            if not ask(sought, {"id": given[parameter.name]}):
                raise QueryRefused(
                    f"the graph has no {parameter.name} {given[parameter.name]}; ids are in: "
                    f"MATCH (c:{parameter.label}) RETURN c.id AS id, c.name AS name"
                )


def _check_name(label: str, called: str, is_it: str, name: str, ask: _Ask) -> None:
    if ask(f"MATCH (n:{label}) WHERE {is_it} RETURN n.id AS id LIMIT 1", {"name": name}):
        return
    like = (
        f"MATCH (n:{label}) WHERE toLower(n.{called}) CONTAINS toLower($name) "
        f"RETURN n.{called} AS name ORDER BY name LIMIT 4"
    )
    near = [str(row["name"]) for row in ask(like, {"name": name})]
    hint = (
        f"there is {' and '.join(near)}"
        if near
        else f"MATCH (n:{label}) RETURN n.{called} AS name lists them"
    )
    raise QueryRefused(f"the graph has no {label.lower()} {name!r}; {hint}")
