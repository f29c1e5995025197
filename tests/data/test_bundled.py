import csv
import json
from collections import Counter
from importlib.resources import files

import pytest

import ketaevidence as ke
from ketaevidence.curation.files import read_register, write_register
from ketaevidence.curation.source_files import read_other_sources, write_other_sources
from ketaevidence.curation.sources import disagreements
from ketaevidence.curation.vocabulary import SYNTHESES
from ketaevidence.question.load import shipped_question

DATA = files("ketaevidence") / "data"
TABLES = ("studies.csv", "arms.csv", "results.csv")


@pytest.fixture(scope="module")
def register():
    """Read the bundled register once."""
    return read_register(*(DATA / name for name in TABLES))


@pytest.fixture(scope="module")
def others(register):
    """Read what other sources state."""
    return read_other_sources(
        DATA / "other_sources.csv", register, by="T", at="2026-11-01", reason="test"
    )


@pytest.fixture(scope="module")
def records():
    """Read the bundled records, by key."""
    found = json.loads((DATA / "records.json").read_text("utf-8"))
    return {_key(record): record for record in found}


@pytest.fixture(scope="module")
def decisions():
    """Read the bundled decisions."""
    return list(
        csv.DictReader((DATA / "decisions.csv").read_text("utf-8").splitlines())
    )


def _key(record):
    if record["pmid"]:
        return f"pmid:{record['pmid']}"
    if record["doi"]:
        return f"doi:{record['doi'].lower()}"
    return f"local:{record['local_id']}"


def _verdicts(decisions, stage):
    return {d["record_key"]: d["verdict"] for d in decisions if d["stage"] == stage}


def test_the_bundled_register_is_sound_and_complete(register):
    """The bundled files read, pass every check, and hold what they held."""
    assert len(register.studies) == 54
    assert len(register.arms) == 72
    assert len(register.results) == 141


def test_the_files_are_written_as_the_program_writes_them(register):
    """Reading and writing the bundled files changes no byte."""
    for name, text in write_register(register).items():
        assert (DATA / name).read_bytes() == text.encode("utf-8"), name


def test_a_spread_of_no_stated_kind_stays_so(register):
    """Exactly these rows have a plus-minus that their source does not explain."""
    unspecified = [
        row.result_id for row in register.results if row.spread_type == "unspecified"
    ]
    assert unspecified == [
        "R001",
        "R002",
        "R008",
        "R036",
        "R037",
        "R038",
        "R067",
        "R068",
        "R105",
        "R106",
    ]


def test_standard_deviations_and_errors_are_the_stated_ones(register):
    """SD and SE stand only where the source says so or the row is marked derived."""
    by_type = {
        kind: [
            row.result_id
            for row in register.results
            if (row.spread_type, row.status) == (kind, "stated")
        ]
        for kind in ("SD", "SE", "IQR_width")
    }
    assert by_type == {
        "SD": ["R065", "R066"],
        "SE": ["R039", "R040", "R041", "R042", "R047", "R048", "R049", "R088"],
        "IQR_width": ["R043", "R044"],
    }


def test_an_error_worked_out_under_a_reading_is_kept_out(register):
    """A derived standard error never enters a pool by itself."""
    derived = [
        row
        for row in register.results
        if row.status == "derived" and row.spread is not None
    ]
    assert [row.result_id for row in derived] == ["R003", "R072", "R073"]
    assert all(row.kept_out_because for row in derived)


def test_counts_of_harm_are_the_printed_ones(register):
    """Only these adverse events have a count; every other stays words or per cent."""
    harms = [row for row in register.results if row.outcome == "adverse_event"]
    counted = {r.result_id: (r.events, r.total) for r in harms if r.events is not None}
    assert counted == {
        "A010": (4, 33),
        "A013": (3, 6),
        "A014": (0, 52),
        "A020": (2, 12),
        "A021": (108, 218),
    }
    statements = [row for row in harms if row.statistic == "statement"]
    assert len(statements) == 20
    assert all(row.statement and row.total is None for row in statements)


