"""What the package offers by name."""

from __future__ import annotations

import pytest

import graph


@pytest.mark.parametrize("name", graph.__all__)
def test_a_public_name_leads_to_something_to_call(name: str) -> None:
    assert callable(getattr(graph, name))
    assert getattr(graph, name).__doc__


def test_public_names_are_listed_in_order_once() -> None:
    assert list(graph.__all__) == sorted(set(graph.__all__))
