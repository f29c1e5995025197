"""The names of a study's arms: the places where a text names them, found once.

An arm is named by a word before "group" or "arm" ("ketamine group"), by a letter or a
number after it ("group A"), or by what was given where the text counts the people who
got it ("ketamine (n = 30)"). Once a name is known, the bare word is a mention too:
"2.7 with ketamine and 4.2 with placebo".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ketaevidence.extraction.mentions.drugs import drugs
from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.numbers import WHOLE, WORDED, read_count
from ketaevidence.extraction.text import View


class Arm(NamedTuple):
    """One arm, with the place of its name and its size where the text gives it."""

    name: str
    start: int
    end: int
    size: int | None = None


#: Without one of these words (runs of letters, lower case) no text names an arm.
_GATE = word_set(
    "group groups arm arms placebo control controls saline sham vehicle n treated",
    "receiving received versus vs",
)
#: Words that name an arm wherever they stand.
_ALWAYS = frozenset(("placebo", "sham", "controls"))
#: Where one of these is given, what else is given names an arm.
_CONTROLS = frozenset(("placebo", "saline"))
#: Words that stand before "group" without naming one.
_NO_NAME = word_set(
    "the a an each every both all either same other another this that these those",
    "two three four five six seven eight nine ten per within between among across",
    "of in to for with from by or and vs versus than into which one no any some our",
    "their its what whose is was were are had has age blood patient patients risk",
    "ethnic racial peer focus working small large larger smaller whole entire",
    "parallel equal different separate respective corresponding matched first",
    "second third fourth last study-group functional support social self-help",
    "family diagnostic heterogeneous homogeneous cooperative research collaborative",
    "affected right left upper painful unaffected involved opposite contralateral",
    "ipsilateral robotic bad good non comparable similar only total mean single",
    "subject subjects sub main number randomized randomised neither factor",
    "therapeutic comparison-group new many several various multiple treatment-group",
    "resulting remaining former latter when while where how if after before during",
    "as at on further specific particular certain above below and/or pain",
    "significantly significant statistically respectively compared experienced",
    "included excluded screened enrolled analysed analyzed invited",
    "selected minority special interest advisory steering writing trial methyl",
    "amino hydroxyl carboxyl also not but whereas more less most least",
)
#: Words that stand before a size without naming an arm by themselves.
_NO_BARE_NAME = word_set(
    "group groups arm arms patients subjects participants women men children adults",
    "volunteers individuals cases controls people respondents males females",
) - {"controls"}
#: No arm is called so.
NEVER_A_NAME = _NO_NAME | _NO_BARE_NAME
#: The heads of a group's name that may follow an adjective: "active treatment group".
_PLAIN_HEADS = frozenset(("treatment", "treated", "therapy", "dose", "care", "drug"))
_NAME = r"(?:[A-Z]\([+-]?\)-?)?[A-Za-z][\w+/'-]{0,40}"
_LABEL = r"(?:[A-Z]{1,5}\d?(?![a-z])|\d{1,2}(?!\d|[.,]\d|\s?%)|[IVX]{1,4})"
_AFTER = re.compile(
    rf"\s(?P<labels>{_LABEL}(?:(?:\s\([^()]{{0,30}}\))?(?:,\s(?:and\s)?|\s(?:and|or|vs\.?|versus)\s|\s?[/&]\s?){_LABEL}){{0,5}})(?![\w%]|\s?(?:patients|subjects|women|men|children|participants)\b)"
)
#: "Groups 1 and 2", "group A and B", but not "group 1 and 40 of 43".
_AFTER_ONE = re.compile(
    r"\s(?P<labels>(?:[A-Z]{1,5}\d?(?![a-z])(?:\s(?:and|or|vs\.?|versus)\s[A-Z]{1,5}\d?(?![a-z]))?|\d{1,2}(?!\d|[.,]\d|\s?%)|[IVX]{1,4}(?:\s(?:and|or)\s[IVX]{1,4})?))(?![\w%]|\s?(?:patients|subjects|women|men|children|participants)\b)"
)
_ONE_LABEL = re.compile(_LABEL)
#: "ketamine (n = 30)", "control group (30 patients)", "Group K, n = 20".
_SIZE = re.compile(
    rf"\s?(?:[(\[]\s?(?:[^()\[\]]{{0,40}}?[,;:]\s?)?(?:n\s?=\s?(?P<n>{WHOLE})|(?P<people>{WHOLE}|{WORDED})\s(?:patients|subjects|participants|women|men|children|cases|volunteers))\b"
    rf"|,?\s?n\s?=\s?(?P<bare>{WHOLE})(?!\s(?:for|in|to|on)\b))",
    re.IGNORECASE,
)
#: What stands before a size in brackets, back to the word that opens the phrase.
_BRACKETED_SIZE = re.compile(r"[(\[]\s?(?:[^()\[\]]{0,70}?[,;:]\s?)?[nN]\s?=\s?\d")
_OPENS_NAME = re.compile(
    r"(?:[,;:.()\[\]\n]|\b(?:or|and|to|had|got|took|receive|received|receiving|with|either|versus|vs|of|in|the|for|an?|on|by|given|group|groups|were|was|into|oral|intravenous|daily|from|using))\s+(?=\S)",
    re.IGNORECASE,
)
_OPENS_ARM = re.compile(
    r"(?:[;:\[]\s?|\b(?:or|either|receive|received|receiving|versus|vs|assigned\sto|randomi[sz]ed\sto)\s(?:either\s|SC\s|IV\s|oral\s)?)(?=[A-Za-z])",
    re.IGNORECASE,
)
_UNITS = frozenset(
    ("mg", "ml", "day", "daily", "weeks", "days", "twice", "hours", "h", "kg")
)
#: What opens no name: the end of a dose, and "[n = 31]", a size itself.
_NO_PHRASE = _UNITS | {"n"}
_NAME_WORDS = re.compile(rf"{_NAME}(?:\s(?!\d){_NAME}){{0,2}}")
#: What patients were given, where the words name an arm by it.
_GIVEN = re.compile(
    rf"\b(?:(?P<who>(?:patients|subjects|participants|those|women|men|children|volunteers)\s(?:who\sreceived|treated\swith|receiving|given|on))|assigned\sto|randomi[sz]ed\sto|allocated\sto)\s(?:receive\s)?(?:either\s|the\s|oral\s|intravenous\s|IV\s)?(?P<name>{_NAME})"
)
#: After a bare name: the words are about the drug's amount, and name no arm.
_NOT_AN_ARM = re.compile(
    r"[\s-](?:consum\w+|requirements?|dos(?:e|es|age|ing)|use|usage|intake|equivalents?|concentrations?|"
    r"levels?|infusions?|administration|sparing|rescue|resistan\w+|metaboli\w+|plasma|analgesia|"
    r"effects?|response|rates?|trials?|study|period|phase|condition)\b",
    re.IGNORECASE,
)


def arms(view: View) -> tuple[Arm, ...]:
    """Give the arms that the text names, in order; ask through ``view.once(arms)``."""
    if not view.names_any(_GATE):
        return ()
    found = [*_groups(view)]
    if "n" in view.vocabulary and "=" in view.folded:
        found += [*_with_size(view.folded), *_size_first(view.folded)]
    known = {arm.name.lower() for arm in found} | _ALWAYS
    if not view.vocabulary.isdisjoint(_CONTROLS):
        known |= _given(view)
    found += _bare(view, known)
    found += _bare_labels(
        view, {arm.name[6:] for arm in found if arm.name.startswith("group ")}
    )
    return tuple(_longest(found))


def _given(view: View) -> set[str]:
    """Give the names of what patients were assigned to, and of drugs they received.

    Of anything else that they were treated with nobody says that it was compared.
    """
    names = set()
    for match in _GIVEN.finditer(view.folded):
        name = match["name"].lower()
        if name not in _NO_NAME and not name.endswith("ly"):
            start = match.start("name")
            if not match["who"] or any(
                drug.start <= start < drug.end for drug in view.once(drugs)
            ):
                names.add(name)
    return names


def _groups(view: View) -> Iterator[Arm]:
    """Give the arms that stand around the words "group" and "arm"."""
    text = view.folded
    for at, word in enumerate(view.words):
        if word.lower not in _HEADS or text[word.start + 1].isupper():
            continue
        pattern = _AFTER if word.lower.endswith("s") else _AFTER_ONE
        after = pattern.match(text, word.end)
        if after:
            for label in _labels(text, after.start("labels"), after.end()):
                is_first = label.start() == after.start("labels")
                start = word.start if is_first else label.start()
                yield Arm(
                    f"group {label[0]}",
                    start,
                    label.end(),
                    _size_after(text, label.end()),
                )
        else:
            yield from _before_head(view, at)


def _labels(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Give the labels of a list, without what stands in brackets behind them."""
    for label in _ONE_LABEL.finditer(text, start, end):
        opening = text.rfind("(", start, label.start())
        if opening < 0 or ")" in text[opening : label.start()]:
            yield label


