"""Reading one PubMed record: every field, from its own place."""

from __future__ import annotations

import pytest
from tests.pubmed.samples import BOOK, MESH, article, record_set

from ketaevidence.errors import ReadError
from ketaevidence.pubmed.files import read_records
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.parts import Qualifier


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
