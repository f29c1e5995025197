"""Versions of a review: what freezes them, and whether they are made again alike."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace

import pytest
from tests.pubmed.samples import article, record_set
from tests.pubmed.server import FakePubMed, quick_client
from tests.synthesis.builders import result, trial

import ketaevidence as ke
from ketaevidence.cli import codes, versions
from ketaevidence.errors import EvidenceWarning, LibraryError, PresentError
from ketaevidence.library import digest_of, locked
from ketaevidence.review import frozen
from ketaevidence.synthesis.frozen import canonical

AT = "2026-02-03T04:05:06Z"
CRPS = "Ketamine for complex regional pain syndrome"


@pytest.fixture
def review(tmp_path):
    """Open a new review with one imported record."""
    with ke.init_review(tmp_path / "r") as made:
        take_in(made, tmp_path, "90000001")
        yield made


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """Open a review of one invented trial, with two frozen versions.

    Its spread was of no stated kind at first; a person said of which, and the contrast
    is shown since.
    """
    folder = tmp_path_factory.mktemp("versions")
    with ke.init_review(folder / "r") as made:
        take_in(made, folder, "90000001")
        for stage in ("title_abstract", "full_text"):
            made.decide_on({"90000001": "include"}, stage=stage, by="A. Reader")
        values = {"n": 20, "spread": 2.0, "spread_type": "unspecified"}
        made.enter(
            [
                trial(pmid="90000001", title=f"{CRPS}, part 90000001", n_crps=40),
                ke.Arm("a", "one", "ketamine", "intervention", 20),
                ke.Arm("a", "two", "saline", "comparator", 20),
                result("R1", value=3.0, **values),
                result("R2", arm_id="two", value=5.75, **values),
            ],
            by="A. Reader",
            reason="invented",
        )
        made.freeze("the first by hand")
        for row in ("R1", "R2"):
            made.correct(row, spread_type="SD", by="A. Reader", reason="told")
        made.freeze("the  authors\nanswered")
        yield made


def take_in(review, folder, *pmids, at=AT):
    """Import records on ketamine in CRPS."""
    file = folder / "export.xml"
    titles = (article(pmid, title=f"{CRPS}, part {pmid}") for pmid in pmids)
    file.write_bytes(record_set(*titles))
    return review.import_files([file], source="PubMed", at=at)


def numbers(review):
    """Give (number, cause) of every version."""
    return [(version.number, version.cause) for version in review.versions()]


def meddle(review, statement, *values):
    """Change a store behind the program's back, as no program of ours can."""
    with closing(sqlite3.connect(review.folder / "library.sqlite")) as store:
        store.execute("DROP TRIGGER IF EXISTS version_refuses_UPDATE")
        store.execute(statement, values)
        store.commit()


def forge(review, change):
    """Freeze other numbers in place of the newest version's, with a fitting digest."""
    version = review.versions()[-1]
    document = json.loads(version.document)
    change(document)
    text = canonical(document)
    meddle(
        review,
        "UPDATE version SET document = ?, digest = ? WHERE number = ?",
        zlib.compress(text.encode()),
        digest_of(text),
        version.number,
    )


# What freezes ---------------------------------------------------------------------


def test_an_import_freezes_what_it_changed(review, tmp_path):
    """An import with something new makes a version; one with nothing new makes none."""
    assert numbers(review) == [("2026.0.0", "import")]
    take_in(review, tmp_path, "90000001")
    assert numbers(review) == [("2026.0.0", "import")]
    take_in(review, tmp_path, "90000001", "90000002")
    take_in(review, tmp_path, "90000003", at="2027-01-01T00:00:00Z")
    assert numbers(review)[1:] == [("2026.1.0", "import"), ("2027.0.0", "import")]
    assert [found.verdict for found in review.verify()] == ["equal"] * 3


def test_a_refresh_freezes_what_it_changed(tmp_path):
    """A refresh freezes new records; a second that finds the same freezes nothing."""
    found = {"90000001": article("90000001", title=CRPS)}
    with FakePubMed(found) as server, ke.init_review(tmp_path / "r") as review:
        review.refresh(client=quick_client(server, tmp_path), dry_run=True)
        assert numbers(review) == []
        review.refresh(client=quick_client(server, tmp_path))
        review.refresh(client=quick_client(server, tmp_path))
        assert [cause for _, cause in numbers(review)] == ["refresh"]
        assert review.changed_since_version() == "search"
        review.freeze("searched again")
        (last,) = {version.cause for version in review.versions()[1:]}
        assert last == "search"
        assert all(made.is_good for made in review.verify())


