"""The evidence table: its rows and columns."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.present import builders

from ketaevidence.curation.model import Arm, Register, Source
from ketaevidence.present.evidence_cells import arms_of
from ketaevidence.present.evidence_status import STATUSES, status_of
from ketaevidence.present.evidence_table import COLUMNS, evidence_table
from ketaevidence.present.readings import field_words, reading
from ketaevidence.records.parts import Correction


def test_one_row_per_included_study_and_none_for_excluded_ones():
    """The newest full-text decisions say who is in."""
    table = evidence_table(builders.curated(6))
    assert list(table.columns) == list(COLUMNS)
    assert len(table) == 5
    assert set(table["status"]) == {"entered; read in abstract or registration"}
    assert builders.invented(5) not in set(table["study"])


def _from(confidence, **changes):
    source = replace(builders.result(0).source, confidence=confidence)
    return builders.result(0, source=source, **changes)


@pytest.mark.parametrize(
    ("own", "results", "status"),
    [
        ("primary_abstract", [], "entered; no result found"),
        ("primary_abstract", ["primary_abstract", "derived"],
         "entered; read in abstract or registration"),
        ("primary_abstract", ["secondary"], "entered; partly from a secondary source"),
        ("secondary", ["secondary", "derived"], "entered; secondary source"),
        ("primary_fulltext_fragment", ["primary_fulltext_fragment"],
         "entered; read in a part of the full text"),
    ],
)  # fmt: skip
def test_the_status_says_how_near_an_entry_is_to_the_studys_own_words(
    own, results, status
):
    """No entry is called confirmed; a secondary source is called one."""
    source = replace(builders.study(0).source, confidence=own)
    study = builders.study(0, source=source)
    told = status_of(study, [_from(confidence) for confidence in results])
    assert told == status
    assert told in STATUSES


def test_a_result_that_was_not_found_is_no_result():
    """A row that says "not found" does not raise the status."""
    row = _from("primary_abstract", statistic="not_found", value=None, spread=None)
    assert status_of(builders.study(0), [row]) == "entered; no result found"


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"n_enrolled": 26, "n_analysed": 19}, "19 analysed of 26"),
        ({"n_enrolled": 20, "n_analysed": 20}, "20 enrolled and analysed"),
        ({"n_enrolled": 60, "n_analysed": None}, "60 enrolled"),
        ({"n_enrolled": 49, "n_analysed": 49, "n_crps": 18},
         "49 enrolled and analysed; 18 with the condition"),
        ({"n_enrolled": None, "n_crps": 6}, "6 with the condition"),
    ],
)  # fmt: skip
def test_numbers_of_patients_say_who_is_counted(numbers, words):
    """Enrolled, analysed and affected patients are never one bare number."""
    base = builders.curated(3)
    study = builders.study(0, **numbers)
    register = replace(base.register, studies=(study, *base.register.studies[1:]))
    table = evidence_table(replace(base, register=register, analyses=()))
    assert table.loc[0, "patients"] == words


def test_machine_readings_are_in_words_and_not_in_codes():
    """A person reads "Patients in all" and "Randomised trial", not a variable's name."""
    design = builders.candidate(0, "design", "rct_parallel", "randomised")
    assert reading(design) == "Randomised trial, parallel groups"
    assert field_words("n_total") == "Patients in all"


def test_an_included_record_without_a_study_keeps_its_row():
    """What a person included is in the table before its study is in the register."""
    base = builders.curated(6)
    register = replace(base.register, studies=base.register.studies[1:])
    table = evidence_table(replace(base, register=register, analyses=()))
    assert len(table) == 5
    assert table["status"].iloc[-1] == "included, not yet extracted"


def test_a_newer_decision_overrules_an_older_one():
    """A study excluded today is out, whatever was decided before."""
    base = builders.curated(6)
    later = builders.decided(0, "exclude", at="2001-03-01T00:00:00Z", reason="x")
    table = evidence_table(replace(base, decisions=(*base.decisions, later)))
    assert len(table) == 4


def test_studies_without_numbers_stay_visible_and_missing_is_na():
    """A study that reports nothing usable has its row, with NA in it."""
    silent = builders.study(0, n_enrolled=None, finding=None, dose=None)
    base = builders.curated(3)
    register = replace(base.register, studies=(silent, *base.register.studies[1:]))
    table = evidence_table(replace(base, register=register, analyses=()))
    row = table.iloc[0]
    assert row["n"] is pd.NA
    assert row["main_result"] is pd.NA
    assert row["pooled_in"] is pd.NA


