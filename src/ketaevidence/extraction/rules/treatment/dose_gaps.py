"""Read whether the words between an amount and a drug bind the two or part them."""

from __future__ import annotations

import re

from ketaevidence.extraction.mentions.drugs import Drug
from ketaevidence.extraction.rules.treatment.amounts import Row
from ketaevidence.extraction.rules.treatment.dose_words import (
    AFTER,
    BEFORE,
    BLOCKS,
    CHAIN,
    DOSING,
    FOLLOWS,
    FORMS,
    GOES_ON,
    NOT_BEFORE,
    PRECEDES,
    ROUTES,
)

#: No words between a drug and its amount are longer [characters].
FAR = 130
#: Signs of a trade name say nothing.
_MARKS = str.maketrans("®™", "  ")
_WORD = re.compile(r"[a-z][a-z0-9.-]*|\d[\w.,/-]*|[^\sa-z\d]")
_EVENT = r"(?:the\s)?(?:induction|surgery|incision|skin\sincision|operation|end\sof\ssurgery)"
#: What a gap may hold besides its words: "(n = 20)", "(GBP)", "30 min before", "group 2".
_ASIDES = re.compile(
    r"\(\s?n\s?=\s?\d+\s?\)|\bn\s?=\s?\d+\s?[,;]?|\([A-Z][\w+-]{0,7}\)|"
    r"\b(?:[Gg]roups?|[Aa]rms?)\s(?:[A-Z]{1,3}\d?|\d{1,2}|[IVX]{1,3})(?!\w)|\(group\s\w{1,4}\)|"
    r"(?:\b(?:for|over|during|in)\s)?\b\d+(?:\s?(?:-|to)\s?\d+)?\s?-?(?:min(?:utes?)?|h(?:ours?|rs?)?|days?|weeks?|months?)\b"
    rf"(?:\s(?:before|after|prior\sto|following)(?:\s{_EVENT})?)?|"
    r"\bfor\s\d+\sdoses|\([a-z]+(?:\s[a-z]+){0,3}(?::\s?[A-Z]{1,5})?\)"
)
#: Whose an amount was, where another group had more: "5 mg in group A and 10 mg in
#: group B", "in the first group".
_WHOSE = re.compile(
    r"\b(?:in|for|to)\s(?:the\s)?(?:(?:[Gg]roups?|[Aa]rms?)\s(?:[A-Z]{1,3}\d?|\d{1,2}|[IVX]{1,3})(?!\w)|"
    r"(?:first|second|third|one|other|lower|higher|(?:low|high|small|large)(?:er)?-?\s?dose)\s(?:group|arm))"
)
#: "1.7 ml (one cartridge: SC) of 4% articaine": an aside in brackets after an amount.
_BRACKET = re.compile(r"^\s?\([^()]{1,40}\)")
#: A drug glued to another one: "fentanyl/bupivacaine", "propofol-ketamine"; but not
#: to an amount ("5 mg/ketamine") nor to its own make ("nab-paclitaxel").
_GLUED_BEFORE = re.compile(
    r"(?:(?<!mg)(?<!mcg)(?<!ug)(?<!µg)(?<!%)(?<!ml)(?<!kg)\s?[/+]|"
    r"(?:ine|one|ol|yl|am|en|il|ac|ib|in|ide|ate|gabalin|ir|an|ole|um)-)$"
)
_GLUED_BEHIND = re.compile(
    r"[/+]\s?(?!\d|day\b|d\b|kg\b)|-(?!induced|treated|based|group|containing|free|only|supplemented|enriched|arginine|lysine|naive|sparing)[a-z]"
)
#: "carbamazepine-CR 400 mg", "galcanezumab-120 mg".
_MAKE = re.compile(r"^-(?:(?:[A-Z]{2}|retard)\b|$)")
#: Short forms in capitals between an amount and its drug: "2 mg ED morphine".
_SHORTS = re.compile(r"(?<![A-Za-z-])[A-Z]{2,3}(?![\w-])")
#: "7.5 mg intravenous (IV) chlorpromazine".
_SHORT_FORM = re.compile(r"\([A-Z]{1,4}\)")
#: "75 mg in 20 ml", "was diluted to 40 ml": the volume that a drug is given in.
_DILUTED = re.compile(
    r"\s(?:(?:was|were)\s)?(?:(?:diluted|dissolved|made\sup|mixed|prepared)\s)?(?:in|to|into|with)\s"
    r"(?:a\s)?(?:(?:total\s|final\s)?volume\sof\s)?"
)
#: How words end that are no names of drugs; and "IV", "PO".
_NO_NAME = re.compile(
    r"(?:ed|ly|ing|tion|sion|ment|ity|ness|ous|able|ible)$|^[A-Z]{1,3}$"
)
_WORD_BEHIND = re.compile(r"\s?[)\]]?\s?(?P<word>[A-Za-z][\w.-]*)?")
_WORD_BEFORE = re.compile(r"(?P<word>[A-Za-z][\w.-]*)\s$")
#: "10 ml of 0.25% (25 mg) ropivacaine": the bracket stands between amount and drug.
_AMOUNT_BEFORE = re.compile(r"(?:%|mg|ml|mL|g|IU|kg)\s?\($")
_VOLUMES = frozenset({"ml", "ml/kg", "ml/h", "ul", "ml/kg/h", "ml/min"})
_STRENGTHS = frozenset({"%", "mg/ml", "ug/ml"})
_OWN_DOSE = frozenset({"dose", "doses", "rate", "dosage", "concentration"})


