"""PubMed's files on disk: which count, in which order, and what is refused."""

from __future__ import annotations

import pytest
from tests.baseline.builders import hit, name_of, write

from ketaevidence.baseline.order import in_order
from ketaevidence.errors import ReadError


def numbers(files):
    """Give the numbers of files in their order."""
    return [file.number for file in files]


def test_files_count_in_the_order_of_their_numbers(tmp_path):
    """Folders do not matter: the update files' numbers go on from the baseline's."""
    write(tmp_path / "updatefiles", 3)
    write(tmp_path / "baseline", 2)
    write(tmp_path / "baseline", 1)
    (tmp_path / "README.txt").write_text("no file of records")
    (tmp_path / "export.xml").write_text("another")
    files = in_order([tmp_path])
    assert numbers(files) == [1, 2, 3]
    assert all(file.md5 and len(file.md5) == 32 for file in files)


def test_numbers_beyond_four_digits_come_last(tmp_path):
    """The order is that of numbers, not of names."""
    write(tmp_path, 9999)
    write(tmp_path, 10000)
    assert numbers(in_order([tmp_path])) == [9999, 10000]


def test_a_missing_number_is_refused_unless_allowed(tmp_path):
    """A gap is named; it can be allowed."""
    for number in (1335, 1337, 1340):
        write(tmp_path, number)
    with pytest.raises(ReadError, match="pubmed26n1336, pubmed26n1338, pubmed26n1339"):
        in_order([tmp_path])
    assert numbers(in_order([tmp_path], allow_gaps=True)) == [1335, 1337, 1340]


def test_update_files_alone_may_begin_anywhere_and_a_baseline_begins_with_1(tmp_path):
    """Only what NLM calls the baseline must begin with the first file."""
    write(tmp_path / "updatefiles", 7)
    assert numbers(in_order([tmp_path])) == [7]
    write(tmp_path / "baseline", 6)
    with pytest.raises(ReadError, match=r"pubmed26n0001, .*pubmed26n0005"):
        in_order([tmp_path])


def test_two_years_are_refused(tmp_path):
    """A baseline replaces every file before it."""
    write(tmp_path, 1)
    write(tmp_path, 2, year=25)
    with pytest.raises(ReadError, match="2025 and 2026"):
        in_order([tmp_path])


def test_one_name_with_two_contents_is_refused(tmp_path):
    """The same file twice counts once; two different ones of a name are an error."""
    write(tmp_path / "a", 1, hit(1))
    write(tmp_path / "b", 1, hit(1))
    assert numbers(in_order([tmp_path])) == [1]
    write(tmp_path / "b", 1, hit(2))
    with pytest.raises(ReadError, match="one name and two contents"):
        in_order([tmp_path])


def test_a_file_named_twice_counts_once(tmp_path):
    """A folder and a file in it, or a link, are no second file."""
    path = write(tmp_path, 1)
    assert numbers(in_order([tmp_path, path, path])) == [1]


def test_an_md5_file_without_an_md5_is_refused(tmp_path):
    """A damaged .md5 file is named; without one nothing is compared."""
    path = write(tmp_path, 1)
    beside = path.with_name(name_of(1) + ".md5")
    beside.write_text("<html>Sorry</html>")
    with pytest.raises(ReadError, match=r"\.md5: holds no MD5"):
        in_order([tmp_path])
    beside.unlink()
    assert in_order([tmp_path])[0].md5 is None


def test_nothing_to_read_is_an_error(tmp_path):
    """An empty or missing folder is named, with what was expected."""
    with pytest.raises(ReadError, match="no file is named as PubMed names"):
        in_order([tmp_path])
    with pytest.raises(ReadError, match="no such file or folder"):
        in_order([tmp_path / "none"])
