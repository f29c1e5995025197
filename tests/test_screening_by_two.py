"""A review screened by two people, with files of other tools, from import to PRISMA."""

from __future__ import annotations

import csv
import json

import pytest
from tests.exchange.builders import inclusion, ris, table
from tests.pubmed.samples import article, record_set

import ketaevidence as ke
from ketaevidence.cli import main
from ketaevidence.errors import CurationError, QuestionError, ScreeningError
from ketaevidence.question.load import parse_question, shipped_question_text

AT = "2026-02-03T04:05:06Z"
CRPS = "Ketamine for complex regional pain syndrome"
P = [str(90000000 + n) for n in range(6)]


def dated(pmid, title):
    """Give an invented record of 2020 without a DOI."""
    return article(pmid, title=title, date="<Year>2020</Year>", places="")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Make a review of two reviewers with five records, of which two are twins."""
    monkeypatch.chdir(tmp_path)
    titles = {
        1: f"{CRPS}: one",
        2: "Ketamine in sheep",
        3: f"{CRPS}: three",
        4: f"{CRPS}: twin",
        5: f"{CRPS}: twin",
    }
    (tmp_path / "a.xml").write_bytes(
        record_set(*(dated(P[n], t) for n, t in titles.items()))
    )
    with ke.init_review("R") as made:
        made.import_files(["a.xml"], source="PubMed", at=AT)
    question = tmp_path / "R" / "review.toml"
    text = question.read_text("utf-8")
    question.write_text(text.replace("reviewers = 1", "reviewers = 2"), "utf-8")
    return tmp_path


@pytest.fixture
def review(folder):
    """Open that review."""
    with ke.open_review("R") as opened:
        yield opened


def run(capsys, *words):
    """Run a command; give its exit code, stdout and stderr."""
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def include(review, *numbers, by=("A", "B"), stage="title_abstract"):
    """Let people include records."""
    for name in by:
        review.decide_on(
            {P[n]: "include" for n in numbers}, by=name, stage=stage, at=AT
        )


@pytest.mark.parametrize(
    ("words", "number"),
    [("", 1), ("[screening]\n", 1), ("[screening]\nreviewers = 2\n", 2)],
)
def test_a_review_says_how_many_decide(words, number):
    """One reviewer is what a review has that does not say otherwise."""
    text = shipped_question_text().partition("[screening]")[0]
    assert parse_question(text + words, "q").reviewers == number


@pytest.mark.parametrize("value", ["0", "3", "1.5", "true", '"2"'])
def test_a_number_that_means_nothing_is_refused(value):
    """A setting that cannot be meant names what can be written."""
    text = shipped_question_text().partition("[screening]")[0]
    with pytest.raises(QuestionError, match=r"reviewers is .*write 1, or 2"):
        parse_question(f"{text}[screening]\nreviewers = {value}\n", "q")


def test_one_persons_word_changes_no_number(review):
    """Until two agree a record awaits, for the flow and for everything after it."""
    include(review, 1, by=["A"])
    assert (review.flow().screened, review.flow().awaiting_screening) == (0, 5)
    assert len(review.awaiting()) == 5
    assert len(review.awaiting("A")) == 4
    assert P[1] not in {key[5:] for key in review.to_decide("A")}
    include(review, 1, by=["B"])
    assert review.flow().reports_sought == 1
    assert review.to_decide("A", "full_text") == (f"pmid:{P[1]}",)


def test_a_conflict_is_settled_by_a_third_decision_only(review):
    """A disagreement awaits, is listed, and ends with a verdict that says why."""
    include(review, 1, 3)
    review.decide_on({P[3]: "exclude"}, by="B", at=AT)
    (found,) = review.conflicts()
    assert found.record_key == f"pmid:{P[3]}"
    assert review.flow().conflicts_at_screening == 1
    assert (
        review.resolve({P[3]: "exclude"}, by="C", why="no patients with CRPS", at=AT)
        == 1
    )
    assert review.conflicts() == ()
    assert review.flow().excluded_at_screening == 1
    last = review.decisions()[-1]
    assert (last.by, last.resolution, last.reason) == (
        "C",
        "no patients with CRPS",
        None,
    )
    with pytest.raises(ScreeningError, match="In conflict there: none"):
        review.resolve({P[3]: "include"}, by="C", why="again")


def test_texts_wait_for_both_to_include_the_title(review):
    """A text is judged after two people, or a settling decision, included its title."""
    include(review, 1, by=["A"])
    with pytest.raises(ScreeningError, match="stage title_abstract; do that first"):
        include(review, 1, by=["A"], stage="full_text")
    include(review, 1, by=["B"])
    include(review, 1, stage="full_text")
    assert review.flow().included_reports == 1


def test_decisions_of_one_batch_count_in_their_order(review):
    """A title that becomes disputed in a batch closes its text for the rest of it."""
    made = [
        ke.Decision(f"pmid:{P[1]}", stage, verdict, by, AT)
        for by, stage, verdict in (
            ("A", "title_abstract", "include"),
            ("B", "title_abstract", "include"),
            ("B", "title_abstract", "exclude"),
            ("A", "full_text", "include"),
        )
    ]
    with pytest.raises(ScreeningError, match="stage title_abstract; do that first"):
        review.decide(made)
    assert review.decide([*made[:2], made[3]]) == 3


def test_a_text_that_one_person_read_awaits_the_other(review):
    """Who has judged a text is not asked again; the other one is."""
    include(review, 1, 3)
    include(review, 1, by=["A"], stage="full_text")
    assert review.to_decide("A", "full_text") == (f"pmid:{P[3]}",)
    assert review.to_decide("B", "full_text") == (f"pmid:{P[1]}", f"pmid:{P[3]}")


def test_two_reasons_await_one(review):
    """Two exclusions of a text for different reasons are settled like two verdicts."""
    include(review, 1)
    for by, reason in (("A", "animal"), ("B", "protocol")):
        review.decide_on(
            {P[1]: "exclude"}, by=by, stage="full_text", reason=reason, at=AT
        )
    assert [c.about for c in review.conflicts()] == ["reason"]
    assert (review.flow().awaiting_full_text, review.flow().conflicts_at_full_text) == (
        1,
        1,
    )
    review.resolve(
        {P[1]: "exclude"}, stage="full_text", by="C", why="rats", reason="animal"
    )
    assert review.flow().excluded_at_full_text == (("animal or laboratory study", 1),)


def test_both_may_accept_the_same_rule(review):
    """A suggestion that one person accepted is still open to the other, and counts then."""
    for by in ("A", "B"):
        assert review.flow().excluded_at_screening == 0
        assert review.accept_suggestions("condition_not_named", by=by, at=AT) == 1
        with pytest.raises(ScreeningError, match="No undecided record"):
            review.accept_suggestions("condition_not_named", by=by)
    assert review.flow().excluded_at_screening == 1
    assert review.agreement()[0].observed == 1


def test_what_hangs_on_decisions_waits_too(review):
    """Report, table and readings of such a review follow what is settled."""
    include(review, 1, 3)
    review.decide_on({P[3]: "exclude"}, by="B", at=AT)
    snapshot = review.snapshot()
    assert snapshot.flow.awaiting_screening == 4
    assert review.status().awaiting == 4
    review.report("report.html")
    assert "status" in review.evidence_table().columns


def test_all_impossible_decisions_are_told_together(review):
    """Several decisions that cannot stand are one error, and none is recorded."""
    with pytest.raises(ScreeningError, match=f"pmid:{P[1]}.*pmid:{P[3]}.*And 1 more"):
        review.decide_on(
            {P[n]: "include" for n in (1, 2, 3, 4)}, by="A", stage="full_text"
        )
    assert review.decisions() == ()


def rayyan_csv():
    """Write what two people decided in Rayyan."""
    return table(
        ("key", "title", "year", "pubmed_id", "notes"),
        (
            "rayyan-1",
            f"{CRPS}: one",
            "2020",
            "",
            inclusion(Anna="Included", Ben="Included"),
        ),
        (
            "rayyan-2",
            "Ketamine in sheep",
            "2020",
            P[2],
            inclusion(Anna="Excluded", Ben="Excluded")
            + " | RAYYAN-EXCLUSION-REASONS: animal",
        ),
        (
            "rayyan-3",
            f"{CRPS}: three",
            "2020",
            "",
            inclusion(Anna="Included", Ben="Maybe"),
        ),
        (
            "rayyan-4",
            f"{CRPS}: twin",
            "2020",
            "",
            inclusion(Anna="Included", Ben="Excluded"),
        ),
        (
            "rayyan-5",
            "Elsewhere",
            "2020",
            "",
            inclusion(Anna="Included", Ben="Included"),
        ),
    )


def test_what_two_people_decided_in_rayyan_counts_for_each(review, folder):
    """Each person's decisions come under the person's name; the rest is listed."""
    (folder / "articles.csv").write_bytes(rayyan_csv())
    done = review.import_decisions("articles.csv", people={"Anna": "A. Reader"})
    assert (done.tool, len(done.decisions), done.unchanged) == ("rayyan", 5, 0)
    assert dict(done.by_person) == {"A. Reader": 3, "Ben": 2}
    assert [row.why for row in done.without_verdict] == ["Ben: Maybe"]
    assert [row.title for row in done.unmatched] == ["Elsewhere"]
    assert [row.place for row in done.ambiguous] == ["row 5"]
    flow = review.flow()
    assert (
        flow.reports_sought,
        flow.excluded_at_screening,
        flow.awaiting_screening,
    ) == (1, 1, 3)
    again = review.import_decisions("articles.csv", people={"Anna": "A. Reader"})
    assert (again.decisions, again.unchanged) == ((), 5)


def test_the_log_gives_each_decision_its_own_time_and_reason(review, folder, capsys):
    """From the files to the review, as a person types it; a second time changes nothing."""
    (folder / "articles.csv").write_bytes(
        table(
            ("key", "title", "year", "pubmed_id", "notes"),
            ("rayyan-1", "x", "2020", P[1], inclusion(Anna="Included", Ben="Excluded")),
        )
    )
    head = ("created_at", "user_id", "user_email", "article_id", "key", "value")
    (folder / "log.csv").write_bytes(
        table(
            head,
            ("2026-02-03T10:00:00.1Z", "7", "anna@example.org", "1", "included", "1"),
            ("2026-02-03T11:00:00.1Z", "8", "ben@example.org", "1", '""__EXR__animal""', "1"),
            ("2026-02-03T11:00:00.2Z", "8", "ben@example.org", "1", "included", "-1"),
        )
    )  # fmt: skip
    words = ["screen", "R", "--from", "articles.csv", "--log", "log.csv"]
    code, out, _ = run(capsys, *words, "--person", "Anna=A. Reader")
    assert code == 0
    assert "anna@example.org is Anna; ben@example.org is Ben." in " ".join(out.split())
    assert [(d.by, d.verdict, d.at, d.reason) for d in review.decisions()] == [
        ("A. Reader", "include", "2026-02-03T10:00:00Z", None),
        ("Ben", "exclude", "2026-02-03T11:00:00Z", "animal"),
    ]
    again = review.import_decisions(
        "articles.csv", log="log.csv", people={"Anna": "A. Reader"}
    )
    assert (again.decisions, again.unchanged) == ((), 2)
    assert run(capsys, "screen", "R", "--log", "log.csv")[0] == 2


def test_a_dry_run_records_nothing(review, folder):
    """What would be recorded is told, checked, and not recorded."""
    (folder / "articles.csv").write_bytes(rayyan_csv())
    done = review.import_decisions("articles.csv", dry_run=True)
    assert (len(done.decisions), done.is_dry_run) == (5, True)
    assert review.decisions() == ()
    with pytest.raises(ScreeningError, match="stage title_abstract; do that first"):
        review.import_decisions(
            "articles.csv", stage="full_text", reason="animal", dry_run=True
        )


def test_covidences_lists_settle_what_two_people_agreed_on_there(review, folder):
    """In a review of two, a list of outcomes is no person's vote; it settles, and says so."""
    head = ("Title", "Published Year", "DOI", "Covidence #", "Study", "Notes", "Tags")
    (folder / "review_1_excluded_csv_2.csv").write_bytes(
        table(
            head,
            (
                f"{CRPS}: one",
                "2020",
                "",
                "#1",
                "M 2020",
                "Exclusion reason: Wrong species; ",
                "",
            ),
        )
    )
    more = {"by": "A and B", "reasons": {"wrong species": "animal"}}
    with pytest.raises(ScreeningError, match="what came out in the end"):
        review.import_decisions("review_1_excluded_csv_2.csv", **more)
    done = review.import_decisions(
        "review_1_excluded_csv_2.csv", resolution="agreed in Covidence", **more
    )
    assert [(d.stage, d.verdict, d.reason) for d in done.decisions] == [
        ("title_abstract", "include", None), ("full_text", "exclude", "animal"),
    ]  # fmt: skip
    assert review.flow().excluded_at_full_text == (("animal or laboratory study", 1),)
    assert review.agreement() == ()


