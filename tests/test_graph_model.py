"""The graph in memory: what may be put in, and how it is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import ladybug
import pytest

from graph.embedded.ladybug import graph_path, load, reading
from graph.model import NODES, RELATIONSHIPS, Graph
from graph.schema_page import schema_page
from miner.errors import GraphError
from tests.graph_fixtures import sample_graph

CONTRACT = {
    "Publication": """id pmid pmcid doi title journal year language publication_types retracted concern
        url""",
    "Study": "id label design sample_size sample_size_unit conclusion in_scope",
    "Trial": """id registry registry_id acronym title status phase enrollment start_date completion_date
        has_results""",
    "Intervention": "id name category mesh_id ncit_id",
    "Endpoint": "id name category mesh_id ncit_id",
    "Population": "id name category mesh_id ncit_id",
    "DataSource": "id name country",
    "Effect": """id measure value ci_low ci_high ci_level p_op p_value adjusted favours contrast subgroup
        checks quote confidence curated""",
    "ArmResult": "id arm statistic value unit timepoint ci_low ci_high quote",
    "Claim": "id direction p_op p_value contrast quote",
    "Synthesis": """id measure model design k participants estimate ci_low ci_high pi_low pi_high i2 tau2
        computed_at""",
}
PATTERNS = """
    Publication-REPORTS-Study Study-REGISTERED_AS-Trial Study-EVALUATES-Intervention
    Study-MEASURES-Endpoint Study-INCLUDES-Population Study-DRAWS_ON-DataSource Study-FOUND-Effect
    Study-FOUND-ArmResult Study-FOUND-Claim Effect-ON-Endpoint ArmResult-ON-Endpoint Claim-ON-Endpoint
    Effect-EXPERIMENTAL-Intervention Effect-COMPARATOR-Intervention Effect-WITHIN-Population
    Publication-CITES-Publication Publication-AMENDS-Publication Trial-TESTS-Intervention
    Synthesis-POOLS-Effect Synthesis-OF-Intervention Synthesis-ON-Endpoint
