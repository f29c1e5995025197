"""PubMed's text format: cut byte for byte, and read with every field that it has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pubmed.samples import NBIB

from ketaevidence.errors import ReadError
from ketaevidence.pubmed import text_slices
from ketaevidence.pubmed.medline import is_medline, medline_slices, read_medline
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.parts import (
    Author,
    Book,
    Chemical,
    Grant,
    Keyword,
    Qualifier,
    Registration,
    SupplementaryConcept,
)

FULL = """PMID- 90000001
OWN - NLM
STAT- MEDLINE
DCOM- 20210305
LR  - 20220101
IS  - 1111-1111 (Electronic)
IS  - 2222-2222 (Linking)
VI  - 7
IP  - 2
DP  - 2020 Mar 5
TI  - Ketamine and the naïve rat: a title that goes on over
      two lines.
PG  - 11-19
LID - 10.1000/own [doi]
LID - S0000-0000(20)1 [pii]
AB  - BACKGROUND: We studied 12 patients. METHODS:\x20
      By invention.
CI  - Copyright (c) 2020 Nobody.
FAU - Muster, Erika A Jr
AU  - Muster EA Jr
AUID- ORCID: https://orcid.org/0000-0000-0000-0001
AUID- GRID: grid.1
AD  - First Clinic, Somewhere in a long line of
      an address.
AD  - Second Clinic.
CN  - Invented Pain Group
AD  - The group's office.
FAU - van der Beispiel, Jan
AU  - van der Beispiel J
FAU - Solo
AU  - Solo
AU  - Kurz AB
LA  - eng
LA  - ger
SI  - ClinicalTrials.gov/NCT00000001
GR  - R01 XX000001/XX/NIXX NIH HHS/United States
GR  - etc.
PT  - Journal Article
PT  - Randomized Controlled Trial
PT  - Research Support, Non-U.S. Gov't, of a kind with a very long
      name