def test_where_a_study_is_shown_and_why_it_is_not_pooled():
    """The table names the analysis and the reason."""
    table = evidence_table(builders.curated(6)).set_index("study")
    row = table.loc[builders.invented(4)]
    assert row["pooled_in"].startswith("Shown, not pooled, in: Change in pain")
    assert "different kinds of pain" in row["not_pooled_because"]
    pooled = table.loc[builders.invented(0)]
    assert "Pooled in: Patients with relief" in pooled["pooled_in"]


def test_before_anyone_extracts_the_rows_are_suggestions_and_say_so():
    """Machine readings fill the table, labelled, with the words that prove pain."""
    table = evidence_table(builders.fresh(4)).set_index("study")
    first = table.loc["Appleby 1990"]
    assert first["status"] == "suggested, not confirmed"
    assert (first["n"], first["route"]) == (20, "intravenous")
    assert "“pain was 2.7 (SD 1.1)”" in first["main_result"]
    assert table.loc["Dunmore 1993", "status"] == "included, not yet extracted"
    assert "Cedarwood 1992" not in table.index


def test_a_reading_never_names_a_spread_that_the_text_does_not_name():
    """A plus-minus sign in an abstract stays one, and doses keep their unit."""
    vague = builders.candidate(
        0, "pain_score", 2.7, "2.7 ± 0.51", spread=0.51, spread_type="unspecified"
    )
    dose = builders.candidate(0, "dose", 10.0, "x", value_high=20.0, unit="mg/h")
    form = builders.candidate(0, "drug_form", "S", "S(+)-ketamine")
    assert reading(vague) == "2.70 ± 0.51 (kind not stated)"
    assert reading(dose) == "10 to 20 mg/h"
    assert reading(form) == "S-ketamine"


def test_an_empty_review_gives_an_empty_table_with_all_columns():
    """Nothing yet is a table without rows."""
    base = builders.fresh(0)
    table = evidence_table(replace(base, records=(), candidates=(), suggestions=()))
    assert table.shape == (0, len(COLUMNS))


def _alone(study, *results, **changes):
    """Give a review of one invented study, and of two more that are as usual."""
    base = builders.curated(3)
    register = replace(
        base.register,
        studies=(study, *base.register.studies[1:]),
        results=(*results, *(r for r in base.register.results if r.study_id != "s0")),
    )
    return replace(base, register=register, **changes)


def test_each_number_of_an_analysis_stands_with_its_interval_and_how_it_came_about():
    """What is measured, the interval with its level, and derived counts are told."""
    table = evidence_table(builders.curated(6)).set_index("study")
    told = table.loc[builders.invented(1), "estimates"]
    assert "[points on 0-10]: −3.4 (95% CI −4.7 to −2.1)" in told
    assert "spread from the p value" in told
    assert "effect of" not in told


def test_the_level_of_an_interval_is_the_one_of_the_review():
    """A review that reads 90% intervals never has them called 95%."""
    base = builders.curated(4)
    plan = replace(base.question.pooling, level=0.9)
    question = replace(base.question, pooling=plan)
    told = evidence_table(replace(base, question=question)).loc[0, "estimates"]
    assert "(90% CI" in told
    assert "95% CI" not in told


def test_harm_is_told_as_counted_as_said_or_as_looked_for_and_not_found():
    """A count, a statement and "not found" are three things; nothing is a fourth."""
    place = Source(None, "table 2", "primary_abstract")
    empty = {"events": None, "total": None, "percent": None, "result_id": "A8"}
    said = builders.harm(0, **empty, statistic="statement", statement="well borne",
                         outcome_words="any")  # fmt: skip
    sought = builders.harm(0, **{**empty, "result_id": "A9"}, statistic="not_found",
                           outcome_words="death", source=place)  # fmt: skip
    study = builders.study(0)
    counted = evidence_table(_alone(study, builders.harm(0))).loc[0, "harms"]
    assert "Nausea: 3 of 10 (30%)" in counted
    told = evidence_table(_alone(study, said, sought)).loc[0, "harms"]
    assert "Any: statement: well borne." in told
    assert "Death, end of week 1: looked for, not found (table 2)." in told
    assert evidence_table(_alone(study)).loc[0, "harms"] is pd.NA


