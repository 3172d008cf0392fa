"""Reading PubMed XML: what a record gives, what a damaged or wrong file says, that size matters not."""

import gzip
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miner.article import AbstractSection, Article, Author, Correction, Deletion, Registration
from miner.errors import InputError, MalformedXml
from miner.pubmed_xml import read_article, read_articles, read_records, read_sources, read_stream

DOCTYPE = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)

FULL = """
<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM" IndexingMethod="Curated">
    <PMID Version="2">90001001</PMID>
    <DateCompleted><Year>2021</Year><Month>03</Month><Day>04</Day></DateCompleted>
    <DateRevised><Year>2022</Year><Month>11</Month><Day>05</Day></DateRevised>
    <Article PubModel="Print-Electronic">
      <Journal>
        <ISSN IssnType="Print">1234-5678</ISSN>
        <JournalIssue CitedMedium="Print"><Volume>7</Volume><Issue>2</Issue>
          <PubDate><Year>2021</Year><Month>Feb</Month><Day>3</Day></PubDate></JournalIssue>
        <Title>Journal of Examples</Title><ISOAbbreviation>J Ex</ISOAbbreviation>
      </Journal>
      <ArticleTitle>Resection in <i>BRCA1</i> carriers: CD8<sup>+</sup> cells
        and <b>survival</b>.</ArticleTitle>
      <Pagination><StartPage>11</StartPage><EndPage>19</EndPage><MedlinePgn>11-9</MedlinePgn></Pagination>
      <ELocationID EIdType="doi" ValidYN="N">10.1000/wrong</ELocationID>
      <ELocationID EIdType="doi" ValidYN="Y">10.1000/right</ELocationID>
      <Abstract>
        <AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Resection is debated.</AbstractText>
        <AbstractText Label="RESULTS" NlmCategory="RESULTS">HR 0·66
          (p&lt;0·001); H<sub>2</sub>O.</AbstractText>
        <AbstractText Label="UNLABELLED" NlmCategory="UNASSIGNED">Registered.</AbstractText>
        <CopyrightInformation>Nobody</CopyrightInformation>
      </Abstract>
      <AuthorList CompleteYN="N">
        <Author ValidYN="N"><LastName>Mispelt</LastName><Initials>A</Initials></Author>
        <Author ValidYN="Y"><LastName>Misspelt</LastName><ForeName>Ann</ForeName><Initials>A</Initials>
          <Identifier Source="ORCID">https://orcid.org/0000-0001-2345-6789</Identifier>
          <AffiliationInfo><Affiliation>Department of Examples.</Affiliation></AffiliationInfo></Author>
        <Author ValidYN="Y"><CollectiveName>Example Group</CollectiveName></Author>
      </AuthorList>
      <Language>eng</Language><Language>fre</Language>
      <DataBankList CompleteYN="Y"><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>
        <AccessionNumberList><AccessionNumber>NCT00000000</AccessionNumber></AccessionNumberList>
      </DataBank></DataBankList>
      <PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
        <PublicationType UI="D016449">Randomized Controlled Trial</PublicationType></PublicationTypeList>
      <VernacularTitle>La résection.</VernacularTitle>
    </Article>
    <MedlineJournalInfo><Country>Nowhere</Country><MedlineTA>J Ex</MedlineTA></MedlineJournalInfo>
    <ChemicalList><Chemical><RegistryNumber>0</RegistryNumber>
      <NameOfSubstance UI="D000970">Antineoplastic Agents</NameOfSubstance></Chemical></ChemicalList>
    <CommentsCorrectionsList>
      <CommentsCorrections RefType="Cites"><RefSource>J Old. 1999</RefSource>
        <PMID Version="1">90001900</PMID></CommentsCorrections>
      <CommentsCorrections RefType="ErratumIn"><RefSource>J Ex. 2022</RefSource>
        <PMID Version="1">90001901</PMID></CommentsCorrections>
    </CommentsCorrectionsList>
    <MeshHeadingList><MeshHeading>
      <DescriptorName UI="D001943" MajorTopicYN="N">Breast Neoplasms</DescriptorName>
      <QualifierName UI="Q000601" MajorTopicYN="Y">surgery</QualifierName></MeshHeading></MeshHeadingList>
    <OtherAbstract Type="Publisher" Language="fre"><AbstractText>Un essai.</AbstractText></OtherAbstract>
    <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">stage IV</Keyword></KeywordList>
  </MedlineCitation>
  <PubmedData>
    <History>
      <PubMedPubDate PubStatus="pubmed"><Year>2020</Year><Month>12</Month><Day>2</Day></PubMedPubDate>
      <PubMedPubDate PubStatus="entrez"><Year>2020</Year><Month>12</Month><Day>1</Day></PubMedPubDate>
    </History>
    <ArticleIdList><ArticleId IdType="pubmed">90001001</ArticleId>
      <ArticleId IdType="pmc">PMC0000001</ArticleId><ArticleId IdType="pii">x1</ArticleId></ArticleIdList>
    <ReferenceList><Reference><Citation>J Old. 2001</Citation><ArticleIdList>
      <ArticleId IdType="pubmed">90001902</ArticleId><ArticleId IdType="doi">10.1000/cited</ArticleId>
    </ArticleIdList></Reference></ReferenceList>
  </PubmedData>
</PubmedArticle>
"""

