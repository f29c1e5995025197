"""P values that are results, each with the clause that it stands in.

What belongs to a p value is said by its clause, so the clause is the quote. The level
below which something counts as significant is no result and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

#: How the letter of a p value may be spelt as a run of letters.
_LETTERS = frozenset(
    ("p", "ps", "pvalue", "pvalues", "ptrend", "pint", "pinteraction", "padj", "padjusted", "pcorr", "pcorrected", "pdiff", "pdifference", "phet", "pheterogeneity", "pfdr")
)  # fmt: skip
_TENTHS = r"0?\s?[.,·]\s{0,2}\d{1,12}|1(?:[.·]0{1,6})?(?!\d)"
_POWER = r"(?:\d(?:[.·]\d{1,4})?\s?[x×*·.]\s?)?10\s?(?:[\^(]{0,2}\s?-\s?\d{1,3}\)?|⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_EXPONENT = r"\d(?:[.·]\d{1,4})?[eE]-\d{1,3}"
#: "p < 5%" is the one form above one that is still a p value.
_PERCENT = r"\d{1,2}(?:[.·]\d{1,4})?\s?%"
_NUMBER = rf"(?:{_POWER}|{_EXPONENT}|{_PERCENT}|{_TENTHS})"
#: Folding fills "< or =" up with spaces, so a sign may stand far from its number.
_SIGN = r"(?:[:=]?\s?[<>=≤≥]{1,2}\s{0,16}<?)"
_NOT_SIGNIFICANT = r"(?:[Nn]\.?[Ss]\b\.?|[Nn]ot\s+significant|[Nn]on-?\s?significant)"
#: What may stand between the letter and the number: "P-value", "p for trend", "Ptrend".
_OF = (
    r"(?:\s?-?\s?[Vv]al(?:ue)?s?\b)?"
    r"(?:[\s_-]?\(?(?:trend|int|interaction|het|heterogeneity|adj|adjusted|corr|corrected|diff|difference|FDR|superiority|non-?inferiority)\b\)?)?"
    r"(?:\s(?:for|of)\s(?:the\s|all\s|linear\s)?(?:\w{1,20}\s){0,2}?(?:trend|interactions?|heterogeneity|superiority|non-?inferiority|differences?|comparisons?|equivalence))?"
)
_P_VALUE = re.compile(
    # The letter opens the pattern, before what may not precede it: so it is fastest.
    rf"(?P<p>[Pp](?<![\w·][Pp])(?:'?[sS])?{_OF})"
    rf"(?:\s?(?P<sign>{_SIGN})\s?(?P<number>{_NUMBER})|"
    rf"(?:\s?,?\s(?:was|were|is|of)\b|\s?:|\s?,)?\s(?P<words>(?:less|greater|more)\sthan(?:\sor\sequal\sto)?|below|above|equals?(?:\sto)?)\s(?P<number2>{_NUMBER})|"
    # Without a sign it must look like nothing else: "P value of 0.03", "P: .02".
    rf"\s?(?:,|:|(?<=[a-z])\sof|\s(?:was|were|is))?\s(?P<sign3>[<>=≤≥]?)\s{{0,16}}(?P<number3>0?[.·]\d{{1,12}})|"
    rf"\s?[:=]?\s?(?P<ns>{_NOT_SIGNIFICANT}))"
    r"(?![\d%]|[.,·]\d|\s?(?:mg|ml|mL|µg|kg|g|mm|cm|Hz|bar|kPa|times|points)\b)"
)
#: The next number of a list of p values: "and .03", ", <0.02", "-0.005".
_NEXT = re.compile(
    r"\s?(?P<link>,\s?and\s|,\s?or\s|,\s?|;\s?|\sand\s?|\sor\s|\svs\.?\s|\sto\s|\s?-\s?|\s?/\s?|\s?&\s?)(?:up\sto\s)?(?P<sign>[<>=≤≥]?)\s{0,16}(?P<number>0?[.·]\d{1,12})"
    r"(?![\d%]|[.,·]\d|\s?(?:mg|ml|mL|µg|kg|g|mm|cm|h|min|vs|versus|points|percent|years|days)\b|\s?[±(\[-])"
)
#: "0.01 < p < 0.05" gives both bounds.
_BOUND_BEFORE = re.compile(r"(?P<number>0?[.·]\d{1,6})\s?(?P<sign>[<>≤≥])\s?$")
_TURNED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}

#: Levels that authors set. Another number is a result even where it is "considered".
_LEVELS = frozenset({0.2, 0.1, 0.05, 0.025, 0.02, 0.017, 0.0167, 0.0125, 0.01, 0.005, 0.001})  # fmt: skip
_SETS_A_LEVEL_AFTER = re.compile(
    r"\s*[)\]]?\s*(?:\((?:two|one|2|1)[\s-]?(?:sided|tailed)\)\s*)?(?:values?\s)?,?\s*"
    r"(?:(?:was|were|is|are|being|as|which|that|will\sbe|to|has\sbeen|have\sbeen|be)\s+){0,3}(?:\w+ly\s+)?"
    r"(?:considered|regarded|accepted|deemed|defined|judged|chosen|adopted|assumed|designated|interpreted)\b"
)
#: Without a closing bracket before it: "P < 0.05 was significant", "as significant".
_IS_CALLED_SIGNIFICANT = re.compile(
    r"(?:\s\((?:two|one|2|1)[\s-]?(?:sided|tailed)\))?(?:\svalues?)?\s+(?:(?:was|were|is|are|being|as|to|which|that|will|be)\s+){0,3}"
    r"(?:the\s+)?(?:statistically\s+)?(?:significant\b|(?:taken|used|set)\b|indicat\w+|denot\w+|represent\w+|signif(?:y|ied|ies)\b|level|threshold|limit|criterion|cut-?off)"
)
_SETS_A_LEVEL_BEFORE = re.compile(
    r"(?:\bsignificance\b(?:\s+(?:level|criterion|threshold))?|\blevels?\s+of\s+(?:statistical\s+)?significance|\b(?:alpha|α)(?:\s?[\s-]\s?(?:level|error|value|risk))?|\bthreshold|\bcut-?off|\bcriterion|\btype\s+I\s+error)"
    r"[^.;()]{0,60}?(?:\b(?:set|accepted|considered|defined|established|determined|assumed|fixed|taken|declared|assessed|tested|assigned|indicated|specified|chosen|designated|regarded|adjusted|denoted|evaluated)\b[^.;()]{0,40}|\b(?:was|were|is|if|when|where|as)\s+(?:at\s+|for\s+|an?\s+|the\s+)?(?:two-sided\s+|two-tailed\s+)?|(?:level|criterion|threshold|significance)\s*(?:of|at|:|,|=|\()?\s*(?:an?\s+|the\s+)?)$|"
    r"\b(?:considered|accepted|regarded|taken|defined)\b[^.;()]{0,60}\b(?:if|at|when|where|for|as|with)\s+(?:an?\s+|the\s+|their\s+)?(?:two-sided\s+|two-tailed\s+)?$|"
    r"\bsignificant\s+(?:if|when|where|for)\s+(?:an?\s+|the\s+)?$|\b[Uu]sing\s+an?\s+$|\bsignificance\s+of\s+$|"
    r"\bused\s+(?:to|for)\b[^.;()]{0,120}$|"
    r"\b(?:set|accepted|considered|defined|established)\s+(?:as|at|to|for|to\s+be)\s+(?:an?\s+|the\s+)?(?:two-sided\s+|two-tailed\s+)?$",
    re.IGNORECASE,
)
#: Without any of these letters that pattern finds nothing.
_LEVEL_LETTERS = ("significan", "level", "alpha", "\u03b1", "threshold", "cut", "criterion", "type", "considered", "accepted", "regarded", "taken", "defined", "using", "used", "set", "established")  # fmt: skip
#: The words deny a difference, and nothing after them tells of another one.
_DENIES = re.compile(
    r"\b(?:no\s+(?:statistical(?:ly)?\s+|clinical(?:ly)?\s+|apparent\s+)?(?:significant\s+)?(?:\w+\s+){0,2}(?:differences?|changes?|effects?|improvements?|correlations?|associations?|benefits?)|"
    r"not\s+(?:statistically\s+|be\s+)?(?:significant|differ)\w*|(?:did|does|do)(?:\s+not|n't)\s+(?:\w+ly\s+)?(?:differ|change|improve|affect|alter)\w*|"
    r"non-?\s?significant\w*|insignificant\w*|(?:was|were)\s+(?:\w+ly\s+)?(?:similar|comparable|unchanged))\b"
    r"(?!.*\b(?:significantly|more|less|fewer|greater|lower|higher|shorter|longer|better|worse|reduced|increased|decreased|(?<!not\s)(?<!no\s)significant)\b)",
    re.IGNORECASE | re.DOTALL,
)
_CLAIMS = re.compile(r"(?<!clinically\s)\bsignificant(?:ly)?\b", re.IGNORECASE)
#: "Nearly significant" and "not significant" claim nothing.
_CLAIMS_NOT = re.compile(
    r"\b(?:no|not|nor|neither|without|non|n't|nearly|almost|marginal\w*|borderline|possibly|trend\w*|tend\w*|approach\w*|fail\w*|insignificant\w*|nonsignificant\w*|lack\w*|never|neither)\b|n't\b",
    re.IGNORECASE,
)
#: A turn of the sentence: what stands before it says nothing of what comes after.
_TURN = re.compile(
    r"\n|[.?!]\s+(?=[A-Z])|\b(?:but|whereas|while|although|though|however|yet|except|despite)\b|[;:]\s"
)
_SENTENCE_END = re.compile(r"\n|[.?!][)\]]?\s+(?=[\"'(\[]?[A-Z])")
#: Brackets, and where a clause ends that is not in brackets.
_MARKS = re.compile(
    r"(?P<open>[(\[])|(?P<close>[)\]])|(?P<clause>[;:]\s|,\s(?:but|whereas|while|although|and)\s)"
)
_LONGEST_QUOTE = 240
_NEAR = 160
#: A quote with fewer words than these says too little to check the value against.
_FEWEST_WORDS = 6


class _Printed(NamedTuple):
    """One p value as the text prints it; places are those of the text."""

    start: int
    end: int
    sign: str
    number: str
    is_range: bool = False


def read_p_value(view: View, _: Question) -> Iterator[Candidate]:
    """Read each printed p value that is a result; levels of significance are none."""
    if not view.names_any(_LETTERS):
        return
    last = 0
    for printed in _printed_in(view.folded):
        value = _in_one_way(printed)
        if value is None or _is_level(view.folded, printed, value):
            continue
        start = _clause_start(view.folded, last, printed.start)
        yield candidate(
            view,
            "p_value",
            value,
            start,
            printed.end,
            "outcome.p_value",
            warnings=_warnings(view.folded, printed, value, last),
        )
        if not _NEXT.match(view.folded, printed.end):
            last = printed.end


def _printed_in(words: str) -> Iterator[_Printed]:
    for match in _P_VALUE.finditer(words):
        sign = _sign_of(match)
        number = match["number"] or match["number2"] or match["number3"] or "NS"
        lower = _BOUND_BEFORE.search(words, max(0, match.start() - 16), match.start())
        if lower:
            yield _Printed(
                lower.start(), match.end(), _TURNED[lower["sign"]], lower["number"]
            )
        end = match.end()
        following = _NEXT.match(words, end)
        # "p from 0.04 to 0.003": the first number is one end of a range as well.
        is_range = bool(following and following["link"].strip() in {"to", "-"})
        yield _Printed(match.start(), end, sign, number, is_range)
        while following and _is_in_list(words, following):
            sign = following["sign"] or sign
            is_range = following["link"].strip() in {"to", "-"}
            end = following.end()
            yield _Printed(match.start(), end, sign, following["number"], is_range)
            following = _NEXT.match(words, end)


def _sign_of(match: re.Match[str]) -> str:
    printed = match["sign"] or match["sign3"] or ""
    signs = re.sub(r"[:\s]", "", printed)
    if signs:
        # ":=0.03" and "= <0.01" have one sign too many.
        return _OR_EQUAL.get(signs, signs[-1])
    words = match["words"] or ""
    if not words or words.startswith("equal"):
        return "="
    if "equal" in words:
        return "≤" if words.startswith("less") else "≥"
    return "<" if words.startswith(("less", "below")) else ">"


#: Most p values are printed as they are shown.
_PLAIN = re.compile(r"0\.\d+")
_OR_EQUAL = {"<=": "≤", ">=": "≥"}


def _is_in_list(words: str, following: re.Match[str]) -> bool:
    """Say whether a number after a p value is the next p value of a list."""
    link = following["link"].strip()
    if link in {",", ";", "/"} and not following["sign"]:
        # "(p = 0.02, 0.5 versus 0.7)" goes on with something else.
        rest = words[following.end() : following.end() + 80]
        return bool(re.match(r"[^()\[\]]{0,60}\brespectively\b|\s?[)\]]", rest))
    return True


def _in_one_way(printed: _Printed) -> str | None:
    """Write sign and number in one way; ``None`` where it can be no p value."""
    if printed.number[:1].isalpha() and re.match(_NOT_SIGNIFICANT, printed.number):
        return "=NS"
    if _PLAIN.fullmatch(printed.number):
        return f"{printed.sign}{printed.number}"
    bare = re.sub(r"\s", "", printed.number).replace("·", ".").replace(",", ".")
    bare = bare.translate(_RAISED)
    if bare.endswith("%"):
        share = float(bare[:-1]) / 100
        return f"{printed.sign}{share:.6g}" if share <= 0.2 else None
    power = re.fullmatch(r"(?:([\d.]+)[x×*.])?10[\^(]{0,2}-(\d+)\)?", bare)
    if power:
        return f"{printed.sign}{power[1] or 1}e-{power[2]}"
    if bare.startswith("."):
        bare = f"0{bare}"
    return f"{printed.sign}{bare}" if float(bare) <= 1 else None


def _is_level(words: str, printed: _Printed, value: str) -> bool:
    """Say whether a p value is the level that authors set for significance."""
    number = float(value[1:]) if value[1:] not in {"NS", ""} else None
    if number not in _LEVELS:
        return False
    after = words[printed.end : printed.end + 80]
    before = words[max(0, printed.start - _NEAR) : printed.start].rstrip("( ")
    if _SETS_A_LEVEL_AFTER.match(after) or _IS_CALLED_SIGNIFICANT.match(after):
        return True
    lower = before.lower()
    may_set = any(letters in lower for letters in _LEVEL_LETTERS)
    return may_set and bool(_SETS_A_LEVEL_BEFORE.search(f"{before} "))


def _clause_start(words: str, last: int, start: int) -> int:
    """Give where the clause of a p value begins, at most so far before it.

    After the p value before it (``last``), where enough words remain.
    """
    low = max(0, start - _LONGEST_QUOTE)
    is_cut = low > 0
    for match in _SENTENCE_END.finditer(words, low, start):
        low, is_cut = match.end(), False
    depth = 0
    clause = low
    for mark in _MARKS.finditer(words, low, start):
        if mark["open"]:
            depth += 1
        elif mark["close"]:
            depth = max(0, depth - 1)
        elif depth == 0:
            clause, is_cut = mark.end(), False
    if last > clause and len(words[last:start].split()) >= _FEWEST_WORDS:
        clause, is_cut = last, False
    if is_cut:
        clause = max(clause, words.find(" ", clause, start))
    return (
        clause + len(words[clause:start]) - len(words[clause:start].lstrip(" ,;.:)]"))
    )


def _warnings(words: str, printed: _Printed, value: str, last: int) -> tuple[str, ...]:
    """Warn of a range of p values, and of words that say the opposite."""
    found = []
    if printed.is_range:
        found.append("one end of a range of p values")
    clause = _TURN.split(words[max(last, printed.start - _NEAR) : printed.start])[-1]
    if _says_significant(value) and _DENIES.search(clause):
        found.append("contradicts the text, which says that there is no difference")
    if (
        _says_not_significant(value)
        and _CLAIMS.search(clause)
        and not _CLAIMS_NOT.search(clause)
    ):
        found.append("contradicts the text, which says that it is significant")
    return tuple(found)


def _says_significant(value: str) -> bool:
    return value[:1] in "<≤=" and value != "=NS" and float(value[1:]) <= 0.05


def _says_not_significant(value: str) -> bool:
    if value == "=NS":
        return True
    return (value[0] in ">≥" and float(value[1:]) >= 0.05) or (
        value[0] == "=" and float(value[1:]) > 0.05
    )
