"""What a user may name gives the same records; what was made to do harm is refused."""

from __future__ import annotations

import gzip
import io
import socket
import tracemalloc
import urllib.request
import zipfile
import zlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pubmed.samples import HEADING, NBIB, article, record_set

from ketaevidence.errors import ReadError
from ketaevidence.pubmed import sources
from ketaevidence.pubmed.files import read_records, stream_records
from ketaevidence.pubmed.sources import files_in, opened

DATA = record_set(article(), article("90000002"))
EXPECTED = read_records(DATA)
OPEN = (HEADING + "<PubmedArticleSet>").encode()
MANY = 1 << 30


def pmids(source) -> list[str | None]:
    """Read a source and give its PMIDs in order."""
    return [record.pmid for record in read_records(source)]


def zipped(**members: bytes) -> bytes:
    """Give a zip of these members, `__` in a name standing for a dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return file.getvalue()


def packed_without_end(begin: bytes, filling: bytes, size: int = MANY) -> bytes:
    """Give a gzip that begins so and then repeats the filling, made in little memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    filling *= (1 << 20) // len(filling)
    parts = [packer.compress(begin)]
    parts += [packer.compress(filling) for _ in range(size // len(filling) + 2)]
    return b"".join((*parts, packer.flush()))


class NotSeekable(io.RawIOBase):
    """A stream that gives its bytes once, a few at a time, as a pipe does."""

    def __init__(self, data: bytes, size: int = 1000) -> None:
        super().__init__()
        self._inner = io.BytesIO(data)
        self._size = size

    def readable(self):
        """Say that this can be read."""
        return True

    def seekable(self):
        """Say that there is no way back."""
        return False

    def readinto(self, buffer):
        """Give a few bytes."""
        data = self._inner.read(min(len(buffer), self._size))
        buffer[: len(data)] = data
        return len(data)


@pytest.fixture
def nothing_is_fetched(monkeypatch):
    """Fail the test that opens a connection or an address."""

    def refused(*_, **__):
        pytest.fail("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(urllib.request, "urlopen", refused)


@pytest.mark.parametrize(
    "data",
    [
        DATA,
        gzip.compress(DATA),
        gzip.compress(DATA[:1500]) + gzip.compress(DATA[1500:]),
        gzip.compress(b"") + gzip.compress(DATA),
        gzip.compress(DATA) + bytes(512),
        zipped(a__xml=DATA),
        zipped(a__xml__gz=gzip.compress(DATA)),
        b"\xef\xbb\xbf" + DATA,
        DATA.replace(b"\n", b"\r\n"),
    ],
    ids=["plain", "gz", "gz of two members", "gz with an empty member", "padded gz", "zip", "gz in a zip", "byte order mark", "CRLF"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["bytes", "open", "pipe", "slow pipe", "path", "name"])
def test_every_form_of_a_file_gives_the_same_records(tmp_path, data, form):
    """However a file is packed and handed over, its records are the same."""
    path = tmp_path / "file.xml"
    path.write_bytes(data)
    with path.open("rb") as stream:
        source = {
            "bytes": data,
            "open": stream,
            "pipe": NotSeekable(data),
            "slow pipe": NotSeekable(data, 7),
            "path": path,
            "name": str(path),
        }[form]
        assert read_records(source) == EXPECTED


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_pipe_may_give_one_byte_at_a_time(size):
    """A packed file is recognised however few bytes the first read gives."""
    assert read_records(NotSeekable(gzip.compress(DATA), size)) == EXPECTED
    assert read_records(NotSeekable(zipped(a__xml=DATA), size)) == EXPECTED


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, len(DATA)), max_size=4))
def test_members_of_a_gzip_are_one_file(cuts):
    """A file that was packed in parts, joined, is the whole file."""
    places = [0, *sorted(cuts), len(DATA)]
    parts = [DATA[a:b] for a, b in pairwise(places)]
    assert read_records(b"".join(map(gzip.compress, parts))) == EXPECTED


def test_a_zip_may_hold_several_files_and_things_beside_them():
    """Files of any format in a zip are read in its order; others are passed over."""
    data = zipped(
        **{
            "b__nbib": NBIB.encode(),
            "folder/a__XML": record_set(article("7")),
            "readme__pdf": b"%PDF",
            ".hidden__xml": b"no",
        }
    )
    assert pmids(data) == ["90000001", "90000002", "7"]


def test_what_a_mac_leaves_in_a_zip_is_passed_over(tmp_path):
    """The folder of a Mac's own notes is no place of records."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export.xml", DATA)
        archive.writestr("__MACOSX/export.xml", b"no")
        archive.writestr("__MACOSX/._export.xml", b"no")
    assert read_records(path) == EXPECTED


def test_a_folder_is_read_in_the_order_of_names(tmp_path):
    """Every readable file below a folder is read, by name; others are passed over."""
    inner = tmp_path / "2020" / "deep"
    inner.mkdir(parents=True)
    (tmp_path / "b.xml").write_bytes(record_set(article("3")))
    (tmp_path / "a.nbib").write_bytes(b"PMID- 2\nTI  - An invented title\n")
    (inner / "z.xml.gz").write_bytes(gzip.compress(record_set(article("1"))))
    (tmp_path / "c.zip").write_bytes(zipped(x__xml=record_set(article("4"))))
    (tmp_path / "notes.docx").write_bytes(b"no")
    (tmp_path / "b.xml.gz.md5").write_bytes(b"no")
    (tmp_path / ".a.xml").write_bytes(b"no")
    assert pmids(tmp_path) == ["1", "2", "3", "4"]
    names = [path.name for path in files_in(tmp_path)]
    assert names == ["z.xml.gz", "a.nbib", "b.xml", "c.zip"]


def test_files_are_named_by_where_they_are(tmp_path):
    """A message names the file, and in a zip the file inside it."""
    path = tmp_path / "both.zip"
    path.write_bytes(zipped(**{"in/a__xml": DATA}))
    assert [file.name for file in opened(path)] == [f"{path}:in/a.xml"]
    assert [file.name for file in opened(b"x")] == ["the bytes given"]
    with path.open("rb") as stream:
        assert [file.name for file in opened(stream)] == [f"{path}:in/a.xml"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (zipped(), "holds no file"),
        (zipped(a__pdf=b"%PDF"), "holds no file"),
        (zipped(a__xml=b""), r"a\.xml: the file is empty"),
        (zipped(a__xml=DATA)[:-30], "zip is damaged"),
        (zipped(a__xml=DATA).replace(DATA[:0] + b"PK\x01\x02", b"PK\x09\x09"), "zip is damaged"),
        (zipped(a__xml__gz=gzip.compress(DATA)[:-9]), "damaged or cut short"),
        (zipped(a__xml=zipped(b__xml=DATA)), "no XML"),
        (gzip.compress(b""), "the file is empty"),
        (gzip.compress(DATA)[:400], "damaged or cut short"),
        (gzip.compress(DATA)[:-1], "damaged or cut short"),
        (gzip.compress(DATA) + b"junk behind", "damaged|cut short|after the end"),
        (gzip.compress(gzip.compress(DATA)), "no XML"),
        (b"\x1f\x8b", "damaged or cut short"),
        (b"\x1f\x8b\x08\x00 not packed", "damaged or cut short"),
    ],
    ids=range(14),
)  # fmt: skip
def test_a_damaged_package_is_refused_with_one_line(data, told):
    """A package that is damaged, empty or of an unknown kind gives one line."""
    with pytest.raises(ReadError, match=told) as caught:
        read_records(data)
    assert "\n" not in str(caught.value)


def test_a_changed_byte_of_a_packed_file_is_never_read_over():
    """Damage inside a packed file is found by its checksum, wherever it is."""
    data = gzip.compress(DATA, mtime=0)
    for place in range(10, len(data), 3):
        damaged = data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]
        with pytest.raises(ReadError):
            read_records(damaged)


def test_a_zip_with_a_password_is_refused():
    """A member that is locked is an error that names the zip."""
    data = bytearray(zipped(a__xml=DATA))
    # The flag "encrypted" of the member, in its own heading and in the zip's list.
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ReadError, match=r"zip is damaged.*encrypted"):
        read_records(bytes(data))


def test_a_folder_instead_of_a_file_in_a_zip_is_passed_over():
    """A folder's own entry in a zip is no file."""
    assert pmids(zipped(**{"old__xml/": b"", "a__xml": DATA})) == ["90000001", "90000002"]  # fmt: skip


# --- harm --------------------------------------------------------------------------

PRIVATE = "a line of a file that is nobody's business"
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))


