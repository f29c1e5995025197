"""The summary of findings: numbers only where they stand, certainty only by people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.present import builders
from tests.present.disagreeing import judged
from tests.present.test_report import Page

from ketaevidence.curation.certainty import certainty_rating
from ketaevidence.curation.model import Arm, Register
from ketaevidence.errors import CurationError, PresentError
from ketaevidence.present.report.environment import environment
from ketaevidence.present.summary_of_findings import (
    plain_table,
    summary_frame,
    summary_of_findings,
    summary_text,
    summary_view,
)
from ketaevidence.present.summary_of_findings.certainty import SYMBOLS, Footnotes
from ketaevidence.present.summary_of_findings.outcomes import (
    changed_since,
    outcome_to_rate,
    outcomes_of,
    rests_on,
)
from ketaevidence.synthesis.model import Analysis, Group

AT = "2001-02-06T00:00:00Z"
NRS = {"scale": "NRS", "scale_low": 0.0, "scale_high": 10.0}


def trials(k=1, *, scales=None, group=None, **changes) -> Analysis:
    """Give an analysis of k invented trials, in one group."""
    rows = tuple(
        builders.row(i, -2.0 + 0.5 * i, 0.75, result_ids=(f"K{i}", f"P{i}"))
        for i in range(k)
    )
    why = None if k == 0 else "the studies differ in route"
    base = Analysis(
        kind="randomised_contrast",
        title="Ketamine against a comparator: randomised trials",
        meaning="Points; below zero means less pain with ketamine.",
        axis_label="Mean difference",
        null_value=0.0,
        favours=("Favours ketamine", "Favours comparator"),
        groups=(group or Group("2 to 6 weeks", rows, why_not_pooled=why),) if k else (),
        kept_out=(builders.kept(9, readings=builders.READINGS),),
        decimals=2,
        important_difference=(-2.0, 2.0, "invented source, 2001"),
    )
    return replace(base, **changes)


def register(k=1, scales=None) -> Register:
    """Give the arms and results of the trials; every trial has its scale."""
    scales = scales or [NRS] * k
    studies = tuple(builders.study(i) for i in range(k))
    arms = tuple(
        Arm(f"s{i}", arm, name, role, 20)
        for i in range(k)
        for arm, name, role in (
            ("k", "ketamine", "intervention"),
            ("p", "placebo", "comparator"),
        )
    )
    results = tuple(
        builders.result(
            i, result_id=f"{arm.upper()}{i}", arm_id=arm, n=20, value=value, **scales[i]
        )
        for i in range(k)
        for arm, value in (("k", 3.0 + i / 10), ("p", 5.0 + i))
    )
    return Register(studies, arms, results)


def summed(*analyses, ratings=(), k=1, scales=None, most=7, **changes):
    """Sum up invented analyses."""
    state = builders.curated(
        4, analyses=analyses, register=register(k, scales), **changes
    )
    return summary_of_findings(state, ratings, most=most)


def row_of(*analyses, **options):
    """Give the only row of a summary."""
    (row,) = summed(*analyses, **options).rows
    return row


def rate(analysis, rating="low", *, of=None, **more):
    """Rate the first outcome of an analysis as it is now."""
    outcome = outcomes_of([analysis])[0]
    told = {
        "domains": {"imprecision": -1, "risk_of_bias": -1},
        "support": {"imprecision": "few people", "risk_of_bias": "nobody was blinded"},
        "basis": rests_on(outcome, of or register()), "by": "A. Reader", "at": AT,
        "reason": "invented",
    }  # fmt: skip
    return certainty_rating(
        analysis.kind, outcome.label, rating,
        is_randomised=outcome.is_randomised,
        start="high" if outcome.is_randomised else "low", **(told | more),
    )  # fmt: skip


def test_what_nobody_rated_is_not_rated_by_a_person():
    """However strong or weak the numbers, no certainty is computed."""
    found = summed(
        trials(3), builders.change_analysis(), builders.responder_analysis(), k=3
    )
    assert {row.certainty.words for row in found.rows} == {"not rated by a person"}
    assert not any(row.certainty.symbol for row in found.rows)
    assert found.footnotes == ()


def test_one_study_stands_with_its_arms_its_interval_and_its_people():
    """A single trial has comparator, ketamine and difference; it is not pooled."""
    row = row_of(trials(1))
    assert row.comparator == "mean 5 points"
    assert row.intervention == "mean 3 points"
    assert row.difference == "−2.00 points (95% CI −2.75 to −1.25)"
    assert row.participants == "40 (1 study)"
    assert (row.n, row.studies, row.is_pooled) == (40, 1, False)
    assert (
        row.outcome == "Pain intensity: 2 to 6 weeks (end of week 1). Scale: NRS 0–10"
    )


def test_studies_side_by_side_are_a_range_and_no_result():
    """Their estimates and their intervals are told as ranges, with the reason."""
    row = row_of(trials(3), k=3)
    assert row.difference == (
        "not pooled; side by side, 3 studies found −2.00 to −1.00 points; their "
        "intervals reach from −2.75 to −0.25"
    )
    assert row.comparator == "means from 5 to 7 points"
    assert "Not pooled because the studies differ in route." in row.comments


@pytest.mark.parametrize(
    "other",
    [
        {"scale": "VAS", "scale_low": 0.0, "scale_high": 100.0},
        {"scale": None, "scale_low": None, "scale_high": None},
    ],
)
def test_no_range_is_given_over_two_scales(other):
    """Points of 10 and points of 100, or of nobody knows what, make no range."""
    row = row_of(trials(2), k=2, scales=[NRS, other])
    assert "not on one known scale, so no range: Appleby 1990 −2.00" in row.difference
    assert "side by side" not in row.difference
    assert row.comparator == "not on one known scale"


def test_a_pool_shows_its_interval_and_where_a_new_setting_could_lie():
    """The pooled number, its prediction interval and its heterogeneity are told."""
    pooled = builders.pooled(5)
    rows = tuple(
        builders.row(i, float(pooled.effects.yi[i]), 1.0, result_ids=(f"K{i}", f"P{i}"))
        for i in range(5)
    )
    row = row_of(trials(5, group=Group("2 to 6 weeks", rows, pooled)), k=5)
    assert row.is_pooled
    assert row.difference.endswith("pooled from 5 studies")
    assert f"{abs(pooled.estimate):.2f}" in row.difference
    assert f"{abs(pooled.pi_lb):.2f}" in " ".join(row.comments)
    assert any(fact.startswith("Heterogeneity: τ² = ") for fact in row.facts)


def test_the_caveats_of_a_pool_stand_beside_it():
    """What a careful reader must know is told in the row, without program talk."""
    pooled = replace(builders.pooled(3), notes=("An invented caveat. Use test='z'.",))
    rows = tuple(
        builders.row(i, -1.0, 1.0, result_ids=(f"K{i}", f"P{i}")) for i in range(3)
    )
    row = row_of(trials(3, group=Group("2 to 6 weeks", rows, pooled)), k=3)
    assert "An invented caveat." in row.comments


def test_pooled_responders_are_told_in_patients_of_a_hundred():
    """The pool on the logit scale is brought back to what people read."""
    analysis = builders.responder_analysis()
    pooled = analysis.groups[0].pooled
    share = 100 * float(pooled.back_transform(pooled.estimate))
    row = summed(analysis).rows[0]
    assert row.intervention.startswith(f"{share:.0f} of 100 patients (95% CI ")
    assert row.comparator == "no comparator"
    assert row.difference == "not known: without a comparator there is no difference"


def test_uncontrolled_change_is_called_so_in_every_row():
    """It is never an effect or a difference."""
    found = summed(builders.change_analysis(), k=0)
    for row in found.rows:
        assert row.outcome.startswith("Uncontrolled change in pain intensity: ")
        assert row.intervention.startswith("uncontrolled change: ")
        assert row.difference.startswith("not known")
    assert "Without a comparison group" in found.sections[0].about[1]


def test_an_analysis_that_shows_no_study_keeps_its_row_with_the_reasons():
    """The outcome does not vanish because its numbers cannot be used."""
    row = row_of(trials(0), k=0)
    assert row.difference == "no study can be shown"
    assert row.participants == "none shown; 1 study kept out"
    (why,) = row.comments
    assert why.startswith(f"Not pooled because: {builders.invented(9)}: the source ")
    empty = row_of(trials(0, kept_out=()), k=0)
    assert empty.comments == ("No included study tells of this.",)


def test_people_who_are_not_counted_everywhere_are_not_summed():
    """Where a source gives no number of patients, no total is shown."""
    full = register(2)
    gap = replace(full, results=(replace(full.results[0], n=None), *full.results[1:]))
    state = builders.curated(4, analyses=(trials(2),), register=gap)
    (row,) = summary_of_findings(state, ()).rows
    assert row.n is None
    assert row.participants == "not known for every study (2 studies)"


@pytest.mark.parametrize("word", SYMBOLS)
def test_a_rating_is_shown_with_word_sign_name_and_a_note_for_each_level(word):
    """Sign and word say the same, and each downgrade is explained."""
    found = summed(trials(1), ratings=[rate(trials(1), word)])
    cell = found.rows[0].certainty
    assert (cell.words.lower(), cell.symbol) == (word, SYMBOLS[word])
    assert (cell.by, cell.on) == ("A. Reader", "2001-02-06")
    texts = [text for _, text in found.footnotes]
    assert texts[:2] == [
        "Lowered by 1 level for risk of bias: nobody was blinded.",
        "Lowered by 1 level for imprecision: few people.",
    ]
    assert (len(texts) == 3) is (word != "low")
    if word != "low":
        assert texts[2].endswith("lead from high to low.")


def test_a_rating_stands_only_for_the_numbers_that_were_rated():
    """After a change it is shown as one to be made again, without sign and notes."""
    made = rate(trials(1))
    changed = [
        trials(1, groups=(Group("2 to 6 weeks", (row,)),))
        for old in trials(1).rows
        for row in (
            replace(old, yi=-1.9), replace(old, vi=old.vi * 1.01),
            replace(old, marks=("under an expression of concern",)),
        )
    ]  # fmt: skip
    for analysis in changed:
        found = summed(analysis, ratings=[made])
        cell = found.rows[0].certainty
        assert cell.words == "rated before the newest data; rate again"
        assert (cell.symbol, cell.notes, found.footnotes) == ("", (), ())
        assert cell.earlier == ("it was low; results since then: 1 with other numbers")
    more = summed(trials(2), ratings=[made], k=2).rows[0].certainty
    assert more.earlier == "it was low; results since then: 1 new"


def test_a_last_digit_of_another_computer_is_no_change():
    """Numbers are compared to six digits."""
    old = trials(1).rows[0]
    near = replace(old, yi=old.yi * (1 + 1e-12), vi=old.vi * (1 - 1e-12))
    same = trials(1, groups=(Group("2 to 6 weeks", (near,)),))
    assert summed(same, ratings=[rate(trials(1))]).rows[0].certainty.words == "Low"


def test_where_nothing_is_shown_the_kept_out_numbers_are_what_was_rated():
    """A rating of "no usable trial" does not outlive the reason."""
    made = rate(trials(0), of=register(0))
    assert summed(trials(0), ratings=[made], k=0).rows[0].certainty.words == "Low"
    other = trials(0, kept_out=(builders.kept(9), builders.kept(8)))
    assert summed(other, ratings=[made], k=0).rows[0].certainty.earlier is not None


def test_pooling_another_way_is_a_change():
    """A rating of a pool does not stand for the same studies unpooled."""
    base = (("s0 R0", "1"),)
    pool = (*base, ("pooled", "REML knha 0.95"))
    other = (*base, ("pooled", "DL z 0.95"))
    assert changed_since(base, pool) == "pooled now"
    assert changed_since(pool, base) == "no longer pooled"
    assert changed_since(pool, other) == "pooled in another way"


def test_a_rating_without_a_row_is_told_and_not_lost():
    """When an outcome is no longer shown, its rating is named under the table."""
    made = rate(trials(1))
    found = summed(builders.responder_analysis(), ratings=[made])
    (told,) = found.without_row
    assert "2 to 6 weeks: rated low by A. Reader on 2001-02-06" in told
    assert told in summary_text(found, "md").replace("\\", "")


def test_seven_outcomes_are_shown_and_all_on_request():
    """The order is that of the analyses, and what is left out is counted."""
    groups = tuple(
        Group(
            f"Week {i}", (builders.row(i, -1.0, 0.5),), why_not_pooled="one study only"
        )
        for i in range(9)
    )
    analysis = builders.change_analysis(groups=groups)
    found = summed(analysis, builders.responder_analysis())
    assert [row.outcome.rpartition("week ")[2][0] for row in found.rows] == list(
        "0123456"
    )
    assert (found.total, found.left_out) == (11, 4)
    assert "7 of 11 outcomes are shown." in summary_text(found, "md")
    every = summed(analysis, builders.responder_analysis(), most=None)
    assert (len(every.rows), every.left_out) == (11, 0)


@pytest.mark.parametrize(
    ("half", "told"),
    [
        (2.5, "The interval includes 0."),
        (0.5, "smaller and larger than −2 points"),
    ],
)
def test_facts_say_what_an_interval_holds(half, told):
    """They count and compare; none of them is a degree of certainty."""
    group = Group(
        "2 to 6 weeks", (builders.row(0, -2.2, half, result_ids=("K0", "P0")),)
    )
    row = row_of(trials(1, group=group))
    assert any(told in fact for fact in row.facts)
    assert "One study only." in row.facts
    assert "40 people; GRADE's rule of thumb for a mean is 400." in row.facts
    assert not any(
        word in " ".join(row.facts).lower() for word in ("low ", "downgrade")
    )


def test_the_important_difference_is_not_laid_on_another_scale():
    """Two points of ten say nothing on a scale to 100."""
    wide = {"scale": "VAS", "scale_low": 0.0, "scale_high": 100.0}
    group = Group(
        "2 to 6 weeks", (builders.row(0, -2.2, 0.5, result_ids=("K0", "P0")),)
    )
    row = row_of(trials(1, group=group), scales=[wide])
    assert not any("important" in fact for fact in row.facts)


def test_responders_are_not_summed_over_definitions():
    """Counts of several studies are told one by one, and their definitions differ."""
    counted = Register(
        results=tuple(
            builders.result(i, outcome="responder", events=3 + i, total=10 + i)
            for i in range(2)
        )
    )
    rows = tuple(builders.row(i, 30.0, 9.0) for i in range(2))
    group = Group("Week 4", rows, why_not_pooled="the definitions differ")
    analysis = builders.responder_analysis(groups=(group,))
    state = builders.curated(4, analyses=(analysis,), register=counted)
    (row,) = summary_of_findings(state, ()).rows
    assert "Responders: 3 of 10, 4 of 11." in row.facts
    assert row.n == 21


def test_judgements_of_bias_after_a_rating_are_a_fact_for_the_person_who_rates():
    """A rating that could not know a judgement says so."""
    late = judged("s0", time_days=7.0, at="2001-03-01T00:00:00Z")
    row = row_of(trials(1), ratings=[rate(trials(1))], bias=(late,))
    assert "Risk of bias was judged after the certainty was rated." in row.facts
    early = replace(late, at="2001-01-01T00:00:00Z")
    row = row_of(trials(1), ratings=[rate(trials(1))], bias=(early,))
    assert "Risk of bias was judged by people for 1 of 1 result." in row.facts
    assert not any("after the certainty" in fact for fact in row.facts)


def test_two_groups_of_one_name_cannot_be_rated():
    """A rating is never shown beside a group that it may not be of."""
    group = trials(1).groups[0]
    twice = trials(1, groups=(group, group))
    with pytest.raises(CurationError, match="two groups are called '2 to 6 weeks'"):
        outcome_to_rate([twice], outcomes_of([twice])[0].key)
    found = summed(twice, ratings=[rate(trials(1))])
    assert {row.certainty.words for row in found.rows} == {"not rated by a person"}
    assert "another group of this analysis" in found.rows[0].comments[-1]


def test_only_an_outcome_with_evidence_can_be_rated():
    """An unknown row is refused with those that there are."""
    with pytest.raises(
        CurationError, match=r"no outcome 'x'; there are randomised_con"
    ):
        outcome_to_rate([trials(1)], "x")
    bare = trials(0, kept_out=())
    with pytest.raises(CurationError, match="nothing to rate"):
        outcome_to_rate([bare], outcomes_of([bare])[0].key)


def test_footnotes_never_run_out_of_letters():
    """After z come aa and ab; the same text keeps its letter."""
    notes = Footnotes()
    letters = [notes.letter(str(i)) for i in range(54)]
    assert letters[:3] + letters[25:28] + letters[51:54] == [
        "a", "b", "c", "z", "aa", "ab", "az", "ba", "bb",
    ]  # fmt: skip
    assert notes.letter("1") == "b"


@pytest.fixture(scope="module")
def hostile():
    """Give a summary of a review full of hostile texts, rated by a hostile name."""
    bad = f"{builders.HOSTILE} {builders.TURNED} =1+1 | *x* " + "x" * 3000
    group = Group(
        bad, (builders.row(0, -2.0, 0.5, label=bad, marks=(bad,)),), None, bad
    )
    analysis = trials(1, group=group, title=bad, kept_out=(builders.kept(9, bad),))
    made = rate(analysis, by=bad, comment=bad, support={"imprecision": bad, "risk_of_bias": bad})  # fmt: skip
    question = replace(builders.QUESTION, title=bad)
    return summed(analysis, ratings=[made], question=question)


def test_hostile_texts_are_shown_and_never_executed(hostile):
    """Markup, formulas and turned text stay text in every format."""
    html = summary_text(hostile, "html")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    for kind in ("html", "md", "csv", "text"):
        text = summary_text(hostile, kind)
        assert "\u202e" not in text
    assert "<script" not in summary_text(hostile, "md").replace("\\<script", "")
    bad = summed(trials(1, title="=1+1"))
    assert "'=1+1" in summary_text(bad, "csv")


@pytest.fixture(scope="module")
def page():
    """Give the page of a summary with rated and unrated outcomes."""
    found = summed(trials(1), builders.responder_analysis(), ratings=[rate(trials(1))])
    return summary_text(found, "html")


def test_the_table_can_be_walked_by_a_screen_reader(page):
    """It has a caption, scoped headers, a named scroll region and no empty header."""
    read = Page(page)
    assert read.balanced
    assert read.headings == [1, 2]
    assert len(read.all("caption")) == 1
    scopes = [attrs.get("scope") for attrs in read.all("th")]
    assert set(scopes) == {"col", "row", "rowgroup"}
    assert scopes.count("col") == 8
    assert scopes.count("row") == 3
    (region,) = [a for a in read.all("div") if a.get("role") == "region"]
    assert (region["tabindex"], bool(region["aria-label"])) == ("0", True)
    targets = {attrs["id"] for _, attrs in read.tags if "id" in attrs}
    links = [attrs["href"][1:] for attrs in read.all("a")]
    assert len(links) == 2
    assert set(links) <= targets


def test_the_sign_is_never_the_only_word(page):
    """Who does not see the signs hears the word."""
    assert '<span class="nowrap" aria-hidden="true">⊕⊕⊝⊝</span> <strong>Low' in page
    assert "script-src" not in page
    assert "<script" not in page


def test_the_section_of_an_empty_review_says_so():
    """No analysis gives no table, but a sentence."""
    template = environment().get_template("summary_of_findings.html.j2")
    html = template.render(summary_view(summed()))
    assert "No outcome to show" in html
    assert "<table" not in html
    assert summary_frame(summed()).empty


def test_every_format_says_the_same_and_the_same_again():
    """Plain data, frame and texts hold each row; two runs give the same bytes."""

    def made():
        return summed(
            trials(1), builders.responder_analysis(), ratings=[rate(trials(1))]
        )

    found = made()
    table, frame = plain_table(found), summary_frame(found)
    rows = [row for _, _, rows in table.sections for row in rows]
    assert all(len(row) == len(table.head) for row in rows)
    assert [row[0] for row in rows] == frame["outcome"].tolist()
    assert frame["certainty"].tolist()[0] == "Low"
    assert str(frame["n"].dtype) == "Int64"
    assert frame["rated_by"].isna().tolist() == [False, True, True]
    for kind in ("csv", "html", "md", "text"):
        assert summary_text(found, kind) == summary_text(made(), kind)
        assert "⊕⊕⊝⊝" in summary_text(found, kind)
    with pytest.raises(PresentError, match="'docx'; use one of csv, html, md"):
        summary_text(found, "docx")


def test_no_text_claims_more_than_was_found():
    """None of the words that decide for the reader is used."""
    found = summed(
        trials(2), builders.change_analysis(), builders.responder_analysis(), k=2
    )
    text = summary_text(found, "md").lower()
    for word in (
        "significant",
        "no effect",
        "proved",
        "failed to show",
        "trend toward",
    ):
        assert word not in text
