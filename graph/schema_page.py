"""The schema as a page for people: ``docs/schema.md`` is what this returns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.prefixes import PREFIXES
from graph.schema import NODES, RELATIONSHIPS, SCHEMA_VERSION
from graph.tables import Property, RelationshipTable

__all__ = ["schema_page"]

_INTRODUCTION = f"""# The graph's schema

Version {SCHEMA_VERSION}. The same labels, relationships and properties stand in the embedded graph and
on a Neo4j server. This page is made from `graph/schema.py` and `graph/prefixes.py`.

Ids are CURIEs: `PMID:26363985`, `NCT:NCT00193778`, `mbc:overall_survival`, `mbc:study/NCT00193778`;
[what their prefixes expand to](#prefixes) stands at the end. Dates are ISO 8601 strings as far as stated
(`2005-02`). A list is empty where there is nothing; any other absent value is null. Numbers stand as the text
prints them: what it does not print is null.

Publication, Study and Trial are three things. Several publications may report one study; a study may
have one registration, several or none. Reports are joined into one study by a registration they share
(in PubMed's data bank list, in the text, in the registry's own references, or by a protocol number in
the title), by PubMed's own update and republication links, by the trial's name in both titles with the same
design and a sponsor in common, or because one says that it is the other's follow-up (by number; by name with
two authors or a sponsor in common), and by nothing else: `Study.joined_by` says which. Reviews, comments and
cohorts drawn from population registries are never joined by a number that they mention, and a report of
several trials joins none of them.
"""


def schema_page() -> str:
    """The page in Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    yield "## Nodes\n"
    for table in NODES.values():
        yield f"### {table.label}\n\n{table.words}\n"
        yield from _properties(table.properties)
    yield "## Relationships\n"
    for relationship in RELATIONSHIPS.values():
        yield f"### {relationship.type}\n\n{relationship.words}\n"
        yield from (f"- {pattern}" for pattern in _patterns(relationship))
        yield ""
        if relationship.properties:
            yield from _properties(relationship.properties)
    yield from _prefixes()


def _patterns(table: RelationshipTable) -> list[str]:
    return [f"`(:{source})-[:{table.type}]->(:{target})`" for source, target in table.pairs]


def _prefixes() -> Iterator[str]:
    yield """## Prefixes

Every id is a CURIE of one of these prefixes, which expands to its IRI. `PMID`, `MESH` and `NCIT` expand as
in the Biolink model; the third column is the prefix's name in the Bioregistry, where it has one. IRIs of
`mbc` name things and lead nowhere. `mbc:study/...` is a study by its registration, or else by its first
report; a trial that no registry numbers is `mbc:trial/...` with its name, blanks as underscores.
`export kgx` writes this table as `prefixes.json`.

| prefix | expands to | Bioregistry | what it names |
| --- | --- | --- | --- |"""
    for name, p in PREFIXES.items():
        yield f"| `{name}` | `{p.iri}` | {f'`{p.bioregistry}`' if p.bioregistry else ''} | {p.words} |"


def _properties(properties: Sequence[Property]) -> Iterator[str]:
    yield "| property | type | what it is |"
    yield "| --- | --- | --- |"
    for p in properties:
        yield f"| `{p.name}` | {p.type} | {p.words} |"
    yield ""
