"""Records for the test server, as many as wanted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Record:
    """One PubMed record; ``more`` is XML for its publication types and corrections."""

    pmid: str
    entered: dt.date
    changed: dt.date
    published: dt.date
    title: str = ""
    abstract: str = ""
    types: tuple[tuple[str, str], ...] = (("D016428", "Journal Article"),)
    links: tuple[tuple[str, str], ...] = ()
    numbers: tuple[str, ...] = ()
    matches: bool = True
    last_name: str = "Sample"

    def xml(self) -> str:
        types = "".join(f'<PublicationType UI="{ui}">{name}</PublicationType>' for ui, name in self.types)
        links = "".join(
            f'<CommentsCorrections RefType="{kind}"><RefSource>J Test</RefSource>'
            f'<PMID Version="1">{pmid}</PMID></CommentsCorrections>'
            for kind, pmid in self.links
        )
        numbers = "".join(f"<AccessionNumber>{n}</AccessionNumber>" for n in self.numbers)
        bank = (
            "<DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName><AccessionNumberList>"
            f"{numbers}</AccessionNumberList></DataBank></DataBankList>"
        )
        return (
            f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{self.pmid}</PMID>'
            f"<DateRevised>{_parts(self.changed)}</DateRevised><Article><Journal><JournalIssue><PubDate>"
            f"{_parts(self.published)}</PubDate></JournalIssue><Title>Journal of Tests</Title></Journal>"
            f"<ArticleTitle>{escape(self.title or 'Report ' + self.pmid)}</ArticleTitle>"
            f"<Abstract><AbstractText>{escape(self.abstract)}</AbstractText></Abstract>"
            f"<AuthorList><Author><LastName>{self.last_name}</LastName></Author></AuthorList>"
            f"<Language>eng</Language>{bank if numbers else ''}"
            f"<PublicationTypeList>{types}</PublicationTypeList></Article>"
            + (f"<CommentsCorrectionsList>{links}</CommentsCorrectionsList>" if links else "")
            + '</MedlineCitation><PubmedData><History><PubMedPubDate PubStatus="entrez">'
            f"{_parts(self.entered)}</PubMedPubDate></History><ArticleIdList>"
            f'<ArticleId IdType="pubmed">{self.pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>'
        )


def _parts(day: dt.date) -> str:
    return f"<Year>{day.year}</Year><Month>{day.month:02d}</Month><Day>{day.day:02d}</Day>"


def many(
    count: int, first: int = 90_100_000, *, day: dt.date | None = None, telling: int = 1
) -> list[Record]:
    """Records that entered over the years (or all on one day) and changed long ago.

    Every ``telling``-th has an abstract with an estimate.
    """
    begin, span = dt.date(1995, 1, 1), 11_000
    made = []
    for i in range(count):
        entered = day or begin + dt.timedelta(days=i * span // count)
        ratio = 0.6 + i % 60 / 100
        made.append(
            Record(
                pmid=str(first + i),
                entered=entered,
                changed=entered,
                published=entered + dt.timedelta(days=i % 28 if day else 0),
                title=f"Surgery of the primary tumour in stage IV breast cancer: cohort {i}",
                abstract=abstract(ratio, women=100 + i % 400) if i % telling == 0 else "",
                last_name=f"Author{i}",
            )
        )
    return made


def abstract(ratio: float, women: int = 200) -> str:
    """A cohort in which surgery came with this hazard ratio of death."""
    direction = "longer" if ratio < 1 else "shorter"
    return (
        f"We reviewed the records of {women} women with stage IV breast cancer. Resection of the primary "
        f"tumour was associated with {direction} overall survival than systemic therapy alone (adjusted "
        f"hazard ratio {ratio:.2f}, 95% CI {ratio * 0.8:.2f} to {ratio * 1.25:.2f})."
    )
