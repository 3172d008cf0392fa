"""Runs one statement in a process of its own: a request as JSON on stdin, the answer as JSON on stdout.

Started by ``run.py`` with ``python -I``; imports nothing of the project but the sandbox, and everything it
needs before it locks itself in.
"""

from __future__ import annotations

import datetime
import decimal
import json
import sys
import sysconfig
import uuid
from pathlib import Path
from typing import Any

import ladybug

from graph.query import sandbox

__all__ = ["main"]

_COUNTING = 1000
"""Milliseconds that counting may take."""
_OF_THE_ENGINE = (RuntimeError, ValueError, IndexError, TypeError, OverflowError)


def main() -> None:
    """Answer the request on stdin."""
    request = json.load(sys.stdin)
    try:
        answer = json.dumps(_answer(request))
    except OSError as error:
        answer = json.dumps({"error": "sandbox", "message": str(error)})
    except MemoryError:
        answer = json.dumps({"error": "engine", "message": "Buffer manager exception: bad allocation"})
    except _OF_THE_ENGINE as error:
        answer = json.dumps({"error": "engine", "message": str(error)})
    sys.stdout.write(answer)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    path, budget = request["path"], request["memory"]
    # The engine maps the address range of the largest file it may open, and wants its pool besides.
    largest = 1 << max(30, (2 * Path(path).stat().st_size).bit_length())
    _ = ladybug.version  # loads the engine's library while files can still be read
    if request["confined"]:
        homes = {sysconfig.get_path(k) for k in ("stdlib", "platstdlib", "purelib", "platlib")}
        code = [
            (home, sandbox.READ | sandbox.READ_DIRECTORY) for home in sorted(homes) if Path(home).is_dir()
        ]
        sandbox.confine([(path, sandbox.READ), *code])
    sandbox.limit(largest + budget + (2 << 30), request["seconds"] * 2 + 5)
    try:
        database = ladybug.Database(
            path, read_only=True, buffer_pool_size=budget, max_db_size=largest, max_num_threads=2
        )
    except (*_OF_THE_ENGINE, MemoryError) as error:
        kind = "engine" if "Buffer manager" in str(error) else "file"
        return {"error": kind, "message": str(error)}
    with database, ladybug.Connection(database) as connection:
        connection.set_query_timeout(request["seconds"] * 1000)
        if request["misplanned"]:
            connection.execute("CALL enable_plan_optimizer=false")
        _check_patterns(connection, request)
        result: Any = connection.execute(request["cypher"], request["parameters"])
        answer = _rows(result, request["limit"], request["bytes"])
        return {**answer, "total": _total(connection, request) if answer["more"] else None}


def _check_patterns(connection: ladybug.Connection, request: dict[str, Any]) -> None:
    """Of a regular expression that it cannot read the engine says nothing, save that it has no group."""
    for pattern in request["patterns"]:
        given = {name: v for name, v in request["parameters"].items() if f"${name}" == pattern}
        try:
            connection.execute(f"RETURN regexp_extract('', {pattern}) AS found", given)
        except RuntimeError as error:
            if "group index" in str(error):
                raise RuntimeError(f"unreadable pattern {pattern}") from None


def _rows(result: Any, limit: int, size: int) -> dict[str, Any]:
    """At most ``limit`` rows and about ``size`` bytes of them; ``more`` says that there was another."""
    rows: list[Any] = []
    while result.has_next() and len(rows) < limit and size > 0:
        row = [_encode(value) for value in result.get_next()]
        size -= len(json.dumps(row))
        rows.append(row)
    return {"columns": result.get_column_names(), "rows": rows, "more": result.has_next()}


def _total(connection: ladybug.Connection, request: dict[str, Any]) -> int | None:
    """How many rows there are without the limit, where a statement counts them and soon comes to an end."""
    if not request["total"]:
        return None
    connection.set_query_timeout(_COUNTING)
    given = {name: v for name, v in request["parameters"].items() if f"${name}" in request["total"]}
    try:
        counted: Any = connection.execute(request["total"], given)
    except RuntimeError:
        return None
    return int(counted.get_next()[0])


def _encode(value: Any) -> Any:
    """What JSON has no word for, in words: decimals as numbers, dates as ISO 8601."""
    if isinstance(value, dict):
        return {str(k): _encode(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_encode(v) for v in value]
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta | uuid.UUID):
        return str(value)
    return value.hex() if isinstance(value, bytes | bytearray) else value


if __name__ == "__main__":
    main()
