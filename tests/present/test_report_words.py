"""What the report says of its own sources: nothing is made to look nearer than it is."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.present import builders
from tests.present.test_report import Page, quick

import ketaevidence
from ketaevidence.present.report import report_html
from ketaevidence.present.report.flow import flow_view
from ketaevidence.present.report.harms import harm_answer
from ketaevidence.synthesis.model import Reading


def text_of(snapshot):
    """Give the report's visible words, with single spaces."""
    return " ".join(" ".join(Page(quick(snapshot)).texts).split())


def test_the_bundled_review_never_claims_that_full_texts_were_read():
    """Its eligibility was judged from abstracts and secondary sources, and it says so."""
    text = text_of(ketaevidence.example_review().snapshot())
    assert "on full text" not in text
    assert "sought for retrieval" not in text
    assert "at the eligibility stage" in text
    assert "from abstracts and secondary sources; full texts were not read" in text
    assert "ketaevidence project" in text
    assert "after a person has confirmed" not in text


def test_a_users_review_says_what_its_people_did():
    """A decision on the full text is told as one outside the example."""
    text = text_of(builders.curated(4, is_example=False))
    assert "on full text" in text
    assert "Counted from people's decisions alone" in text
    assert "full texts were not read" not in text


def test_the_table_of_the_flow_has_every_number_of_the_flow():
    """Every box that the flow counts stands in the table, with its number and stage."""
    flow = builders.curated(6).flow
    rows = flow_view(builders.curated(6, is_example=False), with_figures=False).rows
    shown = [n for _, _, n in rows]
    for _, box, n in flow.rows():
        if n:
            assert f"{n}" in shown, box
    assert ("Reports of included studies", "Included", "5") in rows
    assert [stage for _, stage, _ in rows] == sorted(
        (stage for _, stage, _ in rows),
        key=["Identification", "Screening", "Included"].index,
    )


def test_what_other_methods_brought_and_conflicts_stand_in_the_flow():
    """Records beside those of databases are told apart, and who does not agree."""
    flow = builders.curated(6).flow
    other = replace(
        flow, identified=(("citation searching", 4),), awaiting_screening=2,
        excluded_at_full_text=(("No ketamine given", 1),),
    )  # fmt: skip
    whole = replace(flow, other=other, awaiting_screening=3, conflicts_at_screening=2)
    rows = flow_view(builders.curated(6, flow=whole), with_figures=False).rows
    assert ("Records awaiting screening", "Screening", "3") in rows
    assert (
        "Records awaiting screening: of these, reviewers do not agree",
        "Screening",
        "2",
    ) in rows
    by = "Identification, other methods"
    assert ("Records identified: citation searching", by, "4") in rows


def test_a_flow_that_does_not_add_up_is_not_drawn_and_says_which_boxes_do_not():
    """A wrong diagram is worse than none; the numbers stand in the table."""
    flow = replace(builders.curated(6).flow, reports_sought=31)
    page = report_html(builders.curated(6, flow=flow))
    assert "Flow of records (PRISMA 2020): not drawn." in page
    assert "reports sought for retrieval is 31" in page
    assert "figure-flow-title" not in page


def test_derived_values_are_marked_and_missing_quotes_are_told():
    """A value that the source does not print never looks like one that it does."""
    base = builders.curated(3)
    source = replace(builders.result(0).source, quote=None)
    derived = builders.result(0, status="derived", notes="from 48%", source=source)
    register = replace(base.register, results=(derived, *base.register.results[1:]))
    html = quick(replace(base, register=register))
    assert 'class="tag">derived</span>mean 2.68' in html
    assert "From 48%." in html
    assert html.count("no quote recorded") == 1
    assert "Value as entered" in html
    assert "Value as printed" not in html


def test_no_two_landmarks_share_a_name():
    """A list of regions is of use only if each has its own name, hostile titles too."""
    base = builders.curated(4)
    same = tuple(replace(study, label="Same") for study in base.register.studies)
    records = tuple(replace(record, title="Same") for record in base.records)
    readings = tuple(builders.candidate(i, "n", 3, "3") for i in range(4))
    analyses = tuple(replace(a, title="Same") for a in base.analyses)
    page = Page(
        quick(
            replace(
                base, records=records, candidates=readings, analyses=analyses,
                register=replace(base.register, studies=same),
            )
        )
    )  # fmt: skip
    names = [a["aria-label"] for a in page.all("div") if a.get("role") == "region"]
    assert len(names) > 6
    assert len(names) == len(set(names))