def test_percentages_that_no_count_can_give_have_no_events(register):
    """76 and 18 per cent of 30, and 60 per cent of 16, are not turned into patients."""
    rows = {row.result_id: row for row in register.results}
    for result_id, percent in (("A001", 76), ("A002", 18), ("R028", 60)):
        row = rows[result_id]
        assert (row.percent, row.events, row.total) == (percent, None, None)
        assert row.notes


def test_kaplan_meier_estimates_are_no_counts(register):
    """The survival estimates of Correll 2004 are marked and carry no events."""
    estimates = [r for r in register.results if r.estimator == "kaplan_meier"]
    assert [row.result_id for row in estimates] == ["R019", "R020"]
    assert all(row.events is None for row in estimates)


def test_every_result_says_where_it_was_read(register):
    """Every result has an address or a place."""
    assert all(row.source.url or row.source.location for row in register.results)


# T12
def test_sources_that_disagree_stand_side_by_side(register, others):
    """Each of the four known disagreements has both sources, and no silent winner."""
    found = {
        d.key: (d.columns, [stated.text(d.columns[0]) for stated in d.sources])
        for d in disagreements(register, others)
    }
    assert found.pop("R029") == (("events", "percent"), ["13", "17"])
    assert found.pop("A010") == (("events", "percent"), ["4", "1"])
    (columns, doses) = found.pop("sigtermans2009")
    assert columns == ("dose",)
    assert "0.432 mg/kg/h" in doses[0]
    assert doses[1] == "5 to 20 mg/h per 70 kg"
    (columns, _) = found.pop("goldberg2010")
    assert columns == ("title",)
    assert not found


def test_the_other_sources_are_written_as_the_program_writes_them(others):
    """Reading and writing the bundled file changes no byte."""
    written = write_other_sources(others).encode("utf-8")
    assert (DATA / "other_sources.csv").read_bytes() == written


# T12
def test_no_pool_uses_what_sources_disagree_on():
    """In the bundled review, what sources disagree on awaits a person's choice."""
    with ke.example_review() as review:
        open_ones = {d.key for d in review.disagreements() if d.is_open}
        assert {"R029", "A010", "sigtermans2009", "goldberg2010"} == open_ones
        rows = {key for a in review.analyses() for r in a.rows for key in r.result_ids}
        assert not rows & open_ones
        review.choose_source("R029", 2, by="A. Reader", reason="read both")
        rows = {key for a in review.analyses() for r in a.rows for key in r.result_ids}
        assert "R029" in rows


def test_counts_of_another_condition_stay_outside_the_review(register, decisions):
    """Counts entered of fibromyalgia and mixed pain belong to excluded records."""
    verdicts = _verdicts(decisions, "full_text")
    for study_id in ("noppers2011_fm", "bredlau2013", "pickering2020", "lynch2005"):
        study = register.study(study_id)
        assert verdicts.get(study.record_key) != "include"
        assert register.results_of(study_id)


# T27
def test_the_review_explains_why_its_main_trial_is_not_pooled():
    """Unstated spread: three readings with intervals, and a pool that refuses."""
    with ke.example_review() as review:
        (kept,) = [
            item
            for item in review.analyses()[0].kept_out
            if item.study_id == "sigtermans2009"
        ]
    assert kept.reason_id == "spread_unspecified"
    bounds = [(round(r.ci_lb, 2), round(r.ci_ub, 2)) for r in kept.readings]
    assert set(bounds) == {(-4.14, -1.40), (-3.02, -2.52), (-3.47, -2.07)}


def test_of_a_mixed_cohort_only_the_crps_patients_may_enter(register):
    """Of Patil 2012 only the row on 18 patients with CRPS is not kept out."""
    free = [
        row.result_id
        for row in register.results_of("patil2012")
        if row.kept_out_because is None
    ]
    assert free == ["R047"]


def test_syntheses_stay_out_of_every_pool(register):
    """No review is pooled with the studies that it reviews."""
    syntheses = [study for study in register.studies if study.design in SYNTHESES]
    assert len(syntheses) == 16
    assert all(study.kept_out_because for study in syntheses)


