"""Small made-up reviews for the tests of what people see. Every study is invented."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any

from ketaevidence.curation.model import Arm, Register, Result, Source, Study
from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingWarning
from ketaevidence.extraction.model import Candidate
from ketaevidence.pooling import Pooled, pool
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.question.model import (
    PoolingPlan,
    Question,
    TimeWindow,
    Vocabulary,
)
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author, Journal, Section
from ketaevidence.screening.flow import Flow
from ketaevidence.screening.model import Decision, Suggestion
from ketaevidence.synthesis.model import (
    Analysis,
    EffectRow,
    Group,
    KeptOut,
    Reading,
)

HOSTILE = '<script>alert("x")</script>'
TURNED = "harmless\u202etxt.exe"

_NAMES = (
    "Appleby", "Birch", "Cedarwood", "Dunmore", "Elderfield", "Fennick", "Gorse",
    "Hazelton", "Ivywell", "Juniper", "Kestrel", "Larkspur", "Mallow", "Nettle",
    "Oakes", "Poplar", "Quince", "Rowan", "Sorrel", "Thistle",
)  # fmt: skip


def invented(i: int) -> str:
    """Give the label of an invented study."""
    return f"{_NAMES[i % len(_NAMES)]} {1990 + i}"


def quietly(es: Any, **options: Any) -> Pooled:
    """Pool without the caveats' warnings, which other tests are about."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return pool(es, **options)


def pooled(k: int, *, names: Any = None, wide: float = 1.0, **options: Any) -> Pooled:
    """Pool invented mean differences on a scale from 0 to 10."""
    yi = [-1.2 + 0.35 * ((i * 7) % 9 - 4) for i in range(k)]
    vi = [wide * (0.06 + 0.09 * ((i * 5) % 7)) for i in range(k)]
    slab = list(names or (invented(i) for i in range(k)))
    es = effect_sizes("GEN", yi=yi, vi=vi, slab=slab)
    return quietly(es, **{"method": "REML", "test": "knha", **options})


def pooled_arms(k: int = 6) -> Pooled:
    """Pool invented two-arm trials, whose arms are printed beside the plot."""
    es = effect_sizes(
        "MD",
        m1i=[4.1 - 0.2 * i for i in range(k)],
        sd1i=[2.1 + 0.1 * i for i in range(k)],
        n1i=[18 + 7 * i for i in range(k)],
        m2i=[5.9 - 0.1 * i for i in range(k)],
        sd2i=[2.3] * k,
        n2i=[19 + 6 * i for i in range(k)],
        slab=[invented(i) for i in range(k)],
    )
    return quietly(es, method="REML", test="knha")