def test_the_answer_tells_both_arms_and_each_reading_of_a_trial():
    """A trial with an unexplained ± is told with arms, scale, direction and readings."""
    base = builders.curated(4)
    placebo = builders.result(0, result_id="P0", arm_id="p", value=5.45, spread=0.48)
    week12 = builders.result(
        0, result_id="T0", statistic="test_only", time_words="week 12", value=None,
        spread=None, spread_type=None, p_value="0.07",
    )  # fmt: skip
    function = replace(
        week12, result_id="F0", outcome="function", statistic="statement",
        p_value=None, statement="no functional improvement",
    )  # fmt: skip
    readings = (
        Reading("± is the standard error", -2.77, -4.14, -1.4, (2.79, 2.63)),
        Reading("± is half of it", -2.77, -3, -2, (99.0, 99.0), plausible=False,
                note="The largest possible is 5"),
    )  # fmt: skip
    out = builders.kept(0, readings=readings, result_ids=("R0", "P0"))
    analysis = builders.change_analysis(
        kind="randomised_contrast", groups=(), kept_out=(out,)
    )
    results = (*base.register.results, placebo, week12, function)
    text = text_of(
        replace(
            base, analyses=(analysis,), register=replace(base.register, results=results)
        )
    )
    assert "2.77 points lower with racemic ketamine than with placebo" in text
    assert (
        "2.68 ± 0.50 with racemic ketamine (n = 10), 5.45 ± 0.48 with placebo" in text
    )
    assert "if ± is the standard error, −4.14 to −1.40" in text
    assert "pain, week 12: p = 0.07" in text
    assert "function, week 12: “no functional improvement”" in text
    assert "2.79 and 2.63" in text
    assert text.count("hardly plausible") == 2
    assert "The largest possible is 5." in text


def test_harm_is_answered_with_counts_and_nothing_is_pooled():
    """Counts are listed by study; a statement never becomes a number."""
    base = builders.curated(3)
    told = builders.harm(
        1, statistic="statement", events=None, total=None, percent=None,
        statement="none seen",
    )  # fmt: skip
    register = replace(base.register, results=(builders.harm(0), told))
    harm = harm_answer(base.register.studies, register)
    assert harm.lead == "Harm was counted in 1 study; nothing is pooled."
    assert harm.counted == (
        (builders.invented(0), "Nausea: 3 of 10 (30%) with ketamine."),
    )
    assert harm.rest[0].startswith("1 more entry is in words")
    decided = {register.results[0].result_id: ("Accepted by A. Reader: recounted.",)}
    asked = harm_answer(base.register.studies, register, decided=decided)
    ((_, said),) = asked.counted
    assert said.endswith("with ketamine. Accepted by A. Reader: recounted.")
    empty = harm_answer(base.register.studies, replace(register, results=()))
    assert "not a finding that none occurred" in empty.rest[0]


def test_no_code_of_the_register_is_shown_to_people():
    """Designs, fields and reasons are in words; only a rule's own name is a code."""
    fresh = builders.fresh(4)
    assert "Patients in all" in text_of(fresh)
    codes = ("rct_parallel", "n_total", "N total", "full_text", "wrong_population")
    for snapshot in (
        fresh,
        builders.curated(5),
        ketaevidence.example_review().snapshot(),
    ):
        page = re.sub(r"<code>.*?</code>", "", quick(snapshot))
        text = " ".join(Page(page).texts)
        assert not [code for code in codes if code in text]
        assert not re.search(r"\. each carries", text)


def test_a_study_that_is_shown_is_not_counted_as_kept_out():
    """Another result of a shown study may be kept out; the study itself is not."""
    out = (builders.kept(0), builders.kept(8))
    analysis = builders.change_analysis(kept_out=out)
    text = text_of(replace(builders.curated(4), analyses=(analysis,)))
    assert "1 other study is kept out; each reason is listed." in text
