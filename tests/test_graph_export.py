"""The graph for other tools: what each format holds, read back the way its readers would."""

from __future__ import annotations

import csv
import json
import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet as pq
import pytest

from graph.exports.export import FORMATS, export_graph, write_graph
from graph.model import Graph
from graph.schema import NODES
from graph.synthesis.synthesize import synthesize
from miner.errors import GraphError
from tests.graph_fixtures import sample_graph, synthesised


@pytest.fixture(scope="module")
def sample() -> Graph:
    return synthesised(sample_graph())


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


@pytest.mark.parametrize("form", FORMATS)
def test_a_data_folder_is_exported_and_the_same_twice(sample_folder: Path, tmp_path: Path, form: str) -> None:
    first, second = ([p.read_bytes() for p in export_graph(form, sample_folder, tmp_path / n)] for n in "ab")
    assert first == second
    assert all(first)
    assert not list(tmp_path.glob("**/*.part"))


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_graph_gives_an_empty_export(tmp_path: Path, form: str) -> None:
    write_graph(form, Graph(), tmp_path / "out")
    assert (tmp_path / "out").exists()


def test_a_format_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no format 'turtle'; choose one of graphml, kgx"):
        write_graph("turtle", Graph(), tmp_path / "x")


def test_a_file_where_a_folder_goes_is_said_and_the_other_way_round(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(GraphError, match="is a file; csv writes a folder"):
        write_graph("csv", Graph(), tmp_path / "file")
    with pytest.raises(GraphError, match="is a folder; ris writes one file"):
        write_graph("ris", Graph(), tmp_path)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="nowhere is not a folder; make it first"):
        write_graph("ris", Graph(), tmp_path / "nowhere" / "r.ris")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("form", "kind"), [("ris", "file"), ("csv", "folder")])
def test_a_dash_is_no_name(form: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GraphError, match=f"name a {kind}"):
        write_graph(form, Graph(), "-")
    assert not list(tmp_path.iterdir())


# What names, titles and quotes hold: delimiters of every format, quotes, line ends, other scripts.
AWKWARD = [
    "a,b;c|d\te",
    'it\'s "quoted"',
    "line\nbreak\r\nand return",
    "back\\slash and \\n",
    "<&>]]>",
    "#x %y $z {w} ~ ^ _",
    " leading and trailing ",
    "NULL",
    "naïve – “Ωμέγα” 乳癌 \U0001f9ec",
    "=1+1",
]


def awkward_graph() -> Graph:
    graph = Graph()
    for n, text in enumerate(AWKWARD):
        graph.add_node("Publication", f"PMID:{n}", title=text, authors=(text, "B A"), in_corpus=True)
        graph.add_node("Study", f"mbc:study/{n}", label=text)
        graph.add_edge("REPORTS", ("Publication", f"PMID:{n}"), ("Study", f"mbc:study/{n}"), conclusion=text)
    return graph


class TestEveryAwkwardCharacterSurvives:
    def test_in_graphml(self, tmp_path: Path) -> None:
        (path,) = write_graph("graphml", awkward_graph(), tmp_path / "g.graphml")
        back = nx.read_graphml(path)
        for n, text in enumerate(AWKWARD):
            # XML reads every line end as a line feed.
            assert back.nodes[f"PMID:{n}"]["title"] == text.replace("\r\n", "\n")
            assert json.loads(back.nodes[f"PMID:{n}"]["authors"])[0] == text

    def test_in_csv_and_parquet(self, tmp_path: Path) -> None:
        for form in ("csv", "parquet"):
            (tmp_path / form).mkdir()
            write_graph(form, awkward_graph(), tmp_path / form)
        assert [r["label"] for r in rows(tmp_path / "csv" / "Study.csv")] == AWKWARD
        back = pq.read_table(tmp_path / "parquet" / "Publication.parquet").to_pylist()
        assert [r["authors"][0] for r in back] == AWKWARD

    def test_in_kgx_but_for_runs_of_space(self, tmp_path: Path) -> None:
        write_graph("kgx", awkward_graph(), tmp_path)
        lines = [line.split("\t") for line in (tmp_path / "nodes.tsv").read_text("utf-8").split("\n")]
        names = {line[0]: line[2] for line in lines if len(line) > 2}
        assert [names[f"mbc:study%2F{n}"] for n in range(len(AWKWARD))] == [
            " ".join(t.split()) for t in AWKWARD
        ]