def test_people_freeze_what_they_decided(review):
    """Decisions wait for a person to publish them; the same state is frozen once."""
    review.decide_on({"90000001": "include"}, by="A. Reader")
    assert review.changed_since_version() == "data"
    made = review.freeze("decided")
    assert (made.number, made.cause, made.reason) == ("2026.1.0", "data", "decided")
    assert review.freeze("again") == made
    with pytest.raises(LibraryError, match="Say why"):
        review.freeze("  ")


def test_settings_that_change_no_number_are_cosmetic(review):
    """Another title raises COSMETIC; it is read from the file of that time."""
    path = review.folder / "review.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('title = "', 'title = "Living: '), "utf-8")
    with ke.open_review(review.folder) as later:
        assert later.freeze("a better title").number == "2026.0.1"
        first, second = later.versions()
        assert (first.question, second.question) == (text, path.read_text("utf-8"))
        assert not later.as_of(first.number).question.title.startswith("Living")
        assert later.as_of(second.number).question.title.startswith("Living: ")


def test_the_example_in_memory_is_frozen_too():
    """A review without a folder freezes its question, whatever was changed in it."""
    with ke.example_review() as review:
        review.question = replace(review.question, title='"""\\ odd\n=1+1')
        made = review.freeze("by hand")
        assert review.as_of(made.number).question == review.question
        assert made.document == review.freeze("again").document


def test_the_past_is_not_frozen(review):
    """A review as of an earlier moment refuses to freeze, and knows its own versions."""
    review.decide_on({"90000001": "include"}, by="A. Reader")
    review.freeze("decided")
    past = review.as_of("2026.0.0")
    with pytest.raises(LibraryError, match="the past is not changed"):
        past.freeze("too late")
    assert [made.number for made in past.versions()] == ["2026.0.0"]
    assert [len(state.decisions()) for state in (past, review)] == [0, 1]
    with pytest.raises(LibraryError, match=r"its versions: 2026\.0\.0, 2026\.1\.0"):
        review.as_of("2026.9.9")


# A freezing that was cut short ---------------------------------------------------


@pytest.fixture
def cut_short(tmp_path, monkeypatch):
    """Leave a review that died between landing an import and freezing it."""
    folder = tmp_path / "r"
    with ke.init_review(folder) as made, monkeypatch.context() as patch:
        patch.setattr(frozen.Frozen, "_landed", lambda _: None)
        take_in(made, tmp_path, "90000001")
    return folder


def test_the_next_opening_freezes_what_landed(cut_short):
    """A crash between landing and freezing costs no version."""
    with ke.open_review(cut_short, as_copy=True) as copy:
        assert copy.versions() == ()
    with ke.open_review(cut_short) as review:
        assert numbers(review) == [("2026.0.0", "import")]
        assert [found.verdict for found in review.verify()] == ["equal"]


def test_the_next_landing_freezes_it_too(cut_short, tmp_path):
    """Where it was held at opening, the run that holds it freezes all that landed."""
    with locked(cut_short, "a test"):
        review = ke.open_review(cut_short)
    with review:
        assert review.versions() == ()
        take_in(review, tmp_path, "90000001")
        assert numbers(review) == [("2026.0.0", "import")]


def test_a_landing_stands_where_nothing_can_be_frozen(tmp_path, monkeypatch):
    """What cannot be frozen is warned of, and the records are there all the same."""

    def full(*_):
        msg = "the disk is full."
        raise LibraryError(msg)

    with ke.init_review(tmp_path / "r") as review, monkeypatch.context() as patch:
        patch.setattr(type(review._library), "add_version", full)
        with pytest.warns(EvidenceWarning, match="disk is full"):
            take_in(review, tmp_path, "90000001")
        assert len(review.records()) == 1
        with pytest.warns(EvidenceWarning, match="disk is full"):
            ke.open_review(tmp_path / "r").close()
    with ke.open_review(tmp_path / "r") as review:
        assert len(review.versions()) == 1


def test_who_interrupts_the_freezing_still_hears_of_the_landing(tmp_path, monkeypatch):
    """An end that is asked for after the landing ends the freezing and no more."""

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    with ke.init_review(tmp_path / "r") as review:
        monkeypatch.setattr(frozen.Frozen, "_document", interrupted)
        with pytest.warns(EvidenceWarning, match="interrupted"):
            assert take_in(review, tmp_path, "90000001").new == 1
        assert review.versions() == ()


