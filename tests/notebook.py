"""Runs the notebook of the guide without Jupyter; ``python -m tests.notebook`` writes its outputs anew."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.demo import run_demo

__all__ = ["NOTEBOOK", "code_cells", "run_cell"]

NOTEBOOK = Path(__file__).parent.parent / "docs" / "notebooks" / "asking-the-evidence.ipynb"


def code_cells(notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The cells with code, in order."""
    return (cell for cell in notebook["cells"] if cell["cell_type"] == "code")


def run_cell(source: str, names: dict[str, Any]) -> str:
    """What a cell prints, and then the value of its last line, as Jupyter shows it in text."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, str(NOTEBOOK), "exec"), names)  # noqa: S102  # our own notebook
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)  # noqa: S307  # likewise
            if value is not None:
                printed.write(f"{value!r}\n")
    return printed.getvalue()


def _main() -> None:
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        run_demo(Path("mbc-demo"), lambda *_: lambda *_: None)
        for number, cell in enumerate(code_cells(notebook), 1):
            text = run_cell("".join(cell["source"]), names)
            output = {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}
            # A drawing says nothing in text; a reader sees it when the cell runs.
            cell |= {"execution_count": number, "outputs": [output] if text and text[:4] != "alt." else []}
    NOTEBOOK.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    _main()
