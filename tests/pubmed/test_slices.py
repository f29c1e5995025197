"""Cutting a file into records: no byte is lost, whatever stands between them."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pubmed.samples import BOOK, HEADING, article, record_set

from ketaevidence.errors import ReadError
from ketaevidence.pubmed.files import read_file, stream_records
from ketaevidence.pubmed.slices import Slice, slices

DELETION = '<DeleteCitation><PMID Version="1">5</PMID></DeleteCitation>\n'
SMALL = '<PubmedArticle><MedlineCitation><PMID Version="1">{}</PMID></MedlineCitation></PubmedArticle>'
#: Layout, and things that are none.
BETWEEN = ("", "\n", "  ", "<!-- note -->", "<?pmcsd ?>", "<!-- <PubmedArticle> -->", "<? > ?>")  # fmt: skip
JUNK = ("junk", "<Unknown>x</Unknown>", "&amp;", "</PubmedArticle>", "<![CDATA[x]]>", "<PubmedArticles/>", "\x00")  # fmt: skip


def cut(data: bytes, *places: int) -> list[Slice]:
    """Cut a file that arrives in these parts into its pieces."""
    bounds = [0, *sorted(places), len(data)]
    parts = (data[a:b] for a, b in pairwise(bounds) if a < b)
    return list(slices(parts, "file.xml"))


@st.composite
def files(draw) -> bytes:
    """Give a record set of whole, broken and deleted records with things between."""
    pieces = [draw(st.sampled_from(BETWEEN))]
    for number in range(1, draw(st.integers(0, 5)) + 1):
        whole = SMALL.format(number)
        pieces += draw(
            st.sampled_from(
                (
                    (whole,),
                    (whole, *JUNK[:1]),
                    (draw(st.sampled_from(JUNK)), whole),
                    (whole.replace("</PubmedArticle>", ""),),
                    ("<PubmedArticle/>",),
                    (DELETION,),
                    (BOOK,),
                )
            )
        )
        pieces.append(draw(st.sampled_from(BETWEEN)))
    return record_set(*pieces)


@settings(deadline=None)
@given(files(), st.data())
def test_where_a_file_is_split_does_not_matter(data, draw):
    """However a file arrives in parts, its pieces are the same."""
    places = draw.draw(st.lists(st.integers(0, len(data)), max_size=8))
    assert cut(data, *places) == cut(data)


def test_a_file_may_arrive_byte_by_byte():
    """Parts of one byte give the same pieces as the file in one part."""
    data = record_set(article(), DELETION, "junk", article("90000002"), BOOK)
    assert cut(data, *range(len(data))) == cut(data)


@settings(deadline=None)
@given(files())
def test_every_byte_is_accounted_for(data):
    """Pieces stand where they say, in order, and only layout stands between them."""
    end = data.index(b"<PubmedArticleSet>") + len(b"<PubmedArticleSet>")
    for piece in cut(data):
        assert data[piece.offset : piece.offset + len(piece.raw)] == piece.raw
        assert piece.offset >= end
        assert is_layout(data[end : piece.offset])
        end = piece.offset + len(piece.raw)
    assert is_layout(data[end:].removesuffix(b"</PubmedArticleSet>\n"))


def is_layout(between: bytes) -> bool:
    """Say whether there are only spaces, comments and instructions, each by itself."""
    while found := re.match(rb"\s+|<!--.*?-->|<\?.*?\?>", between, re.DOTALL):
        between = between[found.end() :]
    return not between


def test_a_comment_ends_where_it_ends():
    """Junk after one comment never swallows the records before another."""
    data = record_set("<!-- a -->junk", article("1"), "<!-- b -->", article("2"))
    stream = stream_records(data)
    assert [record.pmid for record in stream] == ["1", "2"]
    assert [broken.raw for broken in stream.broken] == [b"junk"]


def test_an_instruction_ends_where_it_ends():
    """Junk after one instruction never swallows the records before another."""
    data = record_set("<?a ?>junk", article("1"), "<?b ?>", article("2"))
    stream = stream_records(data)
    assert [record.pmid for record in stream] == ["1", "2"]


@pytest.mark.parametrize(
    ("piece", "kinds"),
    [
        (SMALL.format(1), ["PubmedArticle"]),
        (DELETION, ["DeleteCitation"]),
        (BOOK, ["PubmedBookArticle"]),
        ("<DeleteCitation/>", ["DeleteCitation"]),
        ("<DeleteCitation />", ["DeleteCitation"]),
        ("<PubmedArticle  x='y'\n>z</PubmedArticle>", ["PubmedArticle"]),
        ("<!-- <PubmedArticle> -->", []),
        ("junk", [None]),
        (SMALL.format(1).replace("</PubmedArticle>", ""), [None]),
    ],
)
def test_each_piece_is_known_by_its_element(piece, kinds):
    """What PubMed's sets hold is told apart by name; the rest has none."""
    found = cut(record_set(piece, SMALL.format(2)))
    assert [item.kind for item in found] == [*kinds, "PubmedArticle"]
    assert all((item.kind is None) == bool(item.problem) for item in found)


@settings(deadline=None)
@given(st.integers(1, 10**6), st.data())
def test_a_set_that_does_not_end_is_an_error_after_its_records(pmid, data):
    """What came before a cut was given, and the cut is told."""
    whole = record_set(SMALL.format(pmid), SMALL.format(2)).rstrip()
    begin = whole.index(b"</PubmedArticle>") + len(b"</PubmedArticle>")
    place = data.draw(st.integers(begin, len(whole) - 1))
    pieces = slices([whole[:place]], "file.xml")
    assert next(pieces).raw == SMALL.format(pmid).encode()
    with pytest.raises(ReadError, match=r"file\.xml.*cut short"):
        list(pieces)


@pytest.mark.parametrize("after", ["<!-- end -->", "\n\n", "<?end ?>"])
def test_layout_after_the_set_is_nothing(after):
    """Comments and spaces after the end of a set do no harm."""
    assert len(cut(record_set(SMALL.format(1)) + after.encode())) == 1


@pytest.mark.parametrize("after", ["x", "<PubmedArticleSet/>", SMALL.format(2), "\x00"])
def test_anything_else_after_the_set_is_an_error(after):
    """A second set, or anything else behind the first, is never passed over."""
    with pytest.raises(ReadError, match="more after the end"):
        cut(record_set(SMALL.format(1)) + after.encode())


def test_a_set_in_a_set_of_another_kind_is_not_mixed_up():
    """An older set's records are its citations, and a book set's its books."""
    inner = SMALL.format(1).replace("PubmedArticle>", "Other>")
    older = f"{HEADING}<MedlineCitationSet>{inner[7:-8]}</MedlineCitationSet>"
    assert [piece.kind for piece in cut(older.encode())] == ["MedlineCitation"]
    books = f"{HEADING}<PubmedBookArticleSet>{BOOK}</PubmedBookArticleSet>"
    assert [piece.kind for piece in cut(books.encode())] == ["PubmedBookArticle"]


def test_the_raw_bytes_are_the_files_own():
    """Line ends, spaces and accents of a record stay as they are in the file."""
    odd = article(title="Schmerz\u00a0 é").replace("\n", "\r\n").strip()
    (item,) = read_file(record_set(odd)).incoming
    assert item.raw == odd.encode()
