"""Pain scales: which of them a study used for pain, and how far they reach."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.pain.scale import read_pain_scale
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def scales(text, title="Care"):
    """Give (scale, limits) of each pain scale, and check the quotes."""
    one = Record(title=title, pmid="1", sections=(Section(text),))
    read = list(read_pain_scale(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in read)
    return [(c.value, c.unit) for c in read]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("a VAS", "VAS"), ("a visual analogue scale", "VAS"), ("a visual analog pain score", "VAS"),
        ("a linear analogue scale", "VAS"), ("an NRS", "NRS"), ("a numerical rating scale", "NRS"),
        ("a numeric pain intensity scale", "NRS"), ("an 11-point scale", "NRS"), ("a verbal rating scale", "VRS"),
        ("a verbal descriptor scale", "VDS"), ("the Brief Pain Inventory", "BPI"), ("the SF-MPQ", "McGill"),
        ("the McGill Pain Questionnaire", "McGill"), ("the FLACC", "FLACC"), ("the mCHEOPS", "mCHEOPS"),
        ("the Wong-Baker FACES scale", "Wong-Baker"), ("the faces pain scale", "faces"), ("the neuropathic pain scale", "NPS"),
        ("the present pain intensity", "PPI"), ("BOX-11", "NRS"),
    ],
)  # fmt: skip
def test_a_scale_has_one_name(printed, name):
    """However it is printed, a scale is given by its usual name."""
    assert [value for value, _ in scales(f"Pain was rated on {printed}.")] == [name]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        # trap 62
        ("Pain was rated on an NRS (0-10).", "0-10"),
        ("Pain was rated on a 0\u2013100 mm VAS.", "0-100 mm"),
        ("Pain was rated on a 10-cm VAS.", "0-10 cm"),
        ("Pain was rated on a 100 mm visual analogue scale.", "0-100 mm"),
        ("Pain was rated on an 11-point NRS.", "0-10"),
        ("Pain was rated on an NRS from 0 (no pain) to 10 (worst pain).", "0-10"),
        ("Pain was rated on a VAS (0 = no pain, 100 = worst pain).", "0-100"),
        ("Pain was rated on a VRS ranging from 0 to 4.", "0-4"),
        ("Pain was rated on an NRS. It was 2 (range 0-6).", None),
        ("Pain on the NRS was 0.8/10 (range, 0-4).", None),
        ("Pain was rated on a VAS.", None),
    ],
)
def test_limits_are_those_that_the_text_states(text, limits):
    """The limits stand at the scale's name; a range of results is none."""
    assert [unit for _, unit in scales(text)] == [limits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Itch was scored on a VAS.", []),
        ("Pain relief was good. Nausea was rated on a visual analogue scale.", []),
        ("Craving (VAS) fell, and so did spasticity on the NRS.", []),
        ("Overall symptoms were rated on a VAS. The injection gave no pain.", []),
        ("Hip function was rated with the WOMAC. Pain was mild.", []),
        ("Sedation was noted, and pain on an NRS.", ["NRS"]),
        ("Secondary outcomes were VAS for pain and sedation.", ["VAS"]),
        ("WOMAC pain scores fell.", ["WOMAC"]),
        (
            "Recovery was rated with the Aldrete and numerical rating scale. Pain was mild.",
            ["NRS"],
        ),
        ("Outcomes were the VAS and blood loss. Pain was mild.", ["VAS"]),
        ("A proton pump inhibitor (PPI) was given for pain.", []),
        ("Loudness was rated on a VAS.", []),
        ("", []),
    ],
)
def test_a_scale_is_pains_only_where_the_text_says_so(text, expected):
    """Scales of other feelings are not pain scales."""
    assert [value for value, _ in scales(text)] == expected


def test_a_review_names_scales_and_an_animal_has_none():
    """What a review speaks of is read; animals rate no pain."""
    text = "Pain was rated on an NRS (0-10)."
    assert scales(text, title="Pain: a systematic review") == [("NRS", "0-10")]
    assert scales(text, title="Pain in rats") == []