BOOK = """
<PubmedBookArticle><BookDocument>
  <PMID Version="1">90001500</PMID>
  <ArticleIdList><ArticleId IdType="bookaccession">NBK1</ArticleId></ArticleIdList>
  <Book><Publisher><PublisherName>Example Press</PublisherName></Publisher>
    <BookTitle book="ex">Handbook of Examples</BookTitle>
    <PubDate><Year>2019</Year><Month>Jun</Month></PubDate></Book>
  <ArticleTitle>Metastasectomy</ArticleTitle><Language>eng</Language>
  <AuthorList Type="authors"><Author><LastName>Writer</LastName><Initials>B</Initials></Author></AuthorList>
  <PublicationType UI="D016454">Review</PublicationType>
  <Abstract><AbstractText>A chapter.</AbstractText></Abstract>
</BookDocument><PubmedBookData/></PubmedBookArticle>
"""


def record(pmid: int, title: str = "A title.", extra: str = "") -> str:
    """A minimal record; ``extra`` goes into its Article element."""
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article PubModel="Print">'
        f"<Journal><JournalIssue/></Journal><ArticleTitle>{title}</ArticleTitle>{extra}</Article>"
        f"</MedlineCitation></PubmedArticle>\n"
    )


def article_set(*records: str) -> bytes:
    """A file of records."""
    return (DOCTYPE + "<PubmedArticleSet>\n" + "".join(records) + "</PubmedArticleSet>\n").encode()


def write(folder: Path, content: bytes, name: str = "records.xml") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.fixture
def full(tmp_path: Path) -> Article:
    """The one record that has everything."""
    return next(read_articles(write(tmp_path, article_set(FULL))))


