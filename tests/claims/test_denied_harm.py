"""A denial of harm is never answered as a warning, wherever its "not" stands."""

from __future__ import annotations

import pytest


def told(check):
    """Give (kind, key, denied, verdict) of each answer."""
    return [
        (a.claim.kind, a.claim.key, a.claim.is_denied, a.verdict) for a in check.answers
    ]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "Ketamine did not lead to any serious adverse events in patients with CRPS.",
            "not lead to any serious adverse events",
        ),
        (
            "No patient on ketamine had a serious adverse event.",
            "No patient on ketamine had a serious adverse event",
        ),
        (
            "Serious side effects have not been reported with ketamine.",
            "Serious side effects have not been reported",
        ),
        (
            "With ketamine, serious side effects were not seen.",
            "serious side effects were not seen",
        ),
        (
            "Ketamine never causes serious side effects.",
            "never causes serious side effects",
        ),
        ("Ketamine is not dangerous.", "not dangerous"),
        ("Ketamine isn\u2019t unsafe.", "isn\u2019t unsafe"),
        ("Ketamine caused no serious adverse events.", "no serious adverse events"),
    ],
)
def test_a_denial_of_serious_harm_claims_that_there_is_none(read, text, quote):
    """Each wording is the claim "no serious harm", which counted harms contradict."""
    check = read(text)
    assert told(check) == [("safety", "serious", False, "contradicted")]
    assert check.answers[0].claim.quote == quote


@pytest.mark.parametrize(
    "text",
    [
        "Ketamine can cause serious side effects.",
        "Ketamine is not without serious risks.",
        "Ketamine is dangerous.",
        "Ketamine is costly, and it may cause serious side effects.",
    ],
)
def test_a_warning_stays_a_warning(read, text):
    """What asserts serious harm is supported by the counted ones."""
    assert told(read(text)) == [("safety", "risky", False, "supported")]


@pytest.mark.parametrize(
    "text",
    [
        "Not all patients on ketamine had serious side effects.",
        "Serious side effects of ketamine were not studied.",
        "Ketamine rarely causes serious side effects.",
        "Serious side effects of ketamine are rare.",
        "Side effects of ketamine are not rare.",
        "Ketamine is not as dangerous as people think.",
        "Serious adverse events with ketamine: none.",
        "Ketamine: 0 serious adverse events.",
        "Ketamine prevents serious complications.",
        "It is a myth that ketamine is dangerous.",
        "It is not true that ketamine does not cause serious side effects.",
        "No serious side effects were not seen with ketamine.",
        "Ketamine caused nausea in patients who had not eaten.",
        "Ketamine is unlikely to cause liver injury.",
    ],
)
def test_a_direction_that_cannot_be_told_is_listed(read, text):
    """No verdict is given, and the sentence is listed with the reason."""
    check = read(text)
    assert check.answers == ()
    (left,) = check.not_assessed
    assert (left.quote, left.why[:30]) == (text, "whether it asserts, denies or ")


def test_safety_without_the_treatments_name_is_listed_too(read):
    """A sentence on serious harm that cannot be told is not dropped for its brevity."""
    check = read("Ketamine is a drug.\nSerious side effects were not studied.")
    assert "Serious side effects were not studied." in [
        left.quote for left in check.not_assessed
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Liver injury was not seen with ketamine.",
            [("harm", "liver injury", True, "contradicted")],
        ),
        (
            "Nausea was seen with ketamine, liver injury was not seen.",
            [
                ("harm", "nausea or vomiting", False, "supported"),
                ("harm", "liver injury", True, "contradicted"),
            ],
        ),
        (
            "Nausea, vomiting and liver injury were not reported with ketamine.",
            [
                ("harm", "nausea or vomiting", True, "contradicted"),
                ("harm", "liver injury", True, "contradicted"),
            ],
        ),
    ],
)
def test_a_named_harm_is_denied_from_behind(read, text, expected):
    """Words such as "was not seen" deny what stands before it, along a list."""
    assert told(read(text)) == expected


def left_out(check):
    """Give what the omissions say of harms, by the harm."""
    return {
        one.what.split(": ", 1)[1].split(". ")[0]: one.what.split(". ", 1)[1]
        for one in check.omissions
        if "eported: " in one.what
    }


def test_an_omission_does_not_call_unnamed_what_is_named(read):
    """A harm that a sentence names, assessed or not, is not said to be unnamed."""
    text = "Ketamine eases pain. Mild psychomimetic effects such as hallucinations were common."
    found = left_out(read(text))
    assert "psychomimetic effects" not in found
    assert found["liver injury"] == "The text does not name it."


def test_an_omission_says_that_a_harm_is_denied(read):
    """A harm that the text only denies is listed as denied."""
    found = left_out(read("Ketamine eases pain. It does not damage the liver."))
    assert found["liver injury"] == "The text denies it."


def test_a_word_alone_does_not_hide_a_serious_harm(read):
    """A text on "your liver" names the liver and no injury; the injury stays listed."""
    found = left_out(read("Ketamine eases pain. It is safe for your liver."))
    assert found["liver injury"].startswith("The text has the word; ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ketamine relief lasts about six months after one infusion.", ["duration"]),
        ("After one infusion, ketamine relief lasts six months.", ["duration"]),
        ("Ketamine brings relief after one infusion.", ["speed"]),
        (
            "Ketamine works after one infusion and relief lasts for six months.",
            ["speed", "duration"],
        ),
    ],
)
def test_after_one_infusion_is_since_when_where_a_time_is_given(read, text, expected):
    """A duration since an infusion is no claim of how fast it works."""
    found = [a.claim for a in read(text).answers if a.claim.kind in expected]
    kinds = [a.claim.kind for a in read(text).answers if a.claim.days]
    assert sorted(kinds) == sorted(expected)
    days = {claim.kind: claim.days for claim in found}
    assert days.get("duration", 182.625) == pytest.approx(182.625)
