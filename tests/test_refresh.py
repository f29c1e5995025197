"""A refresh against a PubMed that misbehaves: the whole new state, or the old one."""

from __future__ import annotations

import io
import json
import logging
import os
import random
import sqlite3
import subprocess
import sys
import time
import traceback
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest
from tests.pubmed.samples import article
from tests.pubmed.server import ANSWERS, WIRE, FakePubMed, Fault, quick_client

import ketaevidence as ke
from ketaevidence.cli import codes, main
from ketaevidence.errors import (
    KetaEvidenceError,
    LibraryError,
    LockedError,
    PubMedIncompleteError,
)
from ketaevidence.library import Event, Library, Limits, locked
from ketaevidence.library.reconcile import EventKind
from ketaevidence.present.terminal import refresh_text

CRPS = "Ketamine for complex regional pain syndrome"
FULL = Path("/dev/full")
RETRACTED = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'
CONCERN = '<CommentsCorrectionsList><CommentsCorrections RefType="ExpressionOfConcernIn"><RefSource>J</RefSource></CommentsCorrections></CommentsCorrectionsList>'


def many(n, start=1):
    """Give n records on ketamine in CRPS."""
    numbers = range(start, start + n)
    return {
        str(90000000 + i): article(str(90000000 + i), title=f"{CRPS}, part {i}")
        for i in numbers
    }


@pytest.fixture
def pubmed():
    """Open a PubMed of our own with eight records."""
    with FakePubMed(many(8)) as server:
        yield server


@pytest.fixture
def review(tmp_path):
    """Open a new review."""
    with ke.init_review(tmp_path / "r") as made:
        yield made


def titles(review):
    """Give the review's records as {pmid: title}."""
    return {record.pmid: record.title for record in review.records()}


def truth(pubmed):
    """Give PubMed's records as {pmid: title}."""
    return {
        pmid: xml.split("ArticleTitle>")[1][:-2] for pmid, xml in pubmed.records.items()
    }


def everything(review):
    """Give what a review holds that a refresh may change."""
    library = review._library
    return (
        titles(review),
        library.searches(),
        library.events(),
        library.missing(),
        library.quarantine(),
    )


def spoilt(pmid, title="spoilt"):
    """Write a record that nobody can read: a control character is in its title."""
    return article(pmid, title=f"{title} \x01")


def refresh(review, pubmed, tmp_path, **more):
    """Refresh over a connection on which waiting takes no time."""
    with quick_client(pubmed, tmp_path) as client:
        return review.refresh(client=client, **more)


def test_the_first_refresh_brings_all_and_the_second_nothing(review, pubmed, tmp_path):
    """Everything arrives once; the same answer again is no news."""
    first = refresh(review, pubmed, tmp_path)
    assert (first.count, len(first.new)) == (8, 8)
    assert titles(review) == truth(pubmed)
    second = refresh(review, pubmed, tmp_path)
    assert not second.has_news
    assert (second.asked, second.unchanged) == (8, 8)
    assert review.flow().identified == (("PubMed", 8),)


def test_what_pubmed_said_to_the_search_is_kept(review, pubmed, tmp_path):
    """Term, translation, count and warnings are stored with the search."""
    pubmed.faults.extend([Fault("phrase", "kettamine")] * 2)
    found = refresh(review, pubmed, tmp_path)
    (search,) = review.searches()
    assert search.term == review.question.pubmed_search
    assert search.translation == f"translated {search.term}"
    assert (search.count, search.retrieved) == (8, 8)
    assert any("kettamine" in warning for warning in search.warnings)
    assert search.warnings == found.warnings


def test_a_changed_reading_of_the_search_is_news(review, pubmed, tmp_path):
    """When PubMed understands the same search in another way, the refresh says so."""
    refresh(review, pubmed, tmp_path)
    pubmed.translation = "ketamine, as of this year's MeSH"
    found = refresh(review, pubmed, tmp_path)
    assert found.translation_changed
    assert found.has_news


def test_records_ever_seen_are_fetched_again(review, pubmed, tmp_path):
    """A record that the search drops, and one brought by hand, are still compared."""
    file = tmp_path / "by_hand.xml"
    hand = article("90000100", title="Brought by hand")
    file.write_bytes(f"<PubmedArticleSet>{hand}</PubmedArticleSet>".encode())
    review.import_files([file], source="A colleague")
    refresh_one = refresh
    pubmed.add("90000100", hand)
    pubmed.hide("90000100")
    refresh_one(review, pubmed, tmp_path)
    pubmed.hide("90000001")
    pubmed.change("90000001", article("90000001", title="Revised while hidden"))
    pubmed.change("90000100", article("90000100", title="Revised by hand"))
    found = refresh_one(review, pubmed, tmp_path)
    assert found.revised == ("pmid:90000001", "pmid:90000100")
    assert found.of_kind("no_longer_matching") == ("pmid:90000001",)
    assert titles(review) == truth(pubmed)