class TestRecord:
    def test_markup_in_the_title_is_dropped_and_lines_are_joined(self, full: Article) -> None:
        assert full.title == "Resection in BRCA1 carriers: CD8+ cells and survival."

    def test_sections_keep_label_category_and_printed_characters(self, full: Article) -> None:
        assert full.abstract == (
            AbstractSection("BACKGROUND", "BACKGROUND", "Resection is debated."),
            AbstractSection("RESULTS", "RESULTS", "HR 0·66 (p<0·001); H2O."),
            AbstractSection(None, "UNASSIGNED", "Registered."),
        )

    def test_text_has_a_line_for_title_and_each_section(self, full: Article) -> None:
        assert full.text.split("\n")[1:] == [
            "BACKGROUND: Resection is debated.",
            "RESULTS: HR 0·66 (p<0·001); H2O.",
            "Registered.",
        ]

    def test_identifiers_are_its_own_not_those_of_its_references(self, full: Article) -> None:
        assert (full.pmid, full.version) == ("90001001", 2)
        assert full.doi == "10.1000/right"
        assert full.pmcid == "PMC0000001"
        assert full.other_ids == (("pii", "x1"),)
        assert full.references == ("90001902", "90001900")

    def test_citations_in_the_old_place_are_no_corrections(self, full: Article) -> None:
        assert full.corrections == (Correction("ErratumIn", "90001901", "J Ex. 2022"),)

    def test_bibliography(self, full: Article) -> None:
        assert (full.journal, full.journal_abbreviation, full.issn) == (
            "Journal of Examples",
            "J Ex",
            "1234-5678",
        )
        assert (full.volume, full.issue, full.pages, full.country) == ("7", "2", "11-9", "Nowhere")
        assert full.languages == ("eng", "fre")
        assert full.vernacular_title == "La résection."
        assert full.other_abstracts == (("fre", "Un essai."),)

    def test_dates_are_iso_8601(self, full: Article) -> None:
        assert (full.published, full.published_as_printed, full.year) == ("2021-02-03", "2021 Feb 3", 2021)
        assert (full.entered, full.completed, full.revised) == ("2020-12-01", "2021-03-04", "2022-11-05")

    def test_a_misspelt_author_is_left_out_for_the_corrected_one(self, full: Article) -> None:
        assert full.authors == (
            Author("Misspelt", "Ann", "A", None, "0000-0001-2345-6789", ("Department of Examples.",)),
            Author(None, None, None, "Example Group"),
        )
        assert not full.authors_complete

    def test_indexing(self, full: Article) -> None:
        heading = full.mesh[0]
        assert (heading.id, heading.name, heading.major) == ("D001943", "Breast Neoplasms", True)
        assert heading.qualifiers == (("Q000601", "surgery", True),)
        assert full.keywords == ("stage IV",)
        assert full.substances == (("D000970", "Antineoplastic Agents"),)
        assert full.publication_types[1] == ("D016449", "Randomized Controlled Trial")
        assert (full.status, full.indexing_method) == ("MEDLINE", "Curated")

    def test_registrations(self, full: Article) -> None:
        assert full.registrations == (Registration("ClinicalTrials.gov", "NCT00000000"),)
        assert full.trial_ids == ("NCT00000000",)

    def test_a_bare_record_has_nothing_invented(self, tmp_path: Path) -> None:
        bare = next(read_articles(write(tmp_path, article_set(record(90001002)))))
        assert bare == Article(pmid="90001002", title="A title.")

    @pytest.mark.parametrize(
        ("printed", "iso", "as_printed"),
        [
            ("<Year>2015</Year>", "2015", "2015"),
            ("<Year>2015</Year><Month>Oct</Month>", "2015-10", "2015 Oct"),
            ("<Year>2015</Year><Month>10</Month><Day>1</Day>", "2015-10-01", "2015 10 1"),
            ("<Year>2015</Year><Season>Spring</Season>", "2015", "2015 Spring"),
            ("<Year>2015</Year><Month>13</Month>", "2015", "2015 13"),
            ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998", "1998 Dec-1999 Jan"),
            ("<MedlineDate>Spring 2000</MedlineDate>", "2000", "Spring 2000"),
            ("<MedlineDate>in press</MedlineDate>", None, "in press"),
        ],
    )
    def test_publication_dates_in_every_form(
        self, tmp_path: Path, printed: str, iso: str | None, as_printed: str
    ) -> None:
        dated = record(90001003).replace(
            "<JournalIssue/>", f"<JournalIssue><PubDate>{printed}</PubDate></JournalIssue>"
        )
        article = next(read_articles(write(tmp_path, article_set(dated))))
        assert (article.published, article.published_as_printed) == (iso, as_printed)

    def test_an_electronic_date_stands_in_for_a_missing_printed_one(self, tmp_path: Path) -> None:
        date = "<ArticleDate><Year>2020</Year><Month>05</Month><Day>06</Day></ArticleDate>"
        article = next(read_articles(write(tmp_path, article_set(record(90001004, extra=date)))))
        assert article.published == "2020-05-06"

    @pytest.mark.parametrize(
        ("kind", "retracted", "concern"),
        [
            ("RetractionIn", True, False),
            ("RetractedandRepublishedIn", True, False),
            ("PartialRetractionIn", False, False),
            ("RetractionOf", False, False),
            ("ExpressionOfConcernIn", False, True),
            ("ExpressionOfConcernFor", False, False),
        ],
    )
    def test_notices_tell_the_report_from_the_notice(
        self, tmp_path: Path, kind: str, retracted: bool, concern: bool
    ) -> None:
        link = (
            f'<CommentsCorrectionsList><CommentsCorrections RefType="{kind}"><RefSource>J</RefSource>'
            "<PMID>90001800</PMID></CommentsCorrections></CommentsCorrectionsList>"
        )
        noticed = record(90001005).replace("</Article>", f"</Article>{link}")
        article = next(read_articles(write(tmp_path, article_set(noticed))))
        assert (article.retracted, article.concern) == (retracted, concern)

    def test_a_publication_type_alone_marks_a_retracted_report(self, tmp_path: Path) -> None:
        kind = (
            '<PublicationTypeList><PublicationType UI="D016441">Retracted Publication'
            "</PublicationType></PublicationTypeList>"
        )
        assert next(read_articles(write(tmp_path, article_set(record(90001006, extra=kind))))).retracted

    def test_formulas_and_comments_leave_plain_text(self, tmp_path: Path) -> None:
        abstract = (
            '<Abstract><AbstractText>Mean <mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">'
            "<mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>3</mml:mn></mml:math><!-- no text --> points."
            "</AbstractText></Abstract>"
        )
        article = next(read_articles(write(tmp_path, article_set(record(90001007, extra=abstract)))))
        assert article.abstract[0].text == "Mean x=3 points."