def _before_head(view: View, head: int) -> Iterator[Arm]:
    """Give the names before "group", or all of a list before "groups"."""
    text, words = view.folded, view.words
    at, end = head - 1, words[head].end
    is_list = words[head].lower.endswith("s")
    for number in range(_MOST_IN_LIST):
        if at < 0:
            return
        gap = text[words[at].end : words[at + 1].start]
        if number == 0 and gap not in _GAPS_BEFORE_HEAD:
            return
        first = _first_word_of_name(view, at)
        if first < 0:
            return
        start = _with_form(text, words[first].start)
        name = text[start : words[at].end]
        yield Arm(
            name,
            start,
            end if number == 0 else words[at].end,
            _size_after(text, end if number == 0 else words[at].end),
        )
        if not is_list or not first:
            return
        at = _next_in_list(view, first)


def _first_word_of_name(view: View, at: int) -> int:
    """Give the first word of a name that ends at a word; -1 where it is no name."""
    word = view.words[at]
    is_label = len(word.lower) == 1 and view.folded[word.start].isupper()
    if word.lower in _NO_NAME or (len(word.lower) < _SHORTEST and not is_label):
        return -1
    if at:
        before = view.words[at - 1]
        is_part = (
            view.folded[before.end : word.start] == " "
            and before.lower not in _NO_NAME
            and before.lower not in _JOINS
        )
        opens = view.words[at - 2].lower if at > 1 else ""
        if is_part and (word.lower in _PLAIN_HEADS or opens in _OPENS):
            return at - 1
    return at