def test_a_record_that_is_listed_and_not_given_makes_the_search_incomplete(
    review, pubmed, tmp_path
):
    """What the search listed and PubMed did not give is never counted as received."""
    lost = min(pubmed.records)
    pubmed.always = Fault("missing", lost, "efetch")
    refresh(review, pubmed, tmp_path)
    (search,) = review.snapshot().searches
    assert (search.count, search.retrieved) == (
        len(truth(pubmed)),
        len(truth(pubmed)) - 1,
    )
    assert review.digest().verdict.kind == "incomplete"
    pubmed.always = None
    refresh(review, pubmed, tmp_path)
    newest = review.snapshot().searches[-1]
    assert newest.retrieved == newest.count


def test_an_included_record_that_is_retracted_is_an_alarm(review, pubmed, tmp_path):
    """A retraction or concern on an included record alarms; on an excluded one not."""
    refresh(review, pubmed, tmp_path)
    review.decide_on(
        {"90000001": "include", "90000002": "exclude", "90000003": "include"}, by="A"
    )
    review.decide_on({"90000001": "include"}, stage="full_text", by="A")
    pubmed.change("90000001", article("90000001", types=RETRACTED))
    pubmed.change("90000002", article("90000002", types=RETRACTED))
    pubmed.change("90000003", article("90000003", more=CONCERN))
    found = refresh(review, pubmed, tmp_path)
    assert found.retracted == ("pmid:90000001", "pmid:90000002")
    assert found.of_kind("concern") == ("pmid:90000003",)
    assert found.alarms == ("pmid:90000001", "pmid:90000003")


def test_an_alarm_stays_until_a_person_decides_again(review, pubmed, tmp_path):
    """A retraction of an included record alarms at every refresh, whoever brought it."""
    refresh(review, pubmed, tmp_path)
    review.decide_on({"90000001": "include"}, by="A")
    pubmed.change("90000001", article("90000001", types=RETRACTED))
    for _ in range(2):
        assert refresh(review, pubmed, tmp_path).alarms == ("pmid:90000001",)
    review.decide_on({"90000001": "include"}, by="A", reason="kept, with the notice")
    assert refresh(review, pubmed, tmp_path).alarms == ()


def test_a_retraction_brought_by_an_import_alarms(review, pubmed, tmp_path):
    """An imported export that marks an included record as retracted is not swallowed."""
    old = article("90000200", title=CRPS)
    new = article("90000200", title=CRPS, types=RETRACTED)
    file = tmp_path / "a.xml"
    for xml in (old, new):
        file.write_bytes(f"<PubmedArticleSet>{xml}</PubmedArticleSet>".encode())
        review.import_files([file], source="A colleague")
        if xml is old:
            review.decide_on({"90000200": "include"}, by="A")
    pubmed.add("90000200", new)
    pubmed.hide("90000200")
    assert refresh(review, pubmed, tmp_path).alarms == ("pmid:90000200",)


def test_the_same_text_in_another_format_is_not_to_be_looked_at_again(
    review, pubmed, tmp_path
):
    """A record imported as text and fetched as XML has changed only if its text did."""
    file = tmp_path / "a.nbib"
    title = f"{CRPS}, part 1"
    file.write_text(f"PMID- 90000001\nTI  - {title}\nAB  - We studied 12 patients.\n")
    review.import_files([file], source="PubMed")
    review.decide_on({"90000001": "include"}, by="A")
    assert refresh(review, pubmed, tmp_path).to_look_at_again == ()
    pubmed.change("90000001", article("90000001", title="Another text"))
    assert refresh(review, pubmed, tmp_path).to_look_at_again == ("pmid:90000001",)


def test_a_search_that_finds_nothing_any_more_is_not_believed(review, pubmed, tmp_path):
    """From some records to none is a fault until a person says otherwise."""
    for pmid in list(pubmed.records)[2:]:
        pubmed.remove(pmid)
    refresh(review, pubmed, tmp_path)
    for pmid in pubmed.records:
        pubmed.hide(pmid)
    with pytest.raises(PubMedIncompleteError, match="found 2"):
        refresh(review, pubmed, tmp_path)