def words_of(gap: str) -> list[str]:
    """Give the words and signs of a gap in lower case, without its asides."""
    return _WORD.findall(_ASIDES.sub(" ", gap.translate(_MARKS)).lower())


def leads_from(words: str, drug: Drug, row: Row) -> bool:
    """Say whether the words from a drug to the row behind it bind them."""
    if row.start - drug.end > FAR:
        return False
    if _GLUED_BEFORE.search(words[max(0, drug.start - 12) : drug.start]):
        return False
    gap = words[drug.end : row.start]
    if words[max(0, drug.start - 1) : drug.start] == "(":
        # "methadone (MET) (5 mg)": the short form is the drug.
        gap = gap.removeprefix(")")
    gap = _MAKE.sub(" ", gap)
    between = words_of(gap)
    if gap.startswith(("-", "/", "+")) or not _all_in(between, BEFORE):
        return False
    if _parts(between):
        return False
    # "ketamine 5 mg": nothing between, so nothing else that it could be of.
    return may_follow(words, row, tight=not between)


def _parts(between: list[str]) -> bool:
    """Say whether the words only lead on to another thing: "ketamine with 5 mg"."""
    bare = [word for word in between if word not in {"(", ",", "["}]
    if not bare:
        return False
    if bare[-1] in NOT_BEFORE and not (bare[-1] in {"to", "from", "by"} and bare[:-1]):
        return True
    # "ketamine with a dose of" is the drug's own; "ketamine with" is not.
    return "with" in bare and _OWN_DOSE.isdisjoint(bare)


def leads_to(words: str, row: Row, drug: Drug) -> bool:
    """Say whether the words from a row to the drug behind it bind them."""
    if drug.start - row.end > FAR or _GLUED_BEHIND.match(words, drug.end):
        return False
    unit = row.amounts[0].unit
    gap = words[row.end : drug.start]
    if _is_opened(words, row) and (
        re.match(r"\s?[)\]]\sof\b", gap)
        or unit in _VOLUMES | _STRENGTHS
        or _AMOUNT_BEFORE.search(words[max(0, row.start - 12) : row.start])
    ):
        gap = re.sub(r"^\s?[)\]]", " ", gap)
    gap = _SHORT_FORM.sub(" ", _BRACKET.sub(" ", gap))
    gap = _SHORTS.sub(" ", gap).removeprefix("-")
    if unit in _VOLUMES:
        gap = gap.removeprefix(".")
    between = words_of(gap)
    if not _all_in(between, AFTER | BLOCKS if unit in _VOLUMES else AFTER):
        return False
    return "of" in between or may_precede(words, row)


