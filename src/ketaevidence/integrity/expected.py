"""What the review's question says beforehand: its pain scales, and its outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ketaevidence.curation.model import Result
from ketaevidence.curation.vocabulary import SYNTHESES
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import EXTRACTION_ERRORS, SWITCHING, handbook
from ketaevidence.integrity.words import listed, number, subject
from ketaevidence.question.matching import first_match
from ketaevidence.question.model import PainScale

#: Designs that have no results of their own patients to tell.
_WITHOUT_RESULTS: Final = frozenset({*SYNTHESES, "protocol"})


def _on_known_scales(material: Material) -> Iterator[tuple[Result, PainScale]]:
    """Give the results on pain whose scale exactly one scale of the question is."""
    for row in material.asked:
        if row.outcome != "pain_intensity" or not row.scale:
            continue
        known = [
            scale
            for scale in material.question.scales
            if first_match(scale.words, row.scale)
        ]
        # "VAS of pain relief" has words of two scales: nobody can say which is meant.
        if len(known) == 1:
            yield row, known[0]


def other_ends(material: Material) -> Iterator[Remark]:
    """Find scales with other ends than the question lists for them."""
    for row, scale in _on_known_scales(material):
        low, high = row.scale_low, row.scale_high
        if low is None or high is None or (low, high) in scale.ends:
            continue
        usual = [f"{number(a)} to {number(b)}" for a, b in scale.ends]
        yield Remark(
            Place((row.study_id,), (row.result_id,), field="scale_high"),
            (row.scale, low, high),
            f"{subject(row)} stands on {row.scale} from {number(low)} to "
            f"{number(high)}.",
            f"The question lists the {scale.name} from {listed(usual)}.",
        )


def relief_as_pain(material: Material) -> Iterator[Remark]:
    """Find ratings of relief among ratings of pain, where less is better."""
    for row, scale in _on_known_scales(material):
        if scale.higher_is_worse:
            continue
        yield Remark(
            Place((row.study_id,), (row.result_id,), field="outcome"),
            (row.scale, row.outcome),
            f"{subject(row)} is entered as pain, on {row.scale}.",
            f"On the scale {scale.name} more is better; analyses of pain take more for "
            "worse.",
        )


def outcome_missing(material: Material) -> Iterator[Remark]:
    """Find studies of which nothing is entered on an outcome that is expected."""
    for study in material.open_studies:
        if study.design in _WITHOUT_RESULTS:
            continue
        told = {row.outcome for row in material.rows_of(study)}
        for outcome in material.question.outcomes:
            if outcome in told:
                continue
            plain = material.register.words["results"]["outcome"][outcome]
            yield Remark(
                Place((study.study_id,), field=outcome),
                (outcome,),
                f"{study.label}: nothing is entered on “{plain}”.",
                "The question expects it of every study; that a source is silent is "
                "worth knowing too.",
            )


CHECKS: Final = (
    Check(
        "other_ends",
        "Scale with other ends than the question lists",
        "warn",
        "(low, high) is none of the pairs of [[scales]] for the scale of this name",
        "Look at the source's scale; settle it as corrected (scale_low, scale_high), "
        "or accept it and add the ends to the question.",
        handbook(6),
        other_ends,
    ),
    Check(
        "relief_as_pain",
        "Relief entered as pain",
        "block",
        "pain_intensity on a scale of [[scales]] with higher_is_worse = false",
        "Settle it as corrected with another outcome, or with the scale that the "
        "source used; exclude it if it is relief.",
        EXTRACTION_ERRORS,
        relief_as_pain,
        may_be_accepted=False,
    ),
    Check(
        "outcome_missing",
        "Expected outcome with nothing entered",
        "note",
        "no row of the study has the outcome, for each of [outcomes] expected",
        "Enter what the source says, or a row with the statistic not_found if it says "
        "nothing.",
        SWITCHING,
        outcome_missing,
    ),
)
