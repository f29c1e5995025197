"""Opening what people export: what is taken, and what is refused with one line."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pubmed.samples import BOOK, HEADING, NBIB, article, record_set

from ketaevidence.errors import BrokenRecordWarning, ReadError
from ketaevidence.pubmed import sources
from ketaevidence.pubmed.files import read_file, read_records, stream_records
from ketaevidence.records.model import UI_OF_TYPE
from ketaevidence.records.parts import Qualifier


def test_paths_bytes_and_open_files_read_alike(tmp_path):
    """A path, bytes, an open file and a compressed file give the same records."""
    data = record_set(article(), article("90000002"))
    plain, packed = tmp_path / "a.xml", tmp_path / "a.xml.gz"
    plain.write_bytes(data)
    packed.write_bytes(gzip.compress(data))
    expected = read_records(data)
    assert len(expected) == 2
    for source in (plain, str(packed), io.BytesIO(data)):
        assert read_records(source) == expected


def test_every_records_own_bytes_are_kept():
    """The raw bytes of a record are exactly its part of the file."""
    first, second = article(), article("90000002")
    incoming = read_file(record_set(first, second)).incoming
    assert [item.raw.decode() for item in incoming] == [first.strip(), second.strip()]


def test_deletion_lists_are_no_records():
    """A list of deleted PMIDs at the end of an update file is passed over."""
    deletions = '<DeleteCitation><PMID Version="1">5</PMID></DeleteCitation>'
    assert len(read_records(record_set(article(), deletions))) == 1


@pytest.mark.parametrize(
    "body", ["<PubmedArticleSet/>", "<PubmedArticleSet></PubmedArticleSet>"]
)
def test_an_empty_set_is_an_honest_answer(body):
    """A record set without records is empty, not an error."""
    assert len(read_records((HEADING + body).encode())) == 0


@given(st.data())
def test_a_file_cut_anywhere_is_refused(data):
    """Wherever a file is cut before its end, nothing is returned from it."""
    whole = record_set(article(), article("90000002")).rstrip()
    cut = data.draw(st.integers(min_value=1, max_value=len(whole) - 1))
    with pytest.raises(ReadError):
        read_records(whole[:cut])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"hello", "no XML"),
        (b"%PDF-1.7 ...", "no XML"),
        (HEADING.encode(), "nothing after the XML heading"),
        (b"<!DOCTYPE html><html><body>Blocked</body></html>", "web page"),
        (b"<eSearchResult><Count>0</Count></eSearchResult>", "eSearchResult"),
        (b"<PubmedArticleSet><ERROR>down</ERROR></PubmedArticleSet>", "at byte"),
        (record_set(article()) + b"<more/>", "after the end"),
        (record_set(article()).replace(b"UTF-8", b"UTF-16"), "encoding"),
        ("<PubmedArticleSet/>".encode("utf-16"), "UTF-16"),
        (record_set(article(title="a < b")), "well-formed"),
        (record_set(article(title="&foo;")), "well-formed"),
        (record_set("<PubmedArticle><PubmedData/></PubmedArticle>"), "MedlineCitation"),
        (record_set(article()).replace(b"Ketamine", b"\xff\xfe"), "well-formed"),
        (gzip.compress(record_set(article()))[:-20], "cut short"),
    ],
)  # fmt: skip
def test_what_is_not_from_pubmed_is_refused_with_one_line(data, told):
    """A damaged or foreign file gives one line that says what was found."""
    with pytest.raises(ReadError, match=told) as caught:
        read_records(data)
    assert "\n" not in str(caught.value)


def test_entities_of_a_files_own_are_refused():
    """A file that declares entities (to read files or to blow up) is not read."""
    bomb = b'<!DOCTYPE PubmedArticleSet [<!ENTITY a "b">]><PubmedArticleSet/>'
    for heading in (b"", b'<?xml version="1.0"?>\n'):
        with pytest.raises(ReadError, match="declares entities"):
            read_records(heading + bomb)


def test_a_decompression_bomb_is_stopped(monkeypatch):
    """A compressed file that grows beyond any PubMed file is stopped early."""
    monkeypatch.setattr(sources, "MAXIMUM_BYTES", 1000)
    with pytest.raises(ReadError, match="decompresses to more than"):
        read_records(gzip.compress(b" " * 100_000))


@pytest.mark.parametrize(
    ("name", "told"), [("missing.xml", "no such file"), ("", "folder")]
)
def test_missing_files_and_folders_are_named(tmp_path, name, told):
    """A path that is no file is named in the error."""
    with pytest.raises(ReadError, match=told):
        read_records(tmp_path / name)


def test_pubmeds_text_format_is_read():
    """An .nbib file gives the same facts as far as it has them."""
    first, second = read_records(NBIB.encode())
    assert first.title.startswith(
        "Ketamine in an invented trial that has a title over two"
    )
    assert first.doi == "10.1000/own"
    assert [author.name for author in first.authors] == [
        "Muster EA",
        "Invented Pain Group",
    ]
    assert first.authors[0].fore_name == "Erika A"
    assert str(first.published) == "2020-03-05"
    assert first.mesh[0].qualifiers == (
        Qualifier("administration & dosage", is_major=True),
    )
    assert first.pmcid == "PMC0000001"
    assert str(second.published) == "2019 Nov-Dec"
    assert second.year == 2019


def test_a_text_record_without_title_is_refused():
    """A MEDLINE record that lacks its title is an error with its PMID."""
    with pytest.raises(ReadError, match="PMID 5 has no title"):
        read_records(b"PMID- 5\nDP  - 2020\n")


def test_fingerprints_ignore_layout_and_nothing_else():
    """Indentation does not change a record's fingerprint; any character does."""
    record = article()
    flat = "".join(line.strip() for line in record.splitlines())
    prints = {
        text: read_file(record_set(text)).incoming[0].fingerprint
        for text in (record, flat, record.replace("12 patients", "13 patients"))
    }
    assert prints[record] == prints[flat]
    assert len(set(prints.values())) == 2


