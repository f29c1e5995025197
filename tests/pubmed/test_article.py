"""Reading one PubMed record: every field, from its own place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.pubmed.samples import BOOK, MESH, article, record_set

from ketaevidence.errors import ReadError
from ketaevidence.pubmed.files import read_records
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.parts import (
    Author,
    Book,
    Chemical,
    Correction,
    Grant,
    Keyword,
    MeshHeading,
    Qualifier,
    Reference,
    Section,
    SupplementaryConcept,
)


def one(**parts: str):
    """Read one record written as XML."""
    return read_records(record_set(article(**parts)))[0]


def test_every_named_field_arrives():
    """Title, sections, authors, journal, dates, ids, types and registrations arrive."""
    record = one(more=MESH)
    assert record.pmid == "90000001"
    assert record.title == "Ketamine in an invented trial"
    assert [section.text for section in record.sections] == ["We studied 12 patients."]
    assert [author.name for author in record.authors] == [
        "Muster Jr EA",
        "Invented Pain Group",
    ]
    assert record.authors[0].affiliations == ("First Clinic.", "Second Clinic.")
    assert record.authors[0].orcid == "0000-0000-0000-0001"
    assert record.journal.iso_abbreviation == "J Invent Pain"
    assert record.journal.nlm_id == "0000001"
    assert (record.volume, record.issue, record.pages) == ("7", "2", "11-19")
    assert record.published == PartialDate(2020, 3, 5)
    assert record.published_online == PartialDate(2019, 12, 30)
    assert record.revised == PartialDate(2021, 2, 3)
    assert record.history == (("entrez", PartialDate(2020, 1, 2)),)
    assert (record.doi, record.pmcid) == ("10.1000/own", "PMC0000001")
    assert record.languages == ("eng",)
    assert record.publication_types[0].ui == "D016428"
    assert record.registrations[0].accession == "NCT00000001"
    assert record.citation == "Muster Jr EA et al. (2020). J Invent Pain. 7(2):11-19"


def test_majorness_on_a_qualifier_is_kept():
    """A MeSH heading that is major through its qualifier only keeps both facts."""
    heading = one(more=MESH).mesh[0]
    assert not heading.is_major
    assert heading.qualifiers == (
        Qualifier("administration & dosage", "Q000008", is_major=True),
    )


def test_a_references_doi_is_never_the_records_own():
    """Identifiers of references and comments are not taken for the record's own."""
    foreign = (
        "<ReferenceList><Reference><ArticleIdList>"
        '<ArticleId IdType="doi">10.9999/foreign</ArticleId>'
        '<ArticleId IdType="pmc">PMC9999999</ArticleId>'
        "</ArticleIdList></Reference></ReferenceList>"
    )
    record = one(places="", data=foreign)
    assert record.doi is None
    assert record.pmcid == "PMC0000001"


def test_a_later_pii_does_not_overwrite_the_doi():
    """A DOI stays when another location identifier follows it."""
    both = (
        '<ELocationID EIdType="doi" ValidYN="N">10.1000/withdrawn</ELocationID>'
        '<ELocationID EIdType="doi" ValidYN="Y">10.1000/own</ELocationID>'
        '<ELocationID EIdType="pii" ValidYN="Y">S-123</ELocationID>'
    )
    record = one(places=both)
    assert record.doi == "10.1000/own"
    assert record.other_ids == (("pii", "S-123"),)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("<Year>2020</Year>", PartialDate(2020)),
        ("<Year>2020</Year><Month>12</Month>", PartialDate(2020, 12)),
        ("<Year>2020</Year><Season>Winter</Season>", PartialDate(2020, words="2020 Winter")),
        ("<MedlineDate>1979 Jan-Feb</MedlineDate>", PartialDate(1979, words="1979 Jan-Feb")),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", PartialDate(1998, words="1998 Dec-1999 Jan")),
        ("<Year>2021</Year><Month>Jul-Aug</Month>", PartialDate(2021, words="2021 Jul-Aug")),
    ],
)  # fmt: skip
def test_partial_dates_stay_partial(printed, expected):
    """A date known only in part is not completed, and odd words are kept."""
    assert one(date=printed).published == expected