def test_decisions_survive_and_changed_texts_are_listed(review, pubmed, tmp_path):
    """A refresh writes no decision; a text that changed under one is to be looked at."""
    refresh(review, pubmed, tmp_path)
    review.decide_on({"90000001": "include", "90000002": "exclude"}, by="A")
    before = review.decisions()
    pubmed.change("90000001", article("90000001", title="Another text"))
    found = refresh(review, pubmed, tmp_path)
    assert found.to_look_at_again == ("pmid:90000001",)
    assert review.decisions() == before


def test_a_vanished_record_is_kept_and_named(review, pubmed, tmp_path):
    """What PubMed withdraws stays in the review, marked as missing."""
    refresh(review, pubmed, tmp_path)
    pubmed.remove("90000004")
    found = refresh(review, pubmed, tmp_path)
    assert found.missing == ("pmid:90000004",)
    assert "90000004" in titles(review)
    assert review.status().missing == 1


def test_a_record_that_cannot_be_read_costs_itself_only(review, pubmed, tmp_path):
    """The refresh lands; the record keeps its form and is named until it is whole."""
    refresh(review, pubmed, tmp_path)
    before = titles(review)
    pubmed.change("90000003", spoilt("90000003"))
    pubmed.change("90000004", article("90000004", title="Changed"))
    for n in (1, 2):
        found = refresh(review, pubmed, tmp_path)
        assert found.unreadable == ("pmid:90000003",)
        assert found.has_news
        assert not found.missing
        assert found.revised == (("pmid:90000004",) if n == 1 else ())
        assert titles(review) == before | {"90000004": "Changed"}
    (kept,) = review.quarantine()
    assert kept.broken.raw.decode() == spoilt("90000003").strip()
    assert (kept.broken.pmid, kept.met_by, kept.runs) == ("90000003", "refresh", 2)
    pubmed.change("90000003", article("90000003", types=RETRACTED))
    found = refresh(review, pubmed, tmp_path)
    assert found.retracted == ("pmid:90000003",)
    assert not found.unreadable
    assert not refresh(review, pubmed, tmp_path).has_news


def test_every_pmid_asked_for_is_here_missing_or_unreadable(review, pubmed, tmp_path):
    """The books of a refresh add up with all three kinds at once."""
    refresh(review, pubmed, tmp_path)
    pubmed.remove("90000002")
    pubmed.change("90000005", spoilt("90000005"))
    pubmed.add("90000009", spoilt("90000009"))
    found = refresh(review, pubmed, tmp_path)
    assert found.unreadable == ("pmid:90000005", "pmid:90000009")
    assert found.missing == ("pmid:90000002",)
    assert (found.asked, found.count, found.unchanged) == (9, 8, 7)
    assert "90000009" not in titles(review)


def test_a_dry_run_names_what_cannot_be_read_and_keeps_nothing(
    review, pubmed, tmp_path
):
    """--dry-run quarantines on its copy only."""
    pubmed.change("90000003", spoilt("90000003"))
    found = refresh(review, pubmed, tmp_path, dry_run=True)
    assert found.unreadable == ("pmid:90000003",)
    assert review.quarantine() == ()


def test_a_search_that_shrinks_is_not_believed(review, pubmed, tmp_path):
    """Losing most of the search's records stops the refresh, unless it is accepted."""
    refresh(review, pubmed, tmp_path)
    for pmid in list(pubmed.records)[:7]:
        pubmed.hide(pmid)
    with pytest.raises(
        PubMedIncompleteError, match=r"--accept-shrink, in Python accept_shrink=True"
    ):
        refresh(review, pubmed, tmp_path)
    assert len(review.searches()) == 1
    found = refresh(review, pubmed, tmp_path, accept_shrink=True)
    assert len(found.of_kind("no_longer_matching")) == 7


def test_a_dry_run_asks_and_changes_no_byte(review, pubmed, tmp_path):
    """--dry-run says what would change and leaves every file as it is."""
    before = {p.name: p.read_bytes() for p in review.folder.iterdir()}
    found = refresh(review, pubmed, tmp_path, dry_run=True)
    assert found.is_dry_run
    assert len(found.new) == 8
    assert {p.name: p.read_bytes() for p in review.folder.iterdir()} == before
    assert len(review.records()) == 0


def test_a_second_run_is_refused_at_once(review, pubmed, tmp_path):
    """While one run holds the review, another does nothing and names the holder."""
    with (
        locked(review.folder, "process 1234"),
        pytest.raises(LockedError, match="1234"),
    ):
        refresh(review, pubmed, tmp_path)
    assert pubmed.requests == []
    refresh(review, pubmed, tmp_path)