DEP - 20191230
TT  - Ketamin.
PL  - England
TA  - J Invent Pain
JT  - Journal of Invented Pain
JID - 0000001
RN  - 690G0D6V8H (Ketamine)
RN  - 0 (Drugs (Invented))
RN  - KET protocol
NM  - Invented disease
SB  - IM
OAB - Publisher: Abstract available from the publisher.
OABL- ger
OCI - Copyright Nobody.
OAB - For everyone.
OABL- eng
EIN - J Invent Pain. 2021;8:1. PMID: 90000007
CIN - J Invent Pain. 2021;8:2
MH  - Ketamine/administration & dosage/*therapeutic use
MH  - *Complex Regional Pain Syndromes
OTO - NOTNLM
OT  - *ketamine
OT  - pain
OTO - NASA
OT  - space
GS  - INV1
PS  - Person A
FPS - Person, Ada
COIS- None, we say.
GN  - KIE: An invented note.
IR  - Helper H
FIR - Helper, Hanna
IRAD- Third Clinic.
RF  - 31
SFM - Invented Flight
EDAT- 2020/03/06 06:00
MHDA- 2021/03/05 06:00
CRDT- 2020/03/06 09:00
PMCR- 2021/01/01 00:00
PHST- 2019/10/01 00:00 [received]
PHST- 2020/03/06 06:00 [pubmed]
PST - ppublish
AID - 10.1000/own [doi]
AID - 19-1 [pii]
PMC - PMC0000001
MID - NIHMS1
OID - NLM: PMC0000001
SO  - J Invent Pain. 2020 Mar 5;7(2):11-19. doi: 10.1000/own.
"""
BOOK = """PMID- 90000009
STAT- Publisher
DRDT- 20190404
CTDT- 20090630
ISBN- 0000000000
PB  - Invented Press
EN  - 2
CTI - Invented Books
DP  - 1993
TI  - A chapter on ketamine.
BTI - Pain, invented
FED - Editor, Ed
ED  - Editor E
FAU - Writer, Will
AU  - Writer W
PL  - Seattle (WA)
AID - NBK1 [bookaccession]
"""
FILE = (
    b"\xef\xbb\xbf<pre>\n\nPMID- 1\r\nTI  - One.\r\n\r\nPMID- 2\nTI  - T\xff.\n\n\n"
    b"PMID- 3\nTI  - Three,\n\n      goes on.\n\nVI  - 7\n\n</pre>\nmore \n"
)


def read(text):
    """Read one record."""
    return read_medline(text, "a file")


def field(line):
    """Read a record that has this field."""
    return read(f"PMID- 5\nTI  - A title\n{line}\n")


def cut(data, *sizes):
    """Cut a file into parts of these sizes, and slice it."""
    chunks, start = [], 0
    for size in sizes:
        chunks.append(data[start : start + size])
        start += size
    return list(medline_slices([*chunks, data[start:]], "a file"))


def test_each_piece_of_a_file_is_a_slice_with_its_own_bytes():
    """Records and what is none come in order, each with its bytes and its place."""
    pieces = cut(FILE)
    assert [(p.kind, p.raw, p.problem is None) for p in pieces] == [
        (None, b"<pre>", False),
        ("MEDLINE", b"PMID- 1\r\nTI  - One.", True),
        (None, b"PMID- 2\nTI  - T\xff.", False),
        ("MEDLINE", b"PMID- 3\nTI  - Three,\n\n      goes on.\n\nVI  - 7", True),
        (None, b"</pre>\nmore", False),
    ]
    assert "UTF-8" in pieces[2].problem
    for piece in pieces:
        assert FILE[piece.offset : piece.offset + len(piece.raw)] == piece.raw


@given(st.lists(st.integers(0, 12), max_size=40))
def test_how_a_file_arrives_changes_nothing(sizes):
    """Any cut of a file into parts gives the same slices."""
    assert cut(FILE, *sizes) == cut(FILE)


LINES = st.sampled_from(
    [
        b"PMID- 7", b"PMID-8", b"PMID - 9", b"TI  - x", b"      more", b"", b" ", b"junk",
        b"\xff", b"AB  -", b"\tPMID- 1", b"PMID: 4", b"TY  - JOUR",
    ]
)  # fmt: skip
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])


@given(
    st.lists(st.tuples(LINES, ENDS)),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
    st.lists(st.integers(0, 9)),
)
def test_nothing_but_layout_stands_between_slices(lines, bom, sizes):
    """The slices and the white space between them are the whole file."""
    data = bom + b"".join(line + end for line, end in lines)
    rest, end = [], len(bom)
    for piece in cut(data, *sizes):
        assert data[piece.offset : piece.offset + len(piece.raw)] == piece.raw
        rest.append(data[end : piece.offset])
        end = piece.offset + len(piece.raw)
    assert not b"".join([*rest, data[end:]]).strip()


def test_a_record_is_the_same_bytes_wherever_it_stands():
    """What follows a record in its file is no part of it."""
    alone = cut(b"PMID- 1\nTI  - One.")[0].raw
    assert cut(b"PMID- 1\nTI  - One.\n\n\nPMID- 2\nTI  - Two.\n")[0].raw == alone


def test_a_piece_without_end_is_refused(monkeypatch):
    """A record, or a line, larger than any record is refused while it is read."""
    monkeypatch.setattr(text_slices, "LARGEST_PIECE", 100)
    for data in (b"PMID- 1\n" + b"AB  - x\n" * 20, b"PMID- 1\nAB  - " + b"x" * 200):
        with pytest.raises(ReadError, match="at byte"):
            cut(data, *[7] * 30)


def test_the_file_is_not_held_in_memory():
    """A record is given as soon as the next begins, before the file is read on."""

    def chunks():
        yield b"PMID- 1\nTI  - One.\n\nPMID- 2\n"
        pytest.fail("the file was read on")

    assert next(medline_slices(chunks(), "a file")).raw == b"PMID- 1\nTI  - One."


def test_utf_16_is_refused():
    """A file in UTF-16 is refused with one line that says so."""
    with pytest.raises(ReadError, match="UTF-16; save it as UTF-8"):
        cut(NBIB.encode("utf-16"))


def test_the_format_is_recognised():
    """The format is known by its PMID line, wherever the first record starts."""
    assert is_medline("\n\nPMID- 1\nTI  - x")
    assert not is_medline("TY  - JOUR\nN1  - PMID: 1")


def test_texts_are_joined_as_in_the_xml():
    """Continued lines join with one space, in every field; letters stay as they are."""
    record = read(FULL)
    assert record.title == (
        "Ketamine and the naïve rat: a title that goes on over two lines."
    )
    assert [section.text for section in record.sections] == [
        "BACKGROUND: We studied 12 patients. METHODS: By invention."
    ]
    assert record.publication_types[2].name.endswith("of a kind with a very long name")
    assert read(FULL.replace("\n", "\r\n")) == record


def test_authors_stand_in_the_files_order_with_what_is_theirs():
    """Affiliations and identifiers belong to the author, or group, before them."""
    assert read(FULL).authors == (
        Author(
            last_name="Muster",
            fore_name="Erika A",
            initials="EA",
            suffix="Jr",
            orcid="https://orcid.org/0000-0000-0000-0001",
            affiliations=(
                "First Clinic, Somewhere in a long line of an address.",
                "Second Clinic.",
            ),
            other_ids=(("GRID", "grid.1"),),
        ),
        Author(
            collective_name="Invented Pain Group", affiliations=("The group's office.",)
        ),
        Author(last_name="van der Beispiel", fore_name="Jan", initials="J"),
        Author(last_name="Solo"),
        Author(last_name="Kurz", initials="AB"),
    )


def test_other_people_are_no_authors():
    """Investigators and the people a record is about have their own places."""
    record = read(FULL)
    assert record.investigators == (
        Author(
            last_name="Helper",
            fore_name="Hanna",
            initials="H",
            affiliations=("Third Clinic.",),
        ),
    )
    assert record.people == (Author(last_name="Person", fore_name="Ada", initials="A"),)


def test_an_affiliation_of_nobody_is_given_to_nobody():
    """An affiliation that stands with no person is kept as a note."""
    record = read("PMID- 5\nTI  - A\nAU  - Muster E\nLA  - eng\nAD  - A clinic.\n")
    assert record.authors == (Author(last_name="Muster", initials="E"),)
    assert record.notes == (("AD", "A clinic."),)


@pytest.mark.parametrize(
    ("full", "short", "expected"),
    [
        ("Smith, John A Jr", "Smith JA Jr", ("Smith", "John A", "JA", "Jr")),
        ("Smith, John 3rd", "Smith J 3rd", ("Smith", "John", "J", "3rd")),
        ("Smith, J Esq", "Smith J Esq", ("Smith", "J Esq", "J Esq", None)),
        ("Smith, Ivan I", "Smith II", ("Smith", "Ivan I", "II", None)),
        ("Smith, John Jr", "Smith J", ("Smith", "John Jr", "J", None)),
        ("De Simone", "De Simone", ("De Simone", None, None, None)),
        ("Müller, Jörg", "Mueller J", ("Müller", "Jörg", "J", None)),
        ("Øst, Åse", "Øst Å", ("Øst", "Åse", "Å", None)),
        (None, "Smith JA Jr", ("Smith", None, "JA", "Jr")),
        (None, "De Simone", ("De Simone", None, None, None)),
    ],
)
def test_names_are_taken_apart_only_where_that_is_certain(full, short, expected):
    """A suffix is a known one that both forms have; a lone name is a last name."""
    line = f"FAU - {full}\nAU  - {short}" if full else f"AU  - {short}"
    (author,) = field(line).authors
    assert (
        author.last_name,
        author.fore_name,
        author.initials,
        author.suffix,
    ) == expected


def test_the_places_and_dates_of_publication_arrive():
    """Journal, volume, pages, dates and history are those of the file."""
    record = read(FULL)
    journal = record.journal
    assert (journal.issn, journal.issn_type) == ("1111-1111", "Electronic")
    assert (journal.issn_linking, journal.country) == ("2222-2222", "England")
    assert record.citation == "Muster Jr EA et al. (2020). J Invent Pain. 7(2):11-19"
    assert str(record.published) == "2020-03-05"
    assert str(record.published_online) == "2019-12-30"
    assert [str(record.completed), str(record.revised)] == ["2021-03-05", "2022-01-01"]
    assert [(status, str(day)) for status, day in record.history] == [
        ("received", "2019-10-01"),
        ("pubmed", "2020-03-06"),
        ("medline", "2021-03-05"),
        ("entrez", "2020-03-06"),
        ("pmc-release", "2021-01-01"),
    ]
    assert (record.status, record.publication_status) == ("MEDLINE", "ppublish")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2019", PartialDate(2019)),
        ("2019 Mar", PartialDate(2019, 3)),
        ("2019 Mar 5", PartialDate(2019, 3, 5)),
        ("2019 Nov-Dec", PartialDate(2019, words="2019 Nov-Dec")),
        ("2019 Winter", PartialDate(2019, words="2019 Winter")),
        ("2019 Mar 5-11", PartialDate(2019, words="2019 Mar 5-11")),
        ("1998 Dec-1999 Jan", PartialDate(1998, words="1998 Dec-1999 Jan")),
        ("Winter", PartialDate(words="Winter")),
    ],
)
def test_a_printed_date_is_as_exact_as_it_is_printed(printed, expected):
    """What is no plain date keeps the words of the journal."""
    assert field(f"DP  - {printed}").published == expected


def test_identifiers_arrive_once_each():
    """The DOI is the record's own; other identifiers keep their kind."""
    record = read(FULL)
    assert (record.doi, record.pmcid) == ("10.1000/own", "PMC0000001")
    assert record.other_ids == (
        ("pii", "S0000-0000(20)1"),
        ("pii", "19-1"),
        ("mid", "NIHMS1"),
        ("NLM", "PMC0000001"),
    )
    assert field("LID - e17").pages == "e17"


def test_subjects_and_substances_arrive():
    """Headings, keywords, substances, genes and protocols keep what is said of them."""
    record = read(FULL)
    assert [(h.name, h.is_major) for h in record.mesh] == [
        ("Ketamine", False),
        ("Complex Regional Pain Syndromes", True),
    ]
    assert record.mesh[0].qualifiers == (
        Qualifier("administration & dosage"),
        Qualifier("therapeutic use", is_major=True),
    )
    assert record.keywords == (
        Keyword("ketamine", "NOTNLM", is_major=True),
        Keyword("pain", "NOTNLM"),
        Keyword("space", "NASA"),
    )
    assert record.chemicals == (
        Chemical("Ketamine", registry_number="690G0D6V8H"),
        Chemical("Drugs (Invented)", registry_number="0"),
    )
    assert record.supplementary_mesh == (
        SupplementaryConcept("KET protocol"),
        SupplementaryConcept("Invented disease"),
    )
    assert record.gene_symbols == ("INV1",)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("R01 X1/CA/NCI NIH HHS/United States", ("R01 X1", "CA", "NCI NIH HHS", "United States")),
        ("MR/X1/1/MRC_/Medical Council/United Kingdom", ("MR/X1/1", "MRC_", "Medical Council", "United Kingdom")),
        ("R18/CCR1/PHS HHS/United States", ("R18/CCR1", None, "PHS HHS", "United States")),
        ("1080/Telethon/Italy", ("1080", None, "Telethon", "Italy")),
        ("AL 1887/1-1/Research Fund", ("AL 1887/1-1", None, "Research Fund", None)),
        ("UIDB/04035/2020/Fund/", ("UIDB/04035/2020", None, "Fund", None)),
        ("HHMI/Howard Hughes Medical Institute/United States", (None, "HHMI", "Howard Hughes Medical Institute", "United States")),
        ("A Foundation", (None, None, "A Foundation", None)),
        ("HL12345", ("HL12345", None, None, None)),
    ],
)  # fmt: skip
def test_a_grant_is_read_from_its_end(line, expected):
    """Slashes in a number stay there; country and short name are known by their shape."""
    (grant,) = field(f"GR  - {line}").grants
    assert (grant.number, grant.acronym, grant.agency, grant.country) == expected


def test_what_else_a_record_says_arrives():
    """Links, registrations, notes, further abstracts and counts have their places."""
    record = read(FULL)
    assert record.grants == (
        Grant("NIXX NIH HHS", "R01 XX000001", "XX", "United States"),
    )
    assert record.registrations == (Registration("ClinicalTrials.gov", "NCT00000001"),)
    assert [(c.kind, c.reference, c.pmid) for c in record.corrections] == [
        ("ErratumIn", "J Invent Pain. 2021;8:1.", "90000007"),
        ("CommentIn", "J Invent Pain. 2021;8:2", None),
    ]
    assert [(a.kind, a.language, a.copyright) for a in record.other_abstracts] == [
        ("Publisher", "ger", "Copyright Nobody."),
        ("", "eng", None),
    ]
    assert record.other_abstracts[1].sections[0].text == "For everyone."
    assert record.notes == (("KIE", "An invented note."),)
    assert record.languages == ("eng", "ger")
    assert record.vernacular_title == "Ketamin."
    assert record.abstract_copyright == "Copyright (c) 2020 Nobody."
    assert record.conflict_of_interest == "None, we say."
    assert record.citation_subsets == ("IM",)
    assert record.space_flight_missions == ("Invented Flight",)
    assert record.number_of_references == "31"


def test_a_chapter_of_a_book_is_one():
    """A book's chapter has its book, its editors and its own authors."""
    record = read(BOOK)
    assert (record.kind, record.title) == ("book", "A chapter on ketamine.")
    assert record.journal.title == "Pain, invented"
    assert record.book == Book(
        title="Pain, invented",
        publisher="Invented Press",
        place="Seattle (WA)",
        edition="2",
        collection="Invented Books",
        isbns=("0000000000",),
        editors=(Author(last_name="Editor", fore_name="Ed", initials="E"),),
        contributed=PartialDate(2009, 6, 30),
    )
    assert [author.name for author in record.authors] == ["Writer W"]
    assert record.other_ids == (("bookaccession", "NBK1"),)


def test_a_field_after_a_blank_line_is_read():
    """A blank line inside a record costs nothing of it."""
    assert read("PMID- 5\nTI  - A\n\n      title\n\nVI  - 7\n").title == "A title"
    assert read("PMID- 5\nTI  - A\n\nVI  - 7\n").volume == "7"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("PMID- 5\nVI  - 7\n", "PMID 5 has no title"),
        ("PMID- 5\nTI  - \n", "PMID 5 has no title"),
        ("PMID- 5\nTI  - A title that\nlost its indent\n", "'lost its indent'"),
        ("PMID- 5\nTI  - A\nPMID- 6\n", "'5', '6'"),
        ("PMID- 5 or so\nTI  - A\n", "one number"),
        ("PMID- 0\nTI  - A\n", "one number"),
    ],
)
def test_a_record_that_would_be_read_wrongly_is_refused(text, told):
    """A record without title, with two PMIDs or with a stray line is one clear error."""
    with pytest.raises(ReadError, match=told) as caught:
        read(text)
    assert "\n" not in str(caught.value)


def test_a_space_more_or_less_behind_pmid_is_let_pass():
    """The PMID is read however its line sets the hyphen."""
    for start in ("PMID- 5", "PMID-5", "PMID - 5"):
        assert read(f"{start}\nTI  - A\n").pmid == "5"


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_no_title_can_break_the_reader(words):
    """Any words in one line are a title as they stand, white space apart."""
    line = " ".join(
        words.replace("\r", " ").replace("\n", " ").replace("\t", " ").split(" ")
    )
    expected = " ".join(part for part in line.split(" ") if part).strip()
    if expected:
        assert read(f"PMID- 5\nTI  - {line}\n").title == expected
