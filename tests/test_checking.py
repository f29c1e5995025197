"""Checking a review and settling what is found, from Python and from a terminal."""

from __future__ import annotations

import json

import pytest

import ketaevidence as ke
from ketaevidence.cli import main
from ketaevidence.curation.model import Arm, Result, Source, Study

SOURCE = Source("https://example.org", "abstract", "primary_abstract")
WHO = {"by": "A. Reader", "reason": "Table 2 of the paper"}


def fill(review, spread=0.4):
    """Enter four invented alike trials of which one has a tiny deviation."""
    rows = []
    for i, name in enumerate("abcd"):
        rows.append(
            Study(name, f"Invented {name}", f"An invented trial, {name}", "rct_parallel",
                  name, SOURCE, record_key=f"pmid:9000000{i}", pmid=f"9000000{i}",
                  is_randomised=True, condition="CRPS", route="IV", form="S",
                  dose_class="subanaesthetic_infusion", comparator_kind="placebo")
        )  # fmt: skip
        for arm, role, mean in (
            ("k", "intervention", 3.0 + i / 10),
            ("p", "comparator", 5.0),
        ):
            rows.append(
                Arm(name, arm, "ketamine" if arm == "k" else "placebo", role, n=31)
            )
            rows.append(
                Result(f"{name}-{arm}", name, arm, "pain_intensity", "pain", "mean", SOURCE,
                       time_words="week 4", time_days=28.0, phase="off_drug", n=31,
                       value=mean, spread=spread if (name, arm) == ("d", "k") else 2.0,
                       spread_type="SD", scale="VAS", scale_low=0.0, scale_high=10.0)
            )  # fmt: skip
    review.enter(rows, by="A. Reader", reason="invented")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Start a review of four trials in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    records = [
        f"PMID- 9000000{i}\nSTAT- MEDLINE\nDP  - 2020\nTI  - An invented trial, {name}\n"
        for i, name in enumerate("abcd")
    ]
    (tmp_path / "a.nbib").write_text("\n".join(records))
    with ke.init_review("R") as review:
        review.import_files(["a.nbib"], source="invented")
        for stage in ("title_abstract", "full_text"):
            review.decide_on(
                {f"9000000{i}": "include" for i in range(4)},
                stage=stage,
                by="A. Reader",
            )
        fill(review)
    return tmp_path


@pytest.fixture
def review(place):
    """Open the review of four trials."""
    with ke.open_review("R") as opened:
        yield opened


def tiny(review):
    """Give the finding about the tiny deviation."""
    (finding,) = [f for f in review.check() if f.check == "tiny_deviation"]
    return finding


def k_pooled(review):
    """Count the trials in the pool of contrasts."""
    groups = review.analyses()[0].groups
    return sum(group.pooled.k for group in groups if group.pooled)


def run(capsys, *words):
    """Run a command; give its exit code, stdout and stderr."""
    try:
        code = main([str(word) for word in words])
    except SystemExit as stop:
        code = stop.code
    out, err = capsys.readouterr()
    return code, out, err


def test_what_blocks_is_out_until_a_person_decides(review):
    """The fourth trial is held with the finding's words, and pooled once accepted."""
    assert k_pooled(review) == 3
    (kept,) = review.analyses()[0].kept_out
    assert kept.reason_id == "blocked_by_check"
    finding = tiny(review)
    assert finding.id in kept.reason
    answer = review.settle(finding.id, verdict="accept", **WHO)
    assert (answer.is_open, answer.ruling.by) == (False, "A. Reader")
    assert k_pooled(review) == 4
    assert not tiny(review).blocks


def test_a_decision_survives_closing_and_is_seen_in_the_past(review):
    """Another session finds the ruling; a day before it there was none."""
    review.settle(tiny(review).id, verdict="accept", at="2026-02-01T00:00:00Z", **WHO)
    with ke.open_review("R") as again:
        assert tiny(again).ruling.reason == "Table 2 of the paper"
        before = again.as_of("2026-01-01")
        assert before.rulings() == ()
        assert before.check() == ()


