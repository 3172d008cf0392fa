"""The publications as RIS and BibTeX: read back by libraries, and held to every field of one record."""

from __future__ import annotations

import re
from pathlib import Path

import bibtexparser
import pytest
import rispy

from graph.build import build_graph
from graph.exports.export import write_graph
from graph.model import Graph, Value
from miner.article import Author
from tests.graph_fixtures import ENTRIES, TRIALS, VOCABULARY, sample_graph, synthesised


@pytest.fixture(scope="module")
def sample() -> Graph:
    return synthesised(sample_graph())


WHOLE: dict[str, Value] = {
    "pmid": "90000001",
    "pmcid": "PMC90000001",
    "doi": "10.1000/a_b",
    "title": "Surgery or\nnone",
    "journal": "Journal of Invented Surgery",
    "year": 2015,
    "date": "2015-03-02",
    "volume": "12",
    "issue": "3",
    "pages": "101-110",
    "language": "eng",
    "mesh": ("Breast Neoplasms", "Neoplasm Metastasis"),
    "authors": ("Larch A", "van der Elm BCDE", "Working Group GEICAM"),
    "first_author": "Larch",
    "url": "https://pubmed.ncbi.nlm.nih.gov/90000001/#a_b",
    "in_corpus": True,
    "concern": True,
}


def written(form: str, folder: Path, *publications: dict[str, Value]) -> str:
    """The references of these publications."""
    graph = Graph()
    for one in publications:
        graph.add_node("Publication", f"PMID:{one['pmid']}", **one)
    (path,) = write_graph(form, graph, folder / "references")
    return path.read_bytes().decode()


def test_ris_holds_what_is_known_of_a_publication(tmp_path: Path) -> None:
    assert written("ris", tmp_path, WHOLE).split("\r\n") == [
        "TY  - JOUR",
        "AU  - Larch, A",
        "AU  - van der Elm, BCDE",
        "AU  - Working Group GEICAM",
        "TI  - Surgery or none",
        "JO  - Journal of Invented Surgery",
        "PY  - 2015",
        "DA  - 2015/03/02",
        "VL  - 12",
        "IS  - 3",
        "SP  - 101",
        "EP  - 110",
        "DO  - 10.1000/a_b",
        "AN  - 90000001",
        "C2  - PMC90000001",
        "LA  - eng",
        "UR  - https://pubmed.ncbi.nlm.nih.gov/90000001/#a_b",
        "DB  - PubMed",
        "KW  - Breast Neoplasms",
        "KW  - Neoplasm Metastasis",
        "N1  - Expression of concern",
        "ER  - ",
        "",
        "",
    ]


def test_bibtex_holds_what_is_known_of_a_publication(tmp_path: Path) -> None:
    assert written("bibtex", tmp_path, WHOLE).splitlines() == [
        "@article{Larch2015-90000001,",
        "  author = {Larch, A and van der Elm, BCDE and {Working Group GEICAM}},",
        "  title = {Surgery or none},",
        "  journal = {Journal of Invented Surgery},",
        "  year = {2015},",
        "  volume = {12},",
        "  number = {3},",
        "  pages = {101--110},",
        "  doi = {10.1000/a_b},",
        "  pmid = {90000001},",
        "  url = {https://pubmed.ncbi.nlm.nih.gov/90000001/#a_b},",
        "  note = {Expression of concern}",
        "}",
        "",
    ]


def test_of_what_is_not_known_nothing_is_written(tmp_path: Path) -> None:
    bare: dict[str, Value] = {"pmid": "90000001", "in_corpus": True}
    assert written("ris", tmp_path, bare).split() == "TY - JOUR AN - 90000001 DB - PubMed ER -".split()
    assert written("bibtex", tmp_path, bare) == "@article{anon-90000001,\n  pmid = {90000001}\n}\n\n"


def test_a_name_without_latin_letters_gives_a_key_all_the_same(tmp_path: Path) -> None:
    named: dict[str, Value] = {"pmid": "90000001", "in_corpus": True, "first_author": "山田", "year": 2015}
    assert written("bibtex", tmp_path, named).startswith("@article{anon2015-90000001,")


@pytest.mark.parametrize("name", ["title", "doi"])
@pytest.mark.parametrize(("brace", "told"), [("{", r"\textbraceleft{}"), ("}", r"\textbraceright{}")])
def test_a_lone_brace_costs_neither_its_record_nor_the_next(
    tmp_path: Path, name: str, brace: str, told: str
) -> None:
    one: dict[str, Value] = {"pmid": "90000001", "in_corpus": True, name: f"a{brace}b"}
    both = written("bibtex", tmp_path, one, {"pmid": "90000002", "in_corpus": True})
    first, second = bibtexparser.loads(both).entries
    assert (first[name], second["pmid"]) == (f"a{told}b", "90000002")


