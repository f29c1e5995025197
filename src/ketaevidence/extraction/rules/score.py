"""Pain scores: means with a plus-minus that the sentence binds to pain."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.numbers import DECIMAL, MINUS, read_decimal
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.kind import reports_patients
from ketaevidence.extraction.rules.pain_words import OTHER_MEASURED
from ketaevidence.extraction.rules.scale import pain_scale_at
from ketaevidence.extraction.rules.spread import spread_warnings, stated_spread
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

#: A sign is a minus where nothing that it could join stands before it. A number that
#: is glued to another one ("1.50–2.04") may be either, and is left alone.
_PLUS_MINUS = re.compile(
    rf"(?<![\w.,·/±{MINUS}])(?<!\d\s)(?P<sign>[{MINUS}]\s?)?(?<!\.\s)(?P<mean>{DECIMAL})\s?"
    rf"±\s*(?P<spread>{DECIMAL})(?![\w%°]|[.·,]\d|\s?[{MINUS}]\s?\d)"
)
#: What may follow the spread: a scale's unit, or a word or mark that ends the value.
_ENDS = re.compile(
    r"\s?(?:mm|cm|points?|/\s?10+|SDs?|SEM?|standard\s+\w+)?(?:\s?(?:VAS|NRS|on)\b)?\s*"
    r"(?:$|[.,;:()\[\]&]|(?:to|vs|versus|and|or|in|at|after|before|for|on|with|during|compared|"
    r"than|by|from|respectively|p|while|whereas|initially|following|when|among|within|points|out|of|the|group|pre\w*|post\w*|immediately|one|two|three|four|six|\d+)\b|[<=±-])",
    re.IGNORECASE,
)
#: The unit of a later value in the same row is that of the earlier ones:
#: "21 ± 3 versus 25 ± 12 hours".
_OTHER_UNIT = re.compile(
    r"\s?(?:%|°|mg|µg|μg|ug|mcg|micro\w*|g|kg|m?l|years?|yrs?|months?|weeks?|days?|hours?|hrs?|"
    r"h|min(?:utes?)?|s|sec\w*|mm\s?Hg|cm2|mm2|beats|bpm|degrees|ng|mA|Hz|kcal|mmol|times|tablets|"
    r"doses|patients|episodes|attacks|percent|per)\b",
    re.IGNORECASE,
)

_KIND_OF_PAIN = r"(?:(?:intensity|severity|scores?|ratings?|levels?|VAS|NRS|scales?|values?)\b\s?){0,3}"
_HEAD = re.compile(
    rf"\b(?P<pain>pain)\b\s?(?P<kind>{_KIND_OF_PAIN})|"
    r"(?P<scale>\b(?:VAS|NRS)\b|\b(?i:visual\s+analog(?:ue)?(?:\s+pain)?\s+(?:scale|score)s?)|"
    r"\b(?i:numeric(?:al)?(?:\s+pain)?\s+rating\s+(?:scale|score)s?))"
    r"(?:\s(?:for\s+)?(?:pain|scores?|values?|ratings?)\b){0,3}",
    re.IGNORECASE,
)
#: "Pain relief", "pain threshold", "pain and disability": not how strong pain is.
_NOT_A_SCORE = re.compile(
    r"[\s-]?(?:relief|threshold|toleran|free|duration|disab|catastroph|medic|days|interfer|self|"
    r"killer|control|manag|treat|clinic|drug|episod|attack|onset|questionn|AUC|area|"
    r"and\s+(?!at\b|on\b|during\b|pain\b)\w+|or\s+\w+|differences?|changes?\b|reductions?|decrease\s+of|improvement|index|inventory|unpleas|affect|syndrome|location|sites?|frequen|behavio|killers)",
    re.IGNORECASE,
)
#: Before bare "pain", from the start of its clause: describing words, and nothing
#: that makes pain an object ("to control pain", "hours of pain").
_DESCRIBING = re.compile(
    r"(?:^|[.;:,(\[]|\bthat\b|\b(?:and|while|whereas|but)\b)\s*(?:(?:the|mean|median|average|daily|worst|least|current|resting|"
    r"postoperative|overall|maximum|maximal|baseline|initial|their|chronic|spontaneous|"
    r"back|neck|knee|shoulder|neuropathic|labor|labour|dynamic|static|usual|present|evoked|total|in\s+group\s+\w+)\s+){0,4}$",
    re.IGNORECASE,
)
#: Words of another measure between pain and the number: the number is theirs.
_TAKEN = re.compile(
    r"\b(?:scores?|scales?|ind(?:ex|ices)|rates?|times?|numbers?|counts?|consum\w+|dos(?:e|es|age|ages)|"
    r"durations?|durée|volumes?|requirements?|pressures?|levels?|concentrations?|saturation|latenc\w+|"
    r"lengths?|stay|ages?|weights?|BMI|AUC|areas?|morphine|rescue|medications?|tablets?|"
    r"opioids?|analgesics?|usage|intake|intensity|quality|frequency|range\s+of\s+motion|"
    r"flexion|relief|threshold|reflex|"
    r"sensory|affective|effects?|rating|percent\w*)\b",
    re.IGNORECASE,
)
#: A change is no score. A "significant difference in pain scores" shows scores.
_CHANGE = re.compile(
    r"\b(?:(?<!significant )(?<!statistical )differences?|changes?|changed|reductions?|improvements?|"
    r"increments?|gains?|drops?|declines?|decreases?(?!\s+from)|increases?(?!\s+from)|falls?|by(?=\s*$)|delta|relief|lowering)\b",
    re.IGNORECASE,
)
#: "Time to a pain score below 3": the number is the time's.
_OBJECT_OF = re.compile(
    r"\b(?:times?|until|numbers?|proportions?|percentages?|AUC|areas?|dos(?:e|es)|days|hours|"
    r"patients|correlat\w+|incidence|frequency|duration)\b[^,;(]{0,40}$",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"(?<![Pp])(?<![Pp]\s)[<>≤≥]")
_KNOWN = frozenset(
    re.findall(
        r"\S+",
        # Grammar.
        "the a an was were is are had has been be of in on at to from for with by and or "
        "vs versus than compared between during after before while whereas it also this "
        "that these their then later only as out respective respectively "
        # How a score moves and is told.
        "decreased increased fell declined dropped reduced improved rose remained stable "
        "changed went lower higher less greater significantly significant statistically "
        "highly differences initially initial baseline mean median average sd sem se p "
        "reported assessed measured evaluated mm cm points point scale "
        # Whose it is.
        "both all each group groups arm arms patients subjects control placebo treatment "
        "intervention treated receiving received i ii iii iv a b c d one two three four "
        "six first second third fourth last "
        # When it was taken.
        "week weeks day days month months hour hours h hr hrs min minutes postoperative "
        "postoperatively preoperative pre post rest movement coughing arrival end study "
        "immediately following followed follow-up",
    )
)
_WORD = re.compile(r"[A-Za-z][\w-]*")
#: Unknown words between pain and its number; these are mostly names of treatments.
_MOST_UNKNOWN = 4
#: How far a number may stand from the words that bind it to pain [characters].
_FAR = 300
_TOP = 100
#: More values than these before "respectively", and a reader must sort them.
_MOST_LISTED = 2


def read_pain_score(view: View, _: Question) -> Iterator[Candidate]:
    """Read means with a plus-minus that are bound to pain; no spread is guessed."""
    if not reports_patients(view):
        return
    scale_is_pain = any(pain_scale_at(view, scale) for scale in ("VAS", "NRS"))
    for sentence in view.sentences:
        matches = list(_PLUS_MINUS.finditer(sentence.words))
        if not matches:
            continue
        heads = _heads(sentence.words, scale_is_pain=scale_is_pain)
        kind = stated_spread(view, sentence.words)
        for match, usable in zip(
            matches, _usable(sentence.words, matches), strict=True
        ):
            mean = read_decimal(match["mean"])
            is_score = usable and mean <= _TOP
            if not is_score or not _is_bound(sentence.words, match, heads):
                continue
            after = sentence.words[match.end() : match.end() + _FAR]
            is_listed = "respectively" in after
            if is_listed and len(matches) > _MOST_LISTED:
                continue
            warnings = spread_warnings(kind) + _warnings(match, is_listed=is_listed)
            yield candidate(
                view,
                "pain_score",
                -mean if match["sign"] else mean,
                sentence.start + match.start(),
                sentence.start + match.end(),
                "outcome.plus_minus",
                spread=read_decimal(match["spread"]),
                spread_type=kind,
                warnings=warnings,
            )


def _warnings(match: re.Match[str], *, is_listed: bool) -> tuple[str, ...]:
    """Say what a reader must look at before taking a value for a score."""
    change = ("a negative value is a change, not a score",) if match["sign"] else ()
    listed = ("values are listed for several groups or times",) if is_listed else ()
    return change + listed


def _heads(words: str, *, scale_is_pain: bool) -> list[re.Match[str]]:
    """Find the words of a sentence that a pain score may belong to."""
    found = []
    for match in _HEAD.finditer(words):
        before = words[max(0, match.start() - 60) : match.start()]
        if _NOT_A_SCORE.match(words[match.end() : match.end() + 40].lstrip()):
            continue
        names_scale = bool(match["scale"]) or bool(match["kind"])
        says_pain = bool(match["pain"]) or "pain" in match[0].lower()
        if _OBJECT_OF.search(before):
            continue
        near = words[max(0, match.start() - 40) : match.end() + 25]
        if not names_scale and not _DESCRIBING.search(before):
            continue
        if not says_pain and (not scale_is_pain or OTHER_MEASURED.search(near)):
            continue
        found.append(match)
    return found


def _usable(words: str, matches: list[re.Match[str]]) -> list[bool]:
    """Say of each value whether it, and the row it stands in, has a pain's unit."""
    answers: list[bool] = []
    follows = True
    for number, match in reversed(list(enumerate(matches))):
        after = words[match.end() : match.end() + 30]
        own = bool(_ENDS.match(after)) and not _OTHER_UNIT.match(after)
        is_row = number + 1 < len(matches) and _is_row(
            words[match.end() : matches[number + 1].start()]
        )
        follows = own and (follows if is_row else True)
        answers.append(follows)
    return answers[::-1]


def _is_row(gap: str) -> bool:
    return len(gap) < _FAR and not re.search(r"[;(]", gap)


def _is_bound(words: str, match: re.Match[str], heads: list[re.Match[str]]) -> bool:
    """Say whether the nearest words that a value can belong to are pain's."""
    # Heads stand in order, so the last one that ends before the value is searched for
    # by halves: a sentence of a megabyte may hold very many of them.
    before = bisect_right(heads, match.start(), key=lambda one: one.end())
    if before == 0 or match.start() - heads[before - 1].end() > _FAR:
        return False
    head = heads[before - 1]
    between = words[head.end() : match.start()]
    if (
        ";" in between
        or _LIMIT.search(between)
        or _TAKEN.search(between)
        or OTHER_MEASURED.search(between)
    ):
        return False
    lead = words[max(0, head.start() - 80) : head.start()]
    lead = re.split(r"[;:]", lead)[-1]
    if not match["sign"] and _CHANGE.search(lead + head[0] + between):
        return False
    unknown = [
        word
        for word in _WORD.findall(between)
        if word.lower() not in _KNOWN and len(word) > 1
    ]
    return len(unknown) <= _MOST_UNKNOWN
