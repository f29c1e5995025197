"""Unlike things do not pool, whichever door they come to."""

import numpy as np
import pytest

from ketaevidence.effects import effect_sizes, join_effects
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling import henmi_copas, pool
from ketaevidence.pooling.bayes import bayes
from ketaevidence.pooling.counts import (
    association_test,
    binomial_normal,
    conditional_logistic,
    mantel_haenszel,
    peto_odds_ratio,
)
from ketaevidence.pooling.multilevel import multilevel
from ketaevidence.pooling.regression import regress
from ketaevidence.pooling.sensitivity import correlation_grid, multiverse
from ketaevidence.pooling.small_studies import (
    harbord_test,
    pet_peese,
    peters_test,
    rank_test,
    regression_test,
    trim_and_fill,
)
from ketaevidence.pooling.subgroups import subgroups

#: Twelve studies of 40 patients, so that no door has another reason to refuse.
K = 12
EVENTS = np.arange(4, 4 + K)
PATIENTS = np.arange(40, 40 + 3 * K, 3)
COUNTS = {"ai": EVENTS, "n1i": PATIENTS, "ci": EVENTS[::-1] + 1, "n2i": PATIENTS}

#: A moderator.
DOSE = {"dose": list(range(K))}

#: What studies may differ in, as one label each, and what the message must say.
UNLIKE = {
    "kind of evidence": (
        ["randomised contrast"] * 6 + ["uncontrolled change"] * 6,
        "differ in kind of evidence: 'randomised contrast'",
    ),
    "responder": (
        ["pain halved"] * 11 + ["pain down by 30 %"],
        r"'pain down by 30 %' \(Study 12\)",
    ),
    "timing": (["on the drug", "off the drug"] * 6, "'on the drug'.*'off the drug'"),
    "scale": (["0-10"] * 11 + [None], "scale is not known for Study 12"),
}


def labelled(name, measure="OR"):
    """Give effects of all studies that differ in one label."""
    given = {"xi": EVENTS, "ni": PATIENTS} if measure == "PLO" else COUNTS
    return effect_sizes(measure, **given, alike={name: UNLIKE[name][0]})


#: Every door that takes effects.
DOORS = {
    "bayes": lambda es: bayes(es, tau_prior=("half-normal", 0.5)),
    "harbord_test": harbord_test,
    "henmi_copas": henmi_copas,
    "multilevel": lambda es: multilevel(es, cluster=list("abcdef") * 2),
    "pet_peese": pet_peese,
    "peters_test": peters_test,
    "pool": lambda es: pool(es, test="z"),
    "pool, equal effects": lambda es: pool(es, method="EE", test="z"),
    "pool with mods": lambda es: pool(es, mods=DOSE, test="z"),
    "rank_test": rank_test,
    "regress": lambda es: regress(es, DOSE, test="z"),
    "regression_test": lambda es: regression_test(es, model="lm"),
    "subgroups": lambda es: subgroups(es, ["a", "b"] * 6, test="z"),
}


@pytest.mark.parametrize("name", UNLIKE)
@pytest.mark.parametrize("door", DOORS)
def test_no_door_lets_unlike_effects_in(door, name):
    """The refusal names what differs and the studies."""
    with pytest.raises(PoolingError, match=UNLIKE[name][1]):
        DOORS[door](labelled(name))


@pytest.mark.parametrize("door", DOORS)
def test_every_door_lets_like_effects_in(door):
    """The same studies pass when their labels agree: the labels were the reason."""
    es = effect_sizes("OR", **COUNTS, alike={"timing": ["on the drug"] * K})
    assert DOORS[door](es) is not None
    # What asks for a pool gets one only through that door.
    pooled = pool(es, method="DL", test="z")
    assert trim_and_fill(pooled) is not None


@pytest.mark.parametrize("name", UNLIKE)
def test_no_door_lets_unlike_counts_in(name):
    """The same where counts are pooled."""
    alike = {name: UNLIKE[name][0]}
    for door in (
        lambda: mantel_haenszel("OR", **COUNTS, alike=alike),
        lambda: peto_odds_ratio(**COUNTS, alike=alike),
        lambda: association_test(**COUNTS, alike=alike),
        lambda: conditional_logistic(**COUNTS, alike=alike),
        lambda: binomial_normal(labelled(name, "PLO")),
    ):
        with pytest.raises(PoolingError, match=UNLIKE[name][1]):
            door()


@pytest.mark.parametrize("name", UNLIKE)
def test_the_multiverse_says_which_combinations_are_unlike(name):
    """Every combination with unlike studies is refused, none has a number."""
    only = ["Study 12"] if len({*UNLIKE[name][0][:11]}) == 1 else None
    exclusions = None if only is None else {"the other one": only}
    found = multiverse(
        {"counts": labelled(name)}, methods=["DL"], tests=["z"], exclusions=exclusions
    )
    frame = found.frame()
    unlike = frame[frame["left_out"] == "nothing"]
    assert unlike["estimate"].isna().all()
    assert unlike["reason"].str.contains("cannot be pooled").all()
    assert only is None or len(frame) == 2


def test_an_assumed_correlation_does_not_make_studies_alike():
    """The grid over an assumed correlation pools no unlike studies either."""
    change = {"m1i": [4, 5], "m2i": [7, 7], "sd1i": [2, 2], "sd2i": [2, 2]}
    with pytest.raises(PoolingError, match="differ in timing"):
        correlation_grid(
            "MC", **change, ni=[20, 30], alike={"timing": ["early", "late"]}
        )


def test_a_randomised_contrast_does_not_join_an_uncontrolled_change():
    """They do not even come into one set of effects, and neither do two measures."""
    trial = effect_sizes(
        "MD", slab=["A"], m1i=[3], sd1i=[2], n1i=[20], m2i=[4], sd2i=[2], n2i=[20]
    )
    series = effect_sizes(
        "MC", slab=["B"], m1i=[3], m2i=[5], sd1i=[2], sd2i=[2], ni=[20], ri=[0.5]
    )
    with pytest.raises(EffectError, match="kind of evidence"):
        join_effects(trial, series)
    with pytest.raises(PoolingError, match=r"measure 'MC'"):
        multiverse({"trial": trial, "series": series}, methods=["DL"], tests=["z"])


def test_one_study_has_nothing_to_be_unlike():
    """A single study of unknown kind comes back as it is."""
    es = effect_sizes("GEN", yi=[1], vi=[1], alike={"timing": [None]})
    assert pool(es).k == 1
