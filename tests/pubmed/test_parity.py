"""A second opinion: Biopython's own reader of PubMed XML sees the same facts.

What Biopython says is put into a Record by `validation/biopython`, which shares no code
with our reader. There the same comparison runs over files of PubMed; here it runs over
invented records that together fill every field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pubmed.samples import BOOK, MESH, article, record_set

from ketaevidence.pubmed.files import read_records
from ketaevidence.records import parts
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record

VALIDATION = Path(__file__).parents[2] / "validation" / "biopython"
RETRACTED = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'

#: A person with everything that PubMed can say of one.
PERSON = """<LastName>Beispiel</LastName><ForeName>Max</ForeName><Initials>M</Initials>
  <Suffix>3rd</Suffix><Identifier Source="ORCID">0000-0000-0000-0002</Identifier>
  <Identifier Source="ISNI">0000 0000 0000 0003</Identifier>
  <AffiliationInfo><Affiliation>Clinic, <i>Town</i>.</Affiliation>
    <Identifier Source="ROR">https://ror.example/1</Identifier></AffiliationInfo>"""

FULL_ARTICLE = f"""<PubmedArticle>
<MedlineCitation Status="MEDLINE" IndexingMethod="Curated" Owner="NLM" VersionID="2" VersionDate="2021/01/01">
  <PMID Version="2">90000020</PMID>
  <DateCompleted><Year>2021</Year><Month>01</Month><Day>02</Day></DateCompleted>
  <DateRevised><Year>2022</Year><Month>12</Month><Day>31</Day></DateRevised>
  <Article PubModel="Print-Electronic">
    <Journal><ISSN IssnType="Electronic">0000-0001</ISSN>
      <JournalIssue CitedMedium="Internet"><Volume>7</Volume><Issue>2 Pt 1</Issue>
        <PubDate><Year>2020</Year><Season>Summer</Season></PubDate></JournalIssue>
      <Title>Journal of Invented Pain</Title><ISOAbbreviation>J Invent Pain</ISOAbbreviation></Journal>
    <ArticleTitle>[Ca<sup>2+</sup> &lt; 10<sup>-3</sup> and CO<sub>2</sub>, x<sub>max</sub> &amp; <b>y</b>].</ArticleTitle>
    <Pagination><StartPage>e11</StartPage><EndPage>e19</EndPage></Pagination>
    <ELocationID EIdType="pii" ValidYN="Y">S0000-1</ELocationID>
    <ELocationID EIdType="doi" ValidYN="N">10.1000/wrong</ELocationID>
    <ELocationID EIdType="doi" ValidYN="Y">10.1000/right</ELocationID>
    <Abstract>
      <AbstractText Label="AIM" NlmCategory="OBJECTIVE">To
        see.</AbstractText>
      <AbstractText Label="END" NlmCategory="CONCLUSIONS">Area: <mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:msubsup><mml:mi>x</mml:mi><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:msubsup><mml:mo>=</mml:mo><mml:mfrac><mml:mn>1</mml:mn><mml:msqrt><mml:mn>2</mml:mn></mml:msqrt></mml:mfrac></mml:math>.</AbstractText>
      <CopyrightInformation>© 2020 Invented Society.</CopyrightInformation></Abstract>
    <AuthorList CompleteYN="N">
      <Author ValidYN="N" EqualContrib="Y">{PERSON}</Author>
      <Author ValidYN="Y" EqualContrib="N"><CollectiveName Investigators="g1">Invented <i>Pain</i> Group</CollectiveName></Author>
    </AuthorList>
    <Language>ger</Language><Language>eng</Language>
    <DataBankList CompleteYN="Y"><DataBank><DataBankName>ISRCTN</DataBankName>
      <AccessionNumberList><AccessionNumber>ISRCTN00000001</AccessionNumber><AccessionNumber>ISRCTN00000002</AccessionNumber></AccessionNumberList></DataBank></DataBankList>
    <GrantList CompleteYN="Y"><Grant><GrantID>Z 1</GrantID><Acronym>ZZ</Acronym><Agency>Invented Fund</Agency><Country>Germany</Country></Grant>
      <Grant><Agency>Second Fund</Agency></Grant></GrantList>
    <PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList>
    <VernacularTitle>Ein erfundener Titel.</VernacularTitle>
    <ArticleDate DateType="Electronic"><Year>2020</Year><Month>05</Month><Day>06</Day></ArticleDate>
  </Article>
  <MedlineJournalInfo><Country>Germany</Country><MedlineTA>J Invent Pain</MedlineTA><NlmUniqueID>0000001</NlmUniqueID><ISSNLinking>0000-0002</ISSNLinking></MedlineJournalInfo>
  <ChemicalList><Chemical><RegistryNumber>0</RegistryNumber><NameOfSubstance UI="D000700">Analgesics</NameOfSubstance></Chemical></ChemicalList>
  <SupplMeshList><SupplMeshName Type="Protocol" UI="C000001">Invented protocol</SupplMeshName></SupplMeshList>
  <CitationSubset>IM</CitationSubset>
  <CommentsCorrectionsList>
    <CommentsCorrections RefType="ErratumIn"><RefSource>J Invent Pain. 2021;8:1</RefSource><PMID Version="1">90000021</PMID><Note>A table</Note></CommentsCorrections>
  </CommentsCorrectionsList>
  <GeneSymbolList><GeneSymbol>INV1</GeneSymbol></GeneSymbolList>
  <MeshHeadingList><MeshHeading><DescriptorName UI="D005858" MajorTopicYN="Y" AutoHM="Y" Type="Geographic">Germany</DescriptorName>
    <QualifierName UI="Q000453" MajorTopicYN="Y" AutoHM="Y">epidemiology</QualifierName></MeshHeading></MeshHeadingList>
  <NumberOfReferences>31</NumberOfReferences>
  <PersonalNameSubjectList><PersonalNameSubject><LastName>Subject</LastName><ForeName>S</ForeName></PersonalNameSubject></PersonalNameSubjectList>
  <OtherID Source="NASA">00000001</OtherID>
  <OtherAbstract Type="Publisher" Language="ger"><AbstractText Label="ZIEL">Zu sehen.</AbstractText><CopyrightInformation>© Erfunden.</CopyrightInformation></OtherAbstract>
  <OtherAbstract Type="plain-language-summary" Language="eng"><AbstractText>Said plainly.</AbstractText></OtherAbstract>
  <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">pain</Keyword><Keyword MajorTopicYN="Y">H<sub>2</sub>O</Keyword></KeywordList>
  <KeywordList Owner="KIE"><Keyword MajorTopicYN="N">ethics</Keyword></KeywordList>
  <CoiStatement>None of the invented authors has any.</CoiStatement>
  <SpaceFlightMission>Flight Experiment</SpaceFlightMission>
  <InvestigatorList ID="g1"><Investigator ValidYN="Y">{PERSON}</Investigator></InvestigatorList>
  <GeneralNote Owner="KIE">KIE Bib: invented</GeneralNote>
</MedlineCitation>
<PubmedData>
  <History><PubMedPubDate PubStatus="received"><Year>2019</Year><Month>12</Month><Day>1</Day></PubMedPubDate>
    <PubMedPubDate PubStatus="entrez"><Year>2020</Year><Month>1</Month><Day>2</Day><Hour>6</Hour><Minute>0</Minute></PubMedPubDate></History>
  <PublicationStatus>ppublish</PublicationStatus>
  <ArticleIdList><ArticleId IdType="pubmed">90000020</ArticleId><ArticleId IdType="doi">10.1000/list</ArticleId>
    <ArticleId IdType="pmc">PMC0000002</ArticleId><ArticleId IdType="mid">NIHMS1</ArticleId><ArticleId IdType="pii">S0000-1</ArticleId></ArticleIdList>
  <ReferenceList><Title>References</Title>
    <Reference><Citation>Muster E. J Invent Pain 2001; <i>1</i>:2.</Citation>
      <ArticleIdList><ArticleId IdType="pubmed">90000002</ArticleId><ArticleId IdType="doi">10.1000/cited</ArticleId></ArticleIdList></Reference>
    <Reference><Citation>Anonymous. Undated.</Citation></Reference>
    <ReferenceList><Title>Part B</Title><Reference><Citation>Beispiel M. 2002.</Citation></Reference></ReferenceList>
  </ReferenceList>
</PubmedData>
</PubmedArticle>"""