def test_codes_are_those_that_the_evidence_states(register):
    """Form, dose class and comparator are coded where stated, and blank elsewhere."""
    codes = {
        study.study_id: (study.form, study.dose_class, study.comparator_kind)
        for study in register.studies
    }
    infusion = "subanaesthetic_infusion"
    assert codes["sigtermans2009"] == ("S", infusion, "placebo")
    assert codes["schwartzman2009"] == ("racemic", infusion, "placebo")
    assert codes["kiefer2008_anaesthetic"] == ("racemic", "anaesthetic", "none")
    assert codes["noppers2011_fm"] == ("S", "short_low_dose", "active_placebo")
    assert codes["patil2012"] == ("racemic", None, "none")
    assert codes["cohen2023"] == ("unspecified", None, "none")


def test_a_synthesis_has_no_treatment_of_its_own(register):
    """Reviews carry no codes of a treatment."""
    for study in register.studies:
        if study.design in SYNTHESES:
            codes = (study.form, study.dose_class, study.comparator_kind)
            assert codes == (None, None, None), study.study_id


def test_labels_tell_studies_apart(register):
    """No two studies are printed under one label."""
    labels = Counter(study.label for study in register.studies)
    assert max(labels.values()) == 1


def test_every_study_has_its_record(register, records):
    """Each study points to one record with its own identifiers and title."""
    assert len({study.record_key for study in register.studies}) == 54
    for study in register.studies:
        record = records[study.record_key]
        assert record["local_id"] == study.study_id
        for name in ("title", "pmid", "doi", "year", "first_author"):
            assert record[name] == getattr(study, name), (study.study_id, name)


def test_records_are_distinct(records):
    """No identifier stands for two records, and identifiers are text."""
    assert len(records) == 59
    for name in ("local_id", "pmid", "doi", "pmcid"):
        values = [r[name] for r in records.values() if r[name] is not None]
        assert all(isinstance(value, str) for value in values)
        assert len({value.lower() for value in values}) == len(values), name


def test_records_hold_no_abstract(records):
    """A record holds a summary by the project or none, and nothing else of a text."""
    facts = {"title", "first_author", "year", "journal", "volume", "issue", "pages"}
    identifiers = {"local_id", "pmid", "doi", "pmcid", "registration", "source_url"}
    names = facts | identifiers | {"summary"}
    assert all(set(record) == names for record in records.values())
    assert sum(record["summary"] is not None for record in records.values()) == 29


def test_every_record_is_decided(records, decisions):
    """Each record has one decision on its title, and one more if that includes it."""
    stages = Counter((d["record_key"], d["stage"]) for d in decisions)
    assert max(stages.values()) == 1
    first = _verdicts(decisions, "title_abstract")
    second = _verdicts(decisions, "full_text")
    assert set(first) == set(records)
    assert set(second) == {key for key, said in first.items() if said == "include"}


def test_exclusions_have_a_reason_of_the_question(decisions):
    """An exclusion names one of the question's reasons, an inclusion none."""
    reasons = set(shipped_question().exclusion_reasons)
    for decision in decisions:
        if decision["verdict"] == "exclude":
            assert decision["reason"] in reasons
        else:
            assert (decision["verdict"], decision["reason"]) == ("include", "")


def test_included_studies_are_original_reports_on_crps(register, decisions):
    """No synthesis, protocol or study of another condition is included."""
    verdicts = _verdicts(decisions, "full_text")
    included = [s for s in register.studies if verdicts.get(s.record_key) == "include"]
    assert len(included) == 28
    assert not [s for s in included if s.design in {*SYNTHESES, "protocol"}]
    not_crps = ("not CRPS", "no separate CRPS numbers")
    assert not [
        s for s in included if any(w in (s.kept_out_because or "") for w in not_crps)
    ]


@pytest.mark.parametrize(
    "name", [*TABLES, "other_sources.csv", "records.json", "decisions.csv"]
)
def test_files_are_utf8_with_line_feeds(name):
    """The bundled files are UTF-8 and end their lines with a line feed alone."""
    raw = (DATA / name).read_bytes()
    assert raw.decode("utf-8").endswith("\n")
    assert b"\r" not in raw