def test_the_newest_decision_counts_and_none_is_erased(review):
    """Accepted, then excluded: the row is out, and both stand in the store."""
    finding = tiny(review)
    review.settle(finding.id, verdict="accept", **WHO)
    review.settle(finding.id, verdict="exclude", by="B. Reader", reason="not credible")
    assert k_pooled(review) == 3
    (kept,) = review.analyses()[0].kept_out
    assert kept.reason_id == "kept_out_by_reviewer"
    assert "not credible" in kept.reason
    kept_forms = review._library.history("finding", finding.id)
    assert [entry.body["verdict"] for entry in kept_forms] == ["accept", "exclude"]


def test_a_correction_is_entered_with_the_decision(review):
    """The new value, its reason and the ruling land in one step."""
    finding = tiny(review)
    review.settle(finding.id, verdict="corrected", spread_type="SE", **WHO)
    assert k_pooled(review) == 4
    row = next(r for r in review.register.results if r.result_id == "d-k")
    assert row.spread_type == "SE"
    assert "tiny_deviation" not in {f.check for f in review.check()}
    newest = review.history("d-k")[-1]
    assert newest.by == "A. Reader"
    assert (
        newest.reason
        == f"Table 2 of the paper (corrected after the check {finding.id})"
    )
    assert review.rulings()[0].verdict == "corrected"


def test_a_changed_value_raises_the_question_again(review):
    """An accepted 0.4 says nothing of a 0.3 that is entered later."""
    finding = tiny(review)
    review.settle(finding.id, verdict="accept", **WHO)
    review.correct("d-k", spread=0.3, **WHO)
    assert tiny(review).blocks
    assert tiny(review).id != finding.id
    with pytest.raises(ke.KetaEvidenceError, match="its values have changed since"):
        review.settle(finding.id, verdict="exclude", **WHO)


