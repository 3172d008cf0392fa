"""PubMed XML into articles, one at a time, in constant memory.

Reads ``PubmedArticleSet`` files of E-utilities, of the yearly baseline and of the daily updates,
plain or gzipped, by the NLM DTD of 2025 (elements of older ones included).
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast
from xml.etree import ElementTree

from lxml import etree

from miner.article import Article, Deletion
from miner.errors import InputError, MalformedXml
from miner.garbage import uncollected
from miner.pubmed_record import read_book, read_citation

__all__ = [
    "Source",
    "read_article",
    "read_articles",
    "read_records",
    "read_reply",
    "read_sources",
    "read_stream",
]

_CHUNK = 1 << 15  # some records: they are read while the processor's cache still holds them
_TAGS = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation", "DeleteDocument")
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)", re.I | re.S)
_ERROR = re.compile(rb"<ERROR>([^<]{1,300})")


@dataclass(frozen=True, slots=True)
class Source:
    """A record or a withdrawal, and its XML (UTF-8; empty where it was not asked for)."""

    record: Article | Deletion
    xml: bytes = b""


def read_article(xml: bytes) -> Article:
    """The article of one record's XML, as ``read_sources`` gave it."""
    return _article(ElementTree.fromstring(xml))  # noqa: S314 - see _parse


def read_articles(path: str | Path) -> Iterator[Article]:
    """Yield every article of a PubMed XML file (``.xml`` or ``.xml.gz``) in file order.

    Raises:
        InputError: no such file, an empty one, or one that is not PubMed XML.
        MalformedXml: the XML breaks; the articles before that place have been yielded.
    """
    return (r for r in read_records(path) if isinstance(r, Article))


def read_records(path: str | Path) -> Iterator[Article | Deletion]:
    """As ``read_articles``, with the withdrawals of update files (``DeleteCitation``) in their place."""
    return (source.record for source in _read(Path(path), keep=False))


def read_stream(stream: BinaryIO, name: str) -> Iterator[Article | Deletion]:
    """As ``read_records``, from an open binary stream (stdin, a pipe); ``name`` is for messages."""
    magic = stream.peek(2)[:2] if isinstance(stream, BufferedReader) else b""
    read = gzip.GzipFile(fileobj=stream).read1 if magic == b"\x1f\x8b" else stream.read
    return (source.record for source in _parse(read, name, keep=False))


def read_sources(path: str | Path) -> Iterator[Source]:
    """As ``read_records``, each with the XML it was read from."""
    return _read(Path(path), keep=True)


def read_reply(body: bytes, name: str) -> Iterator[Source]:
    """As ``read_sources``, from a server's reply; ``name`` is for messages."""
    return _parse(io.BytesIO(body).read, name, keep=True)


def _read(path: Path, *, keep: bool) -> Iterator[Source]:
    try:
        with path.open("rb") as raw:
            yield from _parse(_reader(raw), str(path), keep=keep)
    except FileNotFoundError as e:
        raise InputError(f"{path}: no such file; check the path") from e
    except IsADirectoryError as e:
        raise InputError(f"{path} is a folder; name the XML files in it") from e
    except PermissionError as e:
        raise InputError(f"{path} cannot be read (permission denied); change its mode or owner") from e


def _reader(raw: BinaryIO) -> Callable[[int], bytes]:
    """How to read the next bytes of a file, plain or gzipped."""
    magic = raw.read(2)
    raw.seek(0)
    return gzip.GzipFile(fileobj=raw).read1 if magic == b"\x1f\x8b" else raw.read


def _parse(read: Callable[[int], bytes], name: str, *, keep: bool) -> Iterator[Source]:
    """Records as they are finished.

    ElementTree's elements are read in a third of the time of lxml's, which serialise as records are stored.
    Neither fetches what a DTD names; expat bounds by itself what entities may grow to.
    """
    progress = _Progress(name)
    reader = _Keeping(progress) if keep else _Reading(progress)
    chunks = _chunks(read, progress)
    more = True
    while more:
        try:
            chunk = next(chunks, b"")
            more = bool(chunk)
            with uncollected():
                reader.feed(chunk) if more else reader.close()
                found, broken = _taken(reader.finished(last=not more))
        except (etree.XMLSyntaxError, ElementTree.ParseError) as e:
            yield from reader.finished(last=True)
            raise MalformedXml(progress.broken(str(e) if more else f"the file ends early ({e})")) from e
        except InputError:
            yield from reader.finished(last=True)
            raise
        yield from found
        if broken:
            raise broken


def _taken(sources: Iterator[Source]) -> tuple[list[Source], MalformedXml | None]:
    """The records of one chunk, and the error that the next one is."""
    found: list[Source] = []
    try:
        for source in sources:
            found.append(source)
    except MalformedXml as error:
        return found, error
    return found, None