FULL_BOOK = f"""<PubmedBookArticle>
<BookDocument>
  <PMID Version="1">90000030</PMID>
  <ArticleIdList><ArticleId IdType="bookaccession">NBK2</ArticleId><ArticleId IdType="doi">10.1000/book</ArticleId></ArticleIdList>
  <Book><Publisher><PublisherName>Invented Press</PublisherName><PublisherLocation>Town (CO)</PublisherLocation></Publisher>
    <BookTitle book="b">Pain, <i>invented</i></BookTitle>
    <PubDate><Year>2018</Year><Month>11</Month></PubDate>
    <BeginningDate><Year>1999</Year></BeginningDate><EndingDate><Year>2018</Year><Month>Dec</Month></EndingDate>
    <AuthorList Type="editors" CompleteYN="Y"><Author ValidYN="Y">{PERSON}</Author></AuthorList>
    <Volume>3</Volume><VolumeTitle>Nerves</VolumeTitle><Edition>2nd</Edition>
    <CollectionTitle book="c">Invented series</CollectionTitle>
    <Isbn>9780000000001</Isbn><Isbn>9780000000002</Isbn>
    <Medium>Internet</Medium><ReportNumber>R-1</ReportNumber></Book>
  <LocationLabel Type="chapter">Chapter 4</LocationLabel>
  <ArticleTitle book="b" part="p">A chapter on 5 mg/m<sup>2</sup></ArticleTitle>
  <VernacularTitle>Ein Kapitel</VernacularTitle>
  <Pagination><MedlinePgn>40-50</MedlinePgn></Pagination>
  <Language>eng</Language>
  <AuthorList Type="authors" CompleteYN="N"><Author ValidYN="Y"><LastName>Writer</LastName></Author></AuthorList>
  <InvestigatorList><Investigator ValidYN="Y"><LastName>Seeker</LastName></Investigator></InvestigatorList>
  <PublicationType UI="D016454">Review</PublicationType>
  <Abstract><AbstractText>What a chapter says.</AbstractText><CopyrightInformation>© Press.</CopyrightInformation></Abstract>
  <Sections><Section><SectionTitle book="b" part="p" sec="s1">First</SectionTitle>
      <Section><SectionTitle book="b" part="p" sec="s2">Inside</SectionTitle></Section></Section>
    <Section><SectionTitle book="b" part="p" sec="s3">Last</SectionTitle></Section></Sections>
  <KeywordList Owner="NLM"><Keyword MajorTopicYN="N">pain</Keyword></KeywordList>
  <ContributionDate><Year>2018</Year><Month>1</Month><Day>2</Day></ContributionDate>
  <DateRevised><Year>2019</Year><Month>3</Month><Day>4</Day></DateRevised>
  <GrantList CompleteYN="Y"><Grant><Agency>Invented Fund</Agency></Grant></GrantList>
  <ReferenceList><Reference><Citation>Muster E. 2001.</Citation></Reference></ReferenceList>
</BookDocument>
<PubmedBookData><History><PubMedPubDate PubStatus="pubmed"><Year>2018</Year><Month>2</Month><Day>3</Day></PubMedPubDate></History>
  <PublicationStatus>ppublish</PublicationStatus>
  <ArticleIdList><ArticleId IdType="pubmed">90000030</ArticleId></ArticleIdList></PubmedBookData>
</PubmedBookArticle>"""

