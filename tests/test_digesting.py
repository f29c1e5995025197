"""What changed in a whole review: the store, the versions, the command line."""

from __future__ import annotations

import argparse
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from types import SimpleNamespace

import pytest
from tests.present import digest_story as story
from tests.pubmed.server import FakePubMed

import ketaevidence as ke
from ketaevidence.cli import codes, main
from ketaevidence.cli.digesting import add_digest_options, run_digest, verdict_after
from ketaevidence.errors import LibraryError, PresentError, UsageError
from ketaevidence.present.digest.atom import feed

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Go through the invented review once; keep it with what it tells."""
    folder = tmp_path_factory.mktemp("story")
    review = story.begin(folder)
    version = review.freeze("submitted").number
    story.go_on(review, folder)
    return SimpleNamespace(
        review=review, version=version, digest=review.digest(version), folder=folder
    )


def test_the_gravest_thing_is_said_first(told):
    """A retraction leads, and that the conclusions changed is said under it."""
    verdict = told.digest.verdict
    assert verdict.line == (
        "Integrity alert: Invented B: PubMed marks its report as retracted."
    )
    assert verdict.conclusions.startswith("Conclusions: changed in meaning (Ketamine")
    sections = list(dict.fromkeys(item.section for item in told.digest.items))
    assert sections[0] == "integrity"
    assert told.digest.is_alarming


def test_what_moved_the_result_is_split_by_cause(told):
    """Numbers frozen with the version, then one cause after the other, to today's."""
    (change,) = told.digest.results
    causes = {step.cause: step for step in change.movement.steps}
    assert all(step.is_known for step in causes.values())
    assert not causes["software"].has_moved
    assert causes["corrected"].difference == pytest.approx(-0.8 / 3)
    parts = [step.difference for step in causes.values()]
    assert sum(parts) == pytest.approx(change.movement.difference)
    assert change.movement.before.studies == {"a", "b", "c"}
    assert change.movement.after.studies == {"a", "c", "d"}
    assert "moved" in change.meaning.why


def test_today_is_what_the_report_says(told):
    """The result after all causes is the one of the review's own analyses."""
    (change,) = told.digest.results
    pooled = [g.pooled for a in told.review.analyses() for g in a.groups if g.pooled]
    assert [p.estimate for p in pooled] == [change.movement.after.estimate]
    assert change.anchor == "result-1"


def test_each_form_says_the_same(told):
    """Markdown, HTML, JSON and Atom carry the verdict, the split and the person."""
    digest = told.digest
    text, page = digest.markdown(report="https://example.org/r.html"), digest.html()
    for form in (text, page):
        assert "Invented B: PubMed marks its report as retracted." in form
        assert "−0.27" in form
        assert "table 2 of the report" in form
        assert "value: 3 → 2.2" in form
        assert "<script" not in form
        assert "alert(1)" in form
    assert "(https://example.org/r.html#result-1)" in text
    assert page.count("<polygon") == 2
    document = json.loads(digest.text("json"))
    assert document["verdict"]["kind"] == "integrity"
    assert document["since"]["version"] == told.version
    steps = document["results"][0]["steps"]
    assert [s["cause"] for s in steps] == ["software", "corrected", "studies", "method"]
    with pytest.raises(PresentError, match="'pdf'; use one of md, html, json, atom"):
        digest.text("pdf")


def test_the_feed_is_atom_and_knows_no_clock(told):
    """Every element that RFC 4287 asks for is there; the same digest, the same bytes."""
    digest = told.digest
    root = ET.fromstring(digest.atom())  # noqa: S314 (our own)
    (entry,) = root.findall(f"{ATOM}entry")
    for one in (root, entry):
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one.findtext(f"{ATOM}id"))
        assert one.findtext(f"{ATOM}title")
        assert one.findtext(f"{ATOM}updated") == "2026-02-04T08:00:00Z"
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert entry.find(f"{ATOM}content").get("type") == "html"
    assert digest.atom() == told.review.digest(told.version).atom()
    first = replace(digest, since=None, until=replace(digest.until, at="2026-01-12"))
    both = ET.fromstring(feed((first, digest), report="r", page="d"))  # noqa: S314
    ids = [e.findtext(f"{ATOM}id") for e in both.findall(f"{ATOM}entry")]
    assert len(set(ids)) == 2
    assert ids[0] == entry.findtext(f"{ATOM}id")


def test_an_earlier_state_is_a_version_a_day_or_found_by_itself(told):
    """A day has no stored numbers, and says so; a day before all things is refused."""
    by_day = told.review.digest("2026-01-31")
    assert by_day.since.words == "2026-01-31"
    assert "its numbers were not stored" in by_day.notes[0]
    assert not by_day.results[0].movement.steps[0].is_known
    # The newest version was frozen by the import; the settings changed after it.
    newest = told.review.versions()[-1].number
    by_itself = told.review.digest()
    assert by_itself.since.version == newest
    assert {item.kind for item in by_itself.items} == {"setting_changed"}
    with pytest.raises(LibraryError, match="held nothing yet at 2020-01-01"):
        told.review.digest("2020-01-01")
    with pytest.raises(LibraryError, match="day such as"):
        told.review.digest("yesterday")