def test_abstract_sections_keep_their_labels():
    """Every section of an abstract arrives with its label and category, in order."""
    abstract = (
        '<AbstractText Label="AIM" NlmCategory="OBJECTIVE">To see.</AbstractText>'
        '<AbstractText Label="AIM">To see again.</AbstractText><AbstractText/>'
    )
    sections = one(abstract=abstract).sections
    assert [(s.label, s.category, s.text) for s in sections] == [
        ("AIM", "OBJECTIVE", "To see."),
        ("AIM", None, "To see again."),
    ]


def test_text_after_markup_is_not_lost():
    """Inline markup neither cuts the text nor changes a number."""
    abstract = (
        "<AbstractText>At 10<sup>-3</sup> M and 1.73 m<sup>2</sup>, CO<sub>2</sub> and "
        "<i>p</i> &lt; 0.05 held; x<sup>a</sup>, y<sup>ab</sup>.</AbstractText>"
    )
    assert one(abstract=abstract).sections[0].text == (
        "At 10⁻³ M and 1.73 m², CO₂ and p < 0.05 held; x^a, y^(ab)."
    )


def test_formulas_keep_exponents_and_fractions():
    """MathML is flattened so that an exponent is not read as part of the number."""
    abstract = (
        '<AbstractText>R <mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">'
        "<mml:msup><mml:mn>10</mml:mn><mml:mn>6</mml:mn></mml:msup>"
        "<mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac>"
        "</mml:math> end.</AbstractText>"
    )
    assert one(abstract=abstract).sections[0].text == "R 10⁶(1)/(2) end."


def test_no_break_spaces_are_the_authors_own():
    """Layout becomes one space; a no-break space stays as PubMed has it."""
    text = (
        one(abstract="<AbstractText>5\u00a0mg\n    daily</AbstractText>")
        .sections[0]
        .text
    )
    assert text == "5\u00a0mg daily"


def test_processing_instructions_and_comments_do_no_harm():
    """Instructions inside a record, as PubMed has them, are passed over."""
    record = one(title="Before <?pmcsd ?>after<!-- note -->.")
    assert record.title == "Before after."


@pytest.mark.parametrize(
    ("more", "types", "retracted"),
    [
        ("", '<PublicationType UI="D016441">Retracted Publication</PublicationType>', True),
        ('<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J</RefSource></CommentsCorrections></CommentsCorrectionsList>', "", True),
        ('<CommentsCorrectionsList><CommentsCorrections RefType="ErratumIn"><RefSource>J</RefSource></CommentsCorrections></CommentsCorrectionsList>', "", False),
        ('<CommentsCorrectionsList><CommentsCorrections RefType="ExpressionOfConcernIn"><RefSource>J</RefSource></CommentsCorrections></CommentsCorrectionsList>', "", False),
        ("", '<PublicationType UI="D016440">Retraction Notice</PublicationType>', False),
    ],
)  # fmt: skip
def test_only_a_retraction_of_this_record_retracts_it(more, types, retracted):
    """Errata, concerns and notices on others are not taken for a retraction."""
    assert one(more=more, types=types).is_retracted is retracted


def test_books_are_kept():
    """A book chapter becomes a record of its own with its authors, not its editors."""
    records = read_records(record_set(article(), BOOK))
    assert [record.kind for record in records] == ["article", "book"]
    assert records[1].title == "A chapter on ketamine"
    assert [author.name for author in records[1].authors] == ["Writer W"]
    assert records[1].year == 2018


def test_versions_of_one_pmid_are_told_apart():
    """Two versions of one PMID arrive as two records with their version."""
    records = read_records(record_set(article(version=1), article(version=2)))
    assert [(record.pmid, record.version) for record in records] == [
        ("90000001", 1),
        ("90000001", 2),
    ]


