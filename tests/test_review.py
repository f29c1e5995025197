"""The review as a whole: what came in, what was decided, what follows."""

from __future__ import annotations

import warnings
import zipfile

import pytest
from tests.pubmed.samples import article, record_set

import ketaevidence as ke
from ketaevidence.errors import (
    BrokenRecordWarning,
    CurationError,
    LibraryError,
    ReadError,
    ScreeningError,
)

AT = "2026-02-03T04:05:06Z"
CRPS = "Ketamine for complex regional pain syndrome"
DELETED_1, DELETED_2 = (
    f'<DeleteCitation><PMID Version="{version}">90000001</PMID></DeleteCitation>'
    for version in (1, 2)
)


@pytest.fixture
def review(tmp_path):
    """Open a new review with three imported records."""
    file = tmp_path / "export.xml"
    file.write_bytes(
        record_set(
            article("90000001", title=CRPS),
            article("90000002", title="Ketamine in sheep"),
            article("90000003", title=f"{CRPS}: a second trial"),
        )
    )
    with ke.init_review(tmp_path / "r") as made:
        made.import_files([file], source="PubMed", at=AT)
        yield made


def test_one_bad_file_of_several_takes_in_none(review, tmp_path):
    """An import is all of its files or nothing."""
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes(record_set(article("90000009")))
    bad.write_bytes(record_set(article("90000008"))[:-40])
    with pytest.raises(ReadError, match=r"bad\.xml"):
        review.import_files([good, bad], source="PubMed")
    assert len(review.records()) == 3
    with pytest.raises(LibraryError, match="where the records are from"):
        review.import_files([good], source=" ")


def broken_file(path, *more):
    """Write a file with one whole record and some that nobody can read."""
    broken = [article(pmid, title="\x01") for pmid in ("90000011", "90000012")]
    path.write_bytes(record_set(article("90000010"), *broken, *more))
    return path


def test_an_import_goes_around_broken_records(review, tmp_path):
    """Whole records arrive, broken ones are quarantined, and the caller is warned once."""
    one, two = broken_file(tmp_path / "one.xml"), tmp_path / "two.xml"
    two.write_bytes(record_set(article("90000020")))
    with pytest.warns(BrokenRecordWarning) as caught:
        count = review.import_files([one, two], source="PubMed", at=AT)
    (warning,) = caught
    assert warning.filename == __file__
    assert str(warning.message).startswith(f"{one}: PMID 90000011 at byte")
    assert "and 1 more" in str(warning.message)
    assert (count.received, count.new, count.broken) == (2, 2, 2)
    kept = [piece.broken for piece in review.quarantine()]
    assert [(piece.source, piece.pmid) for piece in kept] == [("one.xml", "90000011"), ("one.xml", "90000012")]  # fmt: skip
    assert one.read_bytes()[kept[1].offset :].startswith(kept[1].raw)


def test_who_takes_broken_records_for_an_error_gets_nothing(review, tmp_path):
    """With the warning made an error, the import takes in nothing at all."""
    file = broken_file(tmp_path / "one.xml")
    with warnings.catch_warnings():
        warnings.simplefilter("error", BrokenRecordWarning)
        with pytest.raises(BrokenRecordWarning, match="90000011"):
            review.import_files([file], source="PubMed")
    assert (len(review.records()), review.quarantine()) == (3, ())


def test_a_file_without_one_readable_record_takes_in_none(review, tmp_path):
    """A file that is all broken is an error, also beside a good one."""
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes(record_set(article("90000009")))
    bad.write_bytes(record_set(article("90000008", title="\x01")))
    with pytest.raises(ReadError, match=r"bad\.xml: PMID 90000008"):
        review.import_files([good, bad], source="PubMed")
    assert (len(review.records()), review.quarantine()) == (3, ())


def test_folders_and_zips_are_imported_like_their_files(review, tmp_path):
    """A folder with a file and a zip brings the records of both, in one run."""
    folder = tmp_path / "exports"
    folder.mkdir()
    broken_file(folder / "a.xml")
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        archive.writestr("inner.xml", record_set(article("90000030")))
    with pytest.warns(BrokenRecordWarning):
        count = review.import_files([folder], source="PubMed", at=AT)
    assert (count.received, count.new, count.broken) == (2, 2, 2)
    assert review.quarantine()[0].broken.source == "exports/a.xml"


def test_the_quarantine_survives_closing_and_knows_its_past(review, tmp_path):
    """Broken pieces are there when the folder is opened again, and as of a day."""
    file = broken_file(tmp_path / "one.xml")
    with pytest.warns(BrokenRecordWarning):
        review.import_files([file], source="PubMed", at="2026-03-01T00:00:00Z")
    with ke.open_review(tmp_path / "r") as again:
        assert again.quarantine() == review.quarantine()
        assert len(again.quarantine()) == 2
        assert again.as_of("2026-02-28").quarantine() == ()