def _next_in_list(view: View, first: int) -> int:
    """Give the last word of the name before this one in a list; -1 at its start."""
    text, words = view.folded, view.words
    at = first - 1
    gap = text[words[at].end : words[first].start]
    while at > 0 and words[at].lower in {"the", "in"} and gap == " ":
        at -= 1
        gap = text[words[at].end : words[at + 1].start]
    if words[at].lower in _JOINS and gap in {" ", ". "}:
        at -= 1
        return (
            at
            if at >= 0 and text[words[at].end : words[at + 1].start] in {" ", ", "}
            else -1
        )
    return at if gap == ", " else -1


def _with_form(text: str, start: int) -> int:
    """Give where a name begins whose form stands before it: "S(+)-ketamine"."""
    form = _FORM.search(text, max(0, start - 6), start)
    return form.start() if form else start


_HEADS = frozenset(("group", "groups", "arm", "arms"))
_GAPS_BEFORE_HEAD = frozenset((" ", ") ", '" ', "' ", "-"))
#: Before a name of two words: "the routine monitoring group".
_OPENS = frozenset(("the", "a", "an", "and", "or", "vs", "versus"))
_JOINS = frozenset(("and", "or", "vs", "versus"))
_FORM = re.compile(r"\b[A-Za-z]\([+-]?\)-$|\([A-Za-z]{1,2}\)-$")
#: A name has so many letters at least; a list no more names than this.
_SHORTEST, _MOST_IN_LIST = 2, 8


def _with_size(text: str) -> Iterator[Arm]:
    """Give the names before a size: "unheardol 50 mg at night (n = 96)"."""
    for match in _BRACKETED_SIZE.finditer(text):
        end = match.start() - (text[match.start() - 1 : match.start()] == " ")
        size = _size_after(text, end)
        found = _name_before(text, end)
        if size is None or found is None:
            continue
        start, name = found
        if name.split()[-1].lower() not in NEVER_A_NAME:
            yield Arm(name, start, start + len(name), size)


def _name_before(text: str, end: int) -> tuple[int, str] | None:
    """Give the name that opens the phrase which ends here, with its place."""
    low = max(0, end - 80)
    name = _opened(text[low:end], _OPENS_NAME)
    if name is None or name[0].lower() in _NO_PHRASE:
        # Behind a long dose: "rilonacept 320 mg, then 160 mg for 9 days (n = 74)".
        low = max(0, end - 220)
        name = _opened(text[low:end], _OPENS_ARM)
    if name is None or name[0].lower() in _NO_PHRASE:
        return None
    return low + name.start(), name[0]


def _opened(words: str, opening: re.Pattern[str]) -> re.Match[str] | None:
    """Give the name right behind the last opening word."""
    ends = [match.end() for match in opening.finditer(words)]
    return _NAME_WORDS.match(words, ends[-1]) if ends else None


#: "n = 30 for placebo": the size before the name.
_SIZE_FIRST = re.compile(
    rf"[nN]\s?=\s?(?P<n>{WHOLE})\s(?:for|in|on|to|with|receiving|taking)\s(?:the\s)?(?P<name>{_NAME})"
)


def _size_first(text: str) -> Iterator[Arm]:
    for match in _SIZE_FIRST.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not before.isalnum() and match["name"].lower() not in NEVER_A_NAME:
            yield Arm(match["name"], match.start(), match.end(), read_count(match["n"]))


def _size_after(text: str, end: int) -> int | None:
    match = _SIZE.match(text, end)
    if not match:
        return None
    return read_count(match["n"] or match["people"] or match["bare"])


def _bare(view: View, known: set[str]) -> Iterator[Arm]:
    """Give the bare words that are names of arms elsewhere in the text."""
    single = {name for name in known if " " not in name}
    for word in view.words:
        if word.lower in single and not _NOT_AN_ARM.match(view.folded, word.end):
            end = word.end
            yield Arm(
                view.folded[word.start : end],
                word.start,
                end,
                _size_after(view.folded, end),
            )


def _bare_labels(view: View, labels: set[str]) -> Iterator[Arm]:
    """Give the labels of groups without the word: "groups H1 (29 %) and H2 (24 %)"."""
    long = {label for label in labels if len(label) > 1 and not label.isdecimal()}
    if not long:
        return
    for word in view.words:
        label = view.folded[word.start : word.end]
        if label in long:
            yield Arm(
                f"group {label}",
                word.start,
                word.end,
                _size_after(view.folded, word.end),
            )


def _longest(found: list[Arm]) -> Iterator[Arm]:
    """Give arms in order; of two that overlap, the one that is printed longer."""
    last = -1
    for arm in sorted(found, key=lambda a: (a.start, -a.end)):
        if arm.start >= last:
            yield arm
            last = arm.end