CASES = {
    "plain": article(),
    "mesh": article("90000002", more=MESH),
    "version": article("90000003", version=2),
    "types": article("90000004", types=RETRACTED),
    "season": article("90000005", date="<Year>2020</Year><Season>Winter</Season>"),
    "range": article("90000006", date="<MedlineDate>1979 Jan-Feb</MedlineDate>"),
    "months": article("90000007", date="<Year>2020</Year><Month>Jul-Aug</Month>"),
    "entities": article("90000008", title="Less &lt; more &amp; all é &lt;b&gt;"),
    "book": BOOK,
    "full article": FULL_ARTICLE,
    "full book": FULL_BOOK,
}
#: Fields that no file of PubMed fills.
NEVER_PUBMED = {("Record", "local_id"), ("Section", "written_by")}


@pytest.fixture(scope="module")
def second(tmp_path_factory):
    """Load Biopython, which makes a folder in the user's home, and its interpreter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.syspath_prepend(str(VALIDATION))
        import second_opinion
        import traced

        ask = traced.biopython()

        def opinion(data: bytes) -> Record:
            ((kind, (answer,)),) = ((k, v) for k, v in ask(data).items() if v)
            return second_opinion.opinion(answer, kind, set())

        yield SimpleNamespace(opinion=opinion, traced=traced, ask=ask)


@pytest.mark.parametrize("case", CASES)
def test_both_readers_see_the_same_record(second, case):
    """Every field of a record, its references too, agrees with Bio.Entrez.read."""
    data = record_set(CASES[case])
    (ours,) = read_records(data, references=True)
    theirs = second.opinion(data)
    for name in second.traced.fields_of(Record):
        assert (name, getattr(ours, name)) == (name, getattr(theirs, name))


def _filled(value: object, fields_of: Callable) -> Iterator[tuple[str, str]]:
    """Yield the (part, field) pairs that hold something."""
    if type(value) is tuple:
        for item in value:
            yield from _filled(item, fields_of)
    for name, default in fields_of(value).items():
        inner = getattr(value, name)
        if inner not in (default, None, ()):
            yield type(value).__name__, name
            yield from _filled(inner, fields_of)


def test_the_comparison_leaves_no_field_out(second):
    """Each field of Record and of its parts has a value in an invented record."""
    fields_of = second.traced.fields_of
    kinds = [Record, PartialDate, *vars(parts).values()]
    every = {
        (kind.__name__, name)
        for kind in kinds
        if isinstance(kind, type)
        for name in fields_of(kind)
    }
    filled = {
        pair
        for case in CASES.values()
        for record in read_records(record_set(case), references=True)
        for pair in _filled(record, fields_of)
    }
    assert {("Author", "orcid"), ("Keyword", "owner"), ("Book", "began")} < every
    assert every - filled == NEVER_PUBMED


def test_a_part_is_never_compared_without_one_of_its_fields(second):
    """Forgetting a field in the second opinion is an error, not an agreement."""
    with pytest.raises(TypeError, match="ui"):
        second.traced.every_field(parts.PublicationType, name="Review")


def test_biopython_is_kept_off_the_network(second):
    """A DTD that Biopython does not bundle is refused and not downloaded."""
    unknown = record_set(article()).replace(b"pubmed_250101", b"pubmed_990101")
    with pytest.raises(RuntimeError, match="pubmed_990101"):
        second.ask(unknown)


_TEXT = st.text("ab 12+-(),\n\u00b2\u2212é", max_size=6)
_ELEMENT = st.sampled_from(["i", "b", "u", "sup", "sub"])
_MARKUP = st.recursive(
    _TEXT,
    lambda inner: st.builds(
        "{1}<{0}>{2}</{0}>{3}".format, _ELEMENT, _TEXT, inner, _TEXT
    ),
    max_leaves=4,
)


@settings(deadline=None)
@given(markup=_MARKUP)
def test_both_readers_resolve_any_markup_alike(second, markup):
    """Titles with nested high, low and bold text agree with Biopython's."""
    data = record_set(article(title=f"A{markup}"))
    assert read_records(data)[0].title == second.opinion(data).title
