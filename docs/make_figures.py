"""Draw the figures of the documentation: python docs/make_figures.py."""

from __future__ import annotations

import warnings
from pathlib import Path

import ketaevidence as ke
from ketaevidence.curation.bias import BiasJudgement, judgement

FOLDER = Path(__file__).parent / "images"
#: Invented trials.
NAMES = ["Birch 1991", "Cedar 1996", "Elder 2003", "Fennick 2011"]
#: Invented judgements, a letter for each domain and for the whole.
JUDGED = {
    "Birch 1991": "LSLSLS",
    "Cedar 1996": "LLLHLH",
    "Elder 2003": "SLNLL.",
    "Fennick 2011": "LLLLLL",
    "Gorse 2014": "HSLHSH",
    "Hazel 2019": "LLSLLS",
}
WORDS = {"L": "Low", "S": "Some concerns", "H": "High", "N": "No information"}


def judged() -> dict[str, BiasJudgement]:
    """Give invented judgements by RoB 2; one of them leaves the whole open."""
    return {
        name: judgement(
            name, "rob2", "2019",
            {f"D{i}": WORDS[letter] for i, letter in enumerate(letters[:5], start=1)},
            overall=WORDS.get(letters[5]), outcome="pain_intensity", time_days=28,
            by="A. Reader", at="2001-02-03T04:05:06Z", reason="invented",
        )
        for name, letters in JUDGED.items()
    }  # fmt: skip


def main() -> None:
    """Write every figure into docs/images."""
    responders = ke.example_review().analyses()[2]
    ke.forest(responders, show_kept_out=False).save(FOLDER / "forest.png")
    effects = ke.effect_sizes(
        "MD",
        slab=NAMES,
        m1i=[2.1, 3.3, 2.8, 4.0],
        sd1i=[2.0, 1.8, 2.2, 2.4],
        n1i=[20, 35, 18, 42],
        m2i=[4.9, 4.4, 3.2, 4.2],
        sd2i=[2.1, 1.9, 2.0, 2.5],
        n2i=[21, 33, 19, 40],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ke.PoolingWarning)
        pooled = ke.pool(effects, method="REML", test="knha")
        groups = ke.subgroups(
            effects, ["IV", "IV", "IM", "IM"], method="REML", test="z"
        )
    made = judged()
    title = "Invented trials, to show the layout"
    ke.forest(
        pooled,
        title=title,
        axis_label="Mean difference [points on 0-10]",
        arms=("Ketamine", "Placebo"),
        favours=("Favours ketamine", "Favours placebo"),
        important_difference=(-2.0, -1.0, "an invented source"),
        bias=made,
    ).save(FOLDER / "forest-pooled.png")
    ke.forest(groups, title=title, arms=("Ketamine", "Placebo")).save(
        FOLDER / "forest-subgroups.png"
    )
    ke.traffic_light(made.values(), title=title).save(FOLDER / "traffic-light.png")
    ke.bias_bars(made.values(), title=title).save(FOLDER / "bias-bars.png")


if __name__ == "__main__":
    main()