@pytest.mark.parametrize("pmid", ["", "12a4", "-5", "0123", "0", "1234567890", "٣"])
def test_a_record_without_a_number_is_refused(pmid):
    """A PMID that is no number is an error that says so, not a record."""
    with pytest.raises(ReadError, match="no number"):
        one(pmid=pmid)


# --- the further fields ------------------------------------------------------------


def full(xml: str, name: str):
    """Read one record with an element put into the citation, and give one field."""
    return getattr(one(more=xml), name)


@pytest.mark.parametrize(
    ("xml", "name", "expected"),
    [
        ("<CitationSubset>IM</CitationSubset><CitationSubset>N</CitationSubset>", "citation_subsets", ("IM", "N")),
        ("<GeneSymbolList><GeneSymbol>INV1</GeneSymbol><GeneSymbol/></GeneSymbolList>", "gene_symbols", ("INV1",)),
        ("<NumberOfReferences>31</NumberOfReferences>", "number_of_references", "31"),
        ("<SpaceFlightMission>Flight Experiment</SpaceFlightMission>", "space_flight_missions", ("Flight Experiment",)),
        ("<CoiStatement>None of us <i>has</i> any.</CoiStatement>", "conflict_of_interest", "None of us has any."),
        ('<GeneralNote Owner="KIE">A note</GeneralNote><GeneralNote>Another</GeneralNote>', "notes", (("KIE", "A note"), ("NLM", "Another"))),
        ('<OtherID Source="NASA">00000001</OtherID><OtherID Source="NLM"/>', "other_ids", (("NASA", "00000001"),)),
        ('<SupplMeshList><SupplMeshName Type="Protocol" UI="C000001">Invented protocol</SupplMeshName></SupplMeshList>', "supplementary_mesh", (SupplementaryConcept("Invented protocol", "C000001", "Protocol"),)),
        ('<ChemicalList><Chemical><RegistryNumber>0</RegistryNumber><NameOfSubstance UI="D000700">Analgesics</NameOfSubstance></Chemical></ChemicalList>', "chemicals", (Chemical("Analgesics", "D000700", "0"),)),
        ("<PersonalNameSubjectList><PersonalNameSubject><LastName>Subject</LastName><Initials>S</Initials></PersonalNameSubject></PersonalNameSubjectList>", "people", (Author("Subject", initials="S"),)),
        ('<InvestigatorList><Investigator ValidYN="Y"><LastName>Seeker</LastName><AffiliationInfo><Affiliation>Clinic.</Affiliation></AffiliationInfo></Investigator></InvestigatorList>', "investigators", (Author("Seeker", affiliations=("Clinic.",)),)),
        ('<KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="Y">pain</Keyword><Keyword/></KeywordList><KeywordList Owner="KIE"><Keyword MajorTopicYN="N">ethics</Keyword></KeywordList><KeywordList><Keyword>old</Keyword></KeywordList>', "keywords", (Keyword("pain", "NOTNLM", is_major=True), Keyword("ethics", "KIE"), Keyword("old", "NLM"))),
        ('<MeshHeadingList><MeshHeading><DescriptorName UI="D1" MajorTopicYN="Y" AutoHM="Y" Type="Geographic">Germany</DescriptorName><QualifierName UI="Q1" MajorTopicYN="N" AutoHM="Y">epidemiology</QualifierName></MeshHeading></MeshHeadingList>', "mesh", (MeshHeading("Germany", "D1", is_major=True, qualifiers=(Qualifier("epidemiology", "Q1", is_automatic=True),), is_automatic=True, is_geographic=True),)),
        ('<CommentsCorrectionsList><CommentsCorrections RefType="ErratumIn"><RefSource>J. 2021</RefSource><PMID Version="1">7</PMID><Note>A table</Note></CommentsCorrections><CommentsCorrections RefType="Cites"><RefSource>J. 1999</RefSource></CommentsCorrections></CommentsCorrectionsList>', "corrections", (Correction("ErratumIn", "J. 2021", "7", "A table"),)),
        ("<CommentsCorrections><RetractionIn><RefSource>J. 2003</RefSource><PMID>8</PMID></RetractionIn></CommentsCorrections>", "corrections", (Correction("RetractionIn", "J. 2003", "8"),)),
    ],
)  # fmt: skip
def test_each_further_field_arrives(xml, name, expected):
    """What PubMed says in rarer elements is read as it is said."""
    assert full(xml, name) == expected


