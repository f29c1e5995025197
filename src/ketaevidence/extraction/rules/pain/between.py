"""What may stand between a measure and its value, and what keeps them apart."""

from __future__ import annotations

import re

from ketaevidence.extraction.rules.pain.at_number import IS_MEAN
from ketaevidence.extraction.rules.pain.measures import Measure
from ketaevidence.extraction.rules.pain.pain_words import CONDITIONS, GRAMMAR
from ketaevidence.extraction.rules.pain.values import CI, Value

#: A new subject with its verb: "..., and the stay was".
_NEW_SUBJECT = re.compile(
    r"(?:[,;:]|\b(?:and|while|whereas|but|although|however)\b)\s+(?:the\s+|a\s+|mean\s+|median\s+|their\s+)*"
    r"(?P<subject>(?!(?:was|were|is|are|had|has|have|did)\b)(?:[A-Za-z][\w'-]*\s+){1,5}?)(?:was|were|averaged|increased|decreased|improved|fell|rose|"
    r"dropped|declined|changed|lasted|had\s(?:an?\s)?(?:mean|median))\b",
    re.IGNORECASE,
)
#: "... and less trouble with sitting": something else that is compared.
_NEW_OBJECT = re.compile(
    r"(?:[,;:]|\b(?:and|but|as\swell\sas|with|nor)\b)\s+(?:an?\s|the\s)?(?:significantly\s)?(?:less|more|lower|higher|better|worse|shorter|longer|"
    r"greater|fewer|reduced|improved|increased|decreased|faster|earlier|superior)\s(?!(?:pain|intensity|scores?|VAS|NRS|levels?|values?|in|with|than|at|for|after|on|during|by|compared|"
    r"significantly|average|mean|median|resting|dynamic|dose|doses|ratings?|among|from|to|when|pronounced|marked)\b)\w+",
    re.IGNORECASE,
)
#: "Patients were more mobile (3 vs 4)": what they were is not how much it hurt.
_MORE_SO = re.compile(
    r"\b(?:was|were)\s(?:significantly\s)?(?:more|less)\s(?!severe|intense|pronounced|marked|"
    r"painful|in|with|than|at|after|on|for|from|during|pain|compared)\w+",
    re.IGNORECASE,
)
#: Subjects that leave the measure as it was.
_SAME = re.compile(
    r"\b(?:it|they|this|that|these|those|scores?|values?|ratings?|results?|group\w*|arms?|patients?|controls?|subjects|"
    r"women|placebo|saline|baseline|there|difference\w*|reduction\w*|decrease\w*|change\w*|improvement\w*|levels?|"
    r"both|which|means?|medians?|rest|movement|decline|drop|increase|respective\w*|corresponding|"
    r"ketamine|morphine|control|treatment|participants?|effect|one|others?|hours?|h|days?|weeks?|months?|min)\b",
    re.IGNORECASE,
)
#: Verbs whose object is counted in something else.
_OTHER_VERB = re.compile(
    r"\b(?:required|requiring|consumed|needed|lasted|lasting|occurred|aged|weighed|weighing|stayed|"
    r"enrolled|randomi[sz]ed|recruited|underwent|consisted|correlat\w+|associated|predict\w+|received\s(?:an?\s)?mean)\b",
    re.IGNORECASE,
)
#: Numbers of statistics, not of people: "effect size", "odds".
_STATISTIC = re.compile(
    r"\b(?:effect\ssizes?|SMD|standardi[sz]ed|odds|hazard|relative\srisk|risk\sratio|Cohen'?s|Hedges'?|"
    r"summed|sum\sof|cumulative|r\s?=|beta|β|coefficients?|kappa|ICC|alpha|AUC|area\sunder|regression|slopes?|power|sample\ssize|"
    r"NNT|numbers?\sneeded|minim\w+\s(?:clinical\w*|important)|MCID|clinically\s(?:important|relevant|meaningful)|"
    r"non-?inferiority\smargin|margin|cut-?offs?|threshold\w*|defined|definition|considered|criteri\w+|"
    r"eligib\w+|(?<!at\s)inclusion|exclu\w+|ratio|assum\w+|powered|to\sdetect|anticipat\w+|hypothes\w+)\b",
    re.IGNORECASE,
)
#: "OR 1.2 (...) for pain and 1.1 (...)": the second is a ratio too.
_RATIO = re.compile(
    r"\b(?:a?ORs?|a?HRs?|a?RRs?|IRRs?|SMDs?|odds|hazards?|(?:risk|rate|prevalence)\sratios?|standardi[sz]ed)\b"
    r"(?![^;]{0,160}\b(?:mean|MD|points?|mm|cm|score)\b)[^;]{0,160}$"
)
#: "The mean % of reduction in pain scores": no level.
_PERCENT_CHANGE = re.compile(
    r"(?:%|\bpercent(?:age)?)\s(?:of\s)?(?:reductions?|decreases?|improvements?|changes?|relief)\b",
    re.IGNORECASE,
)
_TEST_STATISTIC = re.compile(r"\b[FtzZHU]\s?[(\[]|χ2?\s?[(\[]")
#: Such a sentence says what would matter, not what was found.
_IMPORTANCE = re.compile(
    r"\bMCIDs?\b|\bMICs?\b|\bPASS\b|\bminim\w+\s(?:clinical\w*\s)?(?:important|detectable|perceptible)|\beffect\ssizes?\b[^;]*$",
    re.IGNORECASE,
)
#: What must stand directly before a plain number that begins a row.
_LICENCE = re.compile(
    r"(?:\b(?:of|was|were|is|are|from|averag(?:ed|ing)|reached|means?|medians?|by|to|only|approximately|about|"
    r"score|scores|VAS|NRS|scored|decreased|increased|reduced|fell|dropped|declined|improved|intensity|remained)\s|"
    r"\((?:ATE|W?MD|LSMD?)\)\s|[=:(\[,]\s?)(?:(?:a|an|mean|median|average|nearly|almost|the|score|value|of|only|about|approximately)\s){0,4}$",
    re.IGNORECASE,
)
#: Ranges of patients' own scores are no level; those of means may be.
_RANGED = re.compile(r"\brang(?:ed|ing|es)\b", re.IGNORECASE)
_INTERVAL = re.compile(r"\bCIs?\b|\bconfidence\b", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"(?:[(\[]|\b(?:from|to|with|of|at|a|was|were))\s?$|\b(?:mean|median|average)\s[^,;.()]{0,30}$",
    re.IGNORECASE,
)
#: "d = 1.2": whose letters they are must be known.
_EQUALS = re.compile(r"([^\s()\[\],;:]+)\s?=\s?$")
#: "When the VAS was 5": what was done then, not what was found.
_CONDITION = re.compile(
    r"\b(?:when|whenever|if|once|until|unless|while|maintain\w*|keep|target\w*)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"\b(?:from|decreas\w*|reduc\w*|fell|fall|drop\w*|declin\w*|improv\w*|increas\w*|rose|went|chang\w*|lower\w*|before|between)\b",
    re.IGNORECASE,
)
_TO_NUMBER, _NUMBER_TO = re.compile(r"\sto\s\d"), re.compile(r"\d\sto\s$")
_WORD = re.compile(r"[A-Za-z][\w'-]+")
_CLAUSE = re.compile(r"[;.]\s?")
#: How far a value may stand from its measure, with a spread and without [characters].
_FAR, _FAR_PLAIN = 320, 160
#: Words between a measure and its value that are no grammar; most are treatments.
_MOST_UNKNOWN, _MOST_UNKNOWN_PLAIN = 9, 4