def test_labels_of_asreview_come_from_ris_too(review, folder):
    """ASReview's RIS is read like its tables, matched by title and year."""
    (folder / "a.ris").write_bytes(
        ris(
            (f"{CRPS}: one", ["N1  - ASReview_relevant"]),
            (f"{CRPS}: three", ["N1  - ASReview_not_seen"]),
        )
    )
    done = review.import_decisions("a.ris", by="A", at=AT)
    assert [(d.record_key, d.verdict) for d in done.decisions] == [
        (f"pmid:{P[1]}", "include")
    ]
    assert len(done.without_verdict) == 1


def test_a_refused_file_leaves_nothing_behind(review, folder):
    """One decision of a file that cannot stand leaves all of them unrecorded."""
    (folder / "a.csv").write_bytes(
        table(("title", "pmid", "included"), ("x", P[1], "1"), ("y", P[2], "1.9E7"))
    )
    code = main(["screen", "R", "--from", "a.csv", "--by", "A"])
    assert code == 1
    (folder / "a.csv").write_bytes(
        table(("title", "pmid", "included"), ("x", P[1], "1"), ("y", "9E7", "1"))
    )
    assert main(["screen", "R", "--from", "a.csv", "--by", "A"]) == 1
    assert review.decisions() == ()


def test_the_command_line_goes_all_the_way(folder, capsys):
    """Import, conflict, resolution, agreement and PRISMA, as a person types them."""
    (folder / "articles.csv").write_bytes(rayyan_csv())
    code, out, _ = run(
        capsys,
        "screen",
        "R",
        "--from",
        "articles.csv",
        "--person",
        "Ben=B",
        "--person",
        "Anna=A",
    )
    assert code == 0
    assert "read as Rayyan's: 5 decisions recorded" in out
    assert (
        "row 4 Ketamine for complex regional pain syndrome: three: Ben: Maybe"
        in " ".join(out.split())
    )
    run(capsys, "screen", "R", "--exclude", P[3], "--by", "B", "--reason", "dose")
    code, out, _ = run(capsys, "screen", "R", "--conflicts")
    assert "Reviewers do not agree on 1 record" in out
    assert "A include; B exclude (dose)" in out
    assert "Cohen's kappa 0.40" in out
    document = json.loads(run(capsys, "screen", "R", "--conflicts", "--json")[1])
    assert (document["agreement"][0]["n"], document["agreement"][0]["alike"]) == (3, 2)
    code, out, _ = run(
        capsys,
        "screen",
        "R",
        "--include",
        P[3],
        "--resolve",
        "the methods",
        "--by",
        "C",
    )
    assert "Recorded 1 decision." in out
    code, out, _ = run(
        capsys, "screen", "R", "--prisma", "p.csv", "--since", "2026-02-02"
    )
    assert "Wrote p.csv." in out
    assert (
        "no box for 2 records still to be screened and 2 reports still to be assessed"
        in " ".join(out.split())
    )
    lines = (folder / "p.csv").read_text("utf-8").splitlines()
    rows = {row["data"]: row["n"] for row in csv.DictReader(lines)}
    assert (
        rows["records_screened"],
        rows["dbr_sought_reports"],
        rows["previous_reports"],
    ) == ("3", "2", "0")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--from", "a.csv", "--conflicts"], "not both"),
        (["--prisma", "a.csv", "--include", "1"], "not both"),
        (["--tool", "rayyan"], "--tool belongs to --from"),
        (["--dry-run"], "--dry-run belongs to --from"),
        (["--register", "x"], "--register belongs to --prisma"),
        (["--resolve", "why"], "--resolve needs the records"),
        (["--prisma", "a.xlsx"], "written as .csv"),
        (["--from", "a.csv", "--person", "Anna"], "write NAME=PERSON"),
        (["--include", "1", "--resolve", "x"], "Say who decides"),
    ],
)
def test_what_cannot_be_meant_is_one_line(folder, capsys, words, told):
    """Options that contradict each other are wrong usage, and nothing is changed."""
    code, out, err = run(capsys, "screen", "R", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_the_bundled_review_is_counted_as_ever(capsys):
    """With one reviewer no conflict can be, and its boxes are those of before."""
    review = ke.example_review()
    assert review.conflicts() == ()
    boxes = [box for _, box, _ in review.flow().rows()]
    assert not any("agree" in box or "previous" in box for box in boxes)
    assert "asks for one reviewer" in run(capsys, "screen", "--conflicts")[1]


def test_an_update_counts_from_a_day_or_from_a_run(folder):
    """What came and was decided after a version stands apart from what it had."""
    with ke.open_review("R") as review:
        include(review, 1)
        include(review, 1, stage="full_text")
        (folder / "b.xml").write_bytes(record_set(dated("90000009", f"{CRPS}: nine")))
        review.import_files(["b.xml"], source="PubMed")
        moment = review._library.runs()[-1].at
        review.decide_on({"90000009": "include"}, by="A")
        for since in (1, AT):
            flow = review.flow(since=since)
            assert dict(flow.identified)["PubMed"] == 1
            assert flow.previous.reports == 0
        assert review.flow(since=moment).previous.reports == 1
        assert review.flow(since=2).previous.moment == moment
        with pytest.raises(ScreeningError, match="no run 9"):
            review.flow(since=9)
        past = review.as_of(AT)
        with pytest.raises(ScreeningError, match="later than"):
            past.flow(since=moment)


LOW = dict.fromkeys(["D1", "D2", "D3", "D4", "D5"], "Low")


def test_judging_again_keeps_the_older_judgement():
    """The newest judgement counts; every form stays, with who and why."""
    review = ke.example_review()
    made = review.judge_bias(
        "sigtermans2009",
        tool="rob2",
        result="R001",
        domains=LOW,
        by="A",
        reason="first",
    )
    assert (made.outcome, made.key) == (
        "pain_intensity",
        "sigtermans2009/rob2/2019/pain_intensity/R001",
    )
    review.judge_bias(
        "sigtermans2009",
        tool="rob2",
        result="R001",
        domains=LOW | {"D3": "High"},
        by="B",
        reason="read again",
    )
    (now,) = review.bias()
    assert (now.by, now.judgement_of("D3")) == ("B", "High")
    assert [old.reason for old in review.bias_history(made.key)] == [
        "first",
        "read again",
    ]
    assert set(review.bias_table()["by"]) == {"B"}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"domains": LOW | {"D1": "Bad"}}, "allowed: Low"),
        ({"domains": LOW, "result": "R999"}, "judges one result|no result"),
        ({"domains": LOW, "outcome": "pain_intensity", "by": ""}, "needs who"),
    ],
)
def test_an_impossible_judgement_records_nothing(more, told):
    """What cannot be judged so is refused, and the review is as it was."""
    review = ke.example_review()
    with pytest.raises(CurationError, match=told):
        review.judge_bias(
            "sigtermans2009", **{"tool": "rob2", "by": "A", "reason": "x"} | more
        )
    assert review.bias() == ()