def declaring(entities: str) -> bytes:
    """Give a record set with entities of its own, and a record that uses one."""
    kind = f"<!DOCTYPE PubmedArticleSet [{entities}]>\n"
    body = f"<PubmedArticleSet>{article(title='&l9;')}</PubmedArticleSet>"
    return f'<?xml version="1.0"?>\n{kind}{body}'.encode()


@pytest.mark.usefixtures("nothing_is_fetched")
@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY l9 SYSTEM "file://{path}">',
        '<!ENTITY l9 SYSTEM "https://example.org/x">',
        '<!ENTITY % p SYSTEM "file://{path}"> %p;',
        f'<!ENTITY l0 "ha">{LAUGHS}',
        '<!ENTITY l9 "one">',
        "<!ELEMENT PMID ANY>",
        "",
    ],
    ids=["file", "address", "parameter", "laughs", "harmless", "element", "nothing"],
)
def test_a_file_with_entities_of_its_own_is_refused(tmp_path, entities):
    """Entities that read files, fetch or grow are never looked at."""
    path = tmp_path / "secret.txt"
    path.write_text(PRIVATE)
    with pytest.raises(
        ReadError, match=r"declares entities|not a PubMed file"
    ) as caught:
        read_records(declaring(entities.replace("{path}", str(path))))
    assert PRIVATE not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("nothing_is_fetched")
