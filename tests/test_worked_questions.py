"""The worked questions of the guide have the answers that it prints; on the server they are tested there."""

from __future__ import annotations

from pathlib import Path

import pytest

import graph
from tests.worked_questions import PAGE, Worked, table, with_answers, worked

WORKED = list(worked())


def test_there_are_twenty() -> None:
    assert len(WORKED) == 20
    assert len({question.cypher for question in WORKED}) == 20


@pytest.mark.parametrize("question", WORKED, ids=lambda q: q.words)
def test_its_answer_is_the_printed_one(bundled: Path, question: Worked) -> None:
    answer = graph.open(bundled).query(question.cypher)
    assert answer, "a worked question has an answer"
    assert table(answer) == question.answer, (
        "write the answers anew with `python -m tests.worked_questions` and read what changed"
    )


def test_writing_the_page_anew_changes_nothing_else(bundled: Path) -> None:
    assert with_answers(graph.open(bundled)) == PAGE.read_text("utf-8")
