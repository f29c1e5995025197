"""How the study was done, as its own words say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question
from ketaevidence.records.model import RANDOMIZED_CONTROLLED_TRIAL

#: (design, where to look, words), in the order of trust. A title says what a paper
#: is; an abstract also speaks of other people's designs.
_RULES: tuple[tuple[str, str, str], ...] = (
    ("protocol", "title", r"\b(?:study|trial|review)?\s*protocol\b(?=.*\b(?:trial|study|review)\b|$)"),
    ("meta_analysis", "title", r"\bmeta-?\s?analys[ie]s\b"),
    ("systematic_review", "title", r"\bsystematic(?:ally)?\s+review(?:ed)?\b"),
    ("narrative_review", "title", r"\b(?:narrative|literature|comprehensive|scoping)\s+review\b|:\s+an?\s+review\b"),
    ("case_report", "title", r"\b(?:a\s+)?case\s+report\b|\breport\s+of\s+(?:a|one)\s+case\b"),
    ("case_series", "title", r"\bcase\s+series\b|\breport\s+of\s+(?:\d+|two|three|four|five)\s+cases\b"),
    ("animal", "title", r"\b(?:in|of)\s+(?:\w+\s+){0,3}(?:rats?|mice|mouse|dogs?|cats?|sheep|rabbits?|pigs?|horses?|monkeys?|baboons?|calves|ponies)\b"),
    ("rct_crossover", "title", r"\brandomi[sz]ed\b.*\bcross-?over\b|\bcross-?over\b.*\brandomi[sz]ed\b"),
    ("rct_parallel", "title", r"\brandomi[sz]ed\b"),
    ("rct_crossover", "any", r"\brandomi[sz]ed\b[^.;]{0,80}\bcross-?over\b|\bcross-?over\b[^.;]{0,60}\brandomi[sz]ed\b"),
    ("rct_parallel", "any", r"\brandomi[sz]ed,?\s+(?:and\s+)?(?:(?:double|single|triple|observer)[\s-]blind(?:ed)?,?\s+)?(?:placebo[\s-])?(?:controlled|clinical|parallel)\b|\brandomi[sz]ed\s+(?:controlled\s+)?(?:trial|study)\b|\bwere\s+randomi[sz]ed\s+to\b|\bwere\s+randomly\s+(?:assigned|allocated|divided)\b"),
    ("retrospective_cohort", "any", r"\bretrospective(?:ly)?\b"),
    ("case_report", "any", r"\bwe\s+(?:report|describe|present)\s+(?:a|the)\s+case\b|\ba\s+\d{1,2}[\s-]year[\s-]old\s+(?:woman|man|girl|boy|female|male|patient)\b"),
    ("single_arm_prospective", "any", r"\b(?:open[\s-]label|prospective(?:ly)?|observational)\b"),
)  # fmt: skip
_COMPILED = tuple((d, w, re.compile(p, re.IGNORECASE)) for d, w, p in _RULES)

#: Words that deny the design that follows, or give it to other studies.
_NOT_THIS_STUDY = re.compile(
    r"\b(?:no|few|lack\s+of|need\s+for|further|future|previous|other|included?\s+if|"
    r"larger|eligible|warranted|recommend\w*|should\s+be)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_SYNTHESES = frozenset({"meta_analysis", "systematic_review", "narrative_review"})


def read_design(view: View, _: Question) -> Iterator[Candidate]:
    """Read the one design that the text states first in the order of trust."""
    for design, where, words in _COMPILED:
        scope = len(view.record.title) if where == "title" else len(view.text)
        for match in words.finditer(view.text, 0, scope):
            if _NOT_THIS_STUDY.search(
                view.text[max(0, match.start() - 80) : match.start()]
            ):
                continue
            yield candidate(
                view,
                "design",
                design,
                match.start(),
                match.end(),
                f"design.{design}.{where}",
                warnings=_contradiction(view, design),
            )
            return


def _contradiction(view: View, design: str) -> tuple[str, ...]:
    tagged = view.record.is_of_type(RANDOMIZED_CONTROLLED_TRIAL)
    if tagged and not design.startswith("rct"):
        return ("PubMed's publication type says randomized controlled trial",)
    return ()


def is_synthesis(view: View, question: Question) -> bool:
    """Say whether the title calls the record a review of other studies."""
    return any(c.value in _SYNTHESES for c in read_design(view, question))