def test_the_text_format_tells_what_a_record_is():
    """Publication types of an .nbib file are recognised by their names."""
    for name, ui in UI_OF_TYPE.items():
        (record,) = read_records(f"PMID- 5\nTI  - A title\nPT  - {name}\n".encode())
        assert record.is_of_type(ui)
    (record,) = read_records(b"PMID- 5\nTI  - A title\nPT  - Retracted Publication\n")
    assert record.is_retracted


def test_the_text_formats_notices_and_registrations_arrive():
    """A retraction notice and a trial's registration of an .nbib file are kept."""
    text = b"PMID- 5\nTI  - A title\nRIN - J Invent Pain. 2020;1:2. PMID: 77\nEIN - J. 2021\nSI  - ClinicalTrials.gov/NCT00000001\n"
    (record,) = read_records(text)
    assert record.is_retracted

    assert {(c.kind, c.pmid) for c in record.corrections} == {
        ("RetractionIn", "77"),
        ("ErratumIn", None),
    }
    assert record.registrations[0].accession == "NCT00000001"


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (article().replace('Version="1"', 'Version="x"'), "no number"),
        (article().replace('Version="1"', 'Version="99999999"'), "no number"),
        (article(title="<i>" * 50_000 + "x" + "</i>" * 50_000), "nested without end"),
    ],
    ids=["version", "long version", "nesting"],
)
def test_absurd_records_are_refused_with_one_line(record, told):
    """A version that is no number, or markup without end, is one clear error."""
    with pytest.raises(ReadError, match=told):
        read_records(record_set(record))


# --- older sets, updates, and records that are broken ----------------------------------

OLDER = """<MedlineCitation Owner="NLM" Status="MEDLINE">
<PMID>11000001</PMID>
<Article><Journal><JournalIssue><PubDate><Year>2000</Year></PubDate></JournalIssue></Journal>
<ArticleTitle>An older invented record.</ArticleTitle>
<Affiliation>Clinic of the article.</Affiliation>
<AuthorList CompleteYN="Y"><Author><LastName>Muster</LastName><FirstName>Erika</FirstName>
<MiddleName>Anna</MiddleName><Initials>EA</Initials><Affiliation>Old clinic.</Affiliation></Author></AuthorList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>J Invent Pain</MedlineTA></MedlineJournalInfo>
<CommentsCorrections><RetractionIn><RefSource>J Invent Pain 2003;1:2</RefSource><PMID>13000001</PMID></RetractionIn></CommentsCorrections>
</MedlineCitation>
"""


def test_medlines_older_sets_are_read():
    """A MedlineCitationSet gives names, places and retractions in their older form."""
    data = f"<MedlineCitationSet>{OLDER}</MedlineCitationSet>".encode()
    (record,) = read_records(data)
    assert (record.pmid, record.version, record.year) == ("11000001", 1, 2000)
    assert record.authors[0].fore_name == "Erika Anna"
    assert record.authors[0].affiliations == ("Old clinic.",)
    assert record.is_retracted
    assert record.corrections[0].pmid == "13000001"
    assert read_file(data).incoming[0].raw == OLDER.strip().encode()
    (asked,) = read_records(data, references=True)
    assert asked.references == (), "asked for, and there is none"


