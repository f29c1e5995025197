"""Pain scores: bound to pain, with spread, statistic and scale; nothing else is one."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.pain.score import read_pain_score
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def found(text, title="Pain", label=None):
    """Give the pain scores of a text, and check their quotes."""
    one = Record(title=title, pmid="1", sections=(Section(text, label=label),))
    read = list(read_pain_score(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in read)
    return read


def values(text, **more):
    """Give (value, spread) of each pain score."""
    return [
        (c.value, c.spread if c.spread_low is None else (c.spread_low, c.spread_high))
        for c in found(text, **more)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pain scores were 2.4 ± 1.1 and 4.6 ± 1.3 in A and B.", [(2.4, 1.1), (4.6, 1.3)]),
        ("Pain (NRS) was 2.7 ± 0.5 after a week.", [(2.7, 0.5)]),
        ("The mean VAS for pain was 23 mm (SD 14) versus 41 mm (SD 19).", [(23, 14), (41, 19)]),
        ("The VAS at rest (14 ± 17 vs 28 ± 19 mm) was lower.", [(14, 17), (28, 19)]),
        ("On day 2, pain on movement was 3 (2-5) in group A and 5 (4-7) in group B.", [(3, (2, 5)), (5, (4, 7))]),
        ("The median pain score was 4 (IQR 2-6).", [(4, (2, 6))]),
        ("Pain was lower with ketamine than with saline (2.1 ± 0.8 vs 3.9 ± 1.0).", [(2.1, 0.8), (3.9, 1.0)]),
        ("Patients in the new group (3.9 ± 2.1) had significantly more pain than those in the old (2.7 ± 1.4).", [(3.9, 2.1), (2.7, 1.4)]),
        ("Baseline scores were 5.2 ± 2.6 points for recalled pain, and 7.1 ± 3.0 points for anxiety.", [(5.2, 2.6)]),
        ("The pain intensity of attacks fell from 71 ± 9 to 34 ± 21 mm, and their duration from 61 ± 22 to 33 ± 25 min.", [(71, 9), (34, 21)]),
        # trap 61
        ("Pain scores fell from 8.1 to 3.2.", [(8.1, None), (3.2, None)]),
        ("The median pain score went from 8 (IQR = 2) at T0 to 6 (IQR = 3) at T1.", [(8, 2), (6, 3)]),
        ("The VAS decreased from 6.6 ± 1.4\u20132.1 ± 0.8 at week 4.", [(6.6, 1.4), (2.1, 0.8)]),
        # trap 59: a level, though a reduction is spoken of
        ("Pain was reduced from 42 (31-58) to 21 (11-37) mm.", [(42, (31, 58)), (21, (11, 37))]),
        # Plain values.
        ("The mean pain score was 4.9 in group I, 4.1 in group II and 2.2 in group III.", [(4.9, None), (4.1, None), (2.2, None)]),
        ("Pain in the mouth was lower with lozenges (18 mm) than with gel (36 mm).", [(18, None), (36, None)]),
        ("Mean VAS scores were 7.6/10 before and 1.2/10 after surgery.", [(7.6, None), (1.2, None)]),
        ("Median pain scores were 2 vs. 4 at rest.", [(2, None), (4, None)]),
        # The letters and the pronoun stand for pain.
        ("Pain on movement (POM) was rated. POM fell from 62 mm to 31 mm.", [(62, None), (31, None)]),
        ("Pain was rated on an NRS. The scores were lower with A. They were lowest in week 1: A 2.7 ± 0.5, B 5.4 ± 0.4.", [(2.7, 0.5), (5.4, 0.4)]),
        ("Pain was 3 ± 1, 4 ± 1 and 5 ± 2 in A, B and C, respectively.", [(3, 1), (4, 1), (5, 2)]),
        ("Pain intensity fell to 2.1 and 1.4 with drug. Corresponding numbers with placebo were 4.6 and 4.2.", [(2.1, None), (1.4, None), (4.6, None), (4.2, None)]),
        ("The Infant Rating Scale (IRSX) Pain Scale was used. IRSX scores were 3.1 ± 0.7.", [(3.1, 0.7)]),
        ("The primary outcome was pain intensity at 24 h. We treated 60 patients. The primary outcome was lower with ketamine (31 ± 9 vs 42 ± 10 mm).", [(31, 9), (42, 10)]),
        # Parts, places and treatments that stand between.
        ("The mean (SD) WOMAC subscore A fell from 51 (14) at inclusion to 21 (18).", [(51, 14), (21, 18)]),
        ("VAS-R at 6 h was 1.9 ± 0.7 in group K and 3.3 ± 0.8 in group C.", [(1.9, 0.7), (3.3, 0.8)]),
        ("Pain scores in the PACU were 4.1 ± 1.8 and 5.7 ± 2.1.", [(4.1, 1.8), (5.7, 2.1)]),
        ("Pain was rated 3.1 ± 2.0 with warmed and 5.2 ± 2.3 with cold lidocaine.", [(3.1, 2.0), (5.2, 2.3)]),
        ("The mean pain scores in groups A, B, and C were 2.1, 3.2, and 4.3.", [(2.1, None), (3.2, None), (4.3, None)]),
        ("One group had a pain intensity of 4.1 and the other group 3.4.", [(4.1, None), (3.4, None)]),
        ("VAS fell from 5.6 before to 1.3 15 minutes after the block.", [(5.6, None), (1.3, None)]),
        # A plus-minus that lost its lower half.
        ("Pain scores were 3.2+1.1 and 4.3+1.2.", [(3.2, 1.1), (4.3, 1.2)]),
    ],
)  # fmt: skip
def test_what_the_words_bind_to_pain_is_read(text, expected):
    """Values with their spread, and plain ones, of every arm and time."""
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # trap 58
        "Pain was treated, and the stay was 7.2 ± 1.1 hours.",
        "For pain, 4.1 ± 1.3 tablets were taken.",
        "Morphine for pain was 61 ± 34 mg.",
        "Patients in pain had an Ashworth score of 3.1 ± 0.4.",
        "Pain was absent; the left atrium was 3.9 ± 0.6 mm.",
        "Pain scores fell, and the Harris hip score was 78 ± 12.",
        "Pain scores fell, and the Constant-Murley score rose from 45 ± 8 to 80 ± 9.",
        "Pain fell and XYZS was 31 ± 8.",
        "Pain scores were low and less trouble with sitting (1.6 ± 0.3 vs 3.1 ± 0.4) was seen.",
        "Pain was mild, and the patients were more mobile (3.1 ± 0.4 vs 2.1 ± 0.3).",
        "Pain, gait (2.1 ± 0.3 vs 3.4 ± 0.4) and mood improved.",
        "The pain score and the count of sore points were 5.4 ± 1.7 and 14.2 ± 2.6.",
        "Disability and pain scores were 40 ± 10 and 3 ± 1.",
        "Satisfaction (VAS 8.1 ± 1.2) was high, and pain was low.",
        "Nausea on the VAS was 2.1 ± 0.7; pain was not rated.",
        "The ASES pain score was 41 ± 6.",
        "Bodily pain was 54 ± 11 on the SF-36.",
        "HAM-A fell to 12 ± 4. Pain was not measured.",
        "Pain relief scores were 2.4 ± 1.1.",
        "Pain-related disability was 31 ± 9.",
        "Pressure pain was 4.1 ± 0.7, and the pain threshold 46 ± 2.",
        "The area under the curve of pain scores was 31 ± 9.",
        "The summed pain intensity difference was 88 ± 11.",
        "The pain had lasted for 6.4 (11.2) months.",
        "The time to a pain score below 3 was 8 ± 6 vs. 31 ± 32 min.",
        "Pain was assessed from visit 1 (day 1) to visit 2 (day 4 ± 1).",
        "The pain scores were 21 ± 3 versus 25 ± 12 hours.",
        # trap 59: changes and differences are other fields
        "The reduction in pain was 2.4 ± 0.5.",
        "The difference in pain scores was 1.2 (95% CI 0.3 to 2.1).",
        # trap 63
        "Patients with a VAS ≥ 70 mm were included.",
        "Patients with pain scores > or = 4/10 were treated.",
        "A pain score of 4 or more was required.",
        "When the VAS was 5, morphine was given.",
        "A 2-point decrease in pain scores was seen in 38%.",
        "The MCID was 1.5 for pain scores; VAS scores: 1.4 and 1.8.",
        # trap 62
        "Pain was rated on a scale of 0 to 10.",
        "Pain was rated on a VAS (0-100).",
        "Pain scores (0 = no pain to 10 = worst pain) were taken.",
        "Pain was rated on a 100-mm VAS.",
        # trap 16 and 64
        "Pain scores were taken at 1, 3 and 6 h, and on days 2 and 3.",
        "The VAS at T (1) to T (4) was lower.",
        "Pain scores fell (p = 0.002), and so did the VAS (0.03).",
        # trap 76
        "For pain scores the odds ratio was 1.2 (1.1-1.6).",
        "The VAS differed (F (2.6, 84.6) = 2.9).",
        "The effect size for pain scores was 0.8.",
        # trap 66
        "The mean pain score was 7,2 with ketamine.",
        "The pain score was 7,2 (SD 1,1).",
        "The pain score was 7,2 ± 1.",
        "Pain scores ranged from 0 to 8.",
        "Relief was quick (pain score 0 to 2) in most.",
        "Pain scores were 3.1 (SD 1.2, scale 0-2).",
        "",
        # Hours, sums over time, test statistics, ratios and other primary outcomes.
        "The pain hours per day fell by 0.25 (95% CI -0.4 to 0.9).",
        "The SPID differed, but not significantly (NRS, mean difference [95% CI]: 5.1 [0.1 to 9.9]).",
        "Pain scores did not differ (F (1, 58) = 1.61, P = 0.21).",
        "Pain was associated with beliefs (OR 1.12 (95% CI 1.03 to 1.22) for pain and 1.09 (95% CI 0.98 to 1.21) for disability).",
        "The mean % of reduction in pain scores was 38.4 ± 17.5 at day 3.",
        "A 2-point decrease in pain intensity was achieved in 14 of 20.",
        "The primary outcome was the time to walk. The primary outcome was lower with ketamine (31 ± 9 vs 42 ± 10 min).",
        "Pain and function were rated. The mean difference between the arms (95% CI) was 1.6 (0.4 to 2.8) and 5.7 (1.9 to 9.5).",
    ],
)
def test_a_number_near_pain_is_not_yet_pains(text):
    """The nearest words that a number can belong to must be pain's own."""
    assert values(text) in ([], [(3.1, 1.2)] if "scale 0-2" in text else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pain fell from 7.1 to 3.2 at month 6 and walking from 3.1 to 5.2.", [7.1, 3.2]),
        ("Less pain (3.2 ± 1.1 vs 4.1 ± 1.2), walking ability (2.1 ± 0.5 vs 3.1 ± 0.4) and joy were seen.", [3.2, 4.1]),
        ("Pain scores fell from 6.1 to 3.2 with ketamine and from 6.3 to 5.1 with placebo.", [6.1, 3.2, 6.3, 5.1]),
        ("Pain scores were 3.1 ± 1.2 at rest and 5.2 ± 1.4 during coughing.", [3.1, 5.2]),
        ("Pain scores were 3.1 at discharge from the ward and 5.2 after the visit.", [3.1, 5.2]),
    ],
)  # fmt: skip
def test_a_row_of_values_ends_where_something_else_is_named(text, expected):
    """Arms, times and conditions go on with a row; an unknown measure ends it."""
    assert [value for value, _ in values(text)] == expected