def test_suggestions_decide_nothing(review):
    """Until a person decides, every record awaits, whatever the rules suggest."""
    assert {s.verdict for s in review.suggestions()} == {"include", "exclude"}
    assert review.flow().awaiting_screening == 3


def test_decisions_move_records_through_the_flow(review):
    """Decisions by PMID or key, at both stages, appear in the boxes."""
    review.decide_on({"90000001": "include", "pmid:90000003": "include"}, by="A", at=AT)
    assert review.accept_suggestions("condition_not_named", by="A", at=AT) == 1
    review.decide_on({"90000001": "include"}, stage="full_text", by="A", at=AT)
    review.decide_on(
        {"90000003": "exclude"}, stage="full_text", by="A", reason="no_outcome", at=AT
    )
    flow = review.flow()
    assert (flow.screened, flow.excluded_at_screening) == (3, 1)
    assert (flow.reports_assessed, flow.included_reports) == (2, 1)
    assert flow.excluded_at_full_text == (("no outcome of this review", 1),)
    accepted = review.decisions()[2]
    assert accepted.reason.startswith("accepted the rule condition_not_named")


@pytest.mark.parametrize(
    ("verdicts", "more", "error"),
    [
        ({"90000001": "include", "404": "include"}, {}, LibraryError),
        ({"90000001": "include"}, {"by": ""}, ScreeningError),
        ({"90000001": "include"}, {"stage": "full_text"}, ScreeningError),
        ({"90000001": "perhaps"}, {}, ScreeningError),
    ],
)
def test_a_decision_that_cannot_stand_records_none(review, verdicts, more, error):
    """One impossible decision of several leaves all of them unrecorded."""
    with pytest.raises(error):
        review.decide_on(verdicts, **({"by": "A"} | more))
    assert review.decisions() == ()


def test_a_rule_without_open_suggestions_is_named(review):
    """Accepting a rule that suggests nothing is an error with the open rules."""
    with pytest.raises(ScreeningError, match="condition_not_named"):
        review.accept_suggestions("no_such_rule", by="A")


def test_candidates_leave_out_what_is_excluded(review):
    """Texts are read of records that neither person nor rule excludes."""
    keys = {candidate.record_key for candidate in review.candidates()}
    assert keys <= {"pmid:90000001", "pmid:90000003"}
    review.decide_on({"90000001": "exclude"}, by="A", at=AT)
    assert "pmid:90000001" not in {c.record_key for c in review.candidates()}


def test_a_persons_inclusion_outranks_a_rules_exclusion(review):
    """A record that a person included is read, whatever a rule suggests."""
    review.decide_on({"90000002": "include"}, by="A", at=AT)
    assert "pmid:90000002" in {c.record_key for c in review.candidates()}


def test_a_review_survives_closing(review, tmp_path):
    """What was imported and decided is there when the folder is opened again."""
    review.decide_on({"90000001": "include"}, by="A", at=AT)
    with ke.open_review(tmp_path / "r") as again:
        assert list(again.records()) == list(review.records())
        assert again.decisions() == review.decisions()


def test_the_reports_date_is_the_newest_entry_never_today(review):
    """A snapshot's date comes from imports and decisions, not from the clock."""
    assert review.snapshot().as_of == AT[:10]


def test_the_bundled_review_says_what_the_evidence_allows():
    """Nothing is pooled, and the main trial's open question is shown with its readings."""
    contrasts, change, responders = ke.example_review().analyses()
    assert all(
        g.pooled is None for a in (contrasts, change, responders) for g in a.groups
    )
    main = next(k for k in contrasts.kept_out if k.study_id == "sigtermans2009")
    assert main.reason_id == "spread_unspecified"
    assert len(main.readings) == 3
    assert [row.study_id for row in change.rows] == ["patil2012"]
    assert {row.study_id for row in responders.rows} == {
        "correll2004", "mangnus2022", "cohen2023", "goebel2015",
    }  # fmt: skip


def test_every_included_study_is_shown_or_kept_out_with_a_reason():
    """No included study of the bundled review vanishes from the analyses."""
    review = ke.example_review()
    analyses = review.analyses()
    named = {row.study_id for a in analyses for row in a.rows}
    named |= {kept.study_id for a in analyses for kept in a.kept_out}
    included = {
        d.record_key
        for d in review.decisions()
        if d.stage == "full_text" and d.verdict == "include"
    }
    studies = {s.study_id for s in review.register.studies if s.record_key in included}
    assert named == studies
    assert len(studies) == review.flow().included_reports == 28
    # Two of the reports tell of another study's patients again.
    assert review.flow().included_studies == 26
    assert all(kept.reason for a in analyses for kept in a.kept_out)


def test_the_bundled_records_hold_no_publishers_abstract():
    """Every summary is marked as the project's own."""
    records = ke.example_review().records()
    sections = [section for record in records for section in record.sections]
    assert len(sections) == 29
    assert {section.written_by for section in sections} == {"project"}
    assert records.frame()["abstract"].isna().all()


