"""What ``mbc-miner extract`` reads: PubMed XML, or texts as JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from miner.article import AbstractSection, Article
from miner.errors import InputError
from miner.pubmed_xml import read_articles, read_stream

__all__ = ["TextRecord", "read_inputs"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    label: str | None = None
    text: str


class TextRecord(BaseModel):
    """One line: ``{"id", "text"}`` or ``{"id", "title", "sections": [{"label", "text"}]}``."""

    model_config = ConfigDict(extra="ignore", strict=True)
    id: str | int
    text: str | None = None
    title: str | None = None
    sections: list[_Section] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> TextRecord:
        if self.text is None and self.title is None and self.sections is None:
            raise ValueError('a record needs "text", or "title" and "sections"')
        return self

    def source(self) -> tuple[str, str | Article]:
        """The id and what to extract from: the text, or title and sections as a record."""
        if self.text is not None:
            return str(self.id), self.text
        sections = tuple(AbstractSection(s.label, None, s.text) for s in self.sections or ())
        return str(self.id), Article(pmid="", title=self.title or "", abstract=sections)


def read_inputs(name: str) -> Iterator[tuple[str, str | Article]]:
    """Id and source of each record of a file, or of stdin for ``-``, in input order.

    Raises:
        InputError: no such file, an empty one, or a line that is no record; the message names it.
    """
    if name == "-":
        yield from _from_stdin()
        return
    path = Path(name)
    if not path.exists():
        raise InputError(f"{path}: no such file; check the path")
    if path.is_dir():
        raise InputError(f"{path} is a folder; name the files in it")
    with path.open("rb") as f:
        head = f.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise InputError(f"{path} is empty; give PubMed XML or JSON lines")
    if head.startswith((b"<", b"\x1f\x8b")) or path.name.endswith((".xml", ".xml.gz")):
        yield from ((f"PMID:{a.pmid}", a) for a in read_articles(path))
        return
    with path.open(encoding="utf-8", errors="strict") as lines:
        yield from _from_lines(lines, str(path))


def _from_stdin() -> Iterator[tuple[str, str | Article]]:
    stream = sys.stdin.buffer
    head = stream.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n") if hasattr(stream, "peek") else b""
    if head.startswith((b"<", b"\x1f\x8b")):
        yield from ((f"PMID:{s.pmid}", s) for s in read_stream(stream, "stdin") if isinstance(s, Article))
        return
    yield from _from_lines((line.decode("utf-8") for line in stream), "stdin")


def _from_lines(lines: Iterable[str], name: str) -> Iterator[tuple[str, str | Article]]:
    count = 0
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                count += 1
                yield _record(line, f"{name}, line {number}")
    except UnicodeDecodeError as e:
        raise InputError(
            f"{name} is not UTF-8 text ({e.reason} at byte {e.start}); convert it to UTF-8"
        ) from e
    if not count:
        raise InputError(f"{name} is empty; give PubMed XML or JSON lines")


def _record(line: str, where: str) -> tuple[str, str | Article]:
    try:
        return TextRecord.model_validate(json.loads(line)).source()
    except json.JSONDecodeError as e:
        raise InputError(f"{where} is not JSON: {e.msg}; mend that line") from e
    except ValidationError as e:
        first = e.errors()[0]
        field = ".".join(str(x) for x in first["loc"])
        told = "the line is no object" if first["type"] == "model_type" else first["msg"]
        what = ": ".join(filter(None, (field, told.removeprefix("Value error, "))))
        raise InputError(f"{where}: {what}; see docs/record.md for the forms of input") from e
