"""The drugs that a text names: by a table, by the WHO's endings, by short forms.

Every mention has the drug's usual name, so that "acetaminophen" and "paracetamol" are
one drug, and its place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple

from ketaevidence.extraction.text import View, Word

#: The kinds that are no drug by themselves: what is given for comparison, whole
#: classes of drugs, and what the body has too.
PLACEBO, CLASS, ENDOGENOUS = "placebo", "class", "endogenous"
#: A word with the ending of a kind of drug is one only if it is at least this long.
_SHORTEST = 7
#: Words with such an ending that are no drugs.
_NO_DRUGS = frozenset({"intercept", "histidine", "methylhistidine", "cytidine"})


class Drug(NamedTuple):
    """One mention of a drug: its usual name and its place."""

    name: str
    start: int
    end: int
    #: What kind of drug, as the table says: "opioid", "placebo", "class" ...
    kind: str = "other"
    #: For ketamine: "S", "R", "racemic", or "S and R" of both by name.
    form: str | None = None


class _Entry(NamedTuple):
    """One name of the table: the words behind its first one, and what it stands for."""

    rest: tuple[str, ...]
    name: str
    kind: str


def _read_table() -> tuple[dict[str, tuple[_Entry, ...]], dict[str, str]]:
    """Give the names by their first word, the longest first, and each ending's kind."""
    names: dict[str, list[_Entry]] = {}
    endings: dict[str, str] = {}
    kind = ""
    table = files(__package__).joinpath("drug_names.txt").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line.startswith("-"):
            endings[line[1:]] = kind
        elif line and not line.startswith("#"):
            usual, _, others = line.partition(" = ")
            for name in (usual, *filter(None, others.split(", "))):
                first, *rest = re.split(r"[ '-]", name)
                names.setdefault(first, []).append(_Entry(tuple(rest), usual, kind))
    longest_first = {
        first: tuple(sorted(entries, key=lambda entry: -len(entry.rest)))
        for first, entries in names.items()
    }
    return longest_first, endings


_NAMES, _ENDINGS = _read_table()
#: Words of names that stand in many texts that name no drug.
_COMMON = frozenset(
    {"inflammatory", "substance", "channel", "calcium", "platelet", "antibiotic"}
)
#: Of each name the longest word: a text with none of them names none of the drugs.
_TELLING_WORDS = frozenset(
    max((first, *entry.rest), key=lambda word: (word not in _COMMON, len(word)))
    for first, entries in _NAMES.items()
    for entry in entries
)
_ALL_ENDINGS = tuple(_ENDINGS)
#: The last letters of those endings: a test that nearly every word fails at once.
_LAST = frozenset(ending[-3:] for ending in _ALL_ENDINGS)

#: What may stand before "ketamine" to say its form: "S(+)-", "(R)-", "racemic ".
_S = r"(?:\(S\)-\(\+\)|\(S\+\)|\(?S\)?(?:\s?-?\s?\(?\+\)?)?|\(\+\))"
_R = r"(?:\(R\)-\(-\)|\(R-\)|\(?R\)?(?:\s?-?\s?\(-\))?|\(-\))"
_RACEMIC = (
    r"(?:(?i:racemic(?:\smixture\sof)?|racemate\sof)|"
    r"\(?R\s?[,/]?\s?S\)?(?:\s?-?\(±\))?|\(±\))"
)
#: "(S)- and (R)-ketamine": both by name, and no mixture.
_BOTH = rf"(?:{_S}\s?-?\s(?:and|or)\s{_R}|{_R}\s?-?\s(?:and|or)\s{_S})"
_FORM_BEFORE = re.compile(
    rf"(?<![\w(+])(?:(?P<both>{_BOTH})|(?P<racemic>{_RACEMIC})|(?P<S>{_S})|(?P<R>{_R}))\s?-?\s?$"
)
#: How far before the name its form is looked for [characters].
_FORM_NEAR = 24
_FORM_NAMES = {
    "esketamine": "S", "esketamin": "S", "spravato": "S", "s ket": "S", "sket": "S",
    "arketamine": "R", "rs ket": "racemic",
}  # fmt: skip
#: "gabapentin (GBP)", "certolizumab pegol (CZP)": the short form that a text gives.
_SHORT_FORM = re.compile(
    r"(?:\s(?:acetate|sodium|hydrochloride|citrate|sulfate|sulphate|phosphate|maleate|pegol|"
    r"succinate|tartrate|bromide|chloride|potassium|calcium|mesylate|besylate))?"
    r"\s?[(\[](?P<short>[A-Z][A-Za-z0-9-]{1,6})[)\],;]"
)
_NO_SHORT_FORMS = frozenset(
    {"IV", "IM", "IN", "PO", "SC", "IT", "Inc", "USA", "UK", "Fig", "Table", "Group",
     "Ltd", "Pfizer", "Merck", "Roche", "Abbott"}
)  # fmt: skip


