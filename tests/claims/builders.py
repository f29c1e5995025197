"""An invented drug in an invented condition: a review to hold invented texts against."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.present.builders import (
    QUESTION,
    curated,
    decided,
    record,
    result,
    screened,
    study,
)

from ketaevidence.claims.check import check_state
from ketaevidence.claims.model import Answer, ClaimsCheck
from ketaevidence.curation.model import Arm, Register, Result
from ketaevidence.curation.vocabulary import words_for
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.question.model import Vocabulary
from ketaevidence.records.parts import Journal

#: Neither the drug nor the condition exists.
ASKED = replace(
    QUESTION,
    name="velatrine",
    title="Velatrine for marlow neuropathy",
    drug=Vocabulary(("velatrine",)),
    condition=Vocabulary(("marlow neuropathy",)),
)

#: How each study is: a placebo trial, or a group without a comparator.
TRIAL = {
    "design": "rct_parallel", "is_randomised": True, "comparator_kind": "placebo",
    "condition": "marlow neuropathy", "n_analysed": 40, "n_crps": None,
}  # fmt: skip
GROUP = {
    "design": "single_arm_prospective", "is_randomised": False,
    "comparator_kind": "none", "condition": "marlow neuropathy", "n_analysed": 20,
    "n_crps": None,
}  # fmt: skip


def contrast(i: int, low: float, high: float, **changes: Any) -> Result:
    """Give a mean difference in pain between drug and placebo, with its interval."""
    base = result(
        i, result_id=f"C{i}", arm_id="c", statistic="mean_difference",
        value=(low + high) / 2, spread=None, spread_type=None, ci_low=low, ci_high=high,
        ci_level=0.95, n=40, time_days=28.0, time_words="week 4",
    )  # fmt: skip
    return replace(base, **changes)


def helped(i: int, events: int, total: int, **changes: Any) -> Result:
    """Give a count of people helped in a group without a comparator."""
    base = result(
        i, result_id=f"H{i}", outcome="responder", outcome_words="helped",
        statistic="count", value=None, spread=None, spread_type=None, scale=None,
        events=events, total=total, n=total, definition="half of the pain gone",
        estimator="count", time_days=28.0, time_words="week 4",
    )  # fmt: skip
    return replace(base, **changes)


def event(i: int, words: str, **changes: Any) -> Result:
    """Give an unwanted event of the treated group."""
    base = result(
        i, result_id=f"E{i}{words[:4]}", outcome="adverse_event", outcome_words=words,
        statistic="count", value=None, spread=None, spread_type=None, scale=None,
        time_days=None, time_words=None, phase="unclear", definition=None,
    )  # fmt: skip
    return replace(base, **changes)


def state(
    kinds: list[dict[str, Any]],
    results: list[Result],
    *,
    journals: tuple[str, ...] = (),
) -> Snapshot:
    """Give a review of as many included studies as there are kinds."""
    studies = tuple(
        study(i, **{"record_key": f"pmid:{90000000 + i}", **kind})
        for i, kind in enumerate(kinds)
    )
    roles = (
        ("k", "velatrine", "intervention"), ("p", "placebo", "comparator"),
        ("c", "difference", "contrast"),
    )  # fmt: skip
    arms = tuple(
        Arm(s.study_id, arm, label, role if s.is_randomised else "single", 20)
        for s in studies
        for arm, label, role in (roles if s.is_randomised else roles[:1])
    )
    titles = (*journals, *["Invented Journal of Pain"] * len(kinds))
    return curated(
        len(kinds),
        question=ASKED,
        records=tuple(
            record(i, journal=Journal(title=titles[i])) for i in range(len(kinds))
        ),
        decisions=(*screened(len(kinds)), *(decided(i) for i in range(len(kinds)))),
        register=Register(studies, arms, tuple(results), words=words_for(ASKED)),
        analyses=(),
    )


def checked(text: str, review: Snapshot) -> ClaimsCheck:
    """Hold a text against an invented review."""
    return check_state(text, review)


def only(text: str, review: Snapshot) -> Answer:
    """Give the one answer of a text with one claim."""
    (answer,) = checked(text, review).answers
    return answer