@pytest.mark.parametrize(
    "inside",
    [
        '<!DOCTYPE PubmedArticle [<!ENTITY l9 "one">]>',
        '<!DOCTYPE PubmedArticle SYSTEM "https://example.org/x.dtd">',
        '<!ENTITY l9 "one">',
    ],
)
@pytest.mark.parametrize("place", ["before", "after the tag", "in the title"])
def test_entities_inside_or_before_a_record_are_refused(inside, place):
    """A declaration hidden in the body of a file does nothing but break its record."""
    record = article(title="&l9;")
    hidden = {
        "before": inside + record,
        "after the tag": record.replace("<PubmedArticle>", "<PubmedArticle>" + inside),
        "in the title": record.replace("&l9;", inside + "&l9;"),
    }[place]
    stream = stream_records(record_set(article("1"), hidden, article("2")))
    assert [record.pmid for record in stream] == ["1", "2"]
    assert stream.broken
    assert "90000001" in {broken.pmid for broken in stream.broken}


@pytest.mark.usefixtures("nothing_is_fetched")
def test_the_document_type_is_never_fetched():
    """The DTD that every file of PubMed names is not asked for."""
    assert b"https://dtd.nlm.nih.gov" in DATA
    assert read_records(DATA) == EXPECTED
    other = DATA.replace(b"https://dtd.nlm.nih.gov", b"file:///dev")
    assert read_records(other) == EXPECTED


