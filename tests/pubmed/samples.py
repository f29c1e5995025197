"""PubMed XML written for the tests: shaped like PubMed's, about invented studies."""

from __future__ import annotations

HEADING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025'
    '//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)


def record_set(*records: str) -> bytes:
    """Give a whole file of records."""
    body = "".join(records)
    return f"{HEADING}<PubmedArticleSet>\n{body}</PubmedArticleSet>\n".encode()


def article(  # noqa: D103
    pmid: str = "90000001",
    *,
    version: int = 1,
    title: str = "Ketamine in an invented trial",
    abstract: str = "<AbstractText>We studied 12 patients.</AbstractText>",
    date: str = "<Year>2020</Year><Month>Mar</Month><Day>5</Day>",
    types: str = '<PublicationType UI="D016428">Journal Article</PublicationType>',
    places: str = '<ELocationID EIdType="doi" ValidYN="Y">10.1000/own</ELocationID>',
    more: str = "",
    data: str = "",
) -> str:
    return f"""<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM">
    <PMID Version="{version}">{pmid}</PMID>
    <DateRevised><Year>2021</Year><Month>02</Month><Day>03</Day></DateRevised>
    <Article PubModel="Print">
      <Journal>
        <ISSN IssnType="Print">0000-0000</ISSN>
        <JournalIssue CitedMedium="Print">
          <Volume>7</Volume><Issue>2</Issue><PubDate>{date}</PubDate>
        </JournalIssue>
        <Title>Journal of Invented Pain</Title>
        <ISOAbbreviation>J Invent Pain</ISOAbbreviation>
      </Journal>
      <ArticleTitle>{title}</ArticleTitle>
      <Pagination><MedlinePgn>11-19</MedlinePgn></Pagination>
      {places}
      <Abstract>{abstract}</Abstract>
      <AuthorList CompleteYN="Y">
        <Author ValidYN="Y">
          <LastName>Muster</LastName><ForeName>Erika A</ForeName><Initials>EA</Initials>
          <Suffix>Jr</Suffix>
          <Identifier Source="ORCID">0000-0000-0000-0001</Identifier>
          <AffiliationInfo><Affiliation>First Clinic.</Affiliation></AffiliationInfo>
          <AffiliationInfo><Affiliation>Second Clinic.</Affiliation></AffiliationInfo>
        </Author>
        <Author ValidYN="Y"><CollectiveName>Invented Pain Group</CollectiveName></Author>
      </AuthorList>
      <Language>eng</Language>
      <DataBankList CompleteYN="Y"><DataBank>
        <DataBankName>ClinicalTrials.gov</DataBankName>
        <AccessionNumberList><AccessionNumber>NCT00000001</AccessionNumber></AccessionNumberList>
      </DataBank></DataBankList>
      <PublicationTypeList>{types}</PublicationTypeList>
      <ArticleDate DateType="Electronic"><Year>2019</Year><Month>12</Month><Day>30</Day></ArticleDate>
    </Article>
    <MedlineJournalInfo><NlmUniqueID>0000001</NlmUniqueID></MedlineJournalInfo>
    {more}
  </MedlineCitation>
  <PubmedData>
    <History><PubMedPubDate PubStatus="entrez"><Year>2020</Year><Month>1</Month><Day>2</Day></PubMedPubDate></History>
    <ArticleIdList>
      <ArticleId IdType="pubmed">{pmid}</ArticleId>
      <ArticleId IdType="pmc">PMC0000001</ArticleId>
    </ArticleIdList>
    {data}
  </PubmedData>
</PubmedArticle>
"""


MESH = """<MeshHeadingList>
  <MeshHeading><DescriptorName UI="D007649" MajorTopicYN="N">Ketamine</DescriptorName>
    <QualifierName UI="Q000008" MajorTopicYN="Y">administration &amp; dosage</QualifierName>
  </MeshHeading>
  <MeshHeading><DescriptorName UI="D006801" MajorTopicYN="N">Humans</DescriptorName></MeshHeading>
</MeshHeadingList>"""

BOOK = """<PubmedBookArticle>
  <BookDocument>
    <PMID Version="1">90000009</PMID>
    <ArticleIdList><ArticleId IdType="bookaccession">NBK1</ArticleId></ArticleIdList>
    <Book><Publisher><PublisherName>Invented Press</PublisherName></Publisher>
      <BookTitle book="x">Pain, invented</BookTitle>
      <PubDate><Year>2018</Year></PubDate>
      <AuthorList Type="editors"><Author><LastName>Editor</LastName></Author></AuthorList>
    </Book>
    <ArticleTitle book="x" part="y">A chapter on ketamine</ArticleTitle>
    <Language>eng</Language>
    <AuthorList Type="authors"><Author><LastName>Writer</LastName><Initials>W</Initials></Author></AuthorList>
    <PublicationType UI="D016454">Review</PublicationType>
    <Abstract><AbstractText>What a chapter says.</AbstractText></Abstract>
  </BookDocument>
  <PubmedBookData><History/></PubmedBookData>
</PubmedBookArticle>
"""

NBIB = """
PMID- 90000001
OWN - NLM
STAT- MEDLINE
TI  - Ketamine in an invented trial that has a title over
      two lines.
LID - 10.1000/own [doi]
AB  - BACKGROUND: We studied 12 patients.
FAU - Muster, Erika A
AU  - Muster EA
CN  - Invented Pain Group
LA  - eng
PT  - Journal Article
PT  - Randomized Controlled Trial
DP  - 2020 Mar 5
TA  - J Invent Pain
JT  - Journal of Invented Pain
JID - 0000001
VI  - 7
IP  - 2
PG  - 11-19
MH  - Ketamine/*administration & dosage
MH  - Humans
PMC - PMC0000001

PMID- 90000002
TI  - A second invented record.
DP  - 2019 Nov-Dec
"""