class TestBookAndWithdrawal:
    def test_a_chapter_is_an_article_that_says_it_is_from_a_book(self, tmp_path: Path) -> None:
        book = next(read_articles(write(tmp_path, article_set(BOOK))))
        assert book.is_book
        assert (book.pmid, book.title, book.journal) == ("90001500", "Metastasectomy", "Handbook of Examples")
        assert (book.published, book.authors[0].last_name) == ("2019-06", "Writer")
        assert book.other_ids == (("bookaccession", "NBK1"),)
        assert book.publication_types == (("D016454", "Review"),)

    def test_withdrawn_numbers_come_in_their_place_and_are_no_articles(self, tmp_path: Path) -> None:
        withdrawal = "<DeleteCitation><PMID>90001700</PMID><PMID>90001701</PMID></DeleteCitation>"
        path = write(tmp_path, article_set(record(90001002), BOOK, withdrawal))
        assert list(read_records(path))[2:] == [Deletion("90001700"), Deletion("90001701")]
        assert [a.pmid for a in read_articles(path)] == ["90001002", "90001500"]

    def test_a_file_may_hold_withdrawals_alone(self, tmp_path: Path) -> None:
        path = write(tmp_path, article_set("<DeleteCitation><PMID>90001700</PMID></DeleteCitation>"))
        assert list(read_records(path)) == [Deletion("90001700")]

    def test_an_empty_set_is_no_fault(self, tmp_path: Path) -> None:
        assert list(read_articles(write(tmp_path, article_set()))) == []