def test_too_little_room_stops_before_pubmed_is_asked(
    review, pubmed, tmp_path, monkeypatch
):
    """A disk that is nearly full is found out before any request."""
    usage = SimpleNamespace(free=1 << 20)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(LibraryError, match="make room"):
        refresh(review, pubmed, tmp_path)
    assert pubmed.requests == []


def test_a_disk_that_fills_up_leaves_the_old_state(review, pubmed, tmp_path):
    """When the store cannot grow, the refresh fails and the state is as it was."""
    refresh(review, pubmed, tmp_path)
    before = titles(review)
    connection = review._library._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    # Words that do not repeat, so that compression cannot make them fit.
    rng = random.Random(1)  # noqa: S311 (no secret)
    for pmid in pubmed.records:
        text = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=20_000))
        pubmed.change(pmid, article(pmid, title=text))
    for room in range(0, 40, 4):
        connection.execute(f"PRAGMA max_page_count={pages + room}")
        with pytest.raises(LibraryError, match="nothing was changed"):
            refresh(review, pubmed, tmp_path)
        assert titles(review) == before
    connection.execute("PRAGMA max_page_count=1073741823")
    refresh(review, pubmed, tmp_path)
    assert titles(review) == truth(pubmed)


STEPS = (
    "check",
    "begin_refresh",
    "staged_keys",
    "stage",
    "land",
    "record_keys",
    "searches",
)


@pytest.mark.parametrize("step", STEPS)
def test_dying_at_any_step_leaves_the_old_state(
    review, pubmed, tmp_path, monkeypatch, step
):
    """Whichever step of the store fails, the state is old; the next refresh is whole."""
    refresh(review, pubmed, tmp_path)
    before = titles(review)
    pubmed.change("90000001", article("90000001", title="Changed"))

    def breaks(*_args, **_kwargs):
        raise SystemError(step)

    with monkeypatch.context() as patch:
        patch.setattr(Library, step, breaks)
        with pytest.raises(SystemError, match=step):
            refresh(review, pubmed, tmp_path)
    assert titles(review) == before
    refresh(review, pubmed, tmp_path)
    assert titles(review) == truth(pubmed)


def test_a_crash_in_the_landing_leaves_the_old_state(review, pubmed, tmp_path):
    """Failing at any statement of the landing transaction rolls all of it back."""
    refresh(review, pubmed, tmp_path)
    reached = set()
    for table in (
        "run",
        "search",
        "revision",
        "tenure",
        "matching",
        "event",
        "provenance",
        "attempt",
        "quarantine",
        "quarantine_met",
    ):
        for pmid in pubmed.records:
            pubmed.change(pmid, article(pmid, title=f"Changed at {table}"))
        # One record cannot be read, in another way each time.
        pubmed.change("90000008", spoilt("90000008", table))
        before = everything(review)
        connection = review._library._connection
        when = "UPDATE" if table in ("attempt", "matching") else "INSERT"
        connection.execute(
            f"CREATE TEMP TRIGGER boom BEFORE {when} ON main.{table} "  # noqa: S608 (fixed names)
            f"WHEN (SELECT count(*) FROM main.stage) > 0 "
            f"BEGIN SELECT RAISE(ABORT, 'boom {table}'); END"
        )
        try:
            refresh(review, pubmed, tmp_path)
        except LibraryError as error:
            assert "boom" in str(error)  # noqa: PT017 (not every table is written)
            reached.add(table)
            assert everything(review) == before
        finally:
            connection.execute("DROP TRIGGER boom")
    assert {"run", "search", "revision", "tenure", "event"} <= reached
    assert {"quarantine", "quarantine_met"} <= reached
    pubmed.change("90000008", article("90000008", title="Whole again"))
    # The first of two may use what a failed attempt of this hour had downloaded.
    refresh(review, pubmed, tmp_path)
    refresh(review, pubmed, tmp_path)
    assert titles(review) == truth(pubmed)


#: Faults that may fall in a row, and those that may not: two equal lies of PubMed on the
#: same question cannot be told from the truth.
HONEST = [
    *ANSWERS,
    *(kind for kind in WIRE if not kind.startswith(("drip", "stall", "bomb"))),
]
LIES = [
    "duplicate",
    "conflict",
    "foreign",
    "missing",
    "damaged",
    "drop id",
    "repeat id",
    "fewer hits",
]


def misbehave(pubmed, rng):
    """Queue a few faults at random."""
    pubmed.faults.clear()
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        pubmed.faults.append(Fault(rng.choice(HONEST)))
    if rng.random() < 0.5:
        pubmed.faults.append(Fault(rng.choice(LIES)))
    rng.shuffle(pubmed.faults)


