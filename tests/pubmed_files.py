"""Files of PubMed XML: a record that has everything, a book chapter, and minimal records."""

from pathlib import Path

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