REFUSED = [
    ({"verdict": "perhaps"}, "none of accept, exclude, corrected"),
    ({"verdict": "accept", "by": " "}, "needs who"),
    ({"verdict": "accept", "reason": ""}, "needs who"),
    ({"verdict": "accept", "spread_type": "SE"}, "go with the verdict corrected"),
    ({"verdict": "exclude", "result_id": "d-k"}, "goes with the verdict corrected"),
    ({"verdict": "corrected"}, "say which values are right"),
    ({"verdict": "corrected", "notes": "read again"}, "changes nothing that the check"),
    ({"verdict": "corrected", "spread": -1.0}, "spread"),
    ({"verdict": "corrected", "spread_type": "sd"}, "spread_type"),
    ({"verdict": "corrected", "n": "many"}, "cannot be read"),
    ({"verdict": "corrected", "colour": "red"}, "no field colour"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED)
def test_what_settles_nothing_is_refused_and_changes_nothing(review, words, told):
    """Each mistake is told with what to do, and neither row nor ruling is written."""
    finding, register = tiny(review), review.register
    with pytest.raises(ke.KetaEvidenceError, match=told):
        review.settle(finding.id, **(WHO | words))
    assert review.rulings() == ()
    assert review.register == register
    with ke.open_review("R") as again:
        assert again.register == register


def test_an_unknown_finding_is_told(review):
    """A misspelt id changes nothing."""
    with pytest.raises(ke.KetaEvidenceError, match="There is no finding 'x'"):
        review.settle("x", verdict="accept", **WHO)


def test_what_no_pool_could_use_cannot_be_accepted():
    """An unstated spread is corrected or excluded; accepting it would pool nothing."""
    # T01
    with ke.example_review() as bundled:
        finding = bundled.check()[0]
        with pytest.raises(ke.KetaEvidenceError, match="cannot be accepted as it is"):
            bundled.settle(finding.id, verdict="accept", **WHO)
        bundled.settle(finding.id, verdict="exclude", **WHO)
        assert not bundled.check()[0].blocks


def test_a_note_on_several_studies_excludes_none_of_them():
    """One word must not keep eleven studies out."""
    with ke.example_review() as bundled:
        *_, note = [f for f in bundled.check() if f.check == "citation_unnamed"]
        assert len(note.where.studies) == 11
        with pytest.raises(ke.KetaEvidenceError, match="names several studies"):
            bundled.settle(note.id, verdict="exclude", **WHO)
        bundled.settle(note.id, verdict="accept", **WHO)


def test_the_past_is_not_settled(review):
    """A view of an earlier day refuses to be written."""
    finding = tiny(review)
    past = review.as_of("2099-01-01")
    with pytest.raises(ke.KetaEvidenceError, match="the past is not changed"):
        past.settle(finding.id, verdict="accept", **WHO)


def test_no_check_changes_a_number_of_the_bundled_review():
    """Whatever the checks ask, the bundled analyses show what they showed.

    The one row that a check holds is the one of which sources disagree.
    """
    # T12
    with ke.example_review() as bundled:
        shown = [row.result_ids for a in bundled.analyses() for row in a.rows]
        kept = [k for a in bundled.analyses() for k in a.kept_out]
    assert shown == [("R047",), ("R016",), ("R046",), ("R058",), ("R054",)]
    (held,) = [k for k in kept if k.reason_id == "blocked_by_check"]
    assert held.result_ids == ("R029",)
    assert "17 of 20 in source 2" in held.reason


def test_the_bundled_review_is_asked_what_its_traps_are():
    """The traps of the bundled evidence are found where they are, and nowhere else."""
    # T01, T02, T05, T12, T14, T22, T24, T26, T40
    with ke.example_review() as bundled:
        places = {}
        for finding in bundled.check():
            if finding.check != "read_otherwise":
                where = finding.where.results or finding.where.studies
                places.setdefault(finding.check, []).append(where)
    assert places == {
        "unstated_spread": [("R001",), ("R002",), ("R036",), ("R037",), ("R038",)],
        "mean_of_nobody": [("R001",), ("R002",)],
        "percent_of_nobody": [("A001",), ("A002",), ("R028",)],
        "many_lost": [("schwartzman2009",)],
        "definition_open": [("R054",)],
        "masked_harms": [("A003",), ("A004", "A005")],
        "outcome_switched": [("R013",)],
        "level_unusual": [("R050",), ("R051",)],
        "shared_patients": [("goldberg2005", "goldberg2010")],
        "definitions_differ": [("R029", "R054"), ("R046", "R058")],
        "sources_disagree": [("A010",), ("R029",)],
        "sources_describe_otherwise": [("sigtermans2009",), ("goldberg2010",)],
        "nobody_had_it": [("A014",)],
        "citation_unnamed": [
            ("goldberg2010",),
            ("sigtermans2010", "goebel2015", "cohen2023", "lee2025",
             "durham2018", "lin1998", "villanueva2007", "harbut2002", "shirani2008",
             "schedules_3_5_7_days", "ketamine_coma_thresholds")
        ],
    }  # fmt: skip


def test_decisions_are_shown_wherever_the_number_is(review):
    """Report, evidence table and analysis tell who accepted a value, and why."""
    review.settle(tiny(review).id, verdict="accept", **WHO)
    told = "accepted by A. Reader after the check"
    page = review.report("report.html").read_text("utf-8")
    assert page.lower().count(told.lower()) >= 3
    assert "Table 2 of the paper" in page
    table = review.evidence_table()
    assert told in table.loc[3, "checks"].lower().replace("a. reader", "A. Reader")
    marks = [m for a in review.analyses() for row in a.rows for m in row.marks]
    assert any(told in mark for mark in marks)


def test_the_report_shows_open_questions_beside_the_number(review):
    """What blocks is said in the checks, in the results and beside the value."""
    page = review.report("report.html").read_text("utf-8")
    assert '<h2 id="checks-h">Checks</h2>' in page
    assert "Held by a check: Pain (week 4) is 3.3 ± 0.4 (n 31)" in page
    assert "Nobody has settled this yet" in page
    table = review.evidence_table()
    assert table.loc[3, "checks"].startswith("Held by a check:")
    assert table["checks"].isna().tolist() == [True, True, True, False]


def test_a_corrected_value_shows_its_decision(review):
    """After a correction the number carries who corrected it, and why."""
    review.settle(tiny(review).id, verdict="corrected", spread_type="SE", **WHO)
    page = review.report("report.html").read_text("utf-8")
    assert "Corrected by A. Reader after the check" in page
    assert "Corrected by A. Reader" in review.evidence_table().loc[3, "checks"]


def test_a_report_without_questions_says_so(place):
    """A review in which nothing is asked has a section that says it."""
    with ke.init_review("S") as empty:
        page = empty.report("s.html").read_text("utf-8")
    assert "No integrity check asks anything about the included studies." in page


def test_the_report_date_is_that_of_the_newest_decision(review):
    """A finding that was settled later than the last import dates the report."""
    review.settle(tiny(review).id, verdict="accept", at="2099-03-04T00:00:00Z", **WHO)
    assert review.snapshot().as_of == "2099-03-04"


# The command ----------------------------------------------------------------------


def test_the_command_tells_and_says_10_while_something_blocks(place, capsys):
    """Findings are grouped by what hangs on them, with what to do; 0 once settled."""
    code, out, err = run(capsys, "check", "R")
    assert (code, err) == (10, "")
    assert out.startswith("Blocks: stays out of every pool until a person decides (1)")
    assert "do: Look in the paper's methods" in out
    name = next(line.split()[-1] for line in out.splitlines() if "id: tiny" in line)
    settle = ["check", "R", "--settle", name, "--by", "A. Reader"]
    code, out, err = run(capsys, *settle, "--verdict", "accept", "--reason", "Table 2")
    assert (code, err) == (0, "")
    assert out == f"Recorded: {name} is settled as accept. 0 block.\n"
    code, out, _ = run(capsys, "check", "R")
    assert code == 0
    assert "Settled (1)" in out
    assert "Accepted by A. Reader after the check" in out


def test_the_command_corrects(place, capsys):
    """--set takes values as a cell of the sheet has them."""
    with ke.open_review("R") as opened:
        name = tiny(opened).id
    words = ["check", "R", "--settle", name, "--verdict", "corrected", "--set",
             "spread=2.4", "n=30", "--reason", "Table 2", "--by", "A. Reader"]  # fmt: skip
    assert run(capsys, *words)[0] == 0
    with ke.open_review("R") as opened:
        row = next(r for r in opened.register.results if r.result_id == "d-k")
    assert (row.spread, row.n) == (2.4, 30)


def test_json_is_one_document(place, capsys):
    """--json gives every part of a finding, and how many block."""
    code, out, _ = run(capsys, "check", "R", "--json")
    document = json.loads(out)
    assert (code, document["blocking"]) == (10, 1)
    first = document["findings"][0]
    assert first["check"] == "tiny_deviation"
    assert first["where"]["results"] == ["d-k"]
    assert first["blocks"] is True
    assert {"id", "severity", "what", "why", "what_to_do", "reference"} <= set(first)


def test_the_bundled_review_is_checked_without_a_folder(place, capsys):
    """`ketaevidence check` alone asks the bundled review, in narrow lines too."""
    code, out, _ = run(capsys, "check")
    assert code == 10
    assert "Sigtermans 2009 (R001; spread_type)" in out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_the_command_opens_again_and_tells_the_history(place, capsys):
    """A decision taken back blocks again, and every answer is listed."""
    with ke.open_review("R") as opened:
        name = tiny(opened).id
    who = ["--by", "A. Reader", "--reason", "Table 2"]
    run(capsys, "check", "R", "--settle", name, "--verdict", "accept", *who)
    assert run(capsys, "check", "R")[0] == 0
    again = ["--by", "B. Reader", "--reason", "Table 2 prints an SE"]
    code, out, err = run(capsys, "check", "R", "--reopen", name, *again)
    assert (code, err) == (0, "")
    assert out == f"Recorded: {name} is open again. 1 block.\n"
    code, out, _ = run(capsys, "check", "R")
    assert code == 10
    text = " ".join(out.split())
    assert "B. Reader opened the question again: Table 2 prints an SE." in text
    code, out, _ = run(capsys, "check", "R", "--history", name)
    assert code == 0
    assert "accept by A. Reader: Table 2" in out
    assert "reopened by B. Reader: Table 2 prints an SE" in out
    document = json.loads(run(capsys, "check", "R", "--history", name, "--json")[1])
    assert [answer["verdict"] for answer in document] == ["accept", "reopened"]


def test_what_was_excluded_comes_back_to_be_asked(review):
    """An excluded row that is opened again is held by the check, not by the person."""
    review.settle(tiny(review).id, verdict="exclude", **WHO)
    assert tiny(review).ruling.verdict == "exclude"
    review.reopen(tiny(review).id, by="B. Reader", reason="too early")
    (kept,) = [k for k in review.analyses()[0].kept_out if k.study_id == "d"]
    assert kept.reason_id == "blocked_by_check"
    assert [r.verdict for r in review.rulings()] == ["reopened"]


@pytest.mark.parametrize(
    ("verdict", "told"),
    [(None, "nobody has settled it"), ("corrected", "it was corrected, and the new")],
)
def test_what_is_not_settled_is_not_opened(review, verdict, told):
    """A correction stands in the register and is corrected there."""
    name = tiny(review).id
    if verdict:
        review.settle(name, verdict=verdict, spread_type="SE", **WHO)
    before = review.rulings()
    with pytest.raises(ke.KetaEvidenceError, match=told):
        review.reopen(name, by="B. Reader", reason="x")
    with pytest.raises(ke.KetaEvidenceError, match="needs who"):
        review.reopen(name, by="", reason="x")
    assert review.rulings() == before


BAD = [
    (["check", "R", "--reopen", "x", "--by", "A"], 2, "Say --reason with --reopen"),
    (["check", "--reopen", "x", "--by", "A", "--reason", "r"], 2, "folder"),
    (["check", "R", "--reopen", "x", "--by", "A", "--reason", "r"], 1, "nobody has settled it"),
    (["check", "R", "--reopen", "x", "--verdict", "accept"], 2, "--verdict goes with --settle"),
    (["check", "R", "--history", "x"], 1, "nobody ever answered it"),
    (["check", "R", "--history", "x", "--by", "A"], 2, "--by goes with --settle"),
    (["check", "--settle", "x", "--verdict", "accept", "--reason", "r", "--by", "A"], 2, "folder"),
    (["check", "R", "--settle", "x", "--reason", "r", "--by", "A"], 2, "--verdict"),
    (["check", "R", "--settle", "x", "--verdict", "accept", "--by", "A"], 2, "--reason"),
    (["check", "R", "--settle", "x", "--verdict", "accept", "--reason", "r"], 2, "--by"),
    (["check", "R", "--settle", "x", "--verdict", "maybe", "--reason", "r", "--by", "A"], 2, "maybe"),
    (["check", "R", "--verdict", "accept"], 2, "--settle"),
    (["check", "R", "--set", "n=3"], 2, "--settle"),
    (["check", "R", "--settle", "x", "--verdict", "accept", "--reason", "r", "--by", "A"], 1, "There is no finding"),
    (["check", "R", "--settle", "x", "--verdict", "corrected", "--set", "n", "--reason", "r", "--by", "A"], 2, "FIELD=VALUE"),
    (["check", "R", "--settle", "x", "--verdict", "corrected", "--set", "by=me", "--reason", "r", "--by", "A"], 2, "FIELD=VALUE"),
    (["check", "R", "--settle", "x", "--verdict", "corrected", "--set", "n=3", "n=4", "--reason", "r", "--by", "A"], 2, "twice"),
    (["check", "none"], 1, "no such folder"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code", "told"), BAD)
def test_bad_input_is_one_clear_line(place, capsys, words, code, told):
    """A mistake gives one line on stderr, its exit code, and changes nothing."""
    before = {p: p.read_bytes() for p in place.rglob("*") if p.is_file()}
    got, out, err = run(capsys, *words)
    assert (got, out) == (code, "")
    assert err.count("\n") == 1
    assert told in err
    assert {p: p.read_bytes() for p in place.rglob("*") if p.is_file()} == before