def test_a_correction_keeps_the_older_form():
    """A corrected result stands in the register; its history shows both forms."""
    review = ke.example_review()
    review.correct("R001", by="A", reason="asked the authors", at=AT, spread_type="SE")
    rows = {row.result_id: row for row in review.register.results}
    assert rows["R001"].spread_type == "SE"
    history = review._library.history("result", "R001")
    assert [entry.body["spread_type"] for entry in history] == ["unspecified", "SE"]
    assert history[1].reason == "asked the authors"


@pytest.mark.parametrize(
    ("result_id", "values", "told"),
    [
        ("R001", {"spread_type": "sd"}, "spread_type"),
        ("R001", {"sprad": 1.0}, "no field sprad"),
        ("R999", {"spread": 1.0}, "no result R999"),
        ("R001", {"value": 99.0}, "scale"),
    ],
)
def test_an_impossible_correction_changes_nothing(result_id, values, told):
    """A correction outside the vocabulary or the scale is refused."""
    review = ke.example_review()
    before = review.register
    with pytest.raises(CurationError, match=told):
        review.correct(result_id, by="A", reason="x", **values)
    assert review.register == before


def test_an_entry_needs_a_name_and_a_reason():
    """Nobody enters anything anonymously or without saying why."""
    with pytest.raises(CurationError, match="needs who"):
        ke.example_review().correct("R001", by="", reason="x", spread_type="SE")


def test_frames_of_the_register_are_typed():
    """Studies and results become frames with missing values as NA and PMIDs as text."""
    review = ke.example_review()
    studies, results = review.studies(), review.results()
    assert studies["pmid"].dtype == "string"
    assert studies["is_randomised"].dtype == "boolean"
    assert results["value"].dtype == "Float64"
    assert results.loc[results["result_id"] == "R004", "value"].isna().all()
    assert len(results) == len(review.register.results)


RETRACTED = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'
CONCERN = '<CommentsCorrectionsList><CommentsCorrections RefType="ExpressionOfConcernIn"><RefSource>J</RefSource></CommentsCorrections></CommentsCorrectionsList>'


def test_a_retracted_report_leaves_every_analysis(tmp_path):
    """When PubMed retracts the report of a shown study, the study is kept out by name."""
    review = ke.example_review()
    file = tmp_path / "pubmed.xml"
    file.write_bytes(record_set(article("15367304", types=RETRACTED)))
    assert "correll2004" in {row.study_id for row in review.analyses()[2].rows}
    review.import_files([file], source="PubMed")
    analysis = review.analyses()[2]
    assert "correll2004" not in {row.study_id for row in analysis.rows}
    out = [kept for kept in analysis.kept_out if kept.study_id == "correll2004"]
    assert {kept.reason_id for kept in out} == {"retracted"}


def test_a_retracted_secondary_report_does_not_strike_the_study_itself(tmp_path):
    """Retracting one report of a trial leaves the trial's own report as it is."""
    review = ke.example_review()
    for row in ("R001", "R002"):
        review.correct(row, by="A", reason="asked", spread_type="SE")
    file = tmp_path / "pubmed.xml"
    file.write_bytes(record_set(article("24075073", types=RETRACTED)))
    review.import_files([file], source="PubMed")
    assert [row.study_id for row in review.analyses()[0].rows] == ["sigtermans2009"]


def test_a_report_under_concern_is_marked(tmp_path):
    """A study under an expression of concern stays, with a mark on its row."""
    review = ke.example_review()
    file = tmp_path / "pubmed.xml"
    file.write_bytes(
        record_set(
            article(
                "15367304",
                more=CONCERN,
                title="Subanesthetic ketamine infusion therapy: a retrospective analysis of a novel therapeutic approach to complex regional pain syndrome",
            )
        )
    )
    review.import_files([file], source="PubMed")
    (row,) = (r for r in review.analyses()[2].rows if r.study_id == "correll2004")
    assert any("concern" in mark for mark in row.marks)


@pytest.mark.parametrize(
    ("files", "marked"),
    [
        ([[DELETED_1]], 0),
        ([[DELETED_2]], 1),
        ([[DELETED_2, article(version=2)]], 1),
        ([[DELETED_2], [article(version=2)]], 0),
        ([[article(version=3), DELETED_2]], 0),
    ],
    ids=["older version", "the one that stands", "one file", "brought again", "newer version"],
)  # fmt: skip
def test_only_a_deletion_of_what_stands_marks_a_record(tmp_path, files, marked):
    """An update file that deletes an older version leaves the newer one unmarked."""
    with ke.init_review(tmp_path / "R") as review:
        first = tmp_path / "0.xml"
        first.write_bytes(record_set(article(version=2)))
        review.import_files([first], source="PubMed")
        paths = []
        for number, pieces in enumerate(files, start=1):
            paths.append(tmp_path / f"{number}.xml")
            paths[-1].write_bytes(record_set(*pieces))
        assert review.import_files(paths, source="PubMed").withdrawn == marked
        assert len(review._library.missing()) == marked
