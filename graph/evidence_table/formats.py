"""The evidence table as Markdown, CSV, LaTeX and HTML that a word processor opens.

A cell that the abstract does not state is a dash with a footnote where people read it, and empty in CSV.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape

from graph.evidence_table.table import COLUMNS, Cell, EvidenceTable, Row
from graph.printed import letters

__all__ = ["FORMATS", "as_csv", "as_html", "as_latex", "as_markdown"]

_DASH = "–"
_NOT_STATED = f"{_DASH}: not stated in the abstract."
_READ = (
    "Figures as printed in the abstracts, read by rules; a ratio below 1 favours treatment where the event "
    "is bad. n: participants of the whole study."
)
_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "…": r"\ldots{}",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "²": r"\textsuperscript{2}",
    "·": r"$\cdot$",
    "/": r"/\allowbreak{}",
    "\u2009": r"\,",
    "\u202f": r"\,",
    "\u00a0": "~",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~])")
_FORMULA = re.compile(r"[=+@\t\r]|-(?!\d)")
_WIDTHS = (8, 6, 9, 8, 4, 5, 4, 6, 6, 10, 10, 8, 16)
"""Widths of the columns in a printed table with the room between them, percent of the line."""


def as_markdown(table: EvidenceTable) -> str:
    """A table in GitHub's Markdown under its title, with the notes beneath."""
    rows, notes = _lettered(table)
    head = [f"**{_markdown(table.title)}**", "", _line(COLUMNS.values()), _line("---" for _ in COLUMNS)]
    body = [_line(_markdown(cell) for cell in row) for row in rows]
    return "\n".join([*head, *body, "", *(f"{_markdown(note)}  " for note in notes)]) + "\n"


def as_csv(table: EvidenceTable) -> str:
    """RFC 4180, a header of column names; numbers plain, unstated cells empty, notes in their own column.

    For spreadsheets: a byte-order mark, without which they take UTF-8 for something else, and an apostrophe
    before what they would run as a formula.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*COLUMNS, "notes"])
    for row in table.rows:
        cells = [*(_plain(row.cells[column]) for column in COLUMNS), "; ".join(row.notes)]
        writer.writerow([f"'{cell}" if _FORMULA.match(str(cell)) else cell for cell in cells])
    return f"\ufeff{stream.getvalue()}"


def as_latex(table: EvidenceTable) -> str:
    """A longtable on as many pages as it needs, for a document that loads booktabs and longtable."""
    rows, notes = _lettered(table)
    columns = "".join(rf"p{{\dimexpr {width / 100:.2f}\linewidth-2\tabcolsep\relax}}" for width in _WIDTHS)
    head = " & ".join(rf"\textbf{{{_latex(words)}}}" for words in COLUMNS.values()) + r" \\"
    body = [" & ".join(_latex(cell) for cell in row) + r" \\" for row in rows]
    lines = [
        r"% Needs \usepackage{booktabs,longtable}; best on a landscape page.",
        r"\begingroup\scriptsize\sloppy\setlength{\tabcolsep}{2pt}",
        rf"\begin{{longtable}}{{{columns}}}",
        rf"\caption{{{_latex(table.title)}}}\\",
        r"\toprule",
        head,
        r"\midrule\endfirsthead",
        r"\toprule",
        head,
        r"\midrule\endhead",
        r"\bottomrule\endfoot",
        *body,
        r"\end{longtable}",
        *(rf"\noindent {_latex(note)}\par" for note in notes),
        r"\endgroup",
    ]
    return "\n".join(lines) + "\n"


def as_html(table: EvidenceTable) -> str:
    """A document that browsers show and word processors open as a table on a landscape page."""
    rows, notes = _lettered(table)
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in COLUMNS.values())
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    feet = "\n".join(f'<p class="note">{escape(note)}</p>' for note in notes)
    title = escape(table.title)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<title>{title}</title>\n<style>{_STYLE}</style></head>\n<body><div class="page">\n'
        f"<table>\n<caption>{title}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>\n"
        f"{feet}\n</div></body></html>\n"
    )


FORMATS: Mapping[str, Callable[[EvidenceTable], str]] = {
    "md": as_markdown,
    "csv": as_csv,
    "latex": as_latex,
    "html": as_html,
}
"""Each format by its name on the command line."""

# The page rules are those that Word reads; browsers pass over what they do not know.
_STYLE = (
    "@page landscape {size: 841.9pt 595.3pt; mso-page-orientation: landscape; margin: 42pt;} "
    "div.page {page: landscape;} "
    "body {font-family: Arial, Helvetica, sans-serif; font-size: 8pt; color: #000;} "
    "table {border-collapse: collapse; width: 100%; border: solid #000; border-width: 1.5pt 0;} "
    "caption {text-align: left; font-weight: bold; font-size: 10pt; padding: 4pt 0;} "
    "th, td {text-align: left; vertical-align: top; padding: 2pt 4pt;} "
    "td:nth-child(2), td:nth-child(n+5):nth-child(-n+9) {white-space: nowrap;} "
    "th {border-bottom: 0.75pt solid #000;} td {border-bottom: 0.25pt solid #bbb;} "
    "p.note {font-size: 7.5pt; margin: 2pt 0;}"
)


def _lettered(table: EvidenceTable) -> tuple[list[list[str]], list[str]]:
    """The cells as people read them, a letter for each note behind its ratio, and the notes beneath."""
    marked: dict[str, str] = {}
    rows = [_cells(row, marked) for row in table.rows]
    notes = [f"{letter}) {words}." for words, letter in marked.items()]
    dashed = any(_DASH in row for row in rows)
    return rows, [*([_NOT_STATED] if dashed else []), _READ, *notes]


def _cells(row: Row, marked: dict[str, str]) -> list[str]:
    marks = [marked.setdefault(note, letters(len(marked))) for note in row.notes]
    cells = []
    for column in COLUMNS:
        value = row.cells[column]
        words = f"{value:,}".replace(",", "\u202f") if isinstance(value, int) else value
        mark = f" ({', '.join(marks)})" if marks and column == "effect" and words else ""
        cells.append(f"{words}{mark}" if words is not None else _DASH)
    return cells


def _plain(value: Cell) -> Cell:
    return "" if value is None else value


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _markdown(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(words.split()))


def _latex(words: str) -> str:
    return "".join(_LATEX.get(char, char) for char in " ".join(words.split(" ")))