@pytest.mark.parametrize("label", ["BACKGROUND", "OBJECTIVE", "METHODS", "CONCLUSIONS"])
def test_plain_numbers_are_read_from_results_only(label):
    """Aims, entry limits and repeated results give no second score."""
    assert values("The mean pain score was 4.9.", label="RESULTS") == [(4.9, None)]
    assert values("The mean pain score was 4.9.", label=label) == []


def test_a_score_tells_what_it_is_and_on_which_scale():
    """Statistic and scale with its limits stand beside the value."""
    text = "Pain was rated on an NRS (0-10). The median pain score was 4 (IQR 2-6)."
    (item,) = found(text)
    assert (item.statistic, item.unit) == ("median", "NRS 0-10")
    assert (item.confidence, item.alternatives, item.warnings) == ("high", (), ())
    (item,) = found("The mean pain score on the VAS was 31 mm.")
    assert (item.statistic, item.unit, item.confidence) == ("mean", "VAS mm", "medium")
    (item, _) = found("His pain score fell from 9/10 to 2/10.")
    assert (item.statistic, item.unit) == ("value", "0-10")


def test_a_range_of_means_keeps_both_ends():
    """The ends of "from the 8-9 to the 3-5 range" are two ranges of means."""  # trap 60
    read = found("Mean pain scores fell from the 8-9 to the 3-5 range.")
    assert [(c.value, c.value_high) for c in read] == [(8, 9), (3, 5)]
    assert {(c.statistic, c.spread_type) for c in read} == {("range_of_means", "range")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pain was rated on a 10-cm VAS. The VAS was 23 ± 4.", []),
        ("Pain was rated on an NRS (0-10). The NRS was 11.2.", []),
        ("The VAS for pain was 2.1 cm ± 7.9 cm.", []),
        ("The pain score was 4 (5-7).", []),
        ("Pain on a 0-10 scale was 13.1 ± 5.2.", []),
        ("The mean pain score was 13.1 ± 5.2 on a 0-10 scale.", []),
        ("The mean pain score was 13.1 ± 5.2 on an 11-point scale.", []),
        ("The mean pain score was 3.1 ± 1.2 on a 0-10 scale.", [(3.1, 1.2)]),
    ],
)
def test_a_value_that_its_scale_does_not_hold_is_another_ones(text, expected):
    """Limits of the scale, and of the spread, tell what cannot be."""  # trap 62
    assert values(text) == expected