def test_the_same_state_is_an_empty_digest(tmp_path):
    """Frozen and compared with itself, a review says that nothing changed."""
    review = story.begin(tmp_path)
    number = review.freeze("first").number
    digest = review.digest(number)
    assert (digest.verdict.kind, digest.is_empty) == ("none", True)
    assert digest.until.version == number
    assert "0 of 1 pooled result moved." in digest.unchanged
    path = review.write_digest(tmp_path / "d.md", since=number)
    assert path.read_text("utf-8") == digest.markdown()
    with pytest.raises(PresentError, match=r"d\.txt: a digest is written as"):
        review.write_digest(tmp_path / "d.txt")


def test_damaged_numbers_of_a_version_are_worked_out_again(told, monkeypatch):
    """What was frozen cannot be read: today's software does it, and that is said."""
    damaged = [replace(v, document="{}") for v in told.review.versions()]
    monkeypatch.setattr(told.review._library, "versions", lambda: tuple(damaged))
    found = told.review.digest(told.version)
    assert "are damaged" in found.notes[0]
    assert not found.results[0].movement.steps[0].is_known


def ask(capsys, *words):
    """Run the command as its own parser has it; give code and stdout."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--json", action="store_true")
    add_digest_options(parser)
    code = run_digest(parser.parse_args([str(word) for word in words]))
    return code, capsys.readouterr().out


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Make a review on disk whose second import brings a new record."""
    place = tmp_path_factory.mktemp("disk")
    with ke.init_review(place / "R") as review:
        story.arrive(review, place, "2026-01-10T08:00:00Z", story.report("a"))
        verdicts = {story.pmid("a"): "include"}
        review.decide_on(verdicts, by="A. Reader", at="2026-01-11T08:00:00Z")
        story.arrive(review, place, "2026-02-10T08:00:00Z", story.report("b"))
    return place / "R"


def test_the_command_prints_and_its_code_says_whether_to_look(folder, capsys):
    """0 where nothing changed, 10 for news; Markdown unless asked otherwise."""
    code, out = ask(capsys, folder)
    assert code == codes.NEWS
    assert "**1 new record, none eligible yet.**" in out
    code, out = ask(capsys, folder, "--json")
    assert (code, json.loads(out)["verdict"]["kind"]) == (codes.NEWS, "ineligible")
    code, out = ask(capsys, folder, "--since", "2999-01-01", "--format", "atom")
    assert code == codes.DONE
    assert "<entry>" not in out


def test_the_command_writes_a_file_by_its_name(folder, tmp_path, capsys):
    """The ending chooses the form; the verdict is printed; an unknown one is refused."""
    target = tmp_path / "what.html"
    code, out = ask(capsys, folder, "--out", target, "--report", "https://e.org/r.html")
    assert code == codes.NEWS
    assert out == f"1 new record, none eligible yet.\nWrote {target}.\n"
    assert 'href="https://e.org/r.html#records"' in target.read_text("utf-8")
    code, out = ask(capsys, folder, "--out", tmp_path / "a.xml", "--json")
    assert json.loads(out)["verdict"]["kind"] == "ineligible"
    assert (tmp_path / "a.xml").read_text("utf-8").startswith("<?xml")
    with pytest.raises(UsageError, match=r"a\.pdf: a digest is written as"):
        ask(capsys, folder, "--out", tmp_path / "a.pdf")
    with pytest.raises(UsageError, match="--json prints JSON"):
        ask(capsys, folder, "--json", "--format", "md")


def test_an_alert_has_its_own_code(told, monkeypatch, capsys):
    """A retraction of an included study is code 20 for a scheduler."""
    monkeypatch.setattr(told.review, "close", lambda: None)
    monkeypatch.setattr("ketaevidence.folder.open_review", lambda _: told.review)
    code, out = ask(capsys, "anywhere", "--since", told.version)
    assert code == codes.ALARM
    assert "**Integrity alert: " in out


def test_a_digest_that_fails_does_not_undo_a_refresh(capsys):
    """After a refresh landed, why there is no digest is one line on stderr."""

    def digest():
        msg = "the store\nis damaged."
        raise LibraryError(msg)

    assert verdict_after(SimpleNamespace(digest=digest)) is None
    err = capsys.readouterr().err
    assert err == "ketaevidence: the refresh landed; no digest: the store is damaged.\n"


def test_a_refresh_ends_with_the_verdict(tmp_path, monkeypatch, capsys):
    """The last line and the JSON say what the news come to; silence stays silence."""
    records = {story.pmid(name): story.report(name) for name in "abc"}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr("ketaevidence.pubmed.gate.Gate.acquire", lambda _self: None)
    to = ["refresh", "R", "--email", "you@lab.example"]
    with FakePubMed(records) as pubmed:
        monkeypatch.setenv("KETAEVIDENCE_EUTILS_URL", pubmed.url)
        assert main(["init", "R"]) == codes.DONE
        assert main(to) == codes.NEWS
        assert capsys.readouterr().out.endswith("there is none before it.\n")
        assert main(to) == codes.DONE
        assert capsys.readouterr().out == ""
        main(["screen", "R", "--include", story.pmid("a"), "--by", "A. Reader"])
        retracted = story.report("a", types=story.JOURNAL + story.RETRACTED)
        pubmed.change(story.pmid("a"), retracted)
        capsys.readouterr()
        assert main([*to, "--json"]) == codes.ALARM
    document = json.loads(capsys.readouterr().out)
    assert document["verdict"]["kind"] == "integrity"
    assert "PubMed marks its report as retracted" in document["verdict"]["line"]