def test_other_abstracts_stay_apart():
    """An abstract in another language is kept, and is no part of the record's text."""
    xml = (
        '<OtherAbstract Type="Publisher" Language="ger">'
        '<AbstractText Label="ZIEL">Zu sehen.</AbstractText>'
        "<CopyrightInformation>© Erfunden.</CopyrightInformation></OtherAbstract>"
        '<OtherAbstract Type="plain-language-summary"><AbstractText>Said plainly.'
        "</AbstractText></OtherAbstract>"
    )
    record = one(more=xml)
    german, plain = record.other_abstracts
    assert (german.kind, german.language) == ("Publisher", "ger")
    assert german.sections == (Section("Zu sehen.", "ZIEL"),)
    assert german.copyright == "© Erfunden."
    assert (plain.kind, plain.language) == ("plain-language-summary", "eng")
    assert "Zu sehen" not in record.text
    assert "plainly" not in record.text


def test_a_copyright_line_is_no_part_of_the_abstract():
    """Whose the abstract is stands by itself."""
    abstract = "<AbstractText>A.</AbstractText><CopyrightInformation>© 2020 X.</CopyrightInformation>"
    record = one(abstract=abstract)
    assert record.abstract_copyright == "© 2020 X."
    assert record.text.endswith("\nA.")


def authors(*people: str, attributes: str = 'CompleteYN="Y"'):
    """Read a record with these authors."""
    whole = article()
    begin, end = whole.index("<AuthorList"), whole.index("</AuthorList>")
    listed = f"<AuthorList {attributes}>{''.join(people)}"
    return read_records(record_set(whole[:begin] + listed + whole[end:]))[0]


def test_what_pubmed_says_of_an_author_arrives():
    """Equal contribution, misprinted names and identifiers of places are kept."""
    first, second, third = authors(
        '<Author ValidYN="Y" EqualContrib="Y"><LastName>A</LastName><Identifier Source="ISNI">1</Identifier>'
        '<AffiliationInfo><Affiliation>Clinic.</Affiliation><Identifier Source="GRID">grid.1</Identifier>'
        '<Identifier Source="ROR">ror.1</Identifier></AffiliationInfo></Author>',
        '<Author ValidYN="N" EqualContrib="N"><LastName>B</LastName></Author>',
        "<Author><FirstName>Erika</FirstName><MiddleName>A</MiddleName><LastName>C</LastName><Affiliation>Old place.</Affiliation></Author>",
    ).authors  # fmt: skip
    assert first.is_equal
    assert first.is_valid
    assert first.affiliations == ("Clinic.",)
    assert first.other_ids == (("ISNI", "1"), ("GRID", "grid.1"), ("ROR", "ror.1"))
    assert (second.is_equal, second.is_valid) == (False, False)
    assert (third.fore_name, third.last_name) == ("Erika A", "C")
    assert third.affiliations == ("Old place.",)


@pytest.mark.parametrize(
    ("attributes", "whole"),
    [('CompleteYN="N"', False), ('CompleteYN="Y"', True), ("", True)],
)
def test_a_shortened_list_of_authors_says_so(attributes, whole):
    """A record whose authors are not all listed is known."""
    record = authors("<Author><LastName>A</LastName></Author>", attributes=attributes)
    assert record.has_all_authors is whole


def test_grants_arrive_as_far_as_they_are_told():
    """Each grant has its number, agency and country, or none of what is not told."""
    grants = (
        "<GrantList><Grant><GrantID>Z 1</GrantID><Acronym>ZZ</Acronym>"
        "<Agency>Invented Fund</Agency><Country>Germany</Country></Grant>"
        "<Grant><Agency>Second Fund</Agency><Country/></Grant></GrantList>"
    )
    whole = article().replace("<PublicationTypeList>", grants + "<PublicationTypeList>")
    assert read_records(record_set(whole))[0].grants == (
        Grant("Invented Fund", "Z 1", "ZZ", "Germany"),
        Grant("Second Fund"),
    )


