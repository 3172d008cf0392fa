"""The publications as references: RIS and BibTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from graph.exports.whole_file import whole_file
from graph.model import Graph, Node

__all__ = ["bibtex", "ris"]

_ESCAPES = {c: f"\\{c}" for c in "&%$#_"} | {
    # BibTeX counts a brace behind a backslash too: a lone one would end the field, or never.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_AS_IT_IS = frozenset(("doi", "url", "pmid"))
_STANDING = {"retracted": "Retracted publication", "concern": "Expression of concern"}


def ris(graph: Graph, path: Path) -> list[Path]:
    """One RIS file of the corpus's publications; a note says what is retracted, or out of scope and why."""
    with whole_file(path) as stream:
        for node in _corpus(graph):
            for tag, value in _ris_lines(graph, node):
                stream.write(f"{tag}  - {_one_line(value)}".rstrip() + "\r\n")
            stream.write("ER  - \r\n\r\n")
    return [path]


def bibtex(graph: Graph, path: Path) -> list[Path]:
    """One BibTeX file (UTF-8) of the corpus's publications, keyed by author, year and PMID."""
    with whole_file(path) as stream:
        for node in _corpus(graph):
            fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _bibtex_fields(graph, node))
            stream.write(f"@article{{{_key(node)},\n{fields}\n}}\n\n")
    return [path]


def _corpus(graph: Graph) -> Iterator[Node]:
    """Publications of the corpus, by PMID; those known only by their number are left out."""
    found = [n for n in graph.nodes["Publication"].values() if n["in_corpus"]]
    yield from sorted(found, key=lambda n: (len(str(n["pmid"])), str(n["pmid"])))


def _ris_lines(graph: Graph, node: Node) -> Iterator[tuple[str, object]]:
    yield "TY", "JOUR"
    for author in _list(node, "authors"):
        yield "AU", _comma(author)
    first, _, last = str(node["pages"] or "").partition("-")
    pairs = (
        ("TI", node["title"]),
        ("JO", node["journal"]),
        ("PY", node["year"]),
        ("DA", str(node["date"] or "").replace("-", "/")),
        ("VL", node["volume"]),
        ("IS", node["issue"]),
        ("SP", first),
        ("EP", last),
        ("DO", node["doi"]),
        ("AN", node["pmid"]),
        ("C2", node["pmcid"]),
        ("LA", node["language"]),
        ("UR", node["url"]),
        ("DB", "PubMed"),
    )
    yield from ((tag, value) for tag, value in pairs if value not in (None, ""))
    yield from (("KW", heading) for heading in _list(node, "mesh"))
    yield from (("N1", words) for words in _standing(graph, node))


def _bibtex_fields(graph: Graph, node: Node) -> Iterator[tuple[str, object]]:
    note = "; ".join(_standing(graph, node))
    pairs = (
        ("author", " and ".join(map(_tex_author, _list(node, "authors")))),
        ("title", node["title"]),
        ("journal", node["journal"]),
        ("year", node["year"]),
        ("volume", node["volume"]),
        ("number", node["issue"]),
        ("pages", str(node["pages"] or "").replace("-", "--")),
        ("doi", node["doi"]),
        ("pmid", node["pmid"]),
        ("url", node["url"]),
        ("note", note),
    )
    for name, value in pairs:
        if value not in (None, ""):
            yield (
                name,
                str(value) if name == "author" else _verbatim(value) if name in _AS_IT_IS else _tex(value),
            )


def _standing(graph: Graph, node: Node) -> Iterator[str]:
    """What a reader of the reference must know: retracted, doubted, or out of scope and why."""
    yield from (words for name, words in _STANDING.items() if node[name])
    for study in graph.targets("REPORTS", str(node["id"]), "Study"):
        if not study["in_scope"]:
            yield f"Out of scope: {', '.join(_list(study, 'scope_reasons')).replace('_', ' ')}".rstrip(": ")


def _list(node: Node, name: str) -> tuple[str, ...]:
    value = node[name]
    return value if isinstance(value, tuple) else ()


def _comma(author: str) -> str:
    """``Badwe R`` as ``Badwe, R``; a group's name stays whole."""
    name, _, initials = author.rpartition(" ")
    return f"{name}, {initials}" if name and initials.isupper() and len(initials) <= 4 else author


def _tex_author(author: str) -> str:
    """In braces where it is no person's: the name of a group may hold an "and"."""
    named = _comma(author)
    return _tex(named) if named != author else f"{{{_tex(author)}}}"


def _verbatim(value: object) -> str:
    """As BibLaTeX and others read a DOI or an address: every character is meant."""
    text = _one_line(value)
    return _tex(text) if "{" in text or "}" in text else text


def _key(node: Node) -> str:
    plain = unicodedata.normalize("NFKD", str(node["first_author"] or "anon"))
    author = re.sub(r"\W", "", plain, flags=re.ASCII) or "anon"
    return f"{author}{node['year'] or ''}-{node['pmid']}"


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


def _tex(value: object) -> str:
    return "".join(_ESCAPES.get(c, c) for c in _one_line(value))