def pooled_shares(k: int = 5) -> Pooled:
    """Pool invented responder proportions."""
    ni = [12 + 8 * i for i in range(k)]
    es = effect_sizes(
        "PLO",
        xi=[n // 2 + i for i, n in enumerate(ni)],
        ni=ni,
        slab=[invented(i) for i in range(k)],
    )
    return quietly(es, method="REML", test="knha")


def row(i: int, estimate: float, half: float, **changes: Any) -> EffectRow:
    """Give one row of an analysis."""
    base = EffectRow(
        study_id=f"s{i}", label=invented(i), result_ids=(f"R{i}",), yi=estimate,
        vi=(half / 1.96) ** 2, estimate=estimate, ci_lb=estimate - half,
        ci_ub=estimate + half,
        columns=(("Route", "IV"), ("n", str(20 + i)), ("Time", "end of week 1")),
    )  # fmt: skip
    return replace(base, **changes)


def kept(i: int = 9, reason: str | None = None, **changes: Any) -> KeptOut:
    """Give one study that was kept out."""
    base = KeptOut(
        study_id=f"s{i}", label=invented(i), result_ids=(f"R{i}",),
        reason_id="spread_unspecified",
        reason=reason
        or "the source prints ± without saying whether it is a standard deviation, "
        "a standard error or a confidence interval",
    )  # fmt: skip
    return replace(base, **changes)


READINGS = (
    Reading("± is a standard error", -2.77, -4.14, -1.40),
    Reading("± is a standard deviation", -2.77, -3.02, -2.52),
    Reading("± is the half-width of a 95% confidence interval", -2.77, -3.47, -2.07),
)


def change_analysis(**changes: Any) -> Analysis:
    """Give an analysis with three groups, none of them pooled."""
    groups = (
        Group(
            "During or at the end of treatment",
            (row(0, -2.1, 0.9), row(1, -3.4, 1.3, marks=("spread from the p value",))),
            why_not_pooled="two studies are alike; the review pools from three",
        ),
        Group(
            "After treatment, up to 4 weeks",
            (row(2, -1.2, 0.7),),
            why_not_pooled="one study only",
        ),
        Group(
            "After treatment, more than 4 weeks to 3 months",
            (row(3, -0.9, 1.1), row(4, -0.4, 0.8), row(5, -1.9, 1.6)),
            why_not_pooled="the three studies measured different kinds of pain",
        ),
    )
    base = Analysis(
        kind="single_arm_change",
        title="Change in pain within one group",
        meaning="Points on a scale from 0 to 10; a negative number means less pain "
        "than before treatment.",
        axis_label="Change in pain [points on 0-10]",
        null_value=0.0,
        favours=("Less pain after treatment", "More pain after treatment"),
        groups=groups,
        kept_out=(kept(8), kept(9, readings=READINGS)),
        caution="Without a comparison group this says nothing of what ketamine did.",
        important_difference=(-2.0, -1.0, "invented source, 2001"),
    )
    return replace(base, **changes)


def responder_analysis(**changes: Any) -> Analysis:
    """Give an analysis of proportions with one group pooled and one not."""
    combined = pooled_shares(4)
    rows = tuple(
        row(
            i,
            round(100 * float(combined.back_transform(combined.effects.yi[i])), 1),
            12.0,
            yi=float(combined.effects.yi[i]),
            columns=(("Events / n", f"{7 + i} / {12 + 8 * i}"), ("Route", "IV")),
        )
        for i in range(4)
    )
    single = row(
        7, 76.0, 15.0, ci_lb=58.0, ci_ub=88.0,
        columns=(("Events / n", "25 / 33"), ("Route", "IV")),
        marks=("count derived from 76%",),
    )  # fmt: skip
    base = Analysis(
        kind="responder",
        title="Patients with relief",
        meaning="Per cent of treated patients who met the study's own definition.",
        axis_label="Patients with relief [per cent]",
        null_value=None,
        favours=None,
        groups=(
            Group("At least half less pain, up to 4 weeks", rows, pooled=combined),
            Group(
                "Complete relief at the end of treatment",
                (single,),
                why_not_pooled="one study only",
            ),
        ),
        kept_out=(kept(9, "the unit of analysis is the infusion, not the patient"),),
        decimals=0,
        limits=(0.0, 100.0),
    )
    return replace(base, **changes)


QUESTION = Question(
    name="invented",
    title="Ketamine for complex regional pain syndrome",
    sentence="In people with CRPS, does ketamine lower pain?",
    pubmed_search="ketamine AND CRPS",
    drug=Vocabulary(("ketamine",)),
    condition=Vocabulary(("CRPS",)),
    inclusion=("People with CRPS", "Ketamine by any route"),
    exclusion=("Animals",),
    exclusion_reasons={"wrong_drug": "No ketamine given"},
    windows=(TimeWindow("up to 4 weeks", 0, 28), TimeWindow("to 3 months", 29, 92)),
    pooling=PoolingPlan("REML", "knha", 0.95, 3),
    important_difference=2.0,
    important_difference_source="invented source, 2001",
)


def record(i: int, **changes: Any) -> Record:
    """Give an invented record with this project's summary."""
    base = Record(
        title=f"An invented trial number {i}",
        pmid=str(90000000 + i),
        sections=(Section("An invented summary.", written_by="project"),),
        authors=(Author(last_name=_NAMES[i % len(_NAMES)], initials="A"),),
        journal=Journal(title="Invented Journal of Pain", iso_abbreviation="Inv J"),
        published=PartialDate(1990 + i),
        doi=f"10.9999/inv.{i}(1)",
    )
    return replace(base, **changes)


def study(i: int, **changes: Any) -> Study:
    """Give an invented study."""
    base = Study(
        study_id=f"s{i}", label=invented(i), title=f"An invented trial number {i}",
        design="rct_parallel" if i % 3 == 0 else "single_arm_prospective",
        cohort_family=f"F{i}", record_key=f"pmid:{90000000 + i}", year=1990 + i,
        source=Source("https://example.org/abstract", "abstract", "primary_abstract"),
        pmid=str(90000000 + i), doi=f"10.9999/inv.{i}(1)", n_enrolled=20 + i,
        arms_words="ketamine 10; placebo 10", condition="CRPS-1", route="IV",
        drug_form="racemic ketamine", dose="0.1 to 0.3 mg/kg/h", duration="4 h a day",
        comparator="saline", pain_scale="NRS 0-10", follow_up="12 weeks",
        finding="pain fell for four weeks; function did not change",
    )  # fmt: skip
    return replace(base, **changes)


def result(i: int, **changes: Any) -> Result:
    """Give an invented pain result."""
    base = Result(
        result_id=f"R{i}", study_id=f"s{i}", arm_id="k", outcome="pain_intensity",
        outcome_words="pain intensity", statistic="mean", time_words="end of week 1",
        time_days=7.0, phase="off_drug", n=10 + i, value=2.68, spread=0.5,
        spread_type="unspecified", scale="NRS 0-10",
        source=Source(
            "https://example.org/abstract", "abstract", "primary_abstract",
            "pain was 2.68 ± 0.50",
        ),
    )  # fmt: skip
    return replace(base, **changes)


def harm(i: int, **changes: Any) -> Result:
    """Give an invented adverse event."""
    base = result(
        i, result_id=f"A{i}", outcome="adverse_event", outcome_words="nausea",
        statistic="count", value=None, spread=None, spread_type=None, events=3,
        total=10, percent=30.0,
    )  # fmt: skip
    return replace(base, **changes)


def decided(i: int, verdict: str = "include", **changes: Any) -> Decision:
    """Give a person's decision on an invented record."""
    base = Decision(
        f"pmid:{90000000 + i}", "full_text", verdict, "Dr Invented",  # type: ignore[arg-type]
        "2001-02-03T04:05:06Z",
    )  # fmt: skip
    return replace(base, **changes)


def screened(n: int) -> tuple[Decision, ...]:
    """Give inclusions on title and abstract for the first n invented records."""
    return tuple(decided(i, stage="title_abstract") for i in range(n))


def _flow(n: int, **changes: Any) -> Flow:
    base = Flow(
        identified=(("bundled file", n),), duplicates_removed=0, screened=n,
        awaiting_screening=0, excluded_at_screening=0, reports_sought=n,
        reports_not_retrieved=0, reports_assessed=n, awaiting_full_text=0,
        excluded_at_full_text=(("No ketamine given", 1),), included_reports=n - 1,
        included_studies=n - 1,
    )  # fmt: skip
    return replace(base, **changes)


def curated(n: int = 6, **changes: Any) -> Snapshot:
    """Give a review whose studies a person has confirmed; the last is excluded."""
    studies = tuple(study(i) for i in range(n))
    arms = tuple(
        Arm(f"s{i}", arm, label, role, 10)
        for i in range(n)
        for arm, label, role in (
            ("k", "ketamine", "intervention"),
            ("p", "placebo", "comparator"),
        )
    )
    results = tuple(result(i) for i in range(n)) + tuple(harm(i) for i in range(n))
    decisions = (*screened(n), *(decided(i) for i in range(n - 1)))
    out = decided(n - 1, "exclude", reason="No ketamine given")
    base = Snapshot(
        question=QUESTION,
        as_of="2001-02-03",
        imports=(("bundled file", "2001-02-01", n),),
        searches=(),
        missing=frozenset(),
        records=tuple(record(i) for i in range(n)),
        decisions=(*decisions, out),
        suggestions=(),
        flow=_flow(n),
        register=Register(studies, arms, results),
        candidates=(),
        analyses=(change_analysis(), responder_analysis()),
        software=(("ketaevidence", "0.0.test"), ("numpy", "0.0.test")),
        is_example=True,
    )
    return replace(base, **changes)


def candidate(i: int, field: str, value: Any, quote: str, **changes: Any) -> Candidate:
    """Give one machine reading of an invented record."""
    base = Candidate(
        f"pmid:{90000000 + i}", field, value, quote, "title", 0, len(quote),
        f"{field}_rule", f"Invented: {quote}, so they say.",
    )  # fmt: skip
    return replace(base, **changes)


def fresh(n: int = 4) -> Snapshot:
    """Give a review fresh from PubMed: no studies yet, only machine readings."""
    words = ("include", "unclear", "exclude")
    suggestions = tuple(
        Suggestion(f"pmid:{90000000 + i}", words[i % 3], "names_drug", "names both")  # type: ignore[arg-type]
        for i in range(n)
    )
    candidates = tuple(
        reading
        for i in range(n)
        for reading in (
            candidate(i, "design", "rct_parallel", "randomised, double-blind"),
            candidate(i, "n_total", 20 + i, f"{20 + i} patients"),
            candidate(i, "route", "intravenous", "intravenous"),
            candidate(i, "drug_form", "S-ketamine", "S(+)-ketamine"),
            candidate(
                i, "pain_score", 2.7, "pain was 2.7 (SD 1.1)", spread=1.1,
                spread_type="SD", arm="ketamine", time="week 1",
            ),
        )
    )  # fmt: skip
    publisher = (Section("A publisher's abstract.", label="METHODS"),)
    return curated(
        n,
        records=tuple(record(i, sections=publisher) for i in range(n)),
        decisions=(
            decided(3, stage="title_abstract"),
            decided(3, at="2001-02-04T00:00:00Z"),
        )
        if n > 3
        else (),
        suggestions=suggestions,
        register=Register(),
        candidates=candidates,
        analyses=(),
        is_example=False,
        flow=_flow(n, included_studies=None, excluded_at_full_text=()),
    )