def keeps_apart(
    words: str, measure: Measure, value: Value, gap: str, names: frozenset[str]
) -> bool:
    """Say whether the words between, or the clause, keep a value from a measure.

    ``gap`` is what stands between, without closed brackets; ``names`` are the words
    for treatments that the text uses.
    """
    if len(gap) > _FAR or is_on_statistics(words, measure.start) or _is_new(gap):
        return True
    listed = _LISTED.match(gap)
    if listed and brings_in_another(listed["what"], names):
        return True
    apart = (_OTHER_VERB, _NEW_OBJECT, _MORE_SO, _STATISTIC, _TEST_STATISTIC)
    if any(pattern.search(gap) for pattern in apart):
        return True
    if value.kind == CI and _RATIO.search(
        words, max(0, value.start - 160), value.start
    ):
        return True
    if value.has_spread:
        return value.form != "plus_minus" and bool(
            _IMPORTANCE.search(words[: value.start])
        )
    return bool(_IMPORTANCE.search(words[: value.start])) or _is_own_range(
        words, value, measure
    )


#: "Pain, gait (2.1 vs 3.4)": what is listed with pain has its own values.
_LISTED = re.compile(
    r"\s?(?:,|/|&|\band\b|\bor\b)\s(?:the\s|their\s)?(?P<what>(?:[\w-]+\s){1,4})[(\[]?$",
    re.IGNORECASE,
)
#: Between two values of a row these say that the next one is pain's too.
_COMPARED = re.compile(
    r"\b(?:vs|versus|v|compared|than|against|relative|opposed)\b", re.IGNORECASE
)
_OF_WHOM = re.compile(
    r"\b(?:groups?|patients|arms?|subjects|women|men|children|treated|treatment|controls?|"
    r"cohorts?|participants|those|others?|both|sites?|sides?|phase|period)\b",
    re.IGNORECASE,
)
#: "And at discharge from the ward": when it was rated.
_WHEN = re.compile(
    r"\b(?:at|before|after|during|following|upon|until|prior\sto|since)\s(?:the\s)?(?:(?!and\b|or\b|but\b|from\s(?:\d|$))[\w-]+\s){1,5}",
    re.IGNORECASE,
)
#: "With warmed and 5.1 with cold lidocaine": what was given or done.
_WITH_WHAT = re.compile(
    r"^\s(?:with|for|after|under|using|in|on)\s(?:(?!and\b|or\b|but\b)[\w-]+\s){1,4}(?=(?:and|or|vs\.?|versus)\s)",
    re.IGNORECASE,
)
#: "Controlled-release", "high-dose": of a treatment.
_OF_TREATMENT = re.compile(r"-(?:release|dose|treated|only|alone|assisted|guided)$")


