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
from typing import BinaryIO

from lxml import etree

from miner.article import Article, Deletion
from miner.errors import InputError, MalformedXml
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

_CHUNK = 1 << 16
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
    element = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    return read_citation(element) if element.tag == "PubmedArticle" else read_book(element)


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
    parser = etree.XMLPullParser(events=("end",), tag=_TAGS, resolve_entities=False, no_network=True)
    progress = _Progress(name)
    for chunk in _chunks(read, progress):
        try:
            parser.feed(chunk)
        except etree.XMLSyntaxError as e:
            yield from _finished(parser, progress, keep)
            raise MalformedXml(progress.broken(str(e))) from e
        yield from _finished(parser, progress, keep)
    try:
        parser.close()
    except etree.XMLSyntaxError as e:
        yield from _finished(parser, progress, keep)
        raise MalformedXml(progress.broken(f"the file ends early ({e})")) from e
    yield from _finished(parser, progress, keep)


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


def _finished(parser: etree.XMLPullParser, progress: _Progress, keep: bool) -> Iterator[Source]:
    for _, element in parser.read_events():
        assert isinstance(element, etree._Element)  # noqa: S101 - only "end" events were asked for
        if element.tag not in ("PubmedArticle", "PubmedBookArticle"):
            yield from (Source(Deletion((p.text or "").strip())) for p in element.iter("PMID"))
            continue
        article = read_citation(element) if element.tag == "PubmedArticle" else read_book(element)
        if not article.pmid:
            raise MalformedXml(progress.broken("it has no PMID"))
        progress.count += 1
        progress.last = article.pmid
        xml = etree.tostring(element, encoding="utf-8", with_tail=False) if keep else b""
        _release(element)
        yield Source(article, xml)


def _release(element: etree._Element) -> None:
    """Free a record that has been read, and the siblings before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