def live_on(pubmed, rng, step):
    """Let PubMed change as it does between two refreshes."""
    pmid = rng.choice(list(pubmed.records))
    deed = rng.choice(["nothing", "add", "change", "remove", "hide", "show"])
    if deed == "add":
        new = str(90001000 + step)
        pubmed.add(new, article(new, title=f"New {step}"))
    elif deed == "change":
        pubmed.change(pmid, article(pmid, title=f"Changed {step}"))
    elif deed == "remove" and len(pubmed.records) > 5:
        pubmed.remove(pmid)
    elif deed == "hide" and len(pubmed.hidden) < 2:
        pubmed.hide(pmid)
    elif deed == "show":
        pubmed.hidden.clear()


def faulty_life(seed, folder, refreshes):
    """Live through faulty refreshes; give how many landed and how many failed."""
    rng = random.Random(seed)  # noqa: S311 (no secret)
    landed = failed = 0
    past = []
    with ke.init_review(folder / f"r{seed}") as review, FakePubMed(many(8)) as pubmed:
        ever: dict[str, str] = {}
        for step in range(refreshes):
            live_on(pubmed, rng, step)
            misbehave(pubmed, rng)
            before = titles(review), len(review.searches())
            decisions = review.decisions()
            try:
                refresh(review, pubmed, folder, accept_shrink=True)
            except KetaEvidenceError:
                failed += 1
                assert (titles(review), len(review.searches())) == before
            else:
                landed += 1
                # What PubMed has now of all that was ever found, and what it had last
                # of what it has no more.
                now = truth(pubmed)
                ever |= {p: now[p] for p in now if p not in pubmed.hidden or p in ever}
                assert titles(review) == ever
                gone = {f"pmid:{p}" for p in ever if p not in now}
                assert review._library.missing() == gone
            assert review.decisions() == decisions
            if titles(review) and rng.random() < 0.5:
                review.decide_on({rng.choice(list(titles(review))): "include"}, by="A")
            last = len(review._library.runs())
            past.append((last, titles(review)))
            for run, then in past[-5:]:
                view = Library(
                    review._library._connection, None, Limits(run=run), review._library
                )
                assert {r.pmid: r.title for r in view.records()} == then
    return landed, failed


@pytest.mark.parametrize("seed", range(12))
def test_no_faulty_refresh_lands_a_wrong_state(tmp_path, seed):
    """Through many faults, a state is the truth or the old one, and none is rewritten."""
    landed, failed = faulty_life(seed, tmp_path, refreshes=12)
    assert landed + failed == 12
    assert landed > 0


@pytest.mark.slow
def test_thousands_of_faulty_refreshes(tmp_path):
    """The same, for as long as a night allows."""
    counts = [faulty_life(seed, tmp_path, refreshes=20) for seed in range(1000, 1250)]
    landed, failed = (sum(column) for column in zip(*counts, strict=True))
    print(f"{landed} landed, {failed} failed")  # noqa: T201 (the figure for the record)
    assert landed > failed > 0


SECRET = "k3yThatNobodyMaySee0123456789abcdef"  # noqa: S105 (planted to be looked for)


def test_the_key_appears_nowhere(tmp_path, monkeypatch):
    """A planted key is in no file, log, error, traceback, report or output."""
    monkeypatch.setenv("NCBI_API_KEY", SECRET)
    seen = io.StringIO()
    handler = logging.StreamHandler(seen)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    sent = []
    try:
        for number, kind in enumerate(
            [*ANSWERS, "reset", "short", "cut gzip", "garbage", None]
        ):
            with (
                FakePubMed(many(2)) as pubmed,
                ke.init_review(tmp_path / f"r{number}") as review,
            ):
                pubmed.always = Fault(kind) if kind else None
                with quick_client(pubmed, tmp_path, api_key=None) as client:
                    seen.write(repr(client) + repr(vars(client)))
                    try:
                        seen.write(repr(review.refresh(client=client)))
                    except KetaEvidenceError as error:
                        seen.write("".join(traceback.format_exception(error)))
                        seen.write(repr(error.__context__) + repr(error.__cause__))
                review.report()
                sent += [request.get("api_key") for request in pubmed.requests]
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert set(sent) == {SECRET}, "the key was really in use"
    assert SECRET not in seen.getvalue()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path


# The command line ---------------------------------------------------------------