def brings_in_another(between: str, names: frozenset[str]) -> bool:
    """Say whether words between two values name what may be another measure.

    The words for treatments, groups, times and conditions do not, and after "versus"
    nothing does.
    """
    if _COMPARED.search(between) or _OF_WHOM.search(between):
        return False
    untimed = _WITH_WHAT.sub(" ", _WHEN.sub(" ", between))
    # "... and walking from 3 to 5": the subject of a rise or fall is a measure.
    known = GRAMMAR if untimed.endswith("from ") else GRAMMAR | CONDITIONS
    return any(
        word.lower() not in known and _is_unknown(word, names)
        for word in _WORD.findall(untimed)
    )


def _is_unknown(word: str, names: frozenset[str]) -> bool:
    """Say whether a word is neither a name in capitals nor one for a treatment."""
    lower = word.lower()
    if not word[1:].islower() or _OF_TREATMENT.search(lower):
        return False
    return not names.issuperset(lower.split("-"))


def is_on_statistics(words: str, position: int) -> bool:
    """Say whether the clause up to a position speaks of odds, sizes or limits."""
    lead = _CLAUSE.split(words[max(0, position - 90) : position])[-1]
    return bool(_STATISTIC.search(lead) or _PERCENT_CHANGE.search(lead))


def unknown_words(between: str) -> int:
    """Count the words that are no grammar; most are names of treatments."""
    return sum(word.lower() not in GRAMMAR for word in _WORD.findall(between))


def too_many_unknown(value: Value, unknown: int, *, is_alone: bool) -> bool:
    """Say whether too much that is no grammar stands before a value."""
    if value.has_spread:
        return unknown > _MOST_UNKNOWN
    most = 2 * _MOST_UNKNOWN_PLAIN if is_alone and value.unit else _MOST_UNKNOWN_PLAIN
    return unknown > most


def is_given(words: str, measure: Measure, value: Value, gap: str) -> bool:
    """Say whether words give a number without a spread to its measure."""
    before = words[max(0, measure.start - 40) : measure.start]
    is_exact = bool(value.unit) or "." in words[value.start : value.end]
    is_mean = bool(IS_MEAN.search(before[-30:] + gap))
    # "Mean pain fell from the 8-9 to the 3-5 range": means, of pain itself.
    is_range = value.form == "range" and is_mean
    if len(gap) > _FAR_PLAIN or not (measure.is_score or is_exact or is_range):
        return False
    if _RANGED.search(gap) or _INTERVAL.search(gap) or _CONDITION.search(before):
        return False
    if value.form == "range" and not is_mean:
        return False
    if not gap.strip():
        # "From VAS 8 to VAS 4"; but "VAS 0 and VAS 1" are names of times.
        return is_exact or bool(_BEFORE_NAME.search(before))
    sign = _EQUALS.search(gap)
    near = words[max(measure.start, value.start - 50) : value.start]
    return (
        (measure.is_score or gap.strip() != ",")
        and not (sign and sign[1].lower() not in GRAMMAR)
        and bool(_LICENCE.search(near))
    )


def without_brackets(words: str) -> str:
    """Leave out what stands in closed brackets."""
    return re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", words)


def is_closed(between: str) -> bool:
    """Say whether a bracket that was open before these words closes in them."""
    depth = 0
    for sign in re.findall(r"[()\[\]]", between):
        depth += 1 if sign in "([" else -1
        if depth < 0:
            return True
    return False


def _is_new(gap: str) -> bool:
    """Say whether another subject with its own verb begins in between."""
    return any(
        not _SAME.search(match["subject"])
        and not match["subject"].removeprefix("and ").strip().isupper()
        for match in _NEW_SUBJECT.finditer(gap)
    )


def _is_own_range(words: str, value: Value, measure: Measure) -> bool:
    """Say whether "0 to 2" is a range of patients' scores, and no rise or fall."""
    before = words[max(0, value.start - 12) : value.start]
    if not (_TO_NUMBER.match(words, value.end) or _NUMBER_TO.search(before)):
        return False
    return not _MOVES.search(words[max(0, measure.start - 100) : value.start])
