"""Reviews made up for the report: fifty studies, none, and one of hostile texts."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.present import builders as views
from tests.pubmed.samples import article, record_set
from tests.synthesis import builders

from ketaevidence.curation.model import Arm, Register, Result, Source, Study
from ketaevidence.library import Library, Search
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.question.load import shipped_question
from ketaevidence.review import Review

_NAMES = (
    "Appleby", "Birch", "Cedarwood", "Dunmore", "Elderfield", "Fennick", "Gorse",
    "Hazelton", "Ivywell-Longfellow-Brackenridge", "Juniper", "Kestrel", "Larkspur",
)  # fmt: skip
_TITLE = "Ketamine for complex regional pain syndrome, invented part {}"
_TEXT = (
    "We randomised 40 patients with CRPS to intravenous ketamine 0.2 mg/kg/h or "
    "placebo for 5 days. Pain on the NRS was 3.2 (SD 1.4) with ketamine and 5.1 (SD "
    "1.6) with placebo at week 4. Nausea occurred in 6 of 20 patients."
)
_DOMAINS = ("D1", "D2", "D3", "D4", "D5")
_BY = {"by": "A. Reader", "reason": "invented"}


def fifty(studies: int = 50, awaiting: int = 60) -> Review:
    """Give a review of fifty studies with all that a report can show.

    Most trials are alike and pooled, some stand alone; people judged bias and rated
    certainty; it was frozen, and corrected since; records await a decision.
    """
    review = Review(Library.in_memory(), shipped_question(), folder=None)
    chance = random.Random(8)  # noqa: S311 (the same review every time)
    _arrive(review, studies + awaiting)
    _include(review, studies)
    entered: list[Study | Arm | Result] = []
    for i in range(studies):
        entered += _study(i, chance)
    review.enter(entered, at="2026-02-03T00:00:00Z", **_BY)
    _judge(review, studies)
    review.freeze("the first version")
    review.correct(
        "t1-ket-28", value=1.4, by="B. Reader", reason="table 2 of the report",
        at="2026-03-01T00:00:00Z",
    )  # fmt: skip
    row = review.summary_of_findings(most=None).loc[0, "row_id"]
    review.rate_certainty(
        row, rating="low", domains={"imprecision": -1, "risk_of_bias": -1},
        support={"imprecision": "invented", "risk_of_bias": "invented"},
        at="2026-03-02T00:00:00Z", **_BY,
    )  # fmt: skip
    return review


def _arrive(review: Review, n: int) -> None:
    records = [
        article(
            _pmid(i), title=_TITLE.format(i), abstract=f"<AbstractText>{_TEXT}</AbstractText>",
            places=f'<ELocationID EIdType="doi" ValidYN="Y">10.9999/inv.{i}</ELocationID>',
        ).replace("NCT00000001", f"NCT{_pmid(i)}")
        for i in range(n)
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "arrival.xml"
        path.write_bytes(record_set(*records))
        review.import_files([path], source="PubMed", at="2026-01-10T08:00:00Z")


def _pmid(i: int) -> str:
    return str(90_000_000 + i)


def _include(review: Review, studies: int) -> None:
    verdicts = {_pmid(i): "include" for i in range(studies + 5)}
    at = "2026-02-01T00:00:00Z"
    review.decide_on(verdicts, stage="title_abstract", by="A. Reader", at=at)  # type: ignore[arg-type]
    out = {_pmid(studies + i): "exclude" for i in range(5)}
    for group, more in (
        (verdicts.keys() - out.keys(), {}),
        (out, {"reason": "protocol"}),
    ):
        verdict = "exclude" if more else "include"
        review.decide_on(
            dict.fromkeys(sorted(group), verdict), stage="full_text", by="A. Reader",
            at=at, **more,
        )  # type: ignore[arg-type]  # fmt: skip


def _study(i: int, chance: random.Random) -> list[Study | Arm | Result]:
    """Give one study with its arms and results: trials, then series, then counts."""
    key = f"t{i}"
    more = {
        "label": f"{_NAMES[i % len(_NAMES)]} {1985 + i % 40}",
        "title": _TITLE.format(i), "year": 1985 + i % 40, "pmid": _pmid(i),
        "record_key": f"pmid:{_pmid(i)}", "doi": f"10.9999/inv.{i}", "n_enrolled": 110,
        "arms_words": "ketamine 55; placebo 55", "drug_form": "racemic ketamine",
        "dose": "0.1 to 0.3 mg/kg/h", "duration": "4 h a day for 5 days",
        "pain_scale": "NRS 0-10", "follow_up": "12 weeks",
        "finding": "pain fell for four weeks; function did not change",
    }  # fmt: skip
    harm = builders.result(
        f"{key}-harm", key, "ket", outcome="adverse_event", outcome_words="nausea",
        statistic="count", events=3 + i % 5, total=20, percent=None, scale=None,
        scale_low=None, scale_high=None,
    )  # fmt: skip
    if i < 30:
        own = "rct_crossover" if i % 9 == 4 else "rct_parallel"
        study = builders.trial(key, design=own, **more)
        mean = 3.4 + chance.gauss(0, 0.6)
        rows = builders.contrast(
            key, k=(round(mean, 2), 1.9, 20 + i), c=(5.0, 2.1, 22 + i),
            spread="SD" if i % 4 else "SE",
        )  # fmt: skip
        if i % 4 == 0:
            rows = tuple(replace(r, spread=round(r.spread / 4.6, 2)) for r in rows)
    elif i < 40:
        study = builders.study(key, **more)
        rows = (
            builders.changed(f"{key}-one-28", key, arm_id="ket", value=-2.0 - i % 3),
        )
    else:
        study = builders.study(key, **more)
        rows = (
            builders.result(
                f"{key}-one-28", key, "ket", outcome="responder", statistic="count",
                events=8 + i % 7, total=25, definition="half the pain",
                estimator="count",
            ),
        )  # fmt: skip
    arms = [
        Arm(key, "ket", "ketamine", "intervention", 55),
        Arm(key, "com", "placebo", "comparator", 55),
    ]
    return [study, *arms, *rows, harm]


def _judge(review: Review, studies: int) -> None:
    words = ("Low", "Some concerns")
    for i in range(0, min(studies, 30), 2):
        said = {name: words[(i // 2 + j) % 2] for j, name in enumerate(_DOMAINS)}
        whole = "High" if i % 6 == 0 else "Some concerns"
        review.judge_bias(
            f"t{i}", tool="rob2", domains=said, overall=whole,
            overall_support="invented", outcome="pain_intensity", time_days=28,
            at="2026-02-05T00:00:00Z", **_BY,
        )  # fmt: skip


def empty() -> Review:
    """Give a review into which nothing has come yet."""
    return Review(Library.in_memory(), shipped_question(), folder=None)


#: What a title, a name or a place may hold, all of it at once.
HOSTILE = (
    "</title></style><script>document.title='hacked'</script>"
    "<img src=x onerror=\"document.title='hacked'\">\"'><svg onload=document.title='hacked'>"
    '{{ 7*7 }}{% raw %}]]>\u202eevil\x1b[31m=HYPERLINK("http://example.invalid") $x^2$ '
)


def hostile() -> Snapshot:
    """Give a state of which every outside text is hostile or 3,000 characters long."""
    long = "x" * 3000
    row = views.row(0, -1.0, 0.5, label=HOSTILE, marks=(HOSTILE,))
    other = views.row(1, -2.0, 0.7, label=long, marks=(long,))
    analysis = views.change_analysis(
        title=HOSTILE, meaning=HOSTILE, caution=HOSTILE,
        kept_out=(views.kept(8, HOSTILE), views.kept(9, long)),
    )  # fmt: skip
    group = replace(
        analysis.groups[0], label=HOSTILE, rows=(row, other), why_not_pooled=HOSTILE
    )
    source = Source("javascript:document.title='hacked'", HOSTILE, "secondary", HOSTILE)
    studies = (
        views.study(0, label=HOSTILE, title=HOSTILE, finding=HOSTILE, dose=HOSTILE,
                    pmid=HOSTILE, doi=HOSTILE, source=source, route=HOSTILE),
        views.study(1, label=long, title=long, finding=long, dose=long, source=source),
    )  # fmt: skip
    results = (
        views.result(0, statement=HOSTILE, time_words=HOSTILE, definition=HOSTILE,
                     source=source),
        views.harm(0, outcome_words=HOSTILE, source=source),
    )  # fmt: skip
    question = replace(
        views.QUESTION, title=HOSTILE, sentence=HOSTILE, pubmed_search=HOSTILE
    )
    return views.curated(
        3,
        question=question,
        records=tuple(
            views.record(i, title=text)
            for i, text in enumerate((HOSTILE, long, "=1+1"))
        ),
        register=Register(studies, (), results),
        candidates=(views.candidate(0, "design", HOSTILE, HOSTILE),),
        analyses=(replace(analysis, groups=(group,)),),
        searches=(Search("2001-02-02T00:00:00Z", HOSTILE, long, 3, 3, (HOSTILE,)),),
        is_example=False,
    )
