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

#: A record with everything that most records of PubMed's files have some of, in
#: PubMed's own layout.
USUAL = """<PubmedArticle>
  <MedlineCitation Status="MEDLINE" IndexingMethod="Automated" Owner="NLM">
    <PMID Version="1">90000040</PMID>
    <DateCompleted>
      <Year>2021</Year>
      <Month>01</Month>
      <Day>02</Day>
    </DateCompleted>
    <DateRevised>
      <Year>2022</Year>
      <Month>12</Month>
      <Day>31</Day>
    </DateRevised>
    <Article PubModel="Print-Electronic">
      <Journal>
        <ISSN IssnType="Electronic">0000-0001</ISSN>
        <JournalIssue CitedMedium="Internet">
          <Volume>7</Volume>
          <Issue>2 Pt 1</Issue>
          <PubDate>
            <Year>2020</Year>
            <Month>Mar</Month>
            <Day>05</Day>
          </PubDate>
        </JournalIssue>
        <Title>Journal of invented pain &amp; nerves</Title>
        <ISOAbbreviation>J Invent Pain</ISOAbbreviation>
      </Journal>
      <ArticleTitle>Ketamine at 10<sup>-3</sup> M, <i>p</i> &lt; 0.05: an invented trial.</ArticleTitle>
      <Pagination>
        <StartPage>11</StartPage>
        <EndPage>19</EndPage>
        <MedlinePgn>11-9</MedlinePgn>
      </Pagination>
      <ELocationID EIdType="pii" ValidYN="Y">S0000-1</ELocationID>
      <ELocationID EIdType="doi" ValidYN="Y">10.1000/usual</ELocationID>
      <Abstract>
        <AbstractText Label="AIM" NlmCategory="OBJECTIVE">To see whether 2 &gt; 1.</AbstractText>
        <AbstractText Label="RESULTS" NlmCategory="RESULTS">CO<sub>2</sub> was <b>5.0</b> (SD\u00a01.2) in 12 patients.</AbstractText>
        <AbstractText>A part without a name.</AbstractText>
        <CopyrightInformation>© 2020 Invented Society.</CopyrightInformation>
      </Abstract>
      <AuthorList CompleteYN="Y" Type="authors">
        <Author ValidYN="Y" EqualContrib="Y">
          <LastName>Muster</LastName>
          <ForeName>Erika A</ForeName>
          <Initials>EA</Initials>
          <Suffix>Jr</Suffix>
          <Identifier Source="ORCID">0000-0000-0000-0001</Identifier>
          <Identifier Source="ISNI">0000 0000 0000 0009</Identifier>
          <AffiliationInfo>
            <Affiliation>First Clinic, Town.</Affiliation>
          </AffiliationInfo>
          <AffiliationInfo>
            <Affiliation>Second Clinic.</Affiliation>
            <Identifier Source="ROR">https://ror.example/1</Identifier>
          </AffiliationInfo>
        </Author>
        <Author ValidYN="N">
          <LastName>Beispiel</LastName>
          <Initials>M</Initials>
        </Author>
        <Author ValidYN="Y">
          <CollectiveName>Invented Pain Group</CollectiveName>
        </Author>
      </AuthorList>
      <Language>eng</Language>
      <Language>ger</Language>
      <DataBankList CompleteYN="Y">
        <DataBank>
          <DataBankName>ClinicalTrials.gov</DataBankName>
          <AccessionNumberList>
            <AccessionNumber>NCT00000001</AccessionNumber>
            <AccessionNumber>NCT00000002</AccessionNumber>
          </AccessionNumberList>
        </DataBank>
      </DataBankList>
      <GrantList CompleteYN="Y">
        <Grant>
          <GrantID>Z 1</GrantID>
          <Acronym>ZZ</Acronym>
          <Agency>Invented Fund</Agency>
          <Country>Germany</Country>
        </Grant>
        <Grant>
          <Agency>Second Fund</Agency>
          <Country/>
        </Grant>
      </GrantList>
      <PublicationTypeList>
        <PublicationType UI="D016428">Journal Article</PublicationType>
        <PublicationType UI="D016449">Randomized Controlled Trial</PublicationType>
      </PublicationTypeList>
      <VernacularTitle>Ein erfundener Titel.</VernacularTitle>
      <ArticleDate DateType="Electronic">
        <Year>2020</Year>
        <Month>02</Month>
        <Day>28</Day>
      </ArticleDate>
    </Article>
    <MedlineJournalInfo>
      <Country>Germany</Country>
      <MedlineTA>J Invent Pain</MedlineTA>
      <NlmUniqueID>0000001</NlmUniqueID>
      <ISSNLinking>0000-0002</ISSNLinking>
    </MedlineJournalInfo>
    <ChemicalList>
      <Chemical>
        <RegistryNumber>690G0D6V8H</RegistryNumber>
        <NameOfSubstance UI="D007649">Ketamine</NameOfSubstance>
      </Chemical>
    </ChemicalList>
    <SupplMeshList>
      <SupplMeshName Type="Protocol" UI="C000001">Invented protocol</SupplMeshName>
    </SupplMeshList>
    <CitationSubset>IM</CitationSubset>
    <CommentsCorrectionsList>
      <CommentsCorrections RefType="ErratumIn">
        <RefSource>J Invent Pain. 2021;8:1</RefSource>
        <PMID Version="1">90000041</PMID>
        <Note>A table</Note>
      </CommentsCorrections>
    </CommentsCorrectionsList>
    <GeneSymbolList>
      <GeneSymbol>INV1</GeneSymbol>
    </GeneSymbolList>
    <MeshHeadingList>
      <MeshHeading>
        <DescriptorName UI="D007649" MajorTopicYN="N">Ketamine</DescriptorName>
        <QualifierName UI="Q000008" MajorTopicYN="Y">administration &amp; dosage</QualifierName>
      </MeshHeading>
      <MeshHeading>
        <DescriptorName UI="D005858" MajorTopicYN="N" Type="Geographic">Germany</DescriptorName>
      </MeshHeading>
    </MeshHeadingList>
    <NumberOfReferences>31</NumberOfReferences>
    <OtherID Source="NLM">PMC0000040</OtherID>
    <KeywordList Owner="NOTNLM">
      <Keyword MajorTopicYN="N">pain</Keyword>
      <Keyword MajorTopicYN="Y">ketamine</Keyword>
    </KeywordList>
    <CoiStatement>None of the invented authors has any.</CoiStatement>
  </MedlineCitation>
  <PubmedData>
    <History>
      <PubMedPubDate PubStatus="received">
        <Year>2019</Year>
        <Month>12</Month>
        <Day>1</Day>
      </PubMedPubDate>
      <PubMedPubDate PubStatus="entrez">
        <Year>2020</Year>
        <Month>3</Month>
        <Day>6</Day>
        <Hour>6</Hour>
        <Minute>0</Minute>
      </PubMedPubDate>
    </History>
    <PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList>
      <ArticleId IdType="pubmed">90000040</ArticleId>
      <ArticleId IdType="doi">10.1000/usual</ArticleId>
      <ArticleId IdType="pmc">PMC0000040</ArticleId>
    </ArticleIdList>
  </PubmedData>
</PubmedArticle>"""


def on_one_line(record: str) -> str:
    """Give a record without layout between its elements, as the website exports it."""
    return "".join(line.strip() for line in record.splitlines())
