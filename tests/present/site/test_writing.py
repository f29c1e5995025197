"""A site's folder: written whole or not at all, and only over one of our own."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.errors import PresentError
from ketaevidence.present.pages import page
from ketaevidence.present.site import writing
from ketaevidence.present.site.framing import framed
from ketaevidence.present.site.writing import CHECKSUMS, MARKER, write_site

FILES = {"index.html": b"one", "versions/2026.0.0/frozen.json": b"{}"}


def held(folder):
    """Give every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_sums_are_those_of_every_file(tmp_path):
    """SHA256SUMS names each file but itself, in order, with its sum."""
    found = held(write_site(tmp_path / "site", FILES))
    lines = found[CHECKSUMS].decode().splitlines()
    names = [line.partition("  ")[2] for line in lines]
    assert names == sorted(set(found) - {CHECKSUMS})
    for line in lines:
        told, _, name = line.partition("  ")
        assert told == sha256(found[name]).hexdigest()


def test_an_older_site_is_replaced_and_nothing_of_it_stays(tmp_path):
    """What the new site has not is gone, and nothing is left beside it."""
    site = write_site(tmp_path / "site", FILES)
    write_site(site, {"index.html": b"two"})
    assert held(site)["index.html"] == b"two"
    assert not (site / "versions").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("name", ["CNAME", "versions/notes.txt", ".git/config"])
def test_files_of_others_are_never_lost(tmp_path, name):
    """One file more in the folder, and nothing is changed; it is named."""
    site = write_site(tmp_path / "site", FILES)
    strange = site / name
    strange.parent.mkdir(exist_ok=True)
    strange.write_text("mine")
    before = held(site)
    with pytest.raises(PresentError, match=f"would be lost: {name}"):
        write_site(site, {"index.html": b"two"})
    assert held(site) == before


def test_a_folder_that_is_not_ours_is_refused(tmp_path):
    """Other people's folders, files, links and missing parents are told apart."""
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    (tmp_path / "file").write_text("a file")
    (tmp_path / "link").symlink_to(tmp_path / "thesis")
    for name, told in (
        ("thesis", "did not write"),
        ("file", "no folder of its own"),
        ("link", "no folder of its own"),
        ("no/such", "there is no folder"),
    ):
        with pytest.raises(PresentError, match=told):
            write_site(tmp_path / name, FILES)
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "years of work"


def test_a_site_without_its_list_counts_as_of_others(tmp_path):
    """If nobody can tell what is ours, nothing is taken away."""
    site = write_site(tmp_path / "site", FILES)
    (site / CHECKSUMS).unlink()
    with pytest.raises(PresentError, match="would be lost"):
        write_site(site, FILES)


@pytest.mark.parametrize("wrong", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_a_failure_at_the_last_step_leaves_the_older_site(tmp_path, monkeypatch, wrong):
    """The older site is put back, whatever stopped the newer one."""
    site = write_site(tmp_path / "site", FILES)
    before = held(site)
    rename = writing.Path.rename

    def failing(path, target):
        if path.name == "new":
            raise wrong
        return rename(path, target)

    monkeypatch.setattr(writing.Path, "rename", failing)
    with pytest.raises((PresentError, KeyboardInterrupt)):
        write_site(site, {"index.html": b"two"})
    assert held(site) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (site / MARKER).is_file()


PAGE = page("ketaevidence.present.pages", "skeleton.html.j2", title="A report")


@settings(max_examples=40)
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_leaves_its_place_in_a_framed_report(text, notice):
    """Links and the notice are escaped: the page keeps its one head and one main."""
    made = framed(PAGE, links=(("a.html", text),), notice=notice)
    for mark in ("</head>", "</header>", "<main", "<aside"):
        assert made.count(mark) == 1
    assert "<script" not in made


def test_a_page_that_is_no_report_is_refused():
    """Without the one head there is no place for the links."""
    with pytest.raises(PresentError, match="0 places '</head>'"):
        framed("<p>nothing</p>", links=())