class TestGraphml:
    def test_every_node_and_edge_comes_back(self, sample: Graph, tmp_path: Path) -> None:
        (path,) = write_graph("graphml", sample, tmp_path / "g.graphml")
        back = nx.read_graphml(path)
        assert back.number_of_nodes() == sum(map(len, sample.nodes.values()))
        assert back.number_of_edges() == sum(map(len, sample.edges.values()))
        study = back.nodes["mbc:study/NCT90000001"]
        assert (study["node_label"], study["label"], study["sample_size"]) == ("Study", "Larch 2015", 300)
        assert json.loads(study["joined_by"]) == ["registration NCT:NCT90000001"]
        assert "years_from" not in study

    def test_edges_have_ids_of_their_own(self, sample: Graph, tmp_path: Path) -> None:
        (path,) = write_graph("graphml", sample, tmp_path / "g.graphml")
        ids = [e.get("id") for e in ET.parse(path).iter("{http://graphml.graphdrawing.org/xmlns}edge")]  # noqa: S314  # our own file
        assert len(ids) == len(set(ids))

    def test_what_xml_cannot_hold_is_left_out(self, tmp_path: Path) -> None:
        graph = Graph()
        graph.add_node("Publication", "PMID:1", title="a\x0bb<&>\x1f")
        (path,) = write_graph("graphml", graph, tmp_path / "g.graphml")
        assert nx.read_graphml(path).nodes["PMID:1"]["title"] == "ab<&>"


class TestTables:
    def test_csv_has_a_file_for_each_label_and_relationship(self, sample: Graph, tmp_path: Path) -> None:
        names = {p.name for p in write_graph("csv", sample, tmp_path)}
        assert {"Study.csv", "Effect.csv", "REPORTS.csv", "FOUND.Study-Effect.csv"} <= names
        studies = rows(tmp_path / "Study.csv")
        assert list(studies[0]) == list(NODES["Study"].names)
        assert [s["label"] for s in studies if s["retracted"] == "true"] == ["Hazel 2018"]
        assert (tmp_path / "Study.csv").read_bytes().count(b"\r\n") == len(studies) + 1

    def test_parquet_keeps_types_and_lists(self, sample: Graph, tmp_path: Path) -> None:
        write_graph("parquet", sample, tmp_path)
        effects = {e["id"]: e for e in pq.read_table(tmp_path / "Effect.parquet").to_pylist()}
        for effect_id, effect in sample.nodes["Effect"].items():
            assert effects[effect_id] == {
                k: list(v) if isinstance(v, tuple) else v for k, v in effect.items()
            }

    def test_neo4j_files_say_their_columns_and_how_to_import_them(
        self, sample: Graph, tmp_path: Path
    ) -> None:
        write_graph("neo4j-csv", sample, tmp_path)
        header = (tmp_path / "Study.csv").read_text("utf-8").splitlines()[0]
        assert header.startswith("id:ID(Study),label:string,design:string,")
        assert "sample_size:long" in header
        assert "countries:string[]" in header
        found = (tmp_path / "FOUND.Study-Effect.csv").read_text("utf-8").splitlines()[0]
        assert found == ":START_ID(Study),:END_ID(Effect)"
        script = (tmp_path / "import.sh").read_text("utf-8")
        assert "--nodes=Study=Study.csv" in script
        assert "--relationships=FOUND=FOUND.Study-Effect.csv" in script
        for name in re.findall(r"=([\w.-]+\.csv)", script):
            assert (tmp_path / name).is_file()


