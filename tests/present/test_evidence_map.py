"""The evidence map: who is counted where, what is a gap, and what is never hidden."""

import pytest
from tests.present import builders
from tests.present.extents import check_bytes, check_texts

from ketaevidence.curation.bias import judgement
from ketaevidence.curation.model import Register
from ketaevidence.errors import PresentError
from ketaevidence.present.evidence_map import evidence_map
from ketaevidence.present.evidence_map.cells import NO_OUTCOME, USUAL, grid_of
from ketaevidence.present.evidence_map.layout import map_layout


def of(studies, results=(), **changes):
    """Give a review of which these studies are all included."""
    n = 1 + max(int(study.study_id[1:]) for study in studies)
    decisions = (*builders.screened(n), *(builders.decided(i) for i in range(n)))
    register = Register(tuple(studies), (), tuple(results))
    return builders.curated(n, register=register, decisions=decisions, **changes)


def grid(snapshot, rows="route", marks="design", outcomes=USUAL):
    """Give the counts of a map."""
    return grid_of(snapshot, rows=rows, marks=marks, outcomes=tuple(outcomes))


def told(i, **changes):
    """Give a result in words only."""
    words = {"statistic": "statement", "value": None, "spread": None,
             "spread_type": None, "statement": "pain fell"}  # fmt: skip
    return builders.result(i, **{**words, **changes})


def test_every_route_has_a_row_and_what_nobody_studied_is_a_gap():
    """A route without a study is a row of gaps, not left out."""
    found = grid(of([builders.study(0)], [builders.result(0)]))
    assert "intranasal" in dict(found.rows)
    assert found.at("intranasal", "pain_intensity").bubbles == ()
    (bubble,) = found.at("IV", "pain_intensity").bubbles
    assert (bubble.studies, bubble.patients) == (("Appleby 1990",), 20)


def test_catch_all_rows_stand_only_where_they_occur():
    """Only where a study has "another route", or states none, is there such a row."""
    assert "other" not in dict(grid(of([builders.study(0)])).rows)
    rows = grid(
        of([builders.study(0, route=None), builders.study(1, route="other")])
    ).rows
    assert [code for code, _ in rows][-2:] == ["other", "not stated"]


def test_studies_without_a_number_are_counted_and_said_to_be():
    """What is told in words only is on the map, and counted beside the mark."""
    snapshot = of([builders.study(1), builders.study(2)], [told(1), builders.result(2)])
    (bubble,) = grid(snapshot).at("IV", "pain_intensity").bubbles
    assert (len(bubble.studies), bubble.without_numbers) == (2, 1)
    assert "1 in words" in evidence_map(snapshot).alt_text


def test_a_result_that_was_not_found_is_no_evidence():
    """A row that says "not found" puts no study on the map."""
    found = grid(of([builders.study(0)], [told(0, statistic="not_found")]))
    assert found.at("IV", "pain_intensity").bubbles == ()
    assert len(found.at("IV", NO_OUTCOME).bubbles) == 1


def test_two_reports_of_the_same_patients_count_them_once():
    """A secondary report is no second study, a cohort family no more patients."""
    studies = [
        builders.study(1, n_enrolled=30, cohort_family="A"),
        builders.study(2, n_enrolled=28, cohort_family="A", secondary_of="s1"),
        builders.study(4, n_enrolled=12, cohort_family="A"),
    ]
    found = grid(of(studies, [builders.result(i) for i in (1, 2, 4)]))
    (bubble,) = found.at("IV", "pain_intensity").bubbles
    assert (len(bubble.studies), bubble.patients, found.studies) == (2, 30, 2)


def test_a_secondary_report_without_the_outcome_is_not_none_of_these():
    """A study that tells an outcome in one report is not without it by another."""
    studies = [builders.study(1), builders.study(2, secondary_of="s1")]
    found = grid(of(studies, [builders.result(1), told(2, outcome="pharmacology")]))
    assert NO_OUTCOME not in dict(found.columns)


def test_unknown_sizes_are_told_and_not_counted_as_nothing():
    """Patients that nobody states are a question mark; all unknown is dotted."""
    studies = [builders.study(1), builders.study(2, n_enrolled=None)]
    snapshot = of(studies, [builders.result(1), builders.harm(2)])
    cells = {
        (cell.row, cell.column): cell
        for cell in map_layout(grid(snapshot), title="t", size="patients").cells
    }
    (unknown,) = cells["IV", "adverse_event"].bubbles
    assert unknown.is_dotted
    assert unknown.lines == ("1 / ?",)
    assert not cells["IV", "pain_intensity"].bubbles[0].is_dotted


