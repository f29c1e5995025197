"""How numbers and outside texts are written, so that every page says them alike.

Numbers carry fixed decimals and a true minus sign. A number that does not exist is
said in words. Nothing here calls a result "significant".
"""

from __future__ import annotations

import math
import unicodedata

#: The typographic minus sign, as wide as a plus sign and never broken from its digits.
MINUS = "\u2212"
#: What stands in place of a number that cannot be computed.
NOT_ESTIMABLE = "not estimable"
#: Characters that turn the direction of text or hide in it: never in a displayed name.
_HIDDEN = frozenset(
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)


def number(value: float | None, decimals: int, *, missing: str = NOT_ESTIMABLE) -> str:
    """Write a number with fixed decimals and a true minus sign.

    Examples
    --------
    >>> number(-2.768, 2)
    '−2.77'
    >>> number(-0.04, 1)
    '0.0'
    >>> number(None, 1)
    'not estimable'
    """
    if value is None or math.isnan(value):
        return missing
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def interval(low: float | None, high: float | None, decimals: int) -> str:
    """Write an interval in words that can be read aloud.

    Examples
    --------
    >>> interval(-4.14, -1.4, 1)
    '−4.1 to −1.4'
    """
    low_text, high_text = number(low, decimals), number(high, decimals)
    if NOT_ESTIMABLE in {low_text, high_text}:
        return NOT_ESTIMABLE
    return f"{low_text} to {high_text}"


def estimate(
    value: float | None, low: float | None, high: float | None, decimals: int
) -> str:
    """Write an estimate with its interval in brackets.

    Examples
    --------
    >>> estimate(-2.77, -4.14, -1.4, 1)
    '−2.8 (−4.1 to −1.4)'
    """
    return f"{number(value, decimals)} ({interval(low, high, decimals)})"


def p_value(p: float | None) -> str:
    """Write a p value so that rounding moves it across no line.

    Examples
    --------
    >>> p_value(0.0496), p_value(0.31), p_value(0.0002)
    ('0.050', '0.31', '< 0.001')
    """
    if p is None or math.isnan(p):
        return NOT_ESTIMABLE
    if p < 0.001:
        return "< 0.001"
    if p > 0.99:
        return "> 0.99"
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def p_equals(p: float | None) -> str:
    """Write a p value with its letter and sign.

    Examples
    --------
    >>> p_equals(0.0002)
    'p < 0.001'
    """
    text = p_value(p)
    if text == NOT_ESTIMABLE:
        return f"p {text}"
    return f"p {text}" if text[0] in "<>" else f"p = {text}"


def percent(value: float | None, decimals: int = 0) -> str:
    """Write a percentage, whole unless decimals are asked for.

    Examples
    --------
    >>> percent(46.2)
    '46%'
    """
    text = number(value, decimals)
    return text if text == NOT_ESTIMABLE else f"{text}%"


def level_percent(level: float) -> str:
    """Write a confidence level, given as a fraction or in per cent.

    Examples
    --------
    >>> level_percent(0.95), level_percent(99)
    ('95%', '99%')
    """
    share = level * 100 if level <= 1 else level
    return f"{share:.10g}%"


def counted(n: int, singular: str, plural: str | None = None) -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> counted(1, "study", "studies"), counted(2000, "patient")
    ('1 study', '2,000 patients')
    """
    return f"{n:,} {singular if n == 1 else plural or singular + 's'}"


def plain(value: float, decimals: int | None = None) -> str:
    """Write a number as its source prints it: no padding, no rounding.

    Examples
    --------
    >>> plain(2.68), plain(-7.0), plain(2, decimals=1)
    ('2.68', '−7', '2.0')
    """
    if decimals is not None:
        return number(value, decimals)
    return f"{value:.12g}".replace("-", MINUS)


def decimals_of(*values: float | None) -> int:
    """Count the decimals of the most finely printed of some numbers.

    Examples
    --------
    >>> decimals_of(22.2, 2.0, None)
    1
    """
    texts = [f"{v:.12g}" for v in values if v is not None]
    return max((len(t.partition(".")[2]) for t in texts if "e" not in t), default=0)


def capital(text: str) -> str:
    """Begin a text with a capital and change nothing else.

    Examples
    --------
    >>> capital("nausea: 3 of 10"), capital("")
    ('Nausea: 3 of 10', '')
    """
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Begin a text with a capital and end it with one full stop.

    Examples
    --------
    >>> sentence("the source prints no spread")
    'The source prints no spread.'
    """
    text = clean(text)
    if not text:
        return text
    text = capital(text)
    return text if text[-1] in ".!?" else f"{text}."


def clause(text: str) -> str:
    """Fit a text into a sentence: small first letter, no full stop at the end.

    Examples
    --------
    >>> clause("Only one study."), clause("SD not stated")
    ('only one study', 'SD not stated')
    """
    text = clean(text).rstrip(".")
    is_word = len(text) > 1 and (text[1].islower() or text[1] == " ")
    return text[0].lower() + text[1:] if is_word else text


def clean(text: object) -> str:
    r"""Take out what a text from outside may hide: control and direction characters.

    Line breaks and tabs become single spaces; nothing a reader sees is changed.

    Examples
    --------
    >>> clean("pain\u202eniap\x07  relief\n(NRS)")
    'painniap relief (NRS)'
    """
    return " ".join(visible(text).split())


def visible(text: object) -> str:
    r"""Take out control and direction characters, and keep every space where it is.

    Line breaks and tabs become single spaces.

    Examples
    --------
    >>> visible(" pain\u202eniap\x07 ")
    ' painniap '
    """
    return "".join(
        " " if char in "\t\n\r\v\f" else char
        for char in str(text)
        if char in "\t\n\r\v\f"
        or (char not in _HIDDEN and unicodedata.category(char) not in {"Cc", "Cs"})
    )


def shortened(text: str, length: int) -> str:
    """Cut a long text at a space and say so with an ellipsis.

    Examples
    --------
    >>> shortened("complete relief after the infusion", 20)
    'complete relief …'
    """
    if len(text) <= length:
        return text
    head = text[: length - 2]
    cut = head.rfind(" ")
    return f"{head[:cut] if cut > length // 2 else head} …"