class TestKgx:
    def test_nodes_have_curies_categories_and_names(self, sample: Graph, tmp_path: Path) -> None:
        write_graph("kgx", sample, tmp_path)
        nodes = {n["id"]: n for n in rows(tmp_path / "nodes.tsv", "\t")}
        assert len(nodes) == sum(map(len, sample.nodes.values()))
        surgery = nodes["mbc:primary_tumour_surgery"]
        assert (surgery["category"], surgery["xref"]) == ("biolink:ClinicalIntervention", "MESH:D008408")
        assert all(n["category"].startswith("biolink:") and n["name"] for n in nodes.values())
        assert surgery["name"] == "primary tumour surgery"
        assert nodes["mbc:study%2FNCT90000001"]["name"] == "Larch 2015"
        for label, name in (
            ("Effect", "{measure} {value} for {endpoint_name}"),
            ("ArmResult", "{statistic} {value} {unit} for {endpoint_name}, {arm}"),
            ("Claim", "{direction} for {endpoint_name}"),
            ("Synthesis", "pooled {measure} {estimate}"),
        ):
            node_id, node = next(iter(sample.nodes[label].items()))
            assert nodes[node_id.replace("/", "%2F")]["name"] == name.format(**node)

    def test_edges_join_them_and_say_where_they_stand(self, sample: Graph, tmp_path: Path) -> None:
        write_graph("kgx", sample, tmp_path)
        nodes = {n["id"] for n in rows(tmp_path / "nodes.tsv", "\t")}
        edges = rows(tmp_path / "edges.tsv", "\t")
        assert len(edges) == len({e["id"] for e in edges}) == sum(map(len, sample.edges.values()))
        assert {e["subject"] for e in edges} | {e["object"] for e in edges} <= nodes
        (broader,) = [
            e
            for e in edges
            if e["subject"] == "mbc:hepatic_metastasectomy" and e["original_predicate"] == "mbc:broader"
        ]
        assert (broader["predicate"], broader["object"]) == ("biolink:subclass_of", "mbc:local_treatment")
        found = [e for e in edges if e["original_predicate"] == "mbc:found" and "PMID90000902" in e["object"]]
        assert {e["publications"] for e in found} == {"PMID:90000902"}

    def test_edges_say_whether_they_were_asserted_read_or_computed(
        self, sample: Graph, tmp_path: Path
    ) -> None:
        write_graph("kgx", sample, tmp_path)
        edges = rows(tmp_path / "edges.tsv", "\t")
        known = {
            (e["original_predicate"], "synthesis" in e["subject"]): (e["knowledge_level"], e["agent_type"])
            for e in edges
        }
        computed = ("statistical_association", "data_analysis_pipeline")
        assert {known["mbc:pools", True], known["mbc:of", True], known["mbc:on", True]} == {computed}
        assert known["mbc:broader", False] == ("knowledge_assertion", "manual_agent")
        read = ("observation", "text_mining_agent")
        assert {known["mbc:on", False], known["mbc:found", False], known["mbc:evaluates", False]} == {read}
        assert not any("None" in e["relation_properties"] for e in edges)


