"""What a title and the text make a harm: diseases are none, injection pain is one.

A headache is no harm in a trial on migraine, and is one after a dural puncture. In a
trial on the pain that propofol gives when it is injected, "pain" is the harm.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from ketaevidence.extraction.rules.outcomes.adverse_words import (
    CAUSED,
    DISEASES,
    HARMS,
    PAIRS,
    word_table,
)
from ketaevidence.extraction.text import View, Word

#: How a disease's name begins in a title, with the events that it makes no harms: by
#: the first letters, so that each word of a title asks for few of them.
_FIRST = 3
_NAMED: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
for _events, _names in DISEASES:
    for _name in _names:
        _NAMED.setdefault(_name[:_FIRST], []).append((_name, _events))
_WORD_BEGINS = re.compile(r"\b\w{3}")
_CAUSED = tuple(
    (events, re.compile(rf"(?:\b|(?=-))(?:{said})")) for events, said in CAUSED
)


def is_the_disease(view: View, word: str) -> bool:
    """Say whether an event is what the study's people have anyway."""
    return word.startswith(view.once(_diseases))


def _diseases(view: View) -> tuple[str, ...]:
    """Give the first letters of the events that the title makes a disease."""
    title = view.title.lower()
    found = [
        event
        for begin in _WORD_BEGINS.finditer(title)
        for name, events in _NAMED.get(begin[0], ())
        if title.startswith(name, begin.start())
        for event in events
    ]
    if not found:
        return ()
    caused = {
        event for events, said in _CAUSED if said.search(title) for event in events
    }
    return tuple(event for event in found if event not in caused)


_GIVEN = r"(?:injection|injecting|propofol|rocuronium|etomidate)"
_INJECTION_PAIN = re.compile(
    rf"\bpain\s(?:on|during|upon|of|from|caused\sby|due\sto|induced\sby|associated\swith|produced\sby|with)\s(?:the\s)?(?:(?:intravenous|i\.?v\.?)\s)?{_GIVEN}\b"
    rf"|\b{_GIVEN}[\s-](?:injection[\s-])?(?:(?:induced|related|associated)[\s-])?pain\b",
    re.IGNORECASE,
)
#: "Emergence agitation (EA)".
_LETTERS = re.compile(r"\((?P<letters>[A-Z]{2,6})(?:s?\)|[;,])")
#: Letters that mostly stand for something else than the words before them.
_NO_HARM = word_table("VAS NRS CI SD OR RR HR IV CRPS")
#: A title without any of these is on no injection pain.
_INJECTED = word_table("injection injecting propofol rocuronium etomidate")


def own_names(view: View) -> frozenset[str]:
    """Give words that name a harm in this text only; ask through ``view.once``.

    Abbreviations of harms are given as printed, "pain" in a trial on injection pain.
    """
    found = {"pain"} if is_on_injection_pain(view) else set()
    return frozenset(found | _abbreviated(view))


def is_on_injection_pain(view: View) -> bool:
    """Say whether the title is on the pain that an injection gives."""
    if "pain" not in view.vocabulary or not view.names_any(_INJECTED):
        return False
    return bool(_INJECTION_PAIN.search(view.title))


def _abbreviated(view: View) -> set[str]:
    """Give the abbreviations that the text makes of names of harms."""
    found: set[str] = set()
    words = view.words
    for match in _LETTERS.finditer(view.folded):
        # The word before ends at the space before the bracket.
        end = match.start() - 1
        at = bisect_left(words, end, key=_end)
        if match["letters"] in _NO_HARM or at >= len(words) or words[at].end != end:
            continue
        last, first = words[at], words[at - 1] if at else words[at]
        is_pair = last.lower in PAIRS.get(first.lower, ())
        name = first.lower if is_pair else last.lower
        is_harm = is_pair or name in HARMS
        # The letters are those of the name: "agitation (EA)".
        is_its = last.lower[0].upper() in match["letters"]
        if is_harm and is_its and not is_the_disease(view, name):
            found.add(match["letters"])
    return found


def _end(word: Word) -> int:
    return word.end
