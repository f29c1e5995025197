"""Say of a record's bytes, without reading them, that it cannot match.

The answer "no" must be certain; "perhaps" may be wrong and costs a reading. So the test
is on pieces of the terms that must stand in the bytes, and everything that could hide
such a piece (markup inside a word, character references, comments, letters that a
search without case takes for others) makes it look closer or say "perhaps".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from ketaevidence.baseline.texts import TEXT_ELEMENTS
from ketaevidence.question.expression import All, AnyOf, Expression, Not, Term

#: Takes the lower-cased bytes of a record.
_Test = Callable[[bytes], bool]

#: Characters of a word that only they themselves, or a reference, can stand for. (Round
#: brackets and carets also come from superscripts, quotation marks from entities.)
_RUN = re.compile(r"[a-z0-9-]+")
_NAMES = "|".join(TEXT_ELEMENTS).encode()
#: A text element whose first markup is not its own end: an element, a comment or CDATA
#: stands inside it.
_MIXED = re.compile(rb"<(%b)\b[^>]*>[^<]*<(?!/)" % _NAMES)
#: Comments, CDATA and instructions; they do not occur in PubMed's records.
_UNUSUAL = re.compile(rb"<[!?]")
_ANY_TEXT = re.compile(rb"<(?:%b)\b" % _NAMES)
#: Markup inside a text other than bold, italic, raised and lowered: formulas, of which
#: parts are left out or moved when they are read. PubMed's own elements have capitals.
_FORMULA = re.compile(rb"<(?:(?!(?:[ibu]|su[bp])[\s/>])[^A-Z/]|/?[\w.-]+:)")
_TAG = re.compile(rb"""<(?:[^>"']++|"[^"]*"|'[^']*')*+>""")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
#: Letters outside ASCII that match an ASCII letter where case does not count.
FOLDED = {"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"}
_FOLDING = str.maketrans(FOLDED)
_FOLDED = tuple(letter.encode() for letter in FOLDED)
_LISTS = (b"<ReferenceList", b"</ReferenceList>")


@lru_cache(maxsize=8)
def prefilter(expression: Expression) -> Callable[[bytes], bool]:
    """Make a test on a record's bytes that is true wherever the expression could be.

    Parameters
    ----------
    expression
        What is asked for.

    Returns
    -------
    callable
        Takes the bytes of one record; ``False`` only if the record cannot match.
    """
    test = _test_of(expression)
    if test is None:
        return lambda _: True

    def could_match(raw: bytes) -> bool:
        text = _without_references(raw)
        plain = text.lower()
        if test(plain):
            return True
        if b"&#" not in text and not _has_folded(text):
            text = _mixed(text)
        return bool(text) and _could_match_bare(test, plain, text)

    return could_match


def _could_match_bare(test: _Test, plain: bytes, text: bytes) -> bool:
    """Test a record's bare letters: tags out, references resolved, no white space.

    One word may stand in the plain text and another only in the bare letters.
    """
    if _FORMULA.search(text):
        return True
    bare = _TAG.sub(b"", text).decode("utf-8", "replace")
    bare = _REFERENCE.sub(_resolved, bare)
    # Nothing hangs on what the reader makes of white space in markup.
    bare = "".join(bare.split()).translate(_FOLDING)
    return test(plain + b"|" + bare.encode().lower())


def _mixed(text: bytes) -> bytes:
    """Give the text elements that hold markup, and everything if one holds another."""
    parts = []
    for match in _MIXED.finditer(text):
        end = text.find(b"</" + match[1], match.end())
        part = text[match.start() : end]
        if end < 0 or _ANY_TEXT.search(part, 1):
            return text
        parts.append(part)
    return b"|".join(parts)


def _resolved(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    # What is no character makes the record unreadable; it cannot match.
    is_character = number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if is_character else ""


def _has_folded(text: bytes) -> bool:
    return not text.isascii() and any(letter in text for letter in _FOLDED)


def _without_references(raw: bytes) -> bytes:
    """Leave out what the record cites, which is most of many records."""
    begin = raw.find(_LISTS[0])
    if begin < 0:
        return raw
    end = raw.rfind(_LISTS[1])
    if end < begin or _ANY_TEXT.search(raw, begin, end) or _UNUSUAL.search(raw):
        return raw
    return raw[:begin] + raw[end:]


def _test_of(expression: Expression) -> _Test | None:
    """Make the test of an expression; ``None`` where every record could match."""
    match expression:
        case Term(vocabulary):
            return _test_of_words((*vocabulary.terms, *vocabulary.mesh))
        case All(parts):
            tests = [test for part in parts if (test := _test_of(part)) is not None]
            return (lambda text: all(test(text) for test in tests)) if tests else None
        case AnyOf(parts):
            either = [test for part in parts if (test := _test_of(part)) is not None]
            if len(either) < len(parts):
                return None
            return lambda text: any(test(text) for test in either)
        case Not():
            # That a word is not seen here says nothing of the text as it is read.
            return None


def _test_of_words(words: tuple[str, ...]) -> _Test | None:
    alternatives = _fewest([_needles(word) for word in words])
    if not all(alternatives):
        return None
    return lambda text: any(
        all(needle in text for needle in needles) for needles in alternatives
    )


def _needles(words: str) -> tuple[bytes, ...]:
    """Give the runs of a term that must stand in the bytes, the longest first."""
    runs = sorted(
        set(_RUN.findall(_ascii_lower(words))), key=lambda run: (-len(run), run)
    )
    telling = [run for run in runs if len(run) > 1] or runs
    return tuple(run.encode() for run in telling)


def _ascii_lower(words: str) -> str:
    # str.lower() would make two letters of one, or an ASCII letter of another.
    return words.encode().lower().decode()


def _fewest(alternatives: list[tuple[bytes, ...]]) -> tuple[tuple[bytes, ...], ...]:
    """Drop each alternative that implies another, which is then enough to look for."""
    kept: list[tuple[bytes, ...]] = []
    for needles in sorted(
        set(alternatives), key=lambda n: (len(n), sum(map(len, n)), n)
    ):
        if not any(
            all(any(part in needle for needle in needles) for part in other)
            for other in kept
        ):
            kept.append(needles)
    return tuple(kept)


def _size(needles: tuple[bytes, ...]) -> tuple[int, int, tuple[bytes, ...]]:
    return len(needles), sum(map(len, needles)), needles
