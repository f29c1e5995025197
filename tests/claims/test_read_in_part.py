"""A sentence that is read in part is listed for the rest."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "kinds", "why"),
    [
        ("Ketamine doesn't work for everyone with CRPS.", [], "does not help everyone"),
        (
            "A 2018 study in The Lancet showed that ketamine reduces CRPS pain.",
            ["effect"],
            "seems to cite",
        ),
        ("Studies in JAMA found that ketamine reduces pain.", ["effect"], "seems to"),
        (
            "Ketamine is an NMDA antagonist and reduces pain.",
            ["effect"],
            "how it acts",
        ),
        (
            "Ketamine works by stimulating dopamine receptors and reduces pain.",
            ["effect"],
            "how it acts",
        ),
    ],
)
def test_what_is_not_read_beside_a_claim_is_listed(read, text, kinds, why):
    """The claim that is read is answered, and the sentence is listed for the rest."""
    check = read(text)
    assert [a.claim.kind for a in check.answers] == kinds
    (left,) = check.not_assessed
    assert why in left.why


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Ketamine does not improve function in CRPS.", "supported"),
        ("Ketamine eases pain in CRPS.", "partly"),
    ],
)
def test_what_is_read_in_full_is_not_listed(read, text, verdict):
    """A plain claim or denial is answered, and nothing is left."""
    check = read(text)
    assert [a.verdict for a in check.answers] == [verdict]
    assert check.not_assessed == ()