@pytest.mark.parametrize("form", ["ris", "bibtex"])
def test_publications_stand_in_the_order_of_their_numbers(tmp_path: Path, form: str) -> None:
    bare: list[dict[str, Value]] = [
        {"pmid": pmid, "in_corpus": True} for pmid in ("10000000", "9000000", "9000001")
    ]
    told = written(form, tmp_path, *bare)
    assert re.findall(r"(?:AN  - |pmid = \{)(\d+)", told) == ["9000000", "9000001", "10000000"]


def test_ris_is_read_back_by_a_library(sample: Graph, tmp_path: Path) -> None:
    (path,) = write_graph("ris", sample, tmp_path / "r.ris")
    with path.open(encoding="utf-8") as stream:
        back = {r["accession_number"]: r for r in rispy.load(stream)}
    corpus = {str(n["pmid"]): n for n in sample.nodes["Publication"].values() if n["in_corpus"]}
    assert back.keys() == corpus.keys()
    for pmid, node in corpus.items():
        assert back[pmid]["title"] == node["title"]
        assert back[pmid].get("year") == (str(node["year"]) if node["year"] else None)


def test_bibtex_is_read_back_by_a_library(tmp_path: Path) -> None:
    graph = Graph()
    title = "50% of {all} A&B_C #1 $x – “quoted” naïve"
    graph.add_node("Publication", "PMID:1", pmid="1", title=title, authors=("Ñandú Ö",), in_corpus=True)
    (path,) = write_graph("bibtex", graph, tmp_path / "r.bib")
    (entry,) = bibtexparser.loads(path.read_text("utf-8")).entries
    assert entry["pmid"] == "1"
    braces = entry["title"].replace(r"\textbraceleft{}", "{").replace(r"\textbraceright{}", "}")
    assert re.sub(r"\\([&%$#_])", r"\1", braces) == title
    assert entry["author"] == "Ñandú, Ö"


def test_ris_has_a_record_for_each_publication_of_the_corpus(sample: Graph, tmp_path: Path) -> None:
    (path,) = write_graph("ris", sample, tmp_path / "r.ris")
    records = [r for r in path.read_bytes().decode().split("ER  - \r\n\r\n") if r]
    assert len(records) == len([n for n in sample.nodes["Publication"].values() if n["in_corpus"]])
    assert records[0].splitlines()[:5] == [
        "TY  - JOUR",
        "AU  - Larch, A",
        "TI  - Primary tumour surgery in de novo metastatic breast cancer: a randomised trial",
        "JO  - Journal of Invented Surgery",
        "PY  - 2015",
    ]
    assert [r for r in records if "N1  - Retracted publication" in r] == [
        r for r in records if "AN  - 90000905" in r
    ]


@pytest.mark.parametrize("form", ["ris", "bibtex"])
def test_a_reference_out_of_scope_says_why(tmp_path: Path, form: str) -> None:
    graph = build_graph(ENTRIES, TRIALS, VOCABULARY)
    (study,) = graph.targets("REPORTS", "PMID:90000900", "Study")
    study.update(in_scope=False, scope_reasons=("other_cancer",))
    told = write_graph(form, graph, tmp_path / "r")[0].read_text("utf-8")
    assert told.count("Out of scope: other cancer") == len(graph.sources("REPORTS", str(study["id"])))


def test_every_ris_line_is_a_tag_and_a_value(sample: Graph, tmp_path: Path) -> None:
    (path,) = write_graph("ris", sample, tmp_path / "r.ris")
    for line in path.read_bytes().decode().split("\r\n"):
        assert line == "" or re.match(r"[A-Z][A-Z0-9]  - ", line)


def test_bibtex_escapes_what_latex_would_read(tmp_path: Path) -> None:
    graph = Graph()
    author = Author("O'Hara-Müller", "A", "AB").last_name
    graph.add_node(
        "Publication",
        "PMID:1",
        pmid="1",
        title="50% of {all} A&B_C #1 $x ~ ^ \\",
        authors=("O'Hara-Müller AB", "The Liver, Lung and Bone Group"),
        doi="10.1000/a_b%c#d",
        first_author=author,
        year=2015,
        in_corpus=True,
        retracted=True,
        pages="1-9",
    )
    (path,) = write_graph("bibtex", graph, tmp_path / "r.bib")
    text = path.read_text("utf-8")
    assert text.startswith("@article{OHaraMuller2015-1,\n")
    title = r"50\% of \textbraceleft{}all\textbraceright{} A\&B\_C \#1 \$x \textasciitilde{} "
    assert rf"title = {{{title}\textasciicircum{{}} \textbackslash{{}}}}" in text
    assert "author = {O'Hara-Müller, AB and {The Liver, Lung and Bone Group}}" in text
    assert "pages = {1--9}" in text
    assert "doi = {10.1000/a_b%c#d}" in text
    assert "note = {Retracted publication}" in text


def test_bibtex_keys_are_unique(sample: Graph, tmp_path: Path) -> None:
    (path,) = write_graph("bibtex", sample, tmp_path / "r.bib")
    keys = re.findall(r"^@article\{(.*),$", path.read_text("utf-8"), re.M)
    assert len(keys) == len(set(keys)) == 10
