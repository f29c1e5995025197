"""Whether several sources state one thing, and state it differently.

Which of them is right the register cannot tell: a person reads both and chooses.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from ketaevidence.curation.model import Result
from ketaevidence.curation.same_values import is_silent, same_values
from ketaevidence.curation.sources import MEASURED, Disagreement, Stated
from ketaevidence.curation.stated_words import column_words, stated_words, value_words
from ketaevidence.curation.tabular import cell_text, columns_of
from ketaevidence.curation.vocabulary import Words
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark, identify
from ketaevidence.integrity.references import EXTRACTION_ERRORS, handbook
from ketaevidence.integrity.words import begun, listed, subject

#: The ids of the two checks on sources that a person chooses between.
IN_POOLS: Final = "sources_disagree"
IN_WORDS: Final = "sources_describe_otherwise"
CHOOSABLE: Final = frozenset({IN_POOLS, IN_WORDS})
#: What a source's words are cut to [characters].
_LONGEST: Final = 80


def place_of(found: Disagreement) -> Place:
    """Give where a disagreement is: a result, or the study that a cell belongs to."""
    field = ", ".join(found.columns)
    if found.table == "results":
        return Place((found.study_id,), (found.key,), field=field)
    return Place((found.study_id,), field=field)


def check_of(found: Disagreement) -> str:
    """Give the id of the check that asks about a disagreement."""
    return IN_POOLS if found.touches_pools else IN_WORDS


def id_of(found: Disagreement) -> str:
    """Give the identifier of the finding that asks about a disagreement.

    It is made of everything that the sources state, so that a choice among them is none
    among others.
    """
    return identify(check_of(found), place_of(found), _values(found))


def _values(found: Disagreement) -> tuple[object, ...]:
    return (
        found.table,
        found.key,
        *(
            f"{stated.number} {column} {text}"
            for stated in found.sources
            for column, text in stated.cells
        ),
    )


def told(found: Disagreement, codes: Words) -> str:
    """Say what each source states, with where it was read."""
    return "; ".join(_source_words(stated, found, codes) for stated in found.sources)


def _source_words(stated: Stated, found: Disagreement, codes: Words) -> str:
    said = stated_words(stated, found.columns, codes)
    return f"{said} in source {stated.number} ({where_read(stated)})"


def where_read(stated: Stated) -> str:
    """Name a source in short: its place and its words, or its address."""
    source = stated.source
    quote = f"“{_cut(source.quote)}”" if source.quote else None
    parts = [part for part in (source.location, quote) if part]
    return ", ".join(parts) or source.url or "place not recorded"


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def sources_disagree(material: Material) -> Iterator[Remark]:
    """Find rows that pools use, of which sources state what cannot both be."""
    return _asked(material, touches_pools=True)


def sources_describe_otherwise(material: Material) -> Iterator[Remark]:
    """Find studies that sources describe otherwise, in what no pool uses."""
    return _asked(material, touches_pools=False)


def _asked(material: Material, *, touches_pools: bool) -> Iterator[Remark]:
    asked = {row.result_id: row for row in material.asked}
    studies = {study.study_id: study for study in material.studies}
    for found in material.disagreements:
        is_asked = found.key in asked if found.table == "results" else True
        if found.touches_pools != touches_pools or not is_asked:
            continue
        if found.study_id not in studies:
            continue
        if found.table == "results":
            about = subject(asked[found.key])
        else:
            cells = listed([*map(column_words, found.columns)])
            about = f"{studies[found.study_id].label}, {cells}"
        held = "None of them is used in a pool until a person chooses one."
        yield Remark(
            place_of(found),
            _values(found),
            f"{begun(about)}: sources disagree: "
            f"{told(found, material.register.words)}.",
            held if touches_pools else "A reader must know which of them is meant.",
            "Read each source and choose one with the reason: ketaevidence sources "
            f"REVIEW --choose {found.key} --number 1 --by NAME --reason WHY.",
        )


def rows_stated_twice(material: Material) -> Iterator[Remark]:
    """Find pairs of rows on the same arm, outcome and time."""
    groups: dict[tuple[str, ...], list[Result]] = {}
    for row in material.asked:
        groups.setdefault(_measurement(row), []).append(row)
    for rows in groups.values():
        for first, second in combinations(rows, 2):
            shared = _stated_by_both(first, second)
            if not shared or not _is_same_time(first, second):
                continue
            differing = [n for n, *texts in shared if not _is_same(n, *texts)]
            names = differing or [name for name, *_ in shared]
            values = listed(
                [
                    f"{column_words(n)} {value_words(n, a)} and {value_words(n, b)}"
                    for n, a, b in shared
                    if n in names
                ]
            )
            verdict = "state it differently" if differing else "state the same"
            yield Remark(
                Place((first.study_id,), (first.result_id, second.result_id)),
                tuple(part for triple in shared for part in triple),
                f"{subject(first)} stands in {first.result_id} and in "
                f"{second.result_id}, which {verdict}: {values}.",
                "One measurement in two rows is counted twice, or one of the numbers "
                "is wrong.",
            )


def _measurement(row: Result) -> tuple[str, ...]:
    """Give what tells measurements of a study apart, without their time and numbers."""
    words = (
        row.outcome_words, row.definition, row.scale, row.statement,
        "count" if row.statistic == "percent" else row.statistic,
    )  # fmt: skip
    ids = (row.study_id, row.arm_id, row.outcome, row.unit_of_analysis, row.phase)
    return (*ids, *("".join((word or "").split()).casefold() for word in words))


def _stated_by_both(first: Result, second: Result) -> list[tuple[str, str, str]]:
    pairs = [
        (name, cell_text(first, name), cell_text(second, name))
        for name in MEASURED
        if name not in ("notes", "statement", "estimator", "p_value")
    ]
    return [
        (name, a, b)
        for name, a, b in pairs
        if a and b and not is_silent(name, a) and not is_silent(name, b)
    ]


def _is_same_time(first: Result, second: Result) -> bool:
    if first.time_days is None or second.time_days is None:
        words = (first.time_words or "", second.time_words or "")
        return first.time_days == second.time_days and words[0] == words[1]
    return first.time_days == second.time_days


def _is_same(name: str, first: str, second: str) -> bool:
    (column,) = (c for c in columns_of(Result) if c.name == name)
    return same_values(name, column.kind, first, second)


_CHOOSE: Final = (
    "Read each source and choose one with the reason (ketaevidence sources --choose), "
    "or exclude the row."
)
CHECKS: Final = (
    Check(
        IN_POOLS,
        "Sources that disagree",
        "block",
        "two sources of one result, or of a cell by which results are pooled, state "
        "values that cannot both be, beside rounding; 17 of 20 is also 85%",
        _CHOOSE,
        handbook(5),
        sources_disagree,
        may_be_accepted=False,
    ),
    Check(
        IN_WORDS,
        "Sources that describe a study otherwise",
        "warn",
        "two sources of another cell of a study or an arm differ in more than spaces "
        "and capitals",
        _CHOOSE,
        handbook(5),
        sources_describe_otherwise,
    ),
    Check(
        "stated_twice",
        "One measurement in two rows",
        "block",
        "two results of one study, arm, outcome, time and kind of number, with the "
        "same words for what was measured",
        "Keep one row, and enter the other as another source of it (row “other source” "
        "in the sheet); give the second row its reason in kept_out_because. Accept it "
        "if they measure two things.",
        EXTRACTION_ERRORS,
        rows_stated_twice,
    ),
)
