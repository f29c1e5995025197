"""Whether a number is on the scale, and on the side of nought, that it stands on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from ketaevidence.curation.model import Result, Study
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import EXTRACTION_ERRORS, handbook
from ketaevidence.integrity.words import found, listed, number, said, subject

_FALL: Final = re.compile(
    r"\b(?:reduc\w+|decreas\w+|f[ae]ll(?:s|en|ing)?|declin\w+|drop\w*|lower\w*|"
    r"relie\w+|improve\w*|less pain)\b",
    re.IGNORECASE,
)
#: Words that take a fall back.
_NO_FALL: Final = re.compile(
    r"\b(?:no|not|without|increas\w+|worse\w*|higher)\b", re.IGNORECASE
)
_CHANGES: Final = frozenset({"mean_change", "mean_difference"})
_SCORES: Final = frozenset({"mean", "median", "mean_range", *_CHANGES})
#: 0 to 100 has ten times the width of 0 to 10.
_TIMES: Final = 10.0


def _width(row: Result) -> float | None:
    if row.scale_low is None or row.scale_high is None:
        return None
    return row.scale_high - row.scale_low


def falls_as_rises(material: Material) -> Iterator[Remark]:
    """Find changes in pain above nought whose own words tell of a fall."""
    for row in material.asked:
        is_asked = row.outcome == "pain_intensity" and row.statistic in _CHANGES
        if not is_asked or row.value is None or row.value <= 0:
            continue
        words = said(row.outcome_words, row.source.quote, row.statement)
        match = found(_FALL, words)
        if match is None or _NO_FALL.search(words):
            continue
        yield Remark(
            Place((row.study_id,), (row.result_id,), field="value"),
            (row.value, row.statistic, row.outcome_words),
            f"{subject(row)} is entered as {number(row.value)}, which means more pain.",
            f"The words beside it say “{match}”. Sources print a fall as a positive "
            "number; here a change below 0 is less pain.",
        )


def _scored(material: Material, study: Study) -> list[tuple[Result, float]]:
    rows = [
        row
        for row in material.rows_of(study)
        if row.outcome == "pain_intensity" and row.statistic in _SCORES
    ]
    return [(row, width) for row in rows if (width := _width(row)) is not None]


def scales_in_study(material: Material) -> Iterator[Remark]:
    """Find studies with pain on two scales of which one is ten times the other."""
    for study in material.open_studies:
        rows = _scored(material, study)
        counts = Counter(width for _, width in rows)
        for width in sorted(counts):
            wide = width * _TIMES
            if wide not in counts:
                continue
            rare = width if counts[width] < counts[wide] else wide
            odd = [row for row, w in rows if w == rare]
            if counts[width] == counts[wide]:
                odd = [row for row, w in rows if w in (width, wide)]
            yield Remark(
                Place(
                    (study.study_id,),
                    tuple(row.result_id for row in odd),
                    field="scale_high",
                ),
                tuple(part for row in odd for part in (row.value, _width(row))),
                f"Pain in {study.label} stands on scales {number(width)} and "
                f"{number(wide)} points wide.",
                "A study seldom uses both; beside each other the numbers look like a "
                "tenfold effect.",
            )


def scales_across(material: Material) -> Iterator[Remark]:
    """Find studies whose pain scale has another width than that of most others."""
    of_study: dict[str, set[float]] = {
        study.study_id: {width for _, width in _scored(material, study)}
        for study in material.open_studies
    }
    counts = Counter(width for widths in of_study.values() for width in widths)
    if not counts:
        return
    common = max(counts, key=lambda width: (counts[width], -width))
    for study in material.open_studies:
        others = sorted(of_study[study.study_id] - {common})
        if not others or common in of_study[study.study_id]:
            continue
        told = listed([number(width) for width in others])
        yield Remark(
            Place((study.study_id,), field="scale_high"),
            (common, *others),
            f"Pain in {study.label} stands on a scale {told} points wide; in most "
            f"studies here it is {number(common)}.",
            "Scales are never mixed in a pool, and nothing is converted without a "
            "rule; beside each other the numbers mislead.",
        )


def small_for_scale(material: Material) -> Iterator[Remark]:
    """Find scores that would all fit 0 to 10 on a scale that goes to 100."""
    for study in material.open_studies:
        rows = [
            row
            for row, width in _scored(material, study)
            if width == 10 * _TIMES and row.value is not None
        ]
        values = [abs(row.value or 0) for row in rows]
        if not values or max(values) > 10:
            continue
        told = listed([number(row.value or 0) for row in rows])
        yield Remark(
            Place(
                (study.study_id,),
                tuple(row.result_id for row in rows),
                field="scale_high",
            ),
            tuple(row.value for row in rows),
            f"Pain in {study.label} is {told} on a scale to 100.",
            "Every one of them would fit a scale to 10.",
        )


CHECKS: Final = (
    Check(
        "fall_as_rise",
        "Fall in pain with the sign of a rise",
        "block",
        "mean change or difference > 0 and words such as reduction, fall, relief",
        "Settle it as corrected with the sign turned around (value, and the interval "
        "if there is one), or accept it if pain did rise.",
        EXTRACTION_ERRORS,
        falls_as_rises,
    ),
    Check(
        "scales_in_study",
        "0 to 10 and 0 to 100 in one study",
        "block",
        "pain on two scales, (high − low) of one ten times that of the other",
        "Look at the source's scale for each number; settle it as corrected (value, "
        "spread, scale_low, scale_high), or accept it if both scales were used.",
        handbook(6),
        scales_in_study,
    ),
    Check(
        "scales_across",
        "Another pain scale than in most studies",
        "note",
        "(high − low) other than that of most studies",
        "Make sure that the scale is entered as printed; compare no numbers across.",
        handbook(6),
        scales_across,
    ),
    Check(
        "small_for_scale",
        "Scores of 0 to 10 on a scale to 100",
        "warn",
        "every |value| ≤ 10 where high − low = 100",
        "Look at the source's scale; settle it as corrected, or accept it.",
        handbook(6),
        small_for_scale,
    ),
)
