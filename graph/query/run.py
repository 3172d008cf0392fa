"""Read-only Cypher from people: through the gate, then in a confined process with bounded time and memory.

``trust`` leaves out the confinement, for systems without Landlock, where the statements come from someone who
could as well run the program; the gate and the limits stay.
"""

from __future__ import annotations

import datetime
import json
import math
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

from graph.query import sandbox
from graph.query.asked_for import check_asked_for
from graph.query.engine_errors import say_again
from graph.query.gate import check_parameters, check_reading
from graph.query.ladybug_cypher import for_ladybug, misplanned, patterns
from graph.query.meant import as_meant
from graph.query.questions import ALL_ROWS, Question
from graph.query.rows import Rows, cut_off
from graph.query.unions import check_unions
from graph.unreadable import unreadable_file
from miner.errors import GraphError, QueryRefused

__all__ = [
    "DEFAULT_LIMIT",
    "DEFAULT_TIMEOUT",
    "MEMORY",
    "Parameter",
    "check_values",
    "run_query",
    "run_question",
]

DEFAULT_LIMIT = 10_000
DEFAULT_TIMEOUT = 30.0
MEMORY = 256 << 20
_ANSWER_BYTES = 64 << 20
_SWAPS = 3
_WORKER = "import sys; sys.path.insert(0, sys.argv[1]); from graph.query.worker import main; main()"


class _Array(Protocol):
    def tolist(self) -> Any: ...


Parameter: TypeAlias = "str | int | float | bool | list[Any] | datetime.date | _Array | None"


def run_query(
    path: Path,
    cypher: str,
    parameters: Mapping[str, Parameter],
    *,
    limit: int = DEFAULT_LIMIT,
    timeout: float = DEFAULT_TIMEOUT,
    trust: bool = False,
) -> Rows:
    """Ask the graph file one question; at most ``limit`` rows (0: all), within ``timeout`` seconds.

    Raises:
        QueryRefused: it is not one plain reading statement, or its parameters or the parts of its ``UNION``
            do not fit.
        GraphError: it names what is not there, takes too long or too much, or there is no way to confine it.
    """
    found = check_reading(cypher)
    check_parameters(found, parameters)
    check_unions(found)
    if not trust and not sandbox.abi():
        raise GraphError(
            "this system has no Landlock to confine the question; if you wrote it yourself, "
            "pass trust=True (--trust)"
        )
    return _answer(path, _Asking(as_meant(cypher), parameters, limit, confined=not trust), timeout)


def run_question(
    path: Path, question: Question, given: Mapping[str, Parameter], *, timeout: float = DEFAULT_TIMEOUT
) -> Rows:
    """Ask the graph file a named question with these parameters, ``limit`` among them.

    Raises:
        QueryRefused: it takes no such parameter or value, or a concept, study or trial is not in the graph.
        GraphError: it takes too long or too much.
    """
    values = question.bind(given)
    limit = values.pop("limit")
    quick = _Asking(question.for_embedded(limit), values, limit, question.embedded_total)
    try:
        rows = _answer(path, quick, timeout)
    except GraphError as error:
        # A file that another version built lacks what this one keeps; the plain Cypher needs none of it.
        if "has no property '_" not in str(error):
            raise
        rows = _answer(path, _Asking(question.plainly(limit), values, limit, question.total), timeout)
    if not rows:

        def ask(cypher: str, sought: Mapping[str, Any]) -> Rows:
            return _answer(path, _Asking(cypher, sought, 0), timeout)

        check_asked_for(question, {name: values[name] for name in given if name in values}, ask)
    return rows


class _Asking(NamedTuple):
    """A statement with its values, the rows to show (0: all), and what counts all rows.

    The program's own statements need no confinement: their parameters never become Cypher.
    """

    cypher: str
    values: Mapping[str, Any]
    limit: int
    total: str | None = None
    confined: bool = False


def _answer(path: Path, asking: _Asking, timeout: float) -> Rows:
    request = {
        "path": str(path),
        "cypher": for_ladybug(asking.cypher),
        "misplanned": misplanned(asking.cypher),
        "patterns": patterns(asking.cypher),
        "parameters": check_values(asking.values),
        "limit": asking.limit or ALL_ROWS,
        "total": asking.total and for_ladybug(asking.total),
        "bytes": _ANSWER_BYTES,
        "seconds": math.ceil(timeout),
        "memory": MEMORY,
        "confined": asking.confined,
    }
    answer = _ask_whole(path, request, timeout)
    notice = cut_off(len(answer["rows"]), answer["total"]) if answer["more"] else None
    return Rows.of(answer["columns"], answer["rows"], notice)


def check_values(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as both engines take them: numbers, strings, truth values, lists; dates as ISO 8601.

    Numbers and arrays of numpy and columns of pandas are taken as numbers and lists.

    Raises:
        QueryRefused: a value is of another kind.
    """
    return {name: _value(name, value) for name, value in parameters.items()}


def _value(name: str, value: Any) -> Any:
    if hasattr(value, "tolist"):  # numpy's numbers and arrays, a column of pandas
        value = value.tolist()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_value(name, v) for v in value]
    fits = value is None or isinstance(value, str | bool | int | float)
    if isinstance(value, int):
        fits = -(2**63) <= value < 2**63
    elif isinstance(value, float):
        fits = math.isfinite(value)
    if not fits:
        raise QueryRefused(
            f"parameter ${name} is {value!r}; give a string, a number, true or false, or a list of these"
        )
    return value


def _ask_whole(path: Path, request: dict[str, Any], timeout: float) -> dict[str, Any]:
    """Ask, and again where a new graph was just swapped in: a worker may read only the file it was given."""
    for _ in range(_SWAPS):
        before = path.stat()
        try:
            return _ask(request, timeout)
        except GraphError:
            if path.stat().st_ino == before.st_ino:
                raise
    return _ask(request, timeout)


def _ask(request: dict[str, Any], timeout: float) -> dict[str, Any]:
    """Start a worker, give it the request, and read its answer; it is killed when time is up or on Ctrl-C."""
    home = str(Path(__file__).parents[2])
    try:
        # A session of its own keeps Ctrl-C for this process, which then ends the worker.
        done = subprocess.run(  # noqa: S603  # our own interpreter and code, nothing from outside in the arguments
            [sys.executable, "-I", "-c", _WORKER, home],
            input=json.dumps(request),
            capture_output=True,
            encoding="utf-8",
            timeout=timeout + 3,
            env={},
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise say_again("Interrupted", timeout, MEMORY) from None
    if done.returncode < 0 or not done.stdout:
        raise _stopped(done.returncode, done.stderr, timeout)
    answer: dict[str, Any] = json.loads(done.stdout)
    if answer.get("error") == "sandbox":
        raise GraphError(
            f"the question could not be confined ({answer['message']}); "
            "pass trust=True (--trust) if you wrote it yourself"
        )
    if answer.get("error") == "file":
        raise unreadable_file(Path(request["path"]), answer["message"])
    if answer.get("error"):
        raise say_again(answer["message"], timeout, MEMORY)
    return answer


def _stopped(code: int, stderr: str, timeout: float) -> GraphError:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return say_again("Interrupted", timeout, MEMORY)
    if "MemoryError" in stderr or "bad_alloc" in stderr or code == -signal.SIGABRT:
        return say_again("bad_alloc", timeout, MEMORY)
    why = signal.Signals(-code).name if code < 0 else (stderr.strip().splitlines() or ["no answer"])[-1]
    return GraphError(f"the engine stopped on this question ({why}); write it more simply")
