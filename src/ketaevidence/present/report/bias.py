"""The risk of bias in the report: a table for each tool, and who was not assessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.bias_tools import BiasTool, tool_of
from ketaevidence.curation.model import Study
from ketaevidence.present import words
from ketaevidence.present.bias_words import (
    NO_WHOLE,
    NOT_ASSESSED,
    judged_words,
    judgements_of,
)
from ketaevidence.present.report.figures import FigureView, figure_view
from ketaevidence.present.risk_of_bias import traffic_light
from ketaevidence.present.risk_of_bias.signs import Light, lights_of
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.synthesis.model import Analysis


@dataclass(frozen=True, slots=True)
class BiasRow:
    """One judged result or study."""

    study: str
    study_id: str
    judged: str
    #: One for each domain of the tool; ``None`` where the domain was left out.
    lights: tuple[Light | None, ...]
    #: ``None`` where nobody judged the whole.
    overall: Light | None
    #: (domain, words that support it) pairs.
    support: tuple[tuple[str, str], ...]
    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class BiasTable:
    """The judgements by one version of one tool."""

    title: str
    reference: str
    #: (short name, title) of each domain.
    domains: tuple[tuple[str, str], ...]
    rows: tuple[BiasRow, ...]
    #: The traffic light; ``None`` where figures are not wanted.
    figure: FigureView | None


@dataclass(frozen=True, slots=True)
class BiasView:
    """Everything that the report says of the risk of bias."""

    tables: tuple[BiasTable, ...]
    #: (label, study_id) of the included studies that nobody judged.
    not_assessed: tuple[tuple[str, str], ...]
    #: The state in one sentence, for the first screen.
    sentence: str


def _row(made: BiasJudgement, label: str, snapshot: Snapshot) -> BiasRow:
    support = [(d.domain, words.clean(d.support)) for d in made.domains if d.support]
    if made.overall_support:
        support.append(("Overall", words.clean(made.overall_support)))
    *domains, whole = lights_of(made)
    return BiasRow(
        study=label,
        study_id=made.study_id,
        judged=words.capital(judged_words(made, snapshot.register)),
        lights=tuple(domains),
        overall=whole,
        support=tuple(support),
        by=words.clean(made.by),
        at=made.at[:10],
        reason=words.sentence(made.reason),
    )


def bias_view(
    studies: Sequence[Study], snapshot: Snapshot, *, with_figures: bool = False
) -> BiasView:
    """Gather the judgements on the included studies, by tool and version."""
    labels = {study.study_id: words.clean(study.label) for study in studies}
    made = [one for one in snapshot.bias if one.study_id in labels]
    tables = []
    tools = dict.fromkeys((one.tool, one.version) for one in made)
    for position, (name, version) in enumerate(tools, start=1):
        tool = tool_of(name, version)
        rows = [one for one in made if (one.tool, one.version) == (name, version)]
        tables.append(
            BiasTable(
                tool.title,
                tool.reference,
                tuple((domain.name, domain.title) for domain in tool.domains),
                tuple(_row(one, labels[one.study_id], snapshot) for one in rows),
                _figure(snapshot, tool, position) if with_figures else None,
            )
        )
    judged = {one.study_id for one in made}
    rest = tuple((label, key) for key, label in labels.items() if key not in judged)
    return BiasView(tuple(tables), rest, _sentence(len(judged), len(labels)))


def _figure(snapshot: Snapshot, tool: BiasTool, position: int) -> FigureView:
    return figure_view(
        lambda: traffic_light(snapshot, tool=tool.name, version=tool.version),
        f"figure-bias-{position}",
        f"Risk of bias: {tool.title}",
        table=lambda _: ((), ()),
    )


def _sentence(judged: int, studies: int) -> str:
    if not studies:
        return "no study is included yet."
    among = words.counted(studies, "included study", "included studies")
    if not judged:
        return f"not assessed by anybody in the {among}."
    if judged == studies:
        return f"judged by people in the {among}."
    return f"judged by people in {judged} of the {among}; not assessed in the others."


def bias_lines(analysis: Analysis, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """Say of each row that an analysis shows how its risk of bias was judged.

    Returns
    -------
    tuple of (str, str)
        Label of the study and words; every study once.
    """
    told: dict[str, list[str]] = {}
    for row in analysis.rows:
        made = judgements_of(
            row.result_ids, row.study_id, snapshot.bias, snapshot.register
        )
        said = told.setdefault(words.clean(row.label), [])
        said += [_short(one, snapshot) for one in made]
    return tuple(
        (label, "; ".join(dict.fromkeys(said)) or NOT_ASSESSED)
        for label, said in told.items()
    )


def _short(made: BiasJudgement, snapshot: Snapshot) -> str:
    tool = tool_of(made.tool, made.version).title
    whole = f"overall {made.overall}" if made.overall else NO_WHOLE
    return f"{judged_words(made, snapshot.register)}: {whole} ({tool})"
