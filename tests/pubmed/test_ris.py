"""RIS: cut byte for byte, and read without guessing what a number is."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.errors import BrokenRecordWarning, ReadError
from ketaevidence.pubmed.files import read_records
from ketaevidence.pubmed.ris import is_ris, read_ris, ris_slices
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.parts import Author, Book, Keyword

FULL = """TY  - JOUR
TI  - Ketamine and the naïve rat:
a title over two lines
AU  - Muster, Erika A., Jr
AU  - van der Beispiel, J.-P.
AU  - Invented Pain Group,
AU  - Nocomma E
JF  - Journal of Invented Pain
JO  - J. Invent. Pain
PY  - 2020
DA  - 2020/03/05/
VL  - 7
IS  - 2
SP  - 11
EP  - 19
SN  - 12345678
DO  - https://doi.org/10.1000/own%281%29
UR  - https://pubmed.ncbi.nlm.nih.gov/90000001/
C2  - PMC0000001
AN  - CN-1
LA  - English
KW  - *pain
ketamine; racemic
AB  - BACKGROUND: We studied
   12 patients.
AB  - Copyright of J Invent Pain is the property of Nobody.
N1  - A note.
ID  - invented-1
ER  -\x20
"""
FILE = (
    b"\xef\xbb\xbfRecord #1 of 2\nProvider: Nobody\nContent: text/plain\n\n"
    b"TY  -  JOUR\r\nTI  -  One\r\nER  -\r\n\r\n2. \nTY  - JOUR\nTI  - T\xe9\nER  - \n"
    b"TY  - JOUR\nTI  - No end\n\nTY  - JOUR\nTI  - Four\n\nER  - \nnoise\nmore\n\n"
    b"TY  - JOUR\nTI  - Cut sho"
)


def record_of(*lines):
    """Read a record of these lines beside its title."""
    return read_ris(
        "\n".join(["TY  - JOUR", "TI  - A", *lines, "ER  - "]).encode(), "f"
    )


def cut(data, *sizes):
    """Cut a file into parts of these sizes, and slice it."""
    chunks, start = [], 0
    for size in sizes:
        chunks.append(data[start : start + size])
        start += size
    return list(ris_slices([*chunks, data[start:]], "a file"))


def test_each_piece_of_a_file_is_a_slice_with_its_own_bytes():
    """Records and what is none come in order, each with its bytes and its place."""
    pieces = cut(FILE)
    assert [(p.kind, p.raw) for p in pieces] == [
        ("RIS", b"TY  -  JOUR\r\nTI  -  One\r\nER  -"),
        (None, b"TY  - JOUR\nTI  - T\xe9\nER  -"),
        (None, b"TY  - JOUR\nTI  - No end"),
        ("RIS", b"TY  - JOUR\nTI  - Four\n\nER  -"),
        (None, b"noise\nmore"),
        (None, b"TY  - JOUR\nTI  - Cut sho"),
    ]
    told = [piece.problem for piece in pieces if piece.problem]
    for problem, word in zip(told, ["UTF-8", "ER", "TY", "ER"], strict=True):
        assert word in problem
    for piece in pieces:
        assert FILE[piece.offset : piece.offset + len(piece.raw)] == piece.raw


@given(st.lists(st.integers(0, 12), max_size=40))
def test_how_a_file_arrives_changes_nothing(sizes):
    """Any cut of a file into parts gives the same slices."""
    assert cut(FILE, *sizes) == cut(FILE)


LINES = st.sampled_from(
    [b"TY  - JOUR", b"ER  - ", b"TI  - x", b"more", b"", b"\t", b"\xff", b"ER", b"TY - J"]
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


def test_the_file_is_not_held_in_memory():
    """A record is given at its end, before the file is read on."""

    def chunks():
        yield b"TY  - JOUR\nTI  - One\nER  - \nTY"
        pytest.fail("the file was read on")

    (first, *_) = (next(ris_slices(chunks(), "a file")),)
    assert first.kind == "RIS"


def test_the_format_is_recognised():
    """RIS is known by its first TY line, below a mark or a heading too."""
    for head in ("", "\ufeff", "\n1. \n", "Record #1 of 1\nProvider: X\n\n"):
        assert is_ris(f"{head}TY  - JOUR\nTI  - A\n")
    assert not is_ris("<PubmedArticleSet>\nTY  - JOUR")
    assert not is_ris("Type: TY  - JOUR")


def test_a_whole_record_arrives():
    """Every field that a Record has a place for is there, in the source's words."""
    record = read_ris(FULL.encode(), "f")
    assert record.key == "pmid:90000001"
    assert record.title == "Ketamine and the naïve rat: a title over two lines"
    assert record.authors == (
        Author(last_name="Muster", fore_name="Erika A.", initials="EA", suffix="Jr"),
        Author(last_name="van der Beispiel", fore_name="J.-P.", initials="JP"),
        Author(collective_name="Invented Pain Group"),
        Author(last_name="Nocomma E"),
    )
    assert record.citation == "Muster Jr EA et al. (2020). J. Invent. Pain. 7(2):11-19"
    assert (record.journal.title, record.journal.issn) == (
        "Journal of Invented Pain",
        "1234-5678",
    )
    assert record.published == PartialDate(2020, 3, 5)
    assert (record.doi, record.pmcid) == ("10.1000/own(1)", "PMC0000001")
    assert (record.local_id, record.other_ids) == (
        "invented-1",
        (("accession", "CN-1"),),
    )
    assert record.languages == ("English",)
    assert record.keywords == (
        Keyword("pain", is_major=True),
        Keyword("ketamine; racemic"),
    )
    assert [s.text for s in record.sections] == ["BACKGROUND: We studied 12 patients."]
    assert record.abstract_copyright.startswith("Copyright of")
    assert record.notes == (("", "A note."),)
    assert record.publication_types == ()