def test_what_was_looked_for_and_not_found_is_not_a_blank():
    """It names the outcome, the time and the place; where nobody looked is NA."""
    row = _from("primary_abstract", statistic="not_found", value=None, spread=None,
                spread_type=None)  # fmt: skip
    table = evidence_table(_alone(builders.study(0), row))
    assert table.loc[0, "not_found"] == (
        "pain intensity, end of week 1: looked for, not found (abstract)"
    )
    assert table.loc[1, "not_found"] is pd.NA


def test_readings_in_the_row_of_an_entered_study_are_marked_and_give_way_to_entries():
    """Criteria, sessions and funding are suggestions; a registration is an entry."""
    found = (
        builders.candidate(0, "registration", "NCT90000001", "NCT90000001"),
        builders.candidate(0, "diagnostic_criteria", "Budapest", "Budapest criteria"),
        builders.candidate(0, "sessions", 10, "ten infusions"),
        builders.candidate(0, "funding", "An Invented Fund", "by An Invented Fund"),
    )
    bare = _alone(builders.study(0), candidates=found)
    row = evidence_table(bare).iloc[0]
    mark = "read by a rule, not confirmed: "
    assert row["registration"] == f"{mark}NCT90000001"
    assert row["diagnostic_criteria"] == f"{mark}Budapest"
    assert row["sessions"] == f"{mark}Sessions: 10"
    assert row["funding"] == f"{mark}Funding: An Invented Fund"
    entered = _alone(builders.study(0, registration="NCT90000002"), candidates=found)
    assert evidence_table(entered).loc[0, "registration"] == "NCT90000002"


def test_pubmeds_notices_are_told_and_silence_is_told_only_where_pubmed_was_asked():
    """Retracted is said; no notice is said of PubMed's records, and of no others."""
    link = Correction("RetractionIn", "Inv J. 2002", "90000099")
    base = builders.curated(4)
    records = (
        builders.record(0, corrections=(link,), status="MEDLINE"),
        builders.record(1, status="MEDLINE"),
        *base.records[2:],
    )
    told = evidence_table(replace(base, records=records))["notices"]
    assert told[0] == "pmid:90000000: retracted"
    assert told[1] == "no retraction, concern or correction in PubMed's record"
    assert told[2] is pd.NA


def test_a_record_that_pubmed_no_longer_has_is_named():
    """A record that went missing is told beside its study."""
    snapshot = builders.curated(3, missing=frozenset({"pmid:90000000"}))
    told = evidence_table(snapshot).loc[0, "notices"]
    assert "no more when last asked" in told


def test_codes_are_written_in_words():
    """A route and a form are read, not decoded."""
    study = builders.study(0, drug_form=None, form="S")
    row = evidence_table(_alone(study)).iloc[0]
    assert (row["route"], row["drug_form"]) == ("intravenous", "S(+)-ketamine")


def test_a_study_with_everything_missing_has_its_row():
    """Only what names the study and says how it stands is there."""
    study = builders.study(
        0, **dict.fromkeys(("year", "pmid", "doi", "n_enrolled", "arms_words",
        "condition", "route", "drug_form", "dose", "duration", "comparator",
        "pain_scale", "follow_up", "finding")), source=Source(None, None, "secondary"),
    )  # fmt: skip
    state = _alone(study, analyses=())
    bare = replace(state, register=replace(state.register, arms=()))
    row = evidence_table(bare).iloc[0]
    known = row.dropna().index.tolist()
    assert known == ["study", "design", "status", "risk_of_bias"]


def test_arms_are_told_in_the_sources_words_or_as_they_are_entered():
    """Arms that are entered are no blank, for a blank says that nothing is entered."""
    arms = (
        Arm("s0", "k", "ketamine", "intervention", 20),
        Arm("s0", "p", "placebo", "comparator"),
        Arm("s1", "p", "of another study", "comparator", 9),
    )
    silent = replace(builders.study(0), arms_words=None)
    register = Register((silent,), arms)
    assert arms_of(silent, register) == "ketamine (n 20); placebo"
    told = replace(silent, arms_words="two arms")
    assert arms_of(told, register) == "two arms"
    assert arms_of(silent, Register((silent,))) is None
