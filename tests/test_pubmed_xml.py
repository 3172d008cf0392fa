"""What a record of PubMed XML gives, in all the forms that records have."""

from pathlib import Path

import pytest

from miner.article import AbstractSection, Article, Author, Correction, Deletion, Registration
from miner.pubmed_xml import read_articles, read_records
from tests.pubmed_files import BOOK, FULL, article_set, record, write


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