def test_line_ends_change_nothing():
    """A file saved on another system is the same record."""
    for end in ("\r\n", "\r"):
        other = FULL.replace("\n", end).encode()
        assert read_records(other)[0] == read_ris(FULL.encode(), "f")


@pytest.mark.parametrize(
    ("lines", "pmid"),
    [
        (["AN  - 77", "DB  - PubMed"], "77"),
        (["AN  - 77", "DB  - Ovid MEDLINE(R) ALL <1946 to now>"], "77"),
        (["AN  - MEDLINE:77"], "77"),
        (["PM  - 77"], "77"),
        (["C2  - PMID: 77"], "77"),
        (["C3  - PUBMED 77,EMBASE 88"], "77"),
        (["N1  - PMID: 77"], "77"),
        (["N1  - A note", "PMID: 77."], "77"),
        (["UR  - https://www.ncbi.nlm.nih.gov/pubmed/77"], "77"),
        (["UR  - https://x.org https://pubmed.ncbi.nlm.nih.gov/77/"], "77"),
        (["L2  - https://europepmc.org/article/MED/77", "PM  - 77"], "77"),
        (["AN  - 77"], None),
        (["AN  - 77", "DB  - Embase"], None),
        (["AN  - 77", "DB  - Embase", "Medline"], None),
        (["AN  - WOS:77", "DB  - PubMed"], None),
        (["C2  - 77", "DB  - Scopus"], None),
        (["C5  - 77", "ID  - 77", "M1  - 77", "DB  - Medline"], None),
        (["N1  - Comment on: J Invent Pain. 2020; PMID: 77"], None),
        (["UR  - https://pubmed.ncbi.nlm.nih.gov/?term=77"], None),
        (["UR  - https://pubmed.ncbi.nlm.nih.gov/77,78/"], None),
        (["UR  - https://pmc.ncbi.nlm.nih.gov/articles/PMC77/"], None),
        (["PM  - 0077"], None),
    ],
)  # fmt: skip
def test_a_number_is_a_pmid_only_where_the_field_says_so(lines, pmid):
    """A bare number is never taken for a PMID."""
    assert record_of(*lines).pmid == pmid


def test_two_pmids_are_not_chosen_between():
    """A record whose fields name two PMIDs is refused with both named."""
    with pytest.raises(ReadError, match=r"several PMIDs \(77, 78\)"):
        record_of("PM  - 77", "UR  - https://pubmed.ncbi.nlm.nih.gov/78/")


@pytest.mark.parametrize(
    ("lines", "pmcid"),
    [
        (["C2  - PMC1"], "PMC1"),
        (["N1  - PMCID: PMC1"], "PMC1"),
        (["UR  - https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/pdf"], "PMC1"),
        (["C2  - PMC1", "UR  - https://pmc.ncbi.nlm.nih.gov/articles/PMC2"], None),
        (["C2  - 1"], None),
    ],
)
def test_a_number_of_pubmed_central_is_one_by_its_letters(lines, pmcid):
    """A PMCID is taken where it is written as one, and only if there is one."""
    assert record_of(*lines).pmcid == pmcid