def test_a_range_of_means_of_pain_itself():
    """Pain, of which no score is spoken, may move from one range of means to another."""
    read = found("Mean pain was reduced from the 8-9 to the 3-5 range.")  # trap 60
    assert [(c.value, c.value_high) for c in read] == [(8, 9), (3, 5)]


def test_a_value_above_a_scale_told_elsewhere_is_doubted():
    """Where limits of another sentence do not hold a value, it is kept with a warning."""
    text = "Pain was rated on a scale from 0 to 10. The pain score was 13.1 ± 5.2."
    (item,) = found(text)
    assert item.confidence == "low"
    assert any("above the top" in warning for warning in item.warnings)


def test_a_decimal_comma_is_told():
    """A number with a decimal comma is read where its spread has one too."""  # trap 66
    (item,) = found("The pain score was 7,2 ± 1,1.")
    assert (item.value, item.spread) == (7.2, 1.1)
    assert "printed with a decimal comma" in item.warnings


def test_a_spread_of_its_own_is_no_score():
    """The number of a spread that stands by itself is not pain's."""
    text = "The pain score was 2.7 ± 0.5 (SD = 0.4), SEM 0.2."
    assert [c.value for c in found(text)] == [2.7]


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        ("Mean (SD) pain scores were 3.3 (1.1) with ketamine and 5.2 (1.4) with placebo.", ["ketamine", "placebo"]),
        ("Pain scores were 3.3 ± 1.1 under ketamine and 5.2 ± 1.4 under morphine.", ["ketamine", "morphine"]),
        ("Pain scores were 3.3 ± 1.1 with ketamine plus midazolam.", [None]),
        ("Pain scores were 3.3 ± 1.1 with ketamine 5 mg.", [None]),
    ],
)  # fmt: skip
def test_a_drug_right_behind_a_value_names_its_arm(text, arms):
    """What was given names the arm, unless two drugs or doses share the words."""
    assert [c.arm for c in found(text)] == arms


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("The pain score was 2.7 ± 0.5 (SD or SEM).", ["pain score was 2.7 ± 0.5 (SD or SEM)"]),
        ("The pain score was 4 ± 1 in A.", ["pain score was 4 ± 1"]),
        ("Pain scores were 5.2 (1.3) at baseline and 3.3 (1.8) at week 4.",
         ["Pain scores were 5.2 (1.3)", "Pain scores were 5.2 (1.3) at baseline and 3.3 (1.8)"]),
        ("Pain was lower with A (VAS 31 ± 9).", ["VAS 31 ± 9"]),
        ("The mean pain score of the patients of the first of both of these groups was 5.2 (1.3) at the first visit, and it was 3.3 (1.8) at week 4.",
         ["pain score of the patients of the first of both of these groups was 5.2 (1.3)", "3.3 (1.8) at week 4"]),
    ],
)  # fmt: skip
def test_a_quote_has_tidy_ends(text, quotes):
    """A quote holds pain's word if near, and ends in no open bracket and no space."""
    assert [c.quote for c in found(text)] == quotes


