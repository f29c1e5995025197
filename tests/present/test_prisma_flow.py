"""The PRISMA flow diagram: its numbers, its places, and what it refuses."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.present import builders
from tests.present.extents import check_bytes, check_texts

from ketaevidence.errors import PresentError
from ketaevidence.present.prisma_flow import prisma_flow
from ketaevidence.present.prisma_flow.boxes import flow_boxes
from ketaevidence.present.prisma_flow.layout import prisma_layout
from ketaevidence.screening.flow import Flow, Previous

LONG = "a reason that goes on and on " * 110

OTHER = Flow(
    identified=(("Citation searching", 9), ("Contact with experts", 3)),
    duplicates_removed=0, screened=10, awaiting_screening=2, excluded_at_screening=4,
    reports_sought=6, reports_not_retrieved=1, reports_assessed=4, awaiting_full_text=1,
    excluded_at_full_text=(("no people with CRPS", 2),), included_reports=2,
    included_studies=None, methods=("citations", "organisations"),
)  # fmt: skip
PLAIN = Flow(
    identified=(("PubMed", 1_204), (f"{builders.HOSTILE}{builders.TURNED}", 1_051)),
    duplicates_removed=455, screened=1_700, awaiting_screening=100,
    excluded_at_screening=1_600, reports_sought=100, reports_not_retrieved=3,
    reports_assessed=77, awaiting_full_text=20,
    excluded_at_full_text=(("no ketamine", 30), (LONG, 15), ("=1+1", 12)),
    included_reports=20, included_studies=18, conflicts_at_screening=4,
    conflicts_at_full_text=2,
)  # fmt: skip
UPDATE = replace(
    PLAIN, included_reports=22, included_studies=19, other=OTHER,
    previous=Previous("2001-02-03", 28, 26, 1, 1, 49, 44),
)  # fmt: skip


def words(layout):
    """Give the words of every box."""
    return [placed.box.words for placed in layout.boxes]


def test_every_number_of_the_flow_is_in_a_box():
    """Sources, reasons and what awaits stand in the diagram with their numbers."""
    told = " ".join(words(prisma_layout(PLAIN)))
    for text in ("PubMed (n = 1,204)", "Duplicate records removed (n = 455)",
                 "no ketamine (n = 30)", "Reports awaiting assessment (n = 20)",
                 "reviewers do not agree (n = 4)",
                 "Studies included in review (n = 18)"):  # fmt: skip
        assert text in told


def test_the_three_bands_follow_each_other():
    """Identification, screening and included cover the sheet from top to bottom."""
    bands = prisma_layout(UPDATE).bands
    assert [name for name, *_ in bands] == ["Identification", "Screening", "Included"]
    for (_, top, bottom), (_, after, _) in pairwise(bands):
        assert top < bottom < after


def test_an_update_has_the_version_before_and_the_total():
    """Previous studies stand beside, what is included now below, both in numbers."""
    layout = prisma_layout(UPDATE)
    (before,), (total,) = layout.at("previous", 0), layout.at("main", 5)
    assert "previous version (2001-02-03) (n = 26)" in before.box.words
    assert "Total studies included in review (n = 44)" in total.box.words
    assert "no longer included (n = 1)" in layout.at("previous", 4)[0].box.words
    assert "New studies included" in layout.at("main", 4)[0].box.words


def test_other_methods_have_columns_of_their_own():
    """What citation searching brought is never counted beside databases."""
    layout = prisma_layout(UPDATE)
    (brought,) = layout.at("other", 0)
    assert "Citation searching (n = 9)" in brought.box.words
    assert "Citation" not in layout.at("main", 0)[0].box.words
    assert brought.x > max(p.x + p.wide for p in layout.at("aside", 0))


TRIALS = (("PubMed", 1_204), ("ClinicalTrials.gov", 51), ("Embase", 900), ("Own", 100))


def test_databases_and_registers_have_a_sum_each():
    """As PRISMA 2020 counts them; a register that is not well known can be named."""
    flow = replace(PLAIN, identified=TRIALS)
    (box,) = prisma_layout(flow).at("main", 0)
    assert box.box.words == (
        "Records identified (n = 2,255): Databases (n = 2,204) – PubMed (n = 1,204), "
        "Embase (n = 900), Own (n = 100); Registers (n = 51) – ClinicalTrials.gov "
        "(n = 51)."
    )
    told = prisma_flow(flow, registers=["own "]).alt_text
    assert "Registers (n = 151) – ClinicalTrials.gov (n = 51), Own (n = 100)." in told


@given(st.lists(st.tuples(st.sampled_from(["PubMed", "DRKS", "ISRCTN", "X"]),
                          st.integers(0, 99)), max_size=6))  # fmt: skip
@settings(deadline=None)
def test_the_sums_of_each_kind_are_the_whole(identified):
    """Every source stands once; what is summed up is what stands below it."""
    total = sum(n for _, n in identified)
    flow = Flow(tuple(identified), 0, 0, total, 0, 0, 0, 0, 0, (), 0, None)
    lines = next(b for b in flow_boxes(flow) if (b.column, b.row) == ("main", 0)).lines
    kinds = [line for line in lines if line.is_part and not line.is_inner]
    assert lines[0].n == sum(line.n for line in kinds) == total
    has_register = any(name in {"DRKS", "ISRCTN"} for name, _ in identified)
    inner = [(line.text, line.n) for line in lines if line.is_inner]
    assert sorted(inner) == (sorted(identified) if has_register else [])


def test_boxes_and_arrows_stay_apart():
    """No two boxes overlap, and every arrow ends at the edge of a box."""
    layout = prisma_layout(UPDATE)
    for a in layout.boxes:
        for b in layout.boxes:
            apart = a.x + a.wide <= b.x or b.x + b.wide <= a.x
            assert a is b or apart or a.y + a.high <= b.y or b.y + b.high <= a.y
    for arrow in layout.arrows:
        x, y = arrow[-1]
        assert any(
            p.x - 0.01 <= x <= p.x + p.wide + 0.01
            and p.y - 0.01 <= y <= p.y + p.high + 0.01
            for p in layout.boxes
        )


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"screened": 1_699}, "records screened plus records awaiting screening is"),
        ({"reports_sought": 99}, "reports sought for retrieval is 99"),
        ({"reports_assessed": 78}, "reports assessed for eligibility is 78"),
        ({"included_reports": 21}, "reports included is 21"),
        ({"duplicates_removed": -1, "screened": 2_156}, "duplicates removed is -1"),
        ({"conflicts_at_full_text": 21}, "on 21 of the 20 that await assessment"),
        ({"other": replace(OTHER, reports_sought=7), "included_reports": 22},
         "is 7, other methods"),
        ({"other": replace(OTHER, methods=()), "included_reports": 22}, "a method"),
        ({"previous": Previous("2001", 1, 1, 0, 0, 22, 19)}, "reports included in total"),
    ],
)  # fmt: skip
def test_boxes_that_do_not_add_up_are_refused_by_name(changes, named):
    """A wrong sum is never drawn; the error names the boxes and their numbers."""
    with pytest.raises(PresentError, match=named):
        prisma_layout(replace(PLAIN, **changes))


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_any_one_number_that_is_changed_is_found(data):
    """Of numbers that add up, none can be changed alone without being refused."""
    name = data.draw(
        st.sampled_from(
            ["duplicates_removed", "screened", "awaiting_screening",
             "excluded_at_screening", "reports_sought", "reports_not_retrieved",
             "reports_assessed", "awaiting_full_text", "included_reports"]
        )
    )  # fmt: skip
    by = data.draw(st.integers(1, 50))
    with pytest.raises(PresentError, match="do not add up"):
        prisma_layout(replace(PLAIN, **{name: getattr(PLAIN, name) + by}))


def test_the_bundled_kind_of_review_does_not_claim_full_texts():
    """Where no full text was read, the boxes say so and nothing was "retrieved"."""
    told = prisma_flow(builders.curated(4)).alt_text
    assert "full texts were not read" in told
    assert "retriev" not in told


def test_an_empty_review_is_drawn_with_zeros_and_says_so():
    """Nothing has come in: every box counts nothing, and a note says why."""
    empty = Flow((), 0, 0, 0, 0, 0, 0, 0, 0, (), 0, None)
    plot = prisma_flow(empty)
    assert "No record has come in yet" in plot.alt_text
    assert "Studies included in review (none entered yet)" in plot.alt_text
    assert repr(plot) == "<PrismaFlow: 0 records, no studies included>"


def test_what_is_no_review_is_refused():
    """The error says what can be drawn, and what was given."""
    with pytest.raises(PresentError, match="a review, or a snapshot of one, not int"):
        prisma_flow(5)


def test_texts_stand_apart_and_outside_words_stay_words(tmp_path):
    """With long reasons and hostile names every text has its place, and is text."""
    plot = prisma_flow(UPDATE, title="Invented " * 60)
    check_texts(plot.figure)
    text = plot.save(tmp_path / "flow.svg").read_text("utf-8")
    assert "<script>" not in text
    assert "\u202e" not in text
    assert "n = 1,204" in text


def test_table_and_description_have_the_numbers():
    """The table is the flow's own; the description has a sentence for each box."""
    plot = prisma_flow(UPDATE)
    assert plot.table.equals(UPDATE.frame())
    assert "Other methods, screening: Reports not retrieved (n = 1)." in plot.alt_text


def test_the_same_numbers_give_the_same_bytes(tmp_path):
    """Two drawings of one flow are the same files."""
    empty = Flow((), 0, 0, 0, 0, 0, 0, 0, 0, (), 0, None)
    check_bytes(lambda: prisma_flow(empty), tmp_path, "svg")