def is_nearer(words: str, row: Row, before: Drug, behind: Drug) -> bool:
    """Say whether of two drugs beside a row the one before it is its own.

    "ketamine (5 mg) midazolam", "ketamine 5 mg midazolam"; but not "ketamine, 5 mg
    midazolam" nor "ketamine 5 mg of midazolam".
    """
    gap = words[before.end : row.start].strip()
    if gap.endswith(("(", "[")) and re.match(r"\s?[)\]]", words[row.end : row.end + 2]):
        return True
    if re.search(r"\bof\b", words[row.end : behind.start]):
        return False
    return not set(words_of(gap)) - FORMS - ROUTES


def goes_on(words: str, earlier: Row, later: Row) -> bool:
    """Say whether a row goes on with the drug before it: "5 mg, then 1 mg/h"."""
    if later.start - earlier.end > FAR:
        return False
    if is_diluted(words, earlier, later):
        return True
    gap = _WHOSE.sub(" ", words[earlier.end : later.start])
    said = GOES_ON.search(_ASIDES.sub(" ", gap))
    return _links(words_of(said["rest"] if said else gap)) and may_follow(words, later)


def is_diluted(words: str, earlier: Row, later: Row) -> bool:
    """Say whether a volume is what an amount was made up to: "60 mg in 15 ml"."""
    gap = words[earlier.end : later.start]
    return later.amounts[0].unit == "ml" and bool(_DILUTED.fullmatch(gap))


def comes_first(words: str, earlier: Row, later: Row) -> bool:
    """Say whether a row is of the drug behind the next: "5 mg or 10 mg ketamine"."""
    if later.start - earlier.end > FAR:
        return False
    return _links(words_of(words[earlier.end : later.start])) and may_precede(
        words, earlier
    )


def is_volume_of(words: str, row: Row, later: Row) -> bool:
    """Say whether a volume is one "of" the strength behind it: "20 ml of 0.5%"."""
    if row.amounts[0].unit not in _VOLUMES or later.amounts[0].unit not in _STRENGTHS:
        return False
    between = words_of(_BRACKET.sub(" ", words[row.end : later.start]))
    return set(between) <= FORMS | {"of", "a", "an", "the", "either", "(", ","}


def may_precede(words: str, row: Row) -> bool:
    """Say whether the word before a row can be anything but another drug's name."""
    last = _WORD_BEFORE.search(words[max(0, row.start - 40) : row.start])
    if last is None:
        return True
    word = last["word"].lower().rstrip(".")
    return word in PRECEDES or len(word) <= 2 or last["word"].isupper()


def may_follow(words: str, row: Row, *, tight: bool = False) -> bool:
    """Say whether what follows a row can be anything but the drug that it is of."""
    rest = words[row.end : row.end + 60]
    if re.match(r"\s?[)\]]", rest):
        return True
    if not tight and re.match(r"\s?[+/&-]\s?[A-Za-z]", rest):
        return False
    follower = _WORD_BEHIND.match(rest)
    word = follower["word"] if follower else None
    if word is None:
        return True
    bare = word.lower().rstrip(".,")
    if bare == "of":
        return bool(re.match(r"\s?of\s(?:body|the\s(?:drug|study))", rest))
    return tight or bare in FOLLOWS or bool(_NO_NAME.search(word))


def _is_opened(words: str, row: Row) -> bool:
    return words[max(0, row.start - 2) : row.start].strip().endswith(("(", "["))


def _links(between: list[str]) -> bool:
    """Say whether words lead from one amount to another of the same drug.

    Each "of" must stand behind a word of dosing: "followed by a dose of".
    """
    return _all_in(between, CHAIN) and all(
        not place or between[place - 1] in _DOSED
        for place, word in enumerate(between)
        if word == "of"
    )


_DOSED = DOSING | FORMS


def _all_in(between: list[str], allowed: frozenset[str]) -> bool:
    """Say whether all words are allowed; adverbs ("slowly") always are."""
    return all(word in allowed or word.endswith("ly") for word in between)