def drugs(view: View) -> tuple[Drug, ...]:
    """Give every mention of a drug, in order; ask through ``view.once(drugs)``."""
    if _TELLING_WORDS.isdisjoint(view.vocabulary) and not any(
        _ends_like_a_drug(word) for word in view.vocabulary if word[-3:] in _LAST
    ):
        return ()
    found = list(_named(view))
    shorts = _short_forms(view, found)
    if shorts:
        found.extend(_by_short_form(view, shorts, found))
        found.sort(key=lambda drug: drug.start)
    return tuple(found)


def is_active(drug: Drug) -> bool:
    """Say whether a mention names a drug proper: no placebo, class or body's own."""
    return drug.kind not in {PLACEBO, CLASS, ENDOGENOUS}


def usual_name(words: str) -> str:
    """Give the name by which a drug is shown: "paracetamol" for "Acetaminophen".

    Words that the table does not have come back as they are, in lower case.
    """
    lower = words.strip().lower()
    parts = re.split(r"[ '-]+", lower)
    # "leuprolide acetate" is leuprolide: the salt stands last.
    for size in range(len(parts), 0, -1):
        for entry in _NAMES.get(parts[0], ()):
            if entry.rest == tuple(parts[1:size]):
                return entry.name
    return lower


def _ends_like_a_drug(word: str) -> bool:
    return (
        len(word) >= _SHORTEST and word.endswith(_ALL_ENDINGS) and word not in _NO_DRUGS
    )


def _pieces(words: Sequence[Word]) -> list[Word]:
    """Give the words, with hyphenated ones in parts: "propofol-ketamine" is two."""
    pieces: list[Word] = []
    for word in words:
        if "-" in word.lower or "'" in word.lower:
            pieces.extend(_parts(word))
        else:
            pieces.append(word)
    return pieces


def _parts(word: Word) -> list[Word]:
    return [
        Word(part[0], word.start + part.start(), word.start + part.end())
        for part in re.finditer(r"[^-']+", word.lower)
    ]


def _named(view: View) -> Iterator[Drug]:
    """Give the mentions by a name of the table or by the ending of one."""
    after = 0
    words, names, last = view.words, _NAMES, _LAST
    for place, word in enumerate(words):
        lower = word[0]
        if "-" in lower or "'" in lower:
            parts = _parts(word)
        elif lower in names or lower[-3:] in last:
            parts = [word]
        else:
            continue
        for number, piece in enumerate(parts):
            if piece.start < after:
                continue
            found = None
            if piece.lower in names:
                behind = _pieces(words[place + 1 : place + 1 + _MOST_BEHIND])
                found = _known([*parts[number:], *behind])
            found = found or _by_ending(piece)
            if found is not None:
                if found.kind == "ketamine":
                    found = _with_form(view, found)
                after = found.end
                yield found


#: No name has more words behind its first one.
_MOST_BEHIND = max(len(entry.rest) for entries in _NAMES.values() for entry in entries)


def _known(pieces: Sequence[Word]) -> Drug | None:
    """Give the drug whose name, the longest first, begins some pieces."""
    first = pieces[0]
    for rest, name, kind in _NAMES.get(first.lower, ()):
        last = pieces[: 1 + len(rest)]
        if len(last) <= len(rest):
            continue
        if all(
            piece.lower == word and piece.start - before.end <= 2
            for piece, before, word in zip(last[1:], last, rest, strict=False)
        ):
            printed = " ".join((first.lower, *rest))
            return Drug(name, first.start, last[-1].end, kind, _FORM_NAMES.get(printed))
    return None


def _by_ending(piece: Word) -> Drug | None:
    if piece.lower[-3:] not in _LAST or not _ends_like_a_drug(piece.lower):
        return None
    ending = next(e for e in _ALL_ENDINGS if piece.lower.endswith(e))
    return Drug(piece.lower, piece.start, piece.end, _ENDINGS[ending])


def _with_form(view: View, drug: Drug) -> Drug:
    """Widen a mention of ketamine to the form before it: "S(+)-ketamine"."""
    low = max(0, drug.start - _FORM_NEAR)
    before = _FORM_BEFORE.search(view.folded[low : drug.start])
    if before is None:
        return drug
    form = "S and R" if before["both"] else before.lastgroup
    return drug._replace(start=low + before.start(), form=form)


def _short_forms(view: View, found: list[Drug]) -> dict[str, Drug]:
    """Give the short forms that the text itself defines behind a drug's name."""
    shorts: dict[str, Drug] = {}
    for drug in found:
        match = _SHORT_FORM.match(view.folded, drug.end)
        if match is None or drug.kind == CLASS:
            continue
        short = match["short"]
        capitals = sum(letter.isupper() for letter in short)
        if capitals * 2 < len(short) or short in _NO_SHORT_FORMS:
            continue
        if short[0].lower() in {drug.name[0], view.folded[drug.start].lower()}:
            shorts.setdefault(short, drug)
    return shorts


def _by_short_form(
    view: View,
    shorts: dict[str, Drug],
    found: list[Drug],
) -> Iterator[Drug]:
    taken = {drug.start for drug in found}
    for piece in _pieces(view.words):
        named = shorts.get(view.folded[piece.start : piece.end])
        if named is not None and piece.start not in taken:
            yield named._replace(start=piece.start, end=piece.end)