""".split()


@pytest.mark.parametrize("label", CONTRACT)
def test_each_label_has_the_properties_that_users_script_against(label: str) -> None:
    assert set(CONTRACT[label].split()) <= set(NODES[label].names)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_relationship_that_users_script_against_is_there(pattern: str) -> None:
    source, kind, target = pattern.split("-")
    assert (source, target) in RELATIONSHIPS[kind].pairs


def test_a_node_has_every_declared_property_and_lists_are_empty_not_null() -> None:
    node = Graph().add_node("Effect", "e", value=1)
    assert tuple(node) == NODES["Effect"].names
    assert (node["ci_low"], node["checks"], node["value"]) == (None, (), 1.0)


def test_the_same_node_twice_is_one_node() -> None:
    graph = Graph()
    assert graph.add_node("Trial", "t", registry="x") is graph.add_node("Trial", "t", registry="x")


@pytest.mark.parametrize("many", [2, 200])
def test_the_same_edge_twice_is_one_edge_however_many_leave_the_node(many: int) -> None:
    graph = Graph()
    for synthesis in ("s", "other"):
        graph.add_node("Synthesis", synthesis)
    for place in range(many):
        graph.add_node("Effect", f"e{place}")
        for synthesis in ("s", "other"):
            graph.add_edge("POOLS", ("Synthesis", synthesis), ("Effect", f"e{place}"), weight=float(place))
    again = graph.add_edge("POOLS", ("Synthesis", "s"), ("Effect", "e1"), weight=1.0)
    assert again is graph.out("POOLS", "s")[1]
    assert [len(graph.out("POOLS", "s")), len(graph.into("POOLS", "e1"))] == [many, 2]
    with pytest.raises(GraphError, match="'s' to 'e1' stands twice with unlike properties"):
        graph.add_edge("POOLS", ("Synthesis", "s"), ("Effect", "e1"), weight=2.0)


@pytest.mark.parametrize(
    ("label", "properties", "says"),
    [
        ("Paper", {}, "label 'Paper' is not declared"),
        ("Trial", {"colour": "red"}, "no property colour"),
        ("Trial", {"enrollment": "300"}, "enrollment is '300'; it must be INT64"),
        ("Trial", {"enrollment": True}, "it must be INT64"),
        ("Trial", {"has_results": 1}, "it must be BOOL"),
        ("Trial", {"countries": "India"}, r"it must be STRING\[\]"),
        ("Effect", {"value": float("nan")}, "it must be DOUBLE"),
    ],
)
def test_a_node_that_does_not_fit_is_refused(label: str, properties: dict[str, Any], says: str) -> None:
    with pytest.raises(GraphError, match=says):
        Graph().add_node(label, "x", **properties)


def test_two_values_for_one_id_are_refused() -> None:
    graph = Graph()
    graph.add_node("Publication", "PMID:1", year=2015)
    with pytest.raises(GraphError, match="year 2015 and 2016; give them two ids or one value"):
        graph.add_node("Publication", "PMID:1", year=2016)


def test_an_edge_needs_both_ends_and_the_right_labels() -> None:
    graph = Graph()
    graph.add_node("Study", "s")
    with pytest.raises(GraphError, match="there is no Trial 't'; add the node first"):
        graph.add_edge("REGISTERED_AS", ("Study", "s"), ("Trial", "t"), via="text")
    with pytest.raises(
        GraphError, match="REGISTERED_AS does not join Study to Study; it joins Study to Trial"
    ):
        graph.add_edge("REGISTERED_AS", ("Study", "s"), ("Study", "s"))
    with pytest.raises(GraphError, match="relationship 'KNOWS' is not declared"):
        graph.add_edge("KNOWS", ("Study", "s"), ("Study", "s"))


def test_a_role_tells_two_edges_apart_another_value_conflicts() -> None:
    graph = Graph()
    graph.add_node("Study", "s")
    graph.add_node("Intervention", "i")
    graph.add_node("Trial", "t")
    for role in ("experimental", "comparator", "experimental"):
        graph.add_edge("EVALUATES", ("Study", "s"), ("Intervention", "i"), role=role)
    assert len(graph.out("EVALUATES", "s")) == 2
    graph.add_edge("REGISTERED_AS", ("Study", "s"), ("Trial", "t"), via="text")
    with pytest.raises(GraphError, match="unlike properties; keep one"):
        graph.add_edge("REGISTERED_AS", ("Study", "s"), ("Trial", "t"), via="databank")


def test_neighbours_both_ways() -> None:
    graph = sample_graph()
    assert {n["pmid"] for n in graph.sources("REPORTS", "mbc:study/NCT90000001")} == {"90000900", "90000901"}
    assert [n["label"] for n in graph.targets("REPORTS", "PMID:90000901")] == ["Larch 2015"]
    assert {n["id"] for n in graph.targets("FOUND", "mbc:study/NCT90000001", "Claim")} < {
        n["id"] for n in graph.targets("FOUND", "mbc:study/NCT90000001")
    }


def test_merging_a_graph_with_itself_changes_nothing() -> None:
    graph = sample_graph()
    copy = Graph().merge(graph).merge(graph)
    assert copy == graph
    copy.add_node("Study", "another")
    assert copy != graph


def test_the_schema_page_is_what_the_schema_says() -> None:
    page = (Path(__file__).parent.parent / "docs" / "schema.md").read_text("utf-8")
    assert page == schema_page(), "write docs/schema.md anew from graph.schema_page.schema_page()"


def _said_on_the_page() -> dict[str, dict[str, tuple[str, str]]]:
    """Of each label and relationship the properties that ``docs/schema.md`` tells: type and words."""
    page = (
        (Path(__file__).parent.parent / "docs" / "schema.md").read_text("utf-8").partition("## Prefixes")[0]
    )
    return {
        section.partition("\n")[0]: {
            name: (kind, words)
            for name, kind, words in re.findall(r"^\| `(\w+)` \| (\S+) \| (.+) \|$", section, re.M)
        }
        for section in page.split("\n### ")[1:]
    }


def asked(connection: ladybug.Connection, statement: str) -> list[list[Any]]:
    answer: Any = connection.execute(statement)
    return [list(row) for row in answer]


def test_the_tables_of_a_graph_file_are_those_of_the_page(bundled: Path) -> None:
    with reading(graph_path(bundled)) as connection:
        names = [row[1] for row in asked(connection, "CALL show_tables() RETURN *")]
        columns = {
            name: {row[1]: row[2] for row in asked(connection, f"CALL table_info('{name}') RETURN *")}
            for name in names
        }
    own = {
        name: {p: kind for p, kind in found.items() if not p.startswith("_")}
        for name, found in columns.items()
    }
    said = _said_on_the_page()
    assert own == {name: {p: kind for p, (kind, _) in found.items()} for name, found in said.items()}


def test_what_the_bundled_graph_holds_has_the_page_s_names_types_and_values(bundled: Path) -> None:
    graph, said = load(bundled), _said_on_the_page()
    kinds = {"STRING": str, "INT64": int, "DOUBLE": float, "BOOL": bool, "STRING[]": tuple}
    rows = [(label, node) for label, nodes in graph.nodes.items() for node in nodes.values()]
    rows += [(kind, dict(edge.properties)) for kind, edges in graph.edges.items() for edge in edges]
    closed = {"design", "conclusion", "endpoint_class", "measure", "statistic", "direction", "p_op", "model"}
    closed |= {"sample_size_unit", "sample_size_kind", "favours", "role", "via", "kind", "allocation"}
    for name, row in rows:
        assert row.keys() == said[name].keys()
        for key, value in row.items():
            kind, words = said[name][key]
            assert value is None or type(value) is kinds[kind]
            if key in closed and value is not None and "one of `Study." not in words:
                assert str(value) in re.split(r"[\s,;:]+", words), (name, key, value)
    # The sample's records cite none of each other.
    assert {name for name, _ in rows} == said.keys() - {"CITES"}