class TestForms:
    def test_plain_and_gzipped_read_alike_whatever_the_name(self, tmp_path: Path) -> None:
        content = article_set(FULL, record(90001002))
        plain = list(read_articles(write(tmp_path, content)))
        assert len(plain) == 2
        assert list(read_articles(write(tmp_path, gzip.compress(content), "a.xml.gz"))) == plain
        assert list(read_articles(write(tmp_path, gzip.compress(content), "b.xml"))) == plain

    def test_a_gzip_of_several_members_is_one_file(self, tmp_path: Path) -> None:
        content = article_set(record(90001002), record(90001003))
        members = gzip.compress(content[:3]) + gzip.compress(content[3:500]) + gzip.compress(content[500:])
        assert len(list(read_articles(write(tmp_path, members)))) == 2

    def test_a_stream_reads_like_a_file(self) -> None:
        content = article_set(FULL, record(90001002))
        for stream in (io.BytesIO(content), io.BufferedReader(io.BytesIO(gzip.compress(content)))):
            pmids = [r.pmid for r in read_stream(stream, "stdin")]
            assert pmids == ["90001001", "90001002"]

    def test_a_stream_that_gives_a_byte_at_a_time_is_not_taken_for_something_else(self) -> None:
        class Drop(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:  # noqa: ARG002
                return super().read(1)

        assert [r.pmid for r in read_stream(Drop(article_set(record(90001002))), "pipe")] == ["90001002"]

    def test_each_record_can_be_had_with_the_xml_it_came_from(self, tmp_path: Path) -> None:
        path = write(tmp_path, article_set(FULL, BOOK))
        found = list(read_sources(path))
        assert [read_article(source.xml) for source in found] == [source.record for source in found]
        assert len(found) == 2

    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30
    )
    @given(
        title=st.text(
            st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Z"]), min_size=1
        )
    )
    def test_whatever_a_title_prints_is_read_as_printed(self, tmp_path: Path, title: str) -> None:
        escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        article = next(read_articles(write(tmp_path, article_set(record(90001002, escaped)))))
        assert article.title == title