def test_sets_of_books_are_read():
    """A PubmedBookArticleSet gives books."""
    data = f"<PubmedBookArticleSet>{BOOK}</PubmedBookArticleSet>".encode()
    assert [record.kind for record in read_records(data)] == ["book"]


def test_what_an_update_deletes_is_known():
    """Deleted PMIDs arrive with their versions, from every way of reading."""
    pmids = '<PMID Version="1">5</PMID>\n<PMID Version="12">6</PMID><PMID>7</PMID>'
    data = record_set(article(), f"<DeleteCitation>{pmids}</DeleteCitation>")
    expected = [("5", 1), ("6", 12), ("7", 1)]
    stream = stream_records(data)
    assert stream.deleted == []
    assert len(list(stream)) == 1
    assert stream.deleted == expected
    assert list(read_records(data).deleted) == expected
    assert list(read_file(data).deleted) == expected


GOOD = article("90000001"), article("90000003")
BAD = article("90000002")
BROKEN = {
    "bad XML": (BAD.replace("</Journal>", "</Jurnal>").encode(), "90000002"),
    "control character": (BAD.replace("Ketamine", "Keta\x0bmine").encode(), "90000002"),
    "NUL": (BAD.replace("Ketamine", "\x00").encode(), "90000002"),
    "bad UTF-8": (BAD.encode().replace(b"Ketamine", b"Keta\xffmine"), "90000002"),
    "surrogate": (BAD.encode().replace(b"Ketamine", b"\xed\xa0\x80"), "90000002"),
    "U+FFFE": (BAD.replace("Ketamine", "\ufffe").encode(), "90000002"),
    "unknown entity": (BAD.replace("Ketamine", "&nbsp;").encode(), "90000002"),
    "no end": (BAD.replace("</PubmedArticle>", "").encode(), "90000002"),
    "no PMID": (BAD.replace('<PMID Version="1">90000002</PMID>', "").encode(), None),
    "empty PMID": (BAD.replace('">90000002</PMID>', '"></PMID>').encode(), None),
    "no citation": (b"<PubmedArticle><PubmedData/></PubmedArticle>", None),
    "empty element": (b"<PubmedArticle/>", None),
    "junk": (b"junk between two records", None),
    "other element": (b"<Unknown>x</Unknown>", None),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_record_costs_only_itself(case):
    """What cannot be read is kept with place, PMID and bytes, and the rest arrives."""
    bad, pmid = BROKEN[case]
    data = record_set(GOOD[0], "@", GOOD[1]).replace(b"@", bad)
    with pytest.warns(BrokenRecordWarning) as caught:
        records = read_records(data)
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert [record.pmid for record in records] == ["90000001", "90000003"]
    (broken,) = records.broken
    assert broken.raw.strip() == bad.strip()
    assert data[broken.offset : broken.offset + len(broken.raw)] == broken.raw
    assert broken.pmid == pmid
    assert str(caught[0].message).startswith(str(broken))
    assert "\n" not in str(broken)
    assert (pmid or f"at byte {broken.offset}") in str(broken)


@pytest.mark.parametrize("case", BROKEN)
def test_every_way_of_reading_keeps_the_same_broken_records(case):
    """Stream and raw records agree on what is whole and what is not."""
    data = record_set(GOOD[0], "@", GOOD[1]).replace(b"@", BROKEN[case][0])
    stream, contents = stream_records(data), read_file(data)
    whole = list(stream)
    assert [item.record for item in contents.incoming] == whole
    assert list(contents.broken) == stream.broken


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("read", [read_records, read_file, lambda data: list(stream_records(data))], ids=["records", "file", "stream"])  # fmt: skip
def test_a_file_of_which_nothing_can_be_read_is_an_error(case, read):
    """A file without one readable record is one line, and never an empty answer."""
    data = record_set("@").replace(b"@", BROKEN[case][0])
    with pytest.raises(ReadError) as caught:
        read(data)
    assert "\n" not in str(caught.value)


def test_several_broken_records_are_one_warning():
    """However many are broken, one line tells the first and how many there are."""
    bad = BROKEN["bad XML"][0].decode()
    with pytest.warns(BrokenRecordWarning, match=r"PMID 90000002 .*\(and 2 more\)") as caught:  # fmt: skip
        records = read_records(record_set(bad, bad, article(), bad))
    assert len(caught) == 1
    assert len(records.broken) == 3