class TestKgxIsBiolink:
    """Against the model's own names (``biolink.json``): ``kgx`` wants a pyarrow older than the project's."""

    @pytest.fixture
    def model(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((Path(__file__).parent / "biolink.json").read_text("utf-8"))
        return found

    @pytest.fixture
    def written(self, sample: Graph, tmp_path: Path) -> Path:
        write_graph("kgx", sample, tmp_path)
        return tmp_path

    def test_every_category_is_a_class_that_may_have_members(
        self, model: dict[str, Any], written: Path
    ) -> None:
        members = {"biolink:" + "".join(w[0].upper() + w[1:] for w in n.split()) for n in model["members"]}
        found = rows(written / "nodes.tsv", "\t") + rows(written / "edges.tsv", "\t")
        assert {row["category"] for row in found} <= members

    def test_every_predicate_is_beneath_related_to(self, model: dict[str, Any], written: Path) -> None:
        for predicate in {row["predicate"] for row in rows(written / "edges.tsv", "\t")}:
            slot = predicate.removeprefix("biolink:").replace("_", " ")
            while slot != "related to":
                slot = model["slots"][slot]

    def test_knowledge_level_and_agent_type_are_of_the_model(
        self, model: dict[str, Any], written: Path
    ) -> None:
        edges = rows(written / "edges.tsv", "\t")
        for column, enum in (("knowledge_level", "KnowledgeLevelEnum"), ("agent_type", "AgentTypeEnum")):
            assert {e[column] for e in edges} <= {*model["enums"][enum]}

    def test_every_column_but_one_is_a_slot_of_the_model(self, model: dict[str, Any], written: Path) -> None:
        for name in ("nodes.tsv", "edges.tsv"):
            columns = (written / name).read_text("utf-8").splitlines()[0].split("\t")
            strange = {c for c in columns if c.replace("_", " ") not in model["slots"]}
            assert strange <= {"relation_properties"}


class TestMetafor:
    def test_a_row_is_a_log_ratio_with_its_standard_error(self, sample: Graph, tmp_path: Path) -> None:
        (path,) = write_graph("metafor", sample, tmp_path / "m.csv")
        trials = [
            r
            for r in rows(path)
            if r["design"] == "randomized_trial" and r["endpoint"] == "mbc:overall_survival"
        ]
        (larch,) = [r for r in trials if r["slab"] == "Larch 2015"]
        assert float(larch["yi"]) == pytest.approx(math.log(1.05))
        assert float(larch["sei"]) == pytest.approx(
            (math.log(1.38) - math.log(0.8)) / (2 * 1.959964), rel=1e-6
        )
        assert (larch["n"], larch["publication"], larch["population"]) == ("300", "PMID:90000900", "")

    def test_a_row_says_whose_figure_it_is_and_how_it_was_come_by(
        self, sample: Graph, tmp_path: Path
    ) -> None:
        (path,) = write_graph("metafor", sample, tmp_path / "m.csv")
        alder = next(r for r in rows(path) if r["slab"] == "Alder 2012a" and not r["population"])
        se = (math.log(0.72) - math.log(0.5)) / (2 * 1.959964)
        assert [float(alder.pop(name)) for name in ("yi", "vi", "sei")] == pytest.approx(
            [math.log(0.6), se**2, se], rel=1e-6
        )
        assert alder == {
            "group": alder["group"],
            "slab": "Alder 2012a",
            "year": "2012",
            "report_year": "2012",
            "design": "registry_cohort",
            "intervention": "mbc:primary_tumour_surgery",
            "comparator": "mbc:systemic_therapy",
            "endpoint": "mbc:overall_survival",
            "population": "",
            "measure": "HR",
            "ratio": "0.6",
            "ci_low": "0.5",
            "ci_high": "0.72",
            "ci_level": "95.0",
            "n": "9000",
            "adjusted": "TRUE",
            "inverted": "FALSE",
            "se_from": "interval",
            "study": "mbc:study/PMID90000903",
            "effect": alder["effect"],
            "publication": "PMID:90000903",
            "notes": "",
            "quote": alder["quote"],
        }
        adjusted = {r["slab"]: r["adjusted"] for r in rows(path) if r["endpoint"].endswith("survival")}
        assert (adjusted["Larch 2015"], adjusted["Rowan 2021"]) == ("FALSE", "NA")

    def test_a_row_quotes_the_sentence_that_it_was_read_from(self, sample: Graph, tmp_path: Path) -> None:
        (path,) = write_graph("metafor", sample, tmp_path / "m.csv")
        quotes = {str(e["id"]): str(e["quote"]) for e in sample.nodes["Effect"].values()}
        assert all(row["quote"] == quotes[row["effect"]] for row in rows(path))

    def test_a_group_goes_by_the_id_of_its_pool(self, sample: Graph, tmp_path: Path) -> None:
        (path,) = write_graph("metafor", sample, tmp_path / "m.csv")
        assert {row["group"] for row in rows(path)} == {s.id for s in synthesize(sample)}

    def test_an_interval_of_another_level_gives_its_own_standard_error(
        self, sample: Graph, tmp_path: Path
    ) -> None:
        (path,) = write_graph("metafor", sample, tmp_path / "m.csv")
        (rowan,) = [r for r in rows(path) if r["slab"] == "Rowan 2021"]
        assert rowan["ci_level"] in ("90", "90.0")
        assert float(rowan["sei"]) == pytest.approx(
            (math.log(0.94) - math.log(0.52)) / (2 * 1.644854), rel=1e-6
        )


def test_the_guide_lists_every_format() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "export.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([a-z0-9-]+)` \| a (file|folder) \|", guide, re.M))
    assert listed == {name: "folder" if form.folder else "file" for name, form in FORMATS.items()}