def test_what_people_wrote_in_the_question_file_is_kept(review):
    """A version has the file's own text, with the comments that people wrote in it."""
    path = review.folder / "review.toml"
    path.write_text(f"# Ours.\n{path.read_text('utf-8')}", "utf-8")
    review.decide_on({"90000001": "include"}, by="A. Reader")
    assert review.freeze("decided").question.startswith("# Ours.\n")


# Verifying ------------------------------------------------------------------------


def test_every_version_is_made_again_alike(example):
    """Each version is equal to the last bit, whatever was entered after it."""
    assert [found.verdict for found in example.verify()] == ["equal"] * 3
    assert example.versions()[-1].reason == "the authors answered"


@pytest.fixture
def forged(example, tmp_path):
    """Give a copy of the example's folder, to be meddled with."""
    import shutil

    shutil.copytree(example.folder, tmp_path / "copy")
    with ke.open_review(tmp_path / "copy") as copy:
        yield copy


def pooled_row(document):
    """Give the one contrast of the example in a version's document."""
    (group,) = document["analyses"]["randomised_contrast"]["groups"].values()
    (row,) = group["rows"].values()
    return row


def test_another_number_is_found_with_its_place_and_size(forged):
    """A value that is made otherwise is named, with before, after and by how much."""

    def change(document):
        pooled_row(document)["estimate"] -= 0.25

    forge(forged, change)
    first, _, second = forged.verify()
    assert (first.verdict, second.verdict) == ("equal", "differs")
    (found,) = second.real
    assert found.place[:2] == ("analyses", "randomised_contrast")
    assert found.place[-1] == "estimate"
    assert found.by == pytest.approx(0.25)


def test_rounding_is_told_from_a_difference(forged):
    """A number off by its last bits is equal to rounding, and good."""

    def change(document):
        pooled_row(document)["estimate"] *= 1 + 3e-16

    forge(forged, change)
    found = forged.verify()[-1]
    assert (found.verdict, found.is_good, found.real) == ("rounded", True, ())
    assert len(found.differences) == 1


def test_other_software_is_named(forged, monkeypatch):
    """Programs that are not those of the version are told beside what differs."""
    monkeypatch.setattr(
        "ketaevidence.review.versioned.software_versions",
        lambda: (("ketaevidence", "99"), ("numpy", "1")),
    )
    found = forged.verify()[0]
    assert found.verdict == "equal"
    assert ("ketaevidence", ke.__version__, "99") in found.software
    assert {name for name, _, now in found.software if now is None} >= {"scipy"}


@pytest.mark.parametrize(
    ("statement", "value", "why"),
    [
        ("UPDATE version SET document = ?", b"gone", "cannot be read"),
        ("UPDATE version SET document = ?", zlib.compress(b"{}"), "SHA-256"),
        ("UPDATE version SET digest = ?", "0" * 64, "SHA-256"),
        ("UPDATE version SET software = ?", '[["numpy", "9"]]', "programs"),
        ("UPDATE version SET software = ?", "[7", "programs"),
    ],
)
def test_damage_is_told_and_not_made_good(forged, tmp_path, statement, value, why):
    """A stored version that is not what was frozen is damaged, and is not released."""
    meddle(forged, statement, value)
    assert {found.verdict for found in forged.verify()} == {"damaged"}
    assert all(why in found.why for found in forged.verify())
    with pytest.raises(LibraryError, match="is not released"):
        forged.release(tmp_path / "out")
    # A person can still publish what holds now.
    assert forged.freeze("begun anew").number == "2026.3.0"


def test_a_question_that_nobody_can_read_is_said_so(forged):
    """A version whose settings cannot be read is not made again, and says why."""
    meddle(forged, "UPDATE version SET question = 'no toml ['")
    found = forged.verify()[0]
    assert (found.verdict, found.is_good) == ("not_recomputed", False)
    assert "version 2026.0.0: not valid TOML" in found.why


def test_changed_bytes_of_a_decision_are_found(forged):
    """What was rewritten in the store shows in every version that saw it."""
    meddle(forged, "DROP TRIGGER decision_refuses_UPDATE")
    meddle(forged, "UPDATE decision SET verdict = 'exclude' WHERE decision_id = 1")
    empty, *others = forged.verify()
    assert empty.verdict == "equal"
    for made in others:
        assert made.verdict == "differs"
        places = {found.place[0]: found for found in made.real}
        assert places["decisions"].after == "exclude"
        assert "flow" in places


