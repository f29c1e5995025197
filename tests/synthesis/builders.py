"""Invented studies and results for the tests of what may be pooled."""

from __future__ import annotations

from ketaevidence.curation.model import Arm, Register, Result, Source, Study

SOURCE = Source("https://example.org", "abstract", "primary_abstract")


def study(study_id="a", **more) -> Study:
    values = {
        "label": f"Invented {study_id}",
        "title": "Invented",
        "design": "single_arm_prospective",
        "cohort_family": study_id,
        "source": SOURCE,
        "condition": "CRPS",
        "route": "IV",
        "form": "racemic",
        "dose_class": "subanaesthetic_infusion",
        "is_randomised": False,
    }
    return Study(study_id=study_id, **(values | more))


def trial(study_id="a", **more) -> Study:
    values = {
        "design": "rct_parallel",
        "is_randomised": True,
        "comparator_kind": "placebo",
    }
    return study(study_id, **(values | more))


def result(result_id, study_id="a", arm_id="one", **more) -> Result:
    values = {
        "outcome": "pain_intensity",
        "outcome_words": "pain",
        "statistic": "mean",
        "source": SOURCE,
        "time_words": "week 4",
        "time_days": 28.0,
        "phase": "off_drug",
        "scale": "NRS",
        "scale_low": 0.0,
        "scale_high": 10.0,
    }
    return Result(result_id, study_id, arm_id, **(values | more))


def responder(result_id, study_id="a", events=5, total=10, **more) -> Result:
    values = {
        "outcome": "responder",
        "statistic": "count",
        "events": events,
        "total": total,
        "definition": "half the pain",
        "estimator": "count",
    }
    return result(result_id, study_id, **(values | more))


def contrast(study_id="a", k=(3.0, 1.0, 20), c=(5.0, 1.5, 22), spread="SD", **more):
    """Give the two rows of a trial: (mean, spread, n) with ketamine and without."""
    return tuple(
        result(f"{study_id}-{arm}-{more.get('time_days', 28)}", study_id, arm,
               value=mean, spread=s, spread_type=spread, n=n, **more)
        for arm, (mean, s, n) in (("ket", k), ("com", c))
    )  # fmt: skip


def three(make, study_ids="abc", **more):
    """Give three alike studies that differ in their effects, and their rows."""
    studies = [make(name, **more) for name in study_ids]
    rows = []
    for shift, item in enumerate(studies):
        if make is trial:
            rows += contrast(item.study_id, k=(2.0 + shift, 2.0, 20))
        else:
            rows.append(responder(f"R{shift}", item.study_id, 3 + shift, 10))
    return studies, rows


def changed(result_id, study_id="a", **more) -> Result:
    values = {
        "statistic": "mean_change",
        "value": -3.0,
        "spread": 2.0,
        "spread_type": "SD",
        "n": 16,
    }
    return result(result_id, study_id, **(values | more))


def register(studies, results, *, more_arms=()) -> Register:
    arms = list(more_arms)
    for item in studies:
        arms += [
            Arm(item.study_id, "one", "ketamine", "single"),
            Arm(item.study_id, "sub", "some", "subgroup"),
            Arm(item.study_id, "ket", "ketamine", "intervention"),
            Arm(item.study_id, "com", "placebo", "comparator"),
        ]
    return Register(tuple(studies), tuple(arms), tuple(results))