def _chunks(read: Callable[[int], bytes], progress: _Progress) -> Iterator[bytes]:
    """The stream's bytes; a damaged gzip gives all that can be read before it is an error."""
    head = b""
    looked = False
    while True:
        try:
            chunk = read(_CHUNK)
        except (EOFError, zlib.error, gzip.BadGzipFile) as e:
            if head:
                yield head
            raise MalformedXml(progress.broken(f"the gzip stream is cut off or damaged ({e})")) from e
        if not looked:
            # A read may be short: judge what the file is on a whole chunk, or on all there is.
            head += chunk
            if chunk and len(head) < _CHUNK:
                continue
            _refuse_other_content(head, progress.name)
            yield head
            head, looked = b"", True
        elif chunk:
            yield chunk
        if not chunk:
            return


def _refuse_other_content(chunk: bytes, name: str) -> None:
    head = chunk.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise InputError(f"{name} is empty; fetch it again")
    if _HTML.match(head):
        raise InputError(f"{name} is an HTML page, not PubMed XML; download the record with rettype=xml")
    if not head.startswith(b"<"):
        raise InputError(
            f"{name} is not XML (it begins with {head[:20]!r}); give PubMed XML, plain or gzipped"
        )
    if not any(tag.encode() in chunk for tag in _TAGS):
        error = _ERROR.search(chunk)
        if error:
            raise InputError(
                f"{name} holds an E-utilities error, not records: {error[1].decode('utf-8', 'replace')}"
            )
        raise InputError(
            f"{name} is not PubMed XML (no PubmedArticleSet in it); export it from PubMed as XML"
        )


class _Progress:
    """How far the file has been read, for error messages."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self.last = ""

    def broken(self, why: str) -> str:
        after = f" (after PMID {self.last})" if self.last else ""
        return f"{self.name}: record {self.count + 1}{after} is broken: {why}; fetch the file again"


class _Reading:
    """Articles by way of ElementTree."""

    def __init__(self, progress: _Progress) -> None:
        self._progress = progress
        self._builder = ElementTree.TreeBuilder()
        self._top = self._builder.start("file", {})
        self._parser = ElementTree.XMLParser(target=self._builder)  # noqa: S314 - see _parse

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._parser.feed(chunk)

    def close(self) -> None:
        """Take the end of the file."""
        self._parser.close()

    def finished(self, *, last: bool = False) -> Iterator[Source]:
        """The records that are whole; the last child of the set may not be, before the end."""
        if not len(self._top):
            return
        records = self._top[0]
        if records.tag in _TAGS:  # a file of one record, without a set around it
            records = self._top
        whole = len(records)
        # The element that is still open tells whether the last record is.
        if not last or self._builder.end("") not in (records, self._top):
            whole -= 1
        for child in records[: max(whole, 0)]:
            for element in (child,) if child.tag in _TAGS else child.iter():
                if element.tag in _TAGS:
                    yield from _sources(element, self._progress)
        del records[: max(whole, 0)]


class _Keeping:
    """Articles and their XML, by way of lxml."""

    def __init__(self, progress: _Progress) -> None:
        self._progress = progress
        self._parser = etree.XMLPullParser(
            events=("end",), tag=_TAGS, resolve_entities=False, no_network=True
        )
        self.feed = self._parser.feed
        self.close = self._parser.close

    def finished(self, *, last: bool = False) -> Iterator[Source]:
        """The records that are whole."""
        del last
        for _, element in self._parser.read_events():
            assert isinstance(element, etree._Element)  # noqa: S101 - only "end" events were asked for
            for source in _sources(cast(ElementTree.Element, element), self._progress):
                xml = etree.tostring(element, encoding="utf-8", with_tail=False)
                yield Source(source.record, xml) if isinstance(source.record, Article) else source
            _release(element)


def _sources(element: ElementTree.Element, progress: _Progress) -> Iterator[Source]:
    """The record of an element, or the withdrawals."""
    if element.tag not in ("PubmedArticle", "PubmedBookArticle"):
        yield from (Source(Deletion((p.text or "").strip())) for p in element.iter("PMID"))
        return
    article = _article(element)
    if not re.fullmatch("[0-9]+", article.pmid):
        what = f"its PMID {article.pmid!r} is no number" if article.pmid else "it has no PMID"
        raise MalformedXml(progress.broken(what))
    progress.count += 1
    progress.last = article.pmid
    yield Source(article)


def _article(element: ElementTree.Element) -> Article:
    return read_citation(element) if element.tag == "PubmedArticle" else read_book(element)


def _release(element: etree._Element) -> None:
    """Free the siblings before a record that has been read."""
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