# Publishing -----------------------------------------------------------------------


def files_of(folder):
    """Give every file of a folder by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_version_gives_the_same_bytes(example, tmp_path):
    """A release is made of its version alone, and an older one can be made again."""
    for name in ("one", "two"):
        example.release(tmp_path / name)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    older = files_of(example.release(tmp_path / "older", number="2026.1.0"))
    assert older["metadata/version.txt"] == b"2026.1.0\n"
    assert b",5.75," not in older["data.csv"]
    assert b",5.75," in files_of(tmp_path / "one")["data.csv"]


def test_a_release_is_whole_or_not_there(example, tmp_path, monkeypatch):
    """A folder that holds something is left alone, and a full disk leaves no trace."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(PresentError, match="something here already"):
        example.release(tmp_path / "taken")
    with pytest.raises(PresentError, match="cannot be made here"):
        example.release(tmp_path / "no" / "such" / "folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken"]


def test_a_review_without_a_version_is_not_released(tmp_path):
    """Only what is frozen is published."""
    with ke.init_review(tmp_path / "r") as review:
        with pytest.raises(LibraryError, match="no version yet"):
            review.release(tmp_path / "out")
        assert review.verify() == ()


# The command line -----------------------------------------------------------------


def run(command, capsys, **options):
    """Run a command; give its code and what it printed."""
    from argparse import Namespace

    given = {"json": False, "freeze": None, "number": None, **options}
    code = command(Namespace(**given))
    return code, capsys.readouterr().out


def test_versions_are_listed_and_frozen_from_a_terminal(review, capsys):
    """The list tells number, time and cause, and what has changed since."""
    folder = str(review.folder)
    _, out = run(versions.run_versions, capsys, folder=folder)
    assert out.startswith("2026.0.0  ")
    assert out.endswith("import: frozen after the import\n\nChanged since 2026.0.0: nothing.\n")  # fmt: skip
    review.decide_on({"90000001": "include"}, by="A. Reader")
    _, out = run(versions.run_versions, capsys, folder=folder, freeze="submitted")
    assert "Froze version 2026.1.0: submitted." in out
    _, out = run(versions.run_versions, capsys, folder=folder, freeze="submitted")
    assert "Nothing has changed since version 2026.1.0" in out
    _, out = run(versions.run_versions, capsys, folder=folder, json=True)
    told = json.loads(out)
    assert [made["number"] for made in told["versions"]] == ["2026.0.0", "2026.1.0"]
    assert told["changed_since"] is None


def test_verify_ends_with_1_where_a_version_is_not_as_frozen(
    forged, capsys, monkeypatch
):
    """The exit code tells a scheduler; the lines tell a person what, and since when."""
    folder = str(forged.folder)
    code, out = run(versions.run_verify, capsys, folder=folder)
    assert (code, out) == (codes.DONE, "2026.0.0  equal\n2026.1.0  equal\n2026.2.0  equal\nAs frozen: 3 of 3.\n")  # fmt: skip

    def change(document):
        pooled_row(document)["estimate"] -= 0.25
        document["missing"] = ["pmid:1"]

    forge(forged, change)
    monkeypatch.setattr(
        "ketaevidence.review.versioned.software_versions", lambda: (("numpy", "1"),)
    )
    code, out = run(versions.run_verify, capsys, folder=folder)
    assert code == codes.FAILED
    assert "2026.2.0  DIFFERS" in out
    assert "missing > 1: 'pmid:1', now (nothing)" in out
    assert "likely because of other software: Python 3" in out
    code, out = run(versions.run_verify, capsys, folder=folder, json=True)
    (one, _, two) = json.loads(out)
    assert (one["verdict"], two["verdict"]) == ("equal", "differs")
    assert two["differences"][-1] == {
        "place": ["missing", "1"],
        "before": "pmid:1",
        "after": None,
        "by": None,
        "is_rounding": False,
    }


def test_a_release_is_written_from_a_terminal(example, tmp_path, capsys):
    """The command names the folder and the version that it wrote."""
    out = tmp_path / "release"
    _, told = run(
        versions.run_release, capsys, folder=str(example.folder), out=str(out)
    )
    assert told == f"Wrote {out}: version 2026.2.0.\n"
    assert (out / "SHA256SUMS").is_file()