def test_robvis_out_and_in_from_the_command_line(folder, capsys):
    """Judgements are taken over, shown, written, and not recorded twice."""
    study = ke.example_review().register.study("sigtermans2009")
    with ke.open_review("R") as review:
        review.enter([study], by="A", reason="from the bundled review")
    text = "Study,D1,D2,D3,D4,D5,Overall\nSigtermans 2009,Low,Low,Some concerns,Low,Low,Some concerns\n"
    (folder / "in.csv").write_text(text)
    words = [
        "bias",
        "R",
        "--from",
        "in.csv",
        "--tool",
        "rob2",
        "--outcome",
        "pain_intensity",
        "--days",
        "84",
        "--by",
        "A",
    ]
    assert run(capsys, *words)[1] == "in.csv: 1 new or changed judgements recorded.\n"
    assert run(capsys, *words)[1] == "in.csv: 0 new or changed judgements recorded.\n"
    _, out, _ = run(capsys, "bias", "R")
    assert "Sigtermans 2009, pain_intensity/84" in out
    assert "D3  Some concerns" in out
    assert run(capsys, "bias", "R", "--out", "out.csv")[0] == 0
    assert (folder / "out.csv").read_text() == text
    assert (
        json.loads(run(capsys, "bias", "R", "--json")[1])[0]["overall"]
        == "Some concerns"
    )


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["R", "--from", "a.csv", "--out", "b.csv"], 2, "not both"),
        (["R", "--from", "a.csv", "--tool", "rob2"], 2, "--tool and --by"),
        (
            ["--from", "a.csv", "--tool", "rob2", "--by", "A"],
            2,
            "bundled review is not changed",
        ),
        (["R", "--out", "b.txt"], 2, "robvis reads .csv"),
        (["R", "--out", "b.csv"], 1, "nobody judged"),
        (
            ["R", "--out", "b.csv", "--tool", "robins-i", "--tool-version", "2025"],
            1,
            "no form for ROBINS-I V2",
        ),
    ],
)
def test_bias_says_in_one_line_what_is_wrong(folder, capsys, words, code, told):
    """Wrong usage and missing judgements are one clear line each."""
    given = run(capsys, "bias", *words)
    assert given[0] == code
    assert told in given[2]
    assert given[2].count("\n") == 1


def test_nobody_has_judged_the_bundled_review(capsys):
    """Without a judgement the command says so and invents none."""
    assert "Nobody has judged" in run(capsys, "bias")[1]