@pytest.fixture
def shell(tmp_path, monkeypatch, pubmed):
    """Run commands in a folder with a review, against the fake PubMed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KETAEVIDENCE_EUTILS_URL", pubmed.url)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    # The gate's pace is its own tests' matter.
    monkeypatch.setattr("ketaevidence.pubmed.gate.Gate.acquire", lambda _self: None)

    def run(*words):
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = main(list(words))
            except SystemExit as stop:
                code = stop.code
        return code, out.getvalue(), err.getvalue()

    run("init", "R")
    return run


def test_exit_codes_tell_a_scheduler_what_happened(shell, pubmed):
    """10 something new, 0 nothing, 20 alarm, 1 failure; stdout is silent on 0."""
    to = ("refresh", "R", "--email", "you@lab.example")
    code, out, err = shell(*to)
    assert (code, err) == (codes.NEWS, "")
    assert "New (8):" in out
    assert shell(*to) == (codes.DONE, "", "")
    code, out, _ = shell(*to, "--verbose")
    assert code == codes.DONE
    assert "Nothing is new." in out
    shell("screen", "R", "--include", "90000001", "--by", "A")
    pubmed.change("90000001", article("90000001", types=RETRACTED))
    code, out, _ = shell(*to)
    assert code == codes.ALARM
    assert out.startswith("Included records that were retracted")
    pubmed.always = Fault("bad key")
    code, out, err = shell(*to)
    assert (code, out) == (codes.FAILED, "")
    assert err.count("\n") == 1


def test_an_unreadable_record_is_told_by_code_text_and_json(shell, pubmed):
    """A scheduler gets code 10, a person the PMID, a machine the problem."""
    to = ("refresh", "R", "--email", "you@lab.example")
    shell(*to)
    pubmed.change("90000003", spoilt("90000003"))
    code, out, err = shell(*to)
    assert (code, err) == (codes.NEWS, "")
    assert "cannot be read" in " ".join(out.split())
    assert f"pmid:90000003  {CRPS}, part 3" in out
    assert "8 of 8 asked for are accounted for, 7 unchanged" in " ".join(out.split())
    code, out, _ = shell(*to, "--json")
    assert code == codes.NEWS
    (event,) = json.loads(out)["events"]
    assert (event["record_key"], event["kind"]) == ("pmid:90000003", "unreadable")
    assert "well-formed" in event["detail"]["problem"]


def test_every_kind_of_event_has_words():
    """Nothing that a refresh finds is left out of what it prints."""
    for kind in get_args(EventKind):
        event = Event("pmid:1", kind)
        found = ke.Refresh(
            at="2026-11-01T00:00:00Z", term="t", translation=None, count=1, asked=1,
            unchanged=0, events=(event,),
        )  # fmt: skip
        assert found.has_news
        assert "pmid:1  A title" in refresh_text(found, {"pmid:1": "A title"})


def test_json_and_dry_run_on_the_command_line(shell):
    """--json gives one document; --dry-run says that nothing was changed."""
    to = ("refresh", "R", "--email", "you@lab.example")
    code, out, _ = shell(*to, "--dry-run", "--json")
    document = json.loads(out)
    assert code == codes.NEWS
    assert document["is_dry_run"]
    assert len(document["events"]) == 8
    assert "Dry run: nothing was changed." in shell(*to, "--dry-run")[1]
    assert "Never refreshed" in shell("status", "R")[1]


def test_a_missing_address_is_asked_for(shell, pubmed):
    """Without an e-mail address nothing is asked; the message says where to write it."""
    code, _, err = shell("refresh", "R")
    assert code == codes.FAILED
    assert "review.toml" in err
    assert pubmed.requests == []


def test_the_address_may_stand_in_the_reviews_file(shell, tmp_path, pubmed):
    """The address of review.toml is sent with every request."""
    file = tmp_path / "R" / "review.toml"
    file.write_text(
        file.read_text("utf-8").replace('email = ""', 'email = "me@lab.example"'),
        "utf-8",
    )
    assert shell("refresh", "R")[0] == codes.NEWS
    assert {request["email"] for request in pubmed.requests} == {"me@lab.example"}
    assert {request["tool"] for request in pubmed.requests} == {"ketaevidence"}


def forbidden(*_args, **_kwargs):
    """Stand for a socket where none may be made."""
    msg = "a socket was made"
    raise AssertionError(msg)


def test_offline_asks_nobody(shell, pubmed, monkeypatch):
    """--offline says what awaits a decision, and opens no connection."""
    shell("refresh", "R", "--email", "you@lab.example")
    asked = len(pubmed.requests)
    monkeypatch.setattr("socket.socket", forbidden)
    code, out, _ = shell("refresh", "R", "--offline")
    assert code == codes.NEWS
    assert "Suggestions on undecided records" in out
    assert len(pubmed.requests) == asked


def test_status_tells_age_and_the_last_failure(shell, pubmed):
    """`status` fails when the last complete refresh is too old, or never was."""
    assert shell("status", "R", "--max-age", "35d")[0] == codes.FAILED
    shell("refresh", "R", "--email", "you@lab.example")
    code, out, _ = shell("status", "R", "--max-age", "35d")
    assert code == codes.DONE
    assert "within 35 days" in out
    pubmed.always = Fault("403")
    shell("refresh", "R", "--email", "you@lab.example")
    _, out, _ = shell("status", "R")
    assert "failed: " in out
    assert json.loads(shell("status", "R", "--json")[1])["last_attempt"] == "failed"
    assert shell("status", "R", "--max-age", "soon")[0] == codes.WRONG_USAGE


def test_a_held_review_is_exit_code_75(shell, tmp_path):
    """The second of two runs ends at once with its own exit code."""
    with locked(tmp_path / "R", "process 99"):
        code, out, err = shell("refresh", "R", "--email", "you@lab.example")
    assert (code, out) == (codes.LOCKED, "")
    assert "process 99" in err


@pytest.mark.parametrize(
    ("scheduler", "words"),
    [("cron", "6 * * 1"), ("systemd", "[Timer]"), ("github", "schedule:")],
)
def test_schedules_are_printed_with_this_reviews_folder(
    shell, tmp_path, scheduler, words
):
    """Each recipe names the command and the folder as they are."""
    assert shell("schedule", "R", "--for", scheduler)[0] == codes.WRONG_USAGE
    file = tmp_path / "R" / "review.toml"
    text = file.read_text("utf-8").replace('email = ""', 'email = "me@lab.example"')
    file.write_text(text, "utf-8")
    code, out, _ = shell("schedule", "R", "--for", scheduler)
    assert code == codes.DONE
    assert words in out
    assert ("refresh R" if scheduler == "github" else str(tmp_path / "R")) in out


def test_a_path_that_schedulers_read_as_their_own_is_refused(shell, tmp_path):
    """A recipe is printed only for a folder that it names safely."""
    (tmp_path / "R").rename(tmp_path / "my %review")
    file = tmp_path / "my %review" / "review.toml"
    text = file.read_text("utf-8").replace('email = ""', 'email = "me@lab.example"')
    file.write_text(text, "utf-8")
    code, _, err = shell("schedule", "my %review")
    assert code == codes.WRONG_USAGE
    assert "letters, digits" in err


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_an_alarm_is_told_by_the_code_when_it_cannot_be_printed(shell, pubmed):
    """After the landing, a full disk behind stdout does not hide what happened."""
    to = ("refresh", "R", "--email", "you@lab.example")
    shell(*to)
    shell("screen", "R", "--include", "90000001", "--by", "A")
    pubmed.change("90000001", article("90000001", types=RETRACTED))
    with (
        FULL.open("w") as full,
        redirect_stdout(full),
        redirect_stderr(io.StringIO()),
    ):
        code = main(list(to))
    assert code == codes.ALARM


def test_a_damaged_store_is_not_refreshed(shell, tmp_path, pubmed):
    """Damage is found before PubMed is asked, and the store is left as it is."""
    shell("refresh", "R", "--email", "you@lab.example")
    asked = len(pubmed.requests)
    path = tmp_path / "R" / "library.sqlite"
    data = bytearray(path.read_bytes())
    data[8192:10000] = b"\xa5" * 1808
    path.write_bytes(bytes(data))
    code, _, err = shell("refresh", "R", "--email", "you@lab.example")
    assert code == codes.FAILED
    assert err.count("\n") == 1
    assert len(pubmed.requests) == asked
    assert path.read_bytes() == bytes(data)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        """Say so."""
        return True


def test_a_bar_is_shown_on_a_terminal_only(shell, pubmed):
    """Progress goes to a terminal's stderr; in a pipe there is none."""
    assert shell("refresh", "R", "--email", "you@lab.example")[2] == ""
    pubmed.add("90000050", article("90000050", title=CRPS))
    terminal, out = Terminal(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(terminal):
        main(["refresh", "R", "--email", "you@lab.example"])
    assert "PubMed" in terminal.getvalue()
    assert "9/9" in terminal.getvalue()
    assert "\r" not in out.getvalue()


def test_of_two_runs_at_once_one_lands_and_one_is_refused(tmp_path, pubmed):
    """While one refresh is at work a second ends with 75, and people go on working."""
    folder = tmp_path / "r"
    ke.init_review(folder).close()
    environment = os.environ | {
        "KETAEVIDENCE_EUTILS_URL": pubmed.url,
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    command = [
        sys.executable,
        "-m",
        "ketaevidence",
        "refresh",
        str(folder),
        "--email",
        "a@b.example",
    ]
    pubmed.always = Fault("close")
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as first:
        while not pubmed.requests:
            time.sleep(0.02)
        second = subprocess.run(
            command, env=environment, check=False, capture_output=True
        )
        assert second.returncode == codes.LOCKED
        file = tmp_path / "a.xml"
        xml = article("90000200")
        file.write_bytes(f"<PubmedArticleSet>{xml}</PubmedArticleSet>".encode())
        with ke.open_review(folder) as review:
            review.import_files([file], source="A colleague")
            review.decide_on({"90000200": "include"}, by="A")
        pubmed.add("90000200", xml)
        pubmed.always = None
        first.communicate(timeout=120)
    assert first.returncode == codes.NEWS
    with ke.open_review(folder) as review:
        assert set(titles(review)) == {*many(8), "90000200"}
        assert len(review.decisions()) == 1


def test_the_past_cannot_be_refreshed(review, pubmed, tmp_path):
    """A view of an earlier day refuses a refresh, also a dry one."""
    refresh(review, pubmed, tmp_path)
    past = review.as_of("2026-01-01")
    for dry_run in (False, True):
        with pytest.raises(LibraryError, match="the past"):
            refresh(past, pubmed, tmp_path, dry_run=dry_run)


def test_a_new_warning_of_pubmed_is_news(review, pubmed, tmp_path):
    """A phrase that PubMed suddenly does not find is told, once."""
    refresh(review, pubmed, tmp_path)
    pubmed.faults.extend([Fault("phrase", "kettamine")] * 2)
    found = refresh(review, pubmed, tmp_path)
    assert found.new_warnings
    assert found.has_news
    pubmed.faults.extend([Fault("phrase", "kettamine")] * 2)
    assert not refresh(review, pubmed, tmp_path).has_news


def test_a_dry_run_on_an_older_store_changes_no_byte(shell, tmp_path):
    """--dry-run reads a store of an older version without bringing it up to date."""
    path = tmp_path / "R" / "library.sqlite"
    path.unlink()
    golden = Path(__file__).parent / "library" / "golden" / "version_1.sql"
    with closing(sqlite3.connect(path)) as store:
        lines = golden.read_text("utf-8").splitlines()
        # Its invented entry is no study that could be shown.
        store.executescript("\n".join(x for x in lines if '"entry"' not in x))
    before = {p.name: p.read_bytes() for p in path.parent.iterdir()}
    code, out, err = shell("refresh", "R", "--email", "you@lab.example", "--dry-run")
    assert code == codes.NEWS, err
    assert "New (" in out
    assert {p.name: p.read_bytes() for p in path.parent.iterdir()} == before


def test_a_retracted_further_report_of_an_included_study_alarms(
    review, pubmed, tmp_path
):
    """A report that was excluded as a duplicate still speaks for its included study."""
    refresh(review, pubmed, tmp_path)
    review.decide_on({"90000001": "include", "90000002": "exclude"}, by="A")
    review.decide_on({"90000001": "include"}, stage="full_text", by="A")
    source = ke.Source(None, "abstract", "primary_abstract")
    main_report = ke.Study(
        "a", "A", "A", "rct_parallel", "a", source, record_key="pmid:90000001"
    )
    again = ke.Study(
        "b",
        "B",
        "B",
        "rct_other",
        "a",
        source,
        record_key="pmid:90000002",
        secondary_of="a",
    )
    review.enter([main_report, again], by="A", reason="read")
    pubmed.change("90000002", article("90000002", types=RETRACTED))
    assert refresh(review, pubmed, tmp_path).alarms == ("pmid:90000002",)


def test_a_damaged_record_is_found_before_pubmed_is_asked(review, pubmed, tmp_path):
    """A flipped bit in a stored record stops the refresh and names the record."""
    refresh(review, pubmed, tmp_path)
    asked = len(pubmed.requests)
    review._library._connection.execute(
        "UPDATE revision SET raw = zeroblob(40) WHERE record_key = 'pmid:90000003'"
    )
    with pytest.raises(LibraryError, match="90000003 is damaged"):
        refresh(review, pubmed, tmp_path)
    assert len(pubmed.requests) == asked
