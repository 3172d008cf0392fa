"""Every id is a CURIE whose prefix is declared, whoever wrote the number or the name that it is made of."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph
from graph.build import build_graph
from graph.embedded.ladybug import load
from graph.exports.export import write_graph
from graph.model import Graph
from graph.prefixes import PREFIXES, curie, expand, jsonld_context
from graph.studies.registrations import _REGISTRIES, read_number
from miner.article import Correction, Registration
from miner.errors import GraphError, InputError
from miner.trial import Trial, read_trial
from tests.graph_fixtures import ENTRIES, TRIALS, VOCABULARY, sample_graph, synthesised

_HOLD_IDS = re.compile(r"id|.+_id|parent|lineage")
_NOT_OURS = {"registry_id"}
# What KGX 2.7 takes for a CURIE (kgx/prefix_manager.py).
_KGX = re.compile(r"[^ <()>:]*:[^/ :]+")


def ids_in(whole: Graph) -> Iterator[str]:
    """Every id that a node has or names, and those at the ends of relationships."""
    for nodes in whole.nodes.values():
        for key, node in nodes.items():
            yield key
            for name, value in node.items():
                if _HOLD_IDS.fullmatch(name) and name not in _NOT_OURS and value:
                    yield from value if isinstance(value, tuple) else [str(value)]
    for edges in whole.edges.values():
        for edge in edges:
            yield from (edge.source, edge.target)


def test_ids_of_the_bundled_corpus_expand(bundled: Path) -> None:
    found = set(ids_in(load(bundled)))
    assert "mbc:trial/BOMETIN_MF14-1a" in found
    assert "mbc:study/BOMETIN_MF14-1a" in found
    assert {i.partition(":")[0] for i in found} <= PREFIXES.keys()
    assert all(expand(i) for i in found)
    labels = {str(study["label"]) for study in load(bundled).nodes["Study"].values()}
    assert "BOMETIN MF14-1a 2025" in labels, "a prefix is for programs, a label for people"


@given(text=st.text(min_size=1), other=st.text(), pmid=st.text())
def test_no_text_that_others_write_makes_an_id_that_is_no_curie(text: str, other: str, pmid: str) -> None:
    (article, extraction), *rest = ENTRIES
    article = replace(
        article,
        registrations=(Registration("ClinicalTrials.gov", other),),
        corrections=(Correction("ErratumIn", pmid, None),),
        references=(pmid,),
    )
    trials = [Trial(registry=other, registry_id=f"{text}!", acronym=other, other_ids=(other, text)), *TRIALS]
    for node_id in ids_in(build_graph([(article, extraction), *rest], trials, VOCABULARY)):
        assert expand(node_id)


@given(st.text(), st.text())
def test_two_names_give_two_ids(one: str, other: str) -> None:
    same = one.split() == other.split()
    assert (curie("mbc", "trial", one) == curie("mbc", "trial", other)) is same


@pytest.mark.parametrize("shape", [shape for _, _, shape in _REGISTRIES])
@given(data=st.data())
def test_a_registry_number_leads_to_its_page(shape: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(shape, re.I | re.ASCII), fullmatch=True))
    number = read_number(text)
    assert number
    assert number.url == expand(number.id)
    assert number.url.startswith("https://")


@pytest.mark.parametrize("text", ["NCT٠٠١٩٣٧٧٨", "\u212aCT0001234"])
def test_other_scripts_digits_and_letters_are_no_registry_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("node_id", ["ACRONYM:CURB", "mbc:study/A B", "mbc:", "mbc", "x y:1", "mbc:a%2", ""])
def test_an_id_that_no_prefix_expands_is_refused(node_id: str) -> None:
    with pytest.raises(GraphError, match=r"is not declared; add it|is no CURIE; write it"):
        expand(node_id)


@pytest.mark.parametrize("number", ["", " ", None])
def test_a_registration_without_a_number_is_refused(number: str | None) -> None:
    with pytest.raises(InputError, match="has no nctId"):
        read_trial({"protocolSection": {"identificationModule": {"nctId": number}}})


def test_the_kgx_export_holds_curies_that_kgx_reads_and_their_prefixes(tmp_path: Path) -> None:
    write_graph("kgx", synthesised(sample_graph()), tmp_path)
    context = json.loads((tmp_path / "prefixes.json").read_text("utf-8"))["@context"]
    found: set[str] = set()
    for name in ("nodes.tsv", "edges.tsv"):
        with (tmp_path / name).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                for column in set(row) & {
                    *("id", "category", "xref", "provided_by", "subject", "predicate", "object"),
                    *("original_predicate", "primary_knowledge_source", "publications"),
                }:
                    found.update(cell for cell in row[column].split("|") if cell)
    assert found
    assert {i for i in found if not _KGX.fullmatch(i)} == set()
    assert {i.partition(":")[0] for i in found} <= context.keys()


def test_the_prefixes_are_those_that_json_ld_reads_as_prefixes() -> None:
    for name, said in jsonld_context()["@context"].items():
        iri = said["@id"] if isinstance(said, dict) else said
        assert iri == PREFIXES[name].iri
        assert isinstance(said, dict) or said[-1] in ":/?#[]@"


def test_the_graph_is_asked_by_the_new_id(bundled: Path) -> None:
    found = graph.open(bundled).query("MATCH (t:Trial {id: 'mbc:trial/CURB'}) RETURN t.acronym AS acronym")
    assert [row["acronym"] for row in found] == ["CURB"]
