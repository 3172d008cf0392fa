"""The prefixes of the graph's ids, declared once: what each expands to, and what makes an id well formed.

``docs/schema.md`` and the prefix map of the KGX export are made from here. Where the Biolink model expands a
prefix, ours expands to the same. Ids are CURIEs (W3C, CURIE Syntax 1.0) of ASCII characters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from miner.errors import GraphError

__all__ = ["PREFIXES", "Prefix", "curie", "expand", "jsonld_context", "title_search"]


@dataclass(frozen=True, slots=True)
class Prefix:
    """What a prefix expands to, its name in the Bioregistry (empty where it has none), and what it names."""

    iri: str
    bioregistry: str
    words: str


# The World Health Organization's search, for registries that have no lasting address of their own.
_WHO = "https://trialsearch.who.int/Trial2.aspx?TrialID="

PREFIXES: Mapping[str, Prefix] = {
    "mbc": Prefix(
        "urn:mbc-miner:",
        "",
        "This program's own: concepts, studies, findings, syntheses, trials in no registry, relationships",
    ),
    "PMID": Prefix("http://www.ncbi.nlm.nih.gov/pubmed/", "pubmed", "PubMed"),
    "MESH": Prefix("http://id.nlm.nih.gov/mesh/", "mesh", "Medical Subject Headings"),
    "NCIT": Prefix("http://purl.obolibrary.org/obo/NCIT_", "ncit", "NCI Thesaurus"),
    "NCT": Prefix("https://clinicaltrials.gov/study/", "clinicaltrials", "ClinicalTrials.gov"),
    "ISRCTN": Prefix("https://www.isrctn.com/", "isrctn", "ISRCTN"),
    "UMIN": Prefix(f"{_WHO}JPRN-", "uminctr", "UMIN-CTR, Japan"),
    "JRCT": Prefix("https://jrct.niph.go.jp/en-latest-detail/", "jrct", "jRCT, Japan"),
    "CTIS": Prefix("https://euclinicaltrials.eu/ctis-public/view/", "ctis", "CTIS, European Union"),
    "EUDRACT": Prefix(
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query=",
        "euclinicaltrials",
        "EudraCT, European Union",
    ),
    "CHICTR": Prefix(_WHO, "chictr", "ChiCTR, China"),
    "CTRI": Prefix(_WHO, "ctri", "CTRI, India"),
    "ACTRN": Prefix(
        "https://anzctr.org.au/Trial/Registration/TrialReview.aspx?ACTRN=",
        "anzctr",
        "ANZCTR, Australia and New Zealand",
    ),
    "DRKS": Prefix("https://drks.de/search/en/trial/", "drks", "DRKS, Germany"),
    "NTR": Prefix(_WHO, "", "Netherlands Trial Register, closed"),
    "IRCT": Prefix(_WHO, "irct", "IRCT, Iran"),
    "KCT": Prefix(_WHO, "kcris", "CRIS, Korea"),
    "PACTR": Prefix(_WHO, "pactr", "PACTR, Africa"),
    "RBR": Prefix("https://ensaiosclinicos.gov.br/rg/", "rebec", "ReBEC, Brazil"),
    "SLCTR": Prefix(_WHO, "slctr", "SLCTR, Sri Lanka"),
    "TCTR": Prefix("https://www.thaiclinicaltrials.org/show/", "tctr", "TCTR, Thailand"),
    "biolink": Prefix("https://w3id.org/biolink/vocab/", "biolink", "Biolink model, in KGX"),
    "infores": Prefix("https://w3id.org/biolink/infores/", "infores", "Sources of knowledge, in KGX"),
}

_CURIE = re.compile(r"([A-Za-z_][\w.-]*):((?!//)(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+)", re.ASCII)


def curie(prefix: str, *parts: str) -> str:
    """An id of this prefix; what a CURIE cannot hold in a part is told in it by other characters.

    Two texts that differ in more than runs of space give two ids.

    >>> curie("mbc", "trial", "ABC 14-1a")
    'mbc:trial/ABC_14-1a'
    """
    return f"{prefix}:{'/'.join(_told(part) for part in parts)}"


def _told(text: str) -> str:
    words = (quote(word, safe="", errors="surrogatepass").replace("_", "%5F") for word in text.split())
    return "_".join(words)


def expand(node_id: str) -> str:
    """The IRI of an id.

    Raises:
        GraphError: it is no CURIE, or its prefix is not declared.

    >>> expand("NCT:NCT00193778")
    'https://clinicaltrials.gov/study/NCT00193778'
    """
    said = _CURIE.fullmatch(node_id)
    if said is None:
        raise GraphError(f"{node_id!r} is no CURIE; write it as prefix:id without blanks")
    if said[1] not in PREFIXES:
        raise GraphError(f"{node_id}: the prefix {said[1]!r} is not declared; add it to graph/prefixes.py")
    return PREFIXES[said[1]].iri + said[2]


def title_search(title: str) -> str:
    """Where PubMed looks for a title, for a publication whose number leads to no page.

    >>> title_search("Surgery in stage IV?")
    'https://pubmed.ncbi.nlm.nih.gov/?term=Surgery%20in%20stage%20IV%3F'
    """
    return f"https://pubmed.ncbi.nlm.nih.gov/?term={quote(title, safe='')}"


def jsonld_context() -> dict[str, dict[str, str | dict[str, str | bool]]]:
    """The prefixes as a JSON-LD context, as RDF tools and ``curies`` read it."""
    return {
        # A term whose IRI does not end in a delimiter is a prefix only where it is said to be one.
        "@context": {
            name: p.iri if p.iri[-1] in ":/?#[]@" else {"@id": p.iri, "@prefix": True}
            for name, p in PREFIXES.items()
        }
    }
