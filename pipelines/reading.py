"""What ``mbc-miner extract`` reads: PubMed XML, or texts as JSON lines."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Annotated, BinaryIO

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, model_validator

from miner.article import AbstractSection, Article
from miner.errors import InputError
from miner.pubmed_xml import read_stream

__all__ = ["TextRecord", "read_inputs"]


def _whole_characters(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as e:
        raise ValueError(f"character {e.start} is half of one, {text[e.start]!r}") from None
    return text


_Text = Annotated[str, AfterValidator(_whole_characters)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    label: _Text | None = None
    text: _Text


_GZIP = b"\x1f\x8b"
_BLANK = b"\xef\xbb\xbf \t\r\n"  # a byte order mark too


class TextRecord(BaseModel):
    """One line: ``{"id", "text"}`` or ``{"id", "title", "sections": [{"label", "text"}]}``."""

    model_config = ConfigDict(extra="ignore", strict=True)
    id: _Text | int
    text: _Text | None = None
    title: _Text | None = None
    sections: list[_Section] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> TextRecord:
        if self.text is None and self.sections is None:
            # A title alone would be read as all there is, whatever key the abstract stands under.
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
        yield from _from_stream(sys.stdin.buffer, "stdin")
        return
    path = Path(name)
    if not path.exists():
        raise InputError(f"{path}: no such file; check the path")
    if path.is_dir():
        raise InputError(f"{path} is a folder; name the files in it")
    # Opened once: what was read of a pipe (``<(zcat lines.gz)``) cannot be read again.
    with path.open("rb") as stream:
        yield from _from_stream(stream, str(path))


def _from_stream(stream: BinaryIO, name: str) -> Iterator[tuple[str, str | Article]]:
    head = stream.peek(64) if isinstance(stream, BufferedReader) else b""
    if head.startswith(_GZIP) and _begun(head).lstrip(_BLANK).startswith(b"{"):
        yield from _from_lines(_unzipped(stream, name), name)
    elif head.lstrip(_BLANK).startswith((b"<", _GZIP)) or (name.endswith((".xml", ".xml.gz")) and head):
        yield from ((f"PMID:{s.pmid}", s) for s in read_stream(stream, name) if isinstance(s, Article))
    else:
        yield from _from_lines(stream, name)


def _begun(head: bytes) -> bytes:
    """What the first bytes of a gzip stream hold; nothing where they are damaged."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b""


def _unzipped(stream: BinaryIO, name: str) -> Iterator[bytes]:
    try:
        yield from gzip.GzipFile(fileobj=stream)
    except (EOFError, zlib.error, gzip.BadGzipFile) as e:
        raise InputError(f"{name}: the gzip stream is cut off or damaged ({e}); fetch it again") from e


def _from_lines(lines: Iterable[bytes], name: str) -> Iterator[tuple[str, str | Article]]:
    count = 0
    for number, line in enumerate(lines, 1):
        if line.strip(_BLANK):
            count += 1
            yield _record(line, f"{name}, line {number}")
    if not count:
        raise InputError(f"{name} is empty; give PubMed XML or JSON lines")


def _record(line: bytes, where: str) -> tuple[str, str | Article]:
    try:
        return TextRecord.model_validate(json.loads(line.decode("utf-8-sig"))).source()
    except UnicodeDecodeError as e:
        raise InputError(
            f"{where} is not UTF-8 text ({e.reason} at byte {e.start}); convert it to UTF-8"
        ) from e
    except json.JSONDecodeError as e:
        raise InputError(f"{where} is not JSON: {e.msg}; mend that line") from e
    except ValidationError as e:
        first = e.errors()[0]
        field = ".".join(str(x) for x in first["loc"])
        told = "the line is no object" if first["type"] == "model_type" else first["msg"]
        what = ": ".join(filter(None, (field, told.removeprefix("Value error, "))))
        raise InputError(f"{where}: {what}; see docs/record.md for the forms of input") from e
