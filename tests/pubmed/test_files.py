"""Opening what people export: what is taken, and what is refused with one line."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pubmed.samples import HEADING, NBIB, article, record_set

from ketaevidence.errors import ReadError
from ketaevidence.pubmed import sources
from ketaevidence.pubmed.files import read_file, read_records
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
    bomb = HEADING.replace(">\n", '>\n<!DOCTYPE PubmedArticleSet [<!ENTITY a "b">]>', 1)
    with pytest.raises(ReadError):
        read_records((bomb + "<PubmedArticleSet/>").encode())


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