class TestDamage:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "is empty; fetch it again"),
            (b" \n", "is empty; fetch it again"),
            (b"<!DOCTYPE html><html><body>Busy</body></html>", "is an HTML page, not PubMed XML"),
            (b"\xef\xbb\xbf<HTML><p>Blocked", "is an HTML page, not PubMed XML"),
            (b"PMID- 90001001", "is not XML"),
            (b'<?xml version="1.0"?><note>Hello</note>', "no PubmedArticleSet in it"),
            (
                b'<?xml version="1.0"?><eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>',
                "Unable to obtain query #1",
            ),
        ],
    )
    @pytest.mark.parametrize("packed", [False, True])
    def test_what_is_not_pubmed_xml_is_named_for_what_it_is(
        self, tmp_path: Path, content: bytes, says: str, packed: bool
    ) -> None:
        path = write(tmp_path, gzip.compress(content) if packed else content)
        with pytest.raises(InputError) as caught:
            list(read_articles(path))
        assert says in str(caught.value)
        assert str(path) in str(caught.value)

    def test_a_missing_file_and_a_folder_say_so(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no such file; check the path"):
            next(read_articles(tmp_path / "gone.xml"))
        with pytest.raises(InputError, match="is a folder; name the XML files in it"):
            next(read_articles(tmp_path))

    def test_xml_that_ends_in_the_middle_gives_what_came_before(self, tmp_path: Path) -> None:
        whole = article_set(record(90001002), record(90001003), record(90001004))
        path = write(tmp_path, whole[: whole.index(b"90001004")])
        assert pmids_until_broken(path) == (
            ["90001002", "90001003"],
            f"{path}: record 3 (after PMID 90001003) is broken",
        )

    def test_a_missing_end_of_the_set_loses_no_record(self, tmp_path: Path) -> None:
        whole = article_set(record(90001002), record(90001003))
        pmids, _ = pmids_until_broken(write(tmp_path, whole.removesuffix(b"</PubmedArticleSet>\n")))
        assert pmids == ["90001002", "90001003"]

    def test_a_cut_gzip_gives_what_came_before(self, tmp_path: Path) -> None:
        packed = gzip.compress(article_set(*(record(90002000 + i) for i in range(500))), compresslevel=1)
        pmids, message = pmids_until_broken(write(tmp_path, packed[: len(packed) * 3 // 4]))
        assert 250 < len(pmids) < 500
        assert pmids == [str(90002000 + i) for i in range(len(pmids))]
        assert f"record {len(pmids) + 1} (after PMID {pmids[-1]}) is broken" in message

    def test_a_damaged_gzip_says_so(self, tmp_path: Path) -> None:
        packed = bytearray(gzip.compress(article_set(*(record(90002000 + i) for i in range(500)))))
        packed[-6] ^= 0xFF
        with pytest.raises(MalformedXml, match=r"gzip stream is cut off or damaged .*; fetch the file again"):
            list(read_articles(write(tmp_path, bytes(packed))))

    def test_broken_markup_names_the_record_and_the_place(self, tmp_path: Path) -> None:
        broken = record(90001003).replace("</ArticleTitle>", "</ArticleTitel>")
        path = write(tmp_path, article_set(record(90001002), broken, record(90001004)))
        with pytest.raises(MalformedXml, match=r"record 2 \(after PMID 90001002\) is broken: .*line \d+"):
            list(read_articles(path))

    def test_a_record_without_a_number_is_broken(self, tmp_path: Path) -> None:
        nameless = record(90001003).replace('<PMID Version="1">90001003</PMID>', "")
        with pytest.raises(MalformedXml, match=r"record 2 \(after PMID 90001002\) is broken: it has no PMID"):
            list(read_articles(write(tmp_path, article_set(record(90001002), nameless))))

    def test_entities_of_other_files_are_refused_not_fetched(self, tmp_path: Path) -> None:
        secret = write(tmp_path, b"secret", "secret.txt")
        hostile = (
            f'<!DOCTYPE PubmedArticleSet [<!ENTITY leak SYSTEM "file://{secret}">]>'
            f"<PubmedArticleSet>{record(90001002, 'A &leak; title.')}</PubmedArticleSet>"
        )
        with pytest.raises(MalformedXml, match="undefined entity &leak;"):
            list(read_articles(write(tmp_path, hostile.encode())))
        stored = list(read_sources(write(tmp_path, hostile.encode())))
        assert b"secret" not in stored[0].xml

    def test_entities_that_grow_without_end_are_refused(self, tmp_path: Path) -> None:
        grow = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
        bomb = (
            f'<!DOCTYPE PubmedArticleSet [<!ENTITY e0 "{"x" * 1000}">{grow}]>'
            f"<PubmedArticleSet>{record(90001002, 'A &e8; title.')}</PubmedArticleSet>"
        )
        with pytest.raises(MalformedXml, match="amplification"):
            list(read_articles(write(tmp_path, bomb.encode())))


class TestSize:
    def test_twenty_thousand_records_fit_in_a_hundred_megabytes(self, tmp_path: Path) -> None:
        text = "Survival was longer after resection. " * 60
        abstract = f"<Abstract><AbstractText>{text}</AbstractText></Abstract>"
        path = tmp_path / "many.xml.gz"
        with gzip.open(path, "wb", compresslevel=1) as stream:
            stream.write((DOCTYPE + "<PubmedArticleSet>\n").encode())
            for i in range(20_000):
                stream.write(record(90100000 + i, extra=abstract).encode())
            stream.write(b"</PubmedArticleSet>")
        program = (
            "import resource, sys\n"
            "from miner.pubmed_xml import read_articles\n"
            "count = sum(1 for _ in read_articles(sys.argv[1]))\n"
            "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
        )
        # By way of a shell: a process counts the memory of the one that it was forked from as its own.
        done = subprocess.run(
            ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-c", program, str(path)],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        count, peak = map(int, done.stdout.split())
        kibibytes = peak // 1024 if sys.platform == "darwin" else peak
        assert count == 20_000
        assert kibibytes < 100_000


def pmids_until_broken(path: Path) -> tuple[list[str], str]:
    """What is read before the file breaks, and the beginning of what is then said."""
    pmids: list[str] = []
    with pytest.raises(MalformedXml) as caught:  # noqa: PT012 - what came before the error is the point
        for article in read_articles(path):
            pmids.append(article.pmid)
    message = str(caught.value)
    return pmids, message[: message.index("broken") + len("broken")]