def peak(work) -> int:
    """Give the most bytes that Python held during some work."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


BOMBS = {
    "spaces": (b"", b" "),
    "spaces before the set": (HEADING.encode(), b" "),
    "spaces in the set": (OPEN, b" "),
    "spaces after the set": (DATA, b"\n"),
    "an endless record": (OPEN + b"<PubmedArticle>", b"<x>1</x>"),
    "an endless text": (OPEN + b"<PubmedArticle><a>", b"x"),
    "an endless tag": (OPEN + b"<PubmedArticle x='", b"x"),
    "an endless comment": (OPEN + b"<!--", b"x"),
    "an endless comment before the set": (b"<!--", b"x"),
    "an endless document type": (b"<!DOCTYPE x", b"x"),
    "an endless instruction": (OPEN + b"<?", b"x"),
    "many comments": (OPEN, b"<!-- x -->"),
    "junk": (OPEN, b"<x/>"),
    "text records": (b"PMID- 1\nTI  - ", b"x"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_little_memory(monkeypatch, name):
    """A small file that grows without end is one line, and never fills the memory."""
    # A hundredth of the limits keeps the test short; what is held grows with them.
    monkeypatch.setattr(sources, "MAXIMUM_BYTES", MANY // 100)
    monkeypatch.setattr("ketaevidence.pubmed.slices.LARGEST_PIECE", 1 << 20)
    data = packed_without_end(*BOMBS[name], MANY // 100)

    def read():
        with pytest.raises(ReadError) as caught:
            read_records(data)
        assert "\n" not in str(caught.value)

    assert peak(read) < 100 << 20


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_of_full_size_is_refused_in_little_memory(name):
    """A megabyte that grows to a gibibyte is refused in less than 200 MB."""
    data = packed_without_end(*BOMBS[name])
    assert len(data) < 2 << 20

    def read():
        with pytest.raises(ReadError):
            read_records(data)

    assert peak(read) < 200 << 20


@pytest.mark.parametrize("name", ["a__xml", "a__nbib", "a__xml__gz"])
def test_a_bomb_in_a_zip_is_refused(monkeypatch, name):
    """What a zip's member grows to is bounded too, whatever the zip says of it."""
    monkeypatch.setattr(sources, "MAXIMUM_BYTES", MANY // 100)
    data = packed_without_end(DATA, b" ", MANY // 100)
    inner = data if name.endswith("gz") else zlib.decompress(data, 31)
    bomb = zipped(**{name: inner})
    assert len(bomb) < 1 << 20

    def read():
        with pytest.raises(ReadError, match="decompresses to more than"):
            read_records(bomb)

    assert peak(read) < 100 << 20


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("<i>" * 100_000 + "x" + "</i>" * 100_000, "nested without end"),
        ("<x>" * 100_000 + "x" + "</x>" * 100_000, "nested without end"),
        ("<i>" * 100_000, "well-formed"),
    ],
    ids=["known markup", "unknown markup", "no end"],
)
def test_nesting_without_end_is_refused(title, told):
    """Markup nested a hundred thousand times deep breaks its record and nothing else."""
    stream = stream_records(record_set(article("1"), article(title=title)))
    assert [record.pmid for record in stream] == ["1"]
    assert told in stream.broken[0].problem


@pytest.mark.parametrize(
    "data",
    [
        DATA.decode().encode("utf-16"),
        DATA.decode().encode("utf-16-le"),
        DATA.decode().encode("utf-16-be"),
        DATA.decode().encode("utf-32"),
        DATA.replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"'),
        DATA.replace(b'encoding="UTF-8"', b"encoding='UTF-7'"),
    ],
    ids=["UTF-16", "UTF-16 LE", "UTF-16 BE", "UTF-32", "Latin-1", "UTF-7"],
)
def test_another_encoding_is_refused(data):
    """A file in another encoding than PubMed's is an error and never guessed at."""
    with pytest.raises(ReadError) as caught:
        read_records(data)
    assert "\n" not in str(caught.value)


def invented_file(count: int) -> bytes:
    """Give a compressed file of so many records."""
    records = (article(str(10_000_000 + number)) for number in range(count))
    return gzip.compress(record_set(*records), 1)


def test_a_stream_holds_one_record_at_a_time():
    """Three thousand records need less than 20 MB, and no more than half as many."""
    small, large = invented_file(1500), invented_file(3000)
    counts = []

    def read(data):
        counts.append(sum(1 for _ in stream_records(data)))

    first, second = (peak(lambda data=data: read(data)) for data in (small, large))
    assert counts == [1500, 3000]
    assert second < 20 << 20
    # The readers remember some thousand values; what is held does not grow with the file.
    assert second < first + (2 << 20)