def test_levels_beside_a_reduction_are_marked():
    """Numbers that may be changes are of low confidence, and say so."""  # trap 59
    read = found("There was a significant reduction in pain scores (5.2 vs 3.1).")
    assert [c.confidence for c in read] == ["low", "low"]
    assert [c.alternatives for c in read] == [("pain_change",), ("pain_change",)]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Pain: a systematic review", "{}"),
        ("Pain: study protocol for a trial", "{}"),
        ("Pain in rats", "{}"),
    ],
)
def test_reviews_protocols_and_animals_have_no_scores(title, text):
    """Only a study's own patients have pain scores."""
    assert values(text.format("Pain scores were 3.1 ± 1.2."), title=title) == []


@pytest.mark.parametrize(
    "piece",
    ["pain 2 ± 1, ", "VAS ", "VAS 3 (2-4) vs ", "pain (", "from 3 to 2 ", "0 (no ", "± ", "A",
     "reduction in pain of 2 cm ", "the pain , and a b c d e was ", "pain at 1, 2, 3, "],
)  # fmt: skip
def test_hostile_text_is_read_to_its_end(piece):
    """Text made to trouble a pattern is read like any other, with exact quotes."""
    read = found((piece * 4_000)[:8_000])
    assert all(c.field == "pain_score" for c in read)