@pytest.mark.parametrize(
    ("lines", "doi"),
    [
        (["DO  - 10.1000/a;b<c>"], "10.1000/a;b<c>"),
        (["DO  - doi: 10.1000/a"], "10.1000/a"),
        (["DO  - http://dx.doi.org/10.1000/a?from=x"], "10.1000/a"),
        (["L3  - 10.1000/a"], "10.1000/a"),
        (["UR  - https://x.org https://doi.org/10.1000/a"], "10.1000/a"),
        (["DO  - pending", "UR  - https://x.org/10.1000/a"], None),
    ],
)
def test_a_doi_is_bare_however_it_is_written(lines, doi):
    """The DOI comes from its own field, or from a link to the DOI resolver."""
    assert record_of(*lines).doi == doi


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["PY  - 2020"], PartialDate(2020)),
        (["Y1  - 2020///"], PartialDate(2020)),
        (["Y1  - 2020/04/03/"], PartialDate(2020, 4, 3)),
        (["Y1  - 2020/00/00"], PartialDate(2020)),
        (["PY  - 2020///Spring"], PartialDate(2020, words="2020 Spring")),
        (["PY  - 2020", "DA  - 2020-04-03"], PartialDate(2020, 4, 3)),
        (["PY  - 2020", "DA  - SEP 22"], PartialDate(2020, 9, 22)),
        (["PY  - 2020", "DA  - SEP-OCT"], PartialDate(2020, words="2020 Sep-Oct")),
        (["PY  - 2020", "DA  - 2019/12/30"], PartialDate(2020)),
        (["DA  - 2020/04"], PartialDate(2020, 4)),
        (["PY  - in press"], PartialDate(words="in press")),
        ([], PartialDate()),
    ],
)
def test_a_date_is_as_exact_as_it_is_given(lines, expected):
    """Year, month and day come from the fields that agree; nothing is filled in."""
    assert record_of(*lines).published == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["SP  - 12", "EP  - 19"], "12-19"),
        (["SP  - 12-19"], "12-19"),
        (["SP  - 12-19", "EP  - 19"], "12-19"),
        (["SP  - e7", "EP  - e7"], "e7"),
        (["EP  - 19"], None),
    ],
)
def test_pages_go_from_the_first_to_the_last(lines, expected):
    """Both ways of giving pages are read."""
    assert record_of(*lines).pages == expected


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (["DO  - 10.1000/A", "ID  - x1"], "doi:10.1000/a"),
        (["ID  - x1", "AN  - y1"], "local:x1"),
        (["ID  - 889", "AN  - CN-1"], "local:CN-1"),
        (["AN  - 889", "DB  - Embase"], "local:Embase 889"),
    ],
)
def test_a_record_is_known_by_what_names_it_anywhere(lines, key):
    """A running number of one library is no identifier."""
    assert record_of(*lines).key == key


def test_a_record_without_identifier_is_known_by_its_own_text():
    """The made-up name is the same for the same text, and for no other."""
    first = record_of("AU  - Muster, E", "ID  - 1")
    assert first.key.startswith("local:ris-")
    assert record_of("AU  - Muster, E  \r", "ID  - 1").key == first.key
    assert record_of("AU  - Muster, F", "ID  - 1").key != first.key


def test_a_chapter_stands_in_its_book():
    """The type of reference decides between articles and books, and nothing more."""
    text = "TY  - CHAP\nTI  - On ketamine\nT2  - Pain, invented\nA2  - Editor, E.\nPB  - Press\nSN  - 9780000000000\nER  - "
    record = read_ris(text.encode(), "f")
    assert record.kind == "book"
    assert record.book == Book(
        title="Pain, invented",
        publisher="Press",
        isbns=("9780000000000",),
        editors=(Author(last_name="Editor", fore_name="E.", initials="E"),),
    )
    assert record.journal.issn is None
    assert record.publication_types == ()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"TY  - JOUR\nAU  - Muster, E\nER  - ", "no title"),
        (b"TY  - JOUR\nTI  - \nER  - ", "no title"),
        ("TY  - JOUR\nTI  - é\nER  - ".encode("cp1252"), "UTF-8"),
        (b"TY  - JOUR\nTI  - A", "found 0"),
        (b"TY  - JOUR\nTI  - A\nER  - \nTY  - JOUR\nTI  - B\nER  - ", "found 2"),
    ],
)
def test_what_is_no_record_is_refused_with_one_line(raw, told):
    """A record without a title or an end, or in another encoding, is one clear error."""
    with pytest.raises(ReadError, match=told) as caught:
        read_ris(raw, "f")
    assert "\n" not in str(caught.value)


def test_a_file_in_another_encoding_says_so():
    """A Windows file is refused by its records, a UTF-16 file as a whole."""
    text = "TY  - JOUR\nTI  - Café\nER  - \n"
    for encoding in ("cp1252", "utf-16"):
        with pytest.raises(ReadError, match="UTF-8"):
            read_records(text.encode(encoding))
    assert read_records(text.encode("utf-8-sig"))[0].title == "Café"


def test_what_cannot_be_read_costs_itself_only():
    """The readable records of a damaged file arrive, the others are kept."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        records = read_records(FILE)
    assert [record.title for record in records] == ["One", "Four"]
    assert [piece.raw for piece in records.broken] == [
        piece.raw for piece in cut(FILE) if piece.problem
    ]
    assert caught[0].category is BrokenRecordWarning


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=4))
def test_no_text_can_break_the_reader(values):
    """Whatever stands in the fields, the record is read or refused with a reason."""
    lines = [
        f"{tag}  - {value}"
        for tag, value in zip(("AU", "DA", "UR", "AN"), values, strict=False)
    ]
    try:
        record = record_of("PY  - 2020", *lines)
    except ReadError as error:
        assert "found" in str(error) or "PMIDs" in str(error)  # noqa: PT017 (either may be right)
    else:
        assert record.key.startswith(("local:", "doi:", "pmid:"))