REFERENCES = (
    "<ReferenceList><Title>References</Title><Reference><Citation>Muster 2001; <i>1</i>."
    '</Citation><ArticleIdList><ArticleId IdType="pubmed">7</ArticleId><ArticleId '
    'IdType="doi">10.1000/cited</ArticleId></ArticleIdList></Reference><ReferenceList>'
    "<Reference><Citation>Nested 2002.</Citation></Reference></ReferenceList>"
    "</ReferenceList><ReferenceList><Reference><Citation>Second list.</Citation>"
    "</Reference></ReferenceList>"
)


def test_references_are_read_when_asked_for():
    """Every cited work arrives with its identifiers, in lists within lists too."""
    data = record_set(article(data=REFERENCES))
    (record,) = read_records(data, references=True)
    assert record.references == (
        Reference("Muster 2001; 1.", (("pubmed", "7"), ("doi", "10.1000/cited"))),
        Reference("Nested 2002."),
        Reference("Second list."),
    )
    (short,) = read_records(data)
    assert short.references is None
    assert replace(record, references=None) == short


@pytest.mark.parametrize(
    ("title", "data"),
    [
        ("a<!-- <ReferenceList> --> b <!-- </ReferenceList> -->c", ""),
        ("a", REFERENCES + '<ArticleIdList><ArticleId IdType="doi">10.1000/late</ArticleId></ArticleIdList>' + REFERENCES),
    ],
    ids=["in comments", "between two lists"],
)  # fmt: skip
def test_leaving_references_out_changes_nothing_else(title, data):
    """A record is the same with and without its references, however they stand."""
    whole = record_set(article(title=title, data=data))
    if data:
        # The identifiers stand between the lists, and nowhere else.
        begin, end = whole.index(b"<ArticleIdList>"), whole.index(b"</ArticleIdList>")
        whole = whole[:begin] + whole[end + len(b"</ArticleIdList>") :]
    (record,) = read_records(whole, references=True)
    assert replace(record, references=None) == read_records(whole)[0]


def test_a_book_has_its_own_fields():
    """Edition, series, numbers, dates, editors and headings of a book are kept."""
    more = (
        "<BeginningDate><Year>1999</Year></BeginningDate><EndingDate><Year>2018</Year>"
        "</EndingDate><Volume>3</Volume><VolumeTitle>Nerves</VolumeTitle>"
        "<Edition>2nd</Edition><CollectionTitle>Series</CollectionTitle>"
        "<Isbn>1</Isbn><Isbn>2</Isbn><Medium>Internet</Medium>"
        "<ReportNumber>R-1</ReportNumber>"
    )
    after = (
        "<Sections><Section><SectionTitle>First</SectionTitle><Section><SectionTitle>"
        "Inside</SectionTitle></Section></Section></Sections><ContributionDate><Year>"
        "2018</Year><Month>1</Month><Day>2</Day></ContributionDate>"
    )
    xml = (
        BOOK.replace("</Book>", f"{more}</Book><LocationLabel Type='chapter'>4</LocationLabel>")
        .replace("</BookDocument>", f"{after}</BookDocument>")
    )  # fmt: skip
    (record,) = read_records(record_set(xml))
    assert record.volume == "3"
    assert record.book == Book(
        title="Pain, invented",
        publisher="Invented Press",
        edition="2nd",
        collection="Series",
        volume_title="Nerves",
        medium="Internet",
        report_number="R-1",
        isbns=("1", "2"),
        editors=(Author("Editor"),),
        began=PartialDate(1999),
        ended=PartialDate(2018),
        contributed=PartialDate(2018, 1, 2),
        locations=(("chapter", "4"),),
        contents=("First", "Inside"),
    )
    assert record.other_ids == (("bookaccession", "NBK1"),)
