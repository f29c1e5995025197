"""One file screened: what is kept of it, and what it is refused for."""

from __future__ import annotations

import gzip

import pytest
from tests.baseline.builders import (
    deletion,
    expression,
    hit,
    miss,
    name_of,
    packed,
    task,
    write,
)
from tests.pubmed.samples import BOOK

from ketaevidence.baseline.screen import Failed, Unchanged, md5_of, screen
from ketaevidence.baseline.texts import matches
from ketaevidence.pubmed.formats import PUBMED_XML, read_record


def test_it_keeps_what_matches_and_the_names_of_all(tmp_path):
    """Hits with their bytes, every PMID and version, and deletions."""
    path = write(tmp_path, 1, miss(1), hit(2), miss(3, 2), BOOK, deletion((9, 1), (8, 2)))  # fmt: skip
    found = screen(task(path))
    assert found.keys() == (1, 2, 3, 90000009)
    assert found.versions == ((2, 2),)
    assert found.deleted == ((9, 1), (8, 2))
    assert [(form.position, form.matches) for form in found.forms] == [(1, True)]
    assert found.forms[0].raw == hit(2).strip().encode()
    assert found.md5 == md5_of(path)


def test_what_the_review_has_is_kept_whether_it_matches_or_not(tmp_path):
    """Every form of a wanted PMID is kept, with whether it matches."""
    found = screen(task(write(tmp_path, 1, miss(1), hit(2), miss(3)), wanted={1, 2}))
    assert [(f.position, f.matches) for f in found.forms] == [(0, False), (1, True)]


def test_what_a_record_cites_is_no_text_of_it(tmp_path):
    """A record that only cites a paper on the question is no hit."""
    cited = "<ReferenceList><Reference><Citation>Ketamine for CRPS.</Citation></Reference></ReferenceList>"  # fmt: skip
    citing = miss(1).replace("</History>", f"</History>{cited}")
    assert screen(task(write(tmp_path, 1, citing))).forms == ()


def test_an_unusual_layout_changes_nothing(tmp_path):
    """A PMID in another layout than PubMed's is read as well."""
    odd = hit(7, 3).replace('<PMID Version="3">7<', "<!-- x --><PMID\nVersion = '3' >7<")  # fmt: skip
    found = screen(task(write(tmp_path, 1, odd)))
    assert (found.keys(), found.versions, len(found.forms)) == ((7,), ((0, 3),), 1)


def test_broken_pieces_are_kept_and_the_rest_is_read(tmp_path):
    """A record that cannot be read costs itself only, and is told with its PMID."""
    broken = hit(5).replace("</ArticleTitle>", "</Title>")
    found = screen(task(write(tmp_path, 1, hit(1), broken, "junk", hit(2))))
    assert found.keys() == (1, 2)
    assert [(b.source, b.pmid) for b in found.broken] == [(name_of(1), "5"), (name_of(1), None)]  # fmt: skip
    assert found.broken[0].raw == broken.strip().encode()


DATA = packed(hit(1), miss(2))
DAMAGED = {
    "cut": (DATA[:-30], "cut short"),
    "a bit": (DATA[:100] + bytes([DATA[100] ^ 4]) + DATA[101:], "damaged"),
    "more behind": (DATA + b"more", "damaged"),
    "cut inside": (gzip.compress(gzip.decompress(DATA)[:-40]), "cut short"),
    "a web page": (gzip.compress(b"<html><body>Sorry</body></html>"), "web page"),
    "nothing": (b"", "no XML|nothing"),
}


@pytest.mark.parametrize("how", DAMAGED)
def test_a_damaged_file_gives_no_result(tmp_path, how):
    """A file that cannot be read to its end is a failure in one line that names it."""
    data, told = DAMAGED[how]
    found = screen(task(write(tmp_path, 1, data=data)))
    assert isinstance(found, Failed)
    assert any(word in found.problem for word in told.split("|"))
    assert name_of(1) in found.problem
    assert "\n" not in found.problem


def test_another_md5_than_pubmeds_is_refused(tmp_path):
    """A file that reads well and is not the one that PubMed meant is refused."""
    path = write(tmp_path, 1, hit(1))
    found = screen(task(path, expected_md5="0" * 32))
    assert isinstance(found, Failed)
    assert "its .md5 file says 000" in found.problem
    assert isinstance(screen(task(path, expected_md5="0" * 32, known_md5=md5_of(path))), Failed)  # fmt: skip
    assert screen(task(path, expected_md5=md5_of(path))).keys() == (1,)


def test_a_file_that_is_not_there_is_a_failure(tmp_path):
    """A file that vanished is named."""
    assert "x.xml.gz: cannot be read" in screen(task(tmp_path / "x.xml.gz")).problem


def test_a_known_file_is_not_screened_again(tmp_path):
    """The very same bytes are known; a changed file is screened again."""
    path = write(tmp_path, 1, hit(1))
    known = md5_of(path)
    assert screen(task(path, known_md5=known)) == Unchanged(path.name)
    write(tmp_path, 1, hit(2))
    assert screen(task(path, known_md5=known)).keys() == (2,)


def test_the_result_is_that_of_reading_every_record(tmp_path):
    """What the prefilter leaves is what reading everything finds."""
    titles = ["Ketamine in <i>CRPS</i>", "keta<b>mine</b> and Sudeck", "Ketamine", "CRPs", "Esketamine, causalgia", "Sheep"]  # fmt: skip
    pieces = [hit(number, title=title) for number, title in enumerate(titles, 1)]
    words = "drug-terms AND crps-terms"
    asked = expression(words)
    found = screen(task(write(tmp_path, 1, *pieces), words))
    expected = [piece.strip().encode() for piece in pieces if matches(asked, read_record(piece.strip().encode(), PUBMED_XML, "x"))]  # fmt: skip
    assert [form.raw for form in found.forms] == expected
    assert len(expected) == 3