@pytest.mark.parametrize(("size", "ratio"), [("patients", 3), ("studies", 2)])
def test_area_follows_what_was_asked_for(size, ratio):
    """Area, not radius: in proportion to patients, or to studies."""
    studies = [
        builders.study(1, n_enrolled=20, route="oral"),
        builders.study(2, n_enrolled=30),
        builders.study(4, n_enrolled=30),
    ]
    snapshot = of(studies, [builders.result(i) for i in (1, 2, 4)])
    layout = map_layout(grid(snapshot), title="t", size=size)
    area = {cell.row: cell.bubbles[0].area for cell in layout.cells if cell.bubbles}
    assert area["IV"] == pytest.approx(ratio * area["oral"])


def test_risk_of_bias_is_what_people_judged_of_the_whole():
    """The gravest overall judgement is shown; none is worked out of domains."""
    low = dict.fromkeys(["D1", "D2", "D3", "D4", "D5", "D6"], "Low")
    common = {"by": "A. Reader", "at": "2001-02-03T04:05:06Z", "reason": "read"}
    bias = (
        judgement("s1", "rob1", None, low, overall="High", **common),
        judgement("s2", "rob1", None, low, **common),
    )
    studies = [builders.study(i) for i in range(3)]
    snapshot = of(studies, [builders.result(i) for i in range(3)], bias=bias)
    bubbles = grid(snapshot, marks="risk_of_bias").at("IV", "pain_intensity").bubbles
    assert [(b.kind.name, b.studies) for b in bubbles] == [
        ("High or serious", ("Birch 1991",)),
        ("Judged, but not as a whole", ("Cedarwood 1992",)),
        ("Risk of bias not assessed", ("Appleby 1990",)),
    ]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"rows": "dose"}, "rows='dose' is none of route, dose_class, design"),
        ({"marks": "colour"}, "marks='colour'"),
        ({"size": "n"}, "size='n'"),
        ({"outcomes": ["mood"]}, "mood is no outcome"),
        ({"outcomes": []}, "no outcome named"),
    ],
)
def test_a_choice_that_there_is_not_is_refused(asked, named):
    """The error names the choice and what there is."""
    with pytest.raises(PresentError, match=named):
        evidence_map(builders.curated(2), **asked)


def test_an_empty_review_is_an_error():
    """A map of gaps alone would say that nothing exists; it is refused."""
    with pytest.raises(PresentError, match="no included study is in the register"):
        evidence_map(builders.fresh(2))


def test_the_table_has_marks_and_gaps():
    """Each mark and each gap has a row; studies add up to those of the cells."""
    plot = evidence_map(builders.curated(6), rows="design", outcomes=["pain_intensity"])
    assert list(plot.table["studies"]) == [2, 0, 0, 0, 0, 0, 3, 0, 0, 0]
    assert plot.table["patients"].sum() == sum(range(20, 25))
    assert plot.layout.wide >= 519


@pytest.mark.parametrize("n", [1, 60])
def test_texts_stand_apart_with_one_study_and_with_sixty(n, tmp_path):
    """Long and hostile names and wide numbers overlap nothing; gaps are seen."""
    designs = ("rct_parallel", "rct_crossover", "rct_other", "case_report", "n_of_1")
    routes = ("IV", "oral", f"{builders.HOSTILE}{builders.TURNED}" + "W" * 300, None)
    studies = [
        builders.study(i, design=designs[i % 5], route=routes[i % 4],
                       n_enrolled=10**6 + i if i % 7 else None)
        for i in range(n)
    ]  # fmt: skip
    results = [
        make(i, result_id=f"{outcome}{i}", outcome=outcome)
        for i in range(n)
        for outcome, make in zip(USUAL, (builders.result, told) * 3, strict=True)
    ]
    plot = evidence_map(of(studies, results), title="Invented " * 90)
    check_texts(plot.figure)
    text = plot.save(tmp_path / "map.svg").read_text("utf-8")
    assert "<script>" not in text
    assert "no study" in text


def test_the_same_review_gives_the_same_bytes(tmp_path):
    """Two drawings of one review are the same file."""
    snapshot = builders.curated(3)
    check_bytes(lambda: evidence_map(snapshot), tmp_path, "svg")


def test_a_study_with_everything_missing_is_on_the_map():
    """Neither route nor size nor result: it is counted as what it is."""
    bare = builders.study(0, route=None, n_enrolled=None, label="")
    plot = evidence_map(of([bare]))
    assert "Not stated: none of these: 1 study, patients not stated" in plot.alt_text
    assert repr(plot) == "<EvidenceMap: 1 study, 10 rows, 7 columns>"
