"""Works that a text cites: by journal, year, authors, PMID or DOI."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ketaevidence.claims.journals import same_journal
from ketaevidence.claims.model import Cited
from ketaevidence.claims.sentences import Said

_PMID: Final = re.compile(
    r"\b(?:PMID|PubMed\s+ID|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)"
    r"[:#\s]*(?P<pmid>\d{1,9})\b",
    re.IGNORECASE,
)
_DOI: Final = re.compile(r"\b(?P<doi>10\.\d{4,9}/[^\s\"<>;]+[\w)])")
_YEAR: Final = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
_NAME: Final = r"[A-Z][\w'\u2019-]+"
_AUTHOR: Final = re.compile(
    rf"\b(?P<author>{_NAME})(?:\s+[A-Z]{{1,3}})?(?:,)?\s+(?:et\s+al\b\.?|and\s+(?:colleagues|co-?workers)|"
    rf"(?=\(?(?:19|20)\d\d\b))"
)
_STARTS: Final = re.compile(
    rf"^\W*(?:\d+[.)]\s*)?(?P<author>{_NAME})\s+[A-Z]{{1,3}}[,.]"
)
#: A capitalised name with the small words that names of journals have.
_TITLE_CASE: Final = (
    r"[A-Z][A-Za-z&'-]*(?:\s+(?:(?:of|and|the|for|in|&)\s+){0,2}[A-Z][A-Za-z&'-]*){0,7}"
)
_IN_JOURNAL: Final = re.compile(
    rf"\b(?:(?:published|appear\w*|printed|reported|featured)\s+in|in|from)\s+(?:the\s+)?"
    rf"(?P<word>journals?\s+)(?P<journal>{_TITLE_CASE})"
    rf"|\b(?:published|appear\w*|printed|featured)\s+(?:\w+\s+){{0,2}}?in\s+(?:the\s+)?(?P<after>{_TITLE_CASE})"
    rf"|\b(?:in|from)\s+(?:the\s+)?(?P<title>(?:[A-Z][\w&'-]*\s+){{0,4}}(?:Journal|Annals|"
    rf"Archives)(?:\s+(?:of|and|the|for|in|&|[A-Z][\w&'-]*))*)"
)
_IN_NAME: Final = re.compile(rf"\b(?:in|from)\s+(?:the\s+)?(?P<name>{_TITLE_CASE})")
_NO_JOURNAL: Final = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|English|Europe|Germany|America|USA|UK|The|CRPS|\d+)\b"
)
_IS_REVIEW: Final = re.compile(
    r"\b(?:reviews?|meta-?analys[ei]s|guidelines?|consensus)\b", re.IGNORECASE
)
_WORK: Final = re.compile(
    r"\b(?:study|studies|trials?|paper|article|report|series|research|review|"
    r"meta-?analysis|publication|another)\b",
    re.IGNORECASE,
)
#: A volume behind the year or the name: "2011;15(1):26-31".
_VOLUME: Final = re.compile(
    r"(?:;|\b(?:19|20)\d\d[;,]?\s*|\s)(?P<volume>\d{1,4})\s*\(\d"
)


#: "A 2018 study", "a trial from 2018", "published in", "studies in JAMA".
_SEEMS: Final = re.compile(
    r"\b(?i:study|studies|trials?|paper|article|report|review|meta-?analysis)\b"
    r"(?:[^.;]{0,60}\b(?:19|20)\d\d\b|\s+in\s+(?:[Tt]he\s+)?(?!CRPS)[A-Z])"
    r"|\b(?:19|20)\d\d\b[^.;]{0,40}\b(?i:study|trial|paper|article|review)\b"
    r"|\b(?i:published\s+in)\b"
)


class Citation(NamedTuple):
    """A cited work, and where the text names it."""

    cited: Cited
    start: int
    end: int


def citations(
    said: Said, journals: Sequence[str], *, names_condition: bool
) -> Iterator[Citation]:
    """Find the works that a sentence cites.

    Parameters
    ----------
    said
        The sentence, or one line of a list of references.
    journals
        The journals of the review's records: a name of two words or more is known
        wherever it stands.
    names_condition
        Whether the sentence names the review's condition.
    """
    words = said.words
    pmids = list(_PMID.finditer(words))
    if len(pmids) > 1:
        # A list in one line: each PMID is a work of its own.
        for match in pmids:
            cited = Cited(pmid=match["pmid"], names_condition=names_condition)
            yield Citation(cited, match.start(), match.end())
        return
    doi = _DOI.search(words)
    author = _AUTHOR.search(words) or _STARTS.search(words)
    names = list(_journals(words, journals))
    identified = bool(pmids or doi)
    if not identified and not names and not (author and _YEAR.search(words)):
        return
    year = _year_of(words, author)
    volume = _VOLUME.search(words)
    is_review = _IS_REVIEW.search(words) is not None
    places = [m.span() for m in (*pmids, doi) if m]
    if author and (author["author"].lower() not in _NOT_NAMES):
        places.append(author.span("author"))
    else:
        author = None
    # What identifies a work belongs to the first journal; others are other works.
    for number, name in enumerate(names or [("", (0, 0))]):
        spans = [*(places if number == 0 else []), *([name[1]] if name[0] else [])]
        if not spans:
            continue
        is_first = number == 0
        yield Citation(
            Cited(
                journal=name[0] or None,
                year=year,
                author=author["author"] if author and is_first else None,
                pmid=pmids[0]["pmid"] if pmids and is_first else None,
                doi=doi["doi"].rstrip(".,)").lower() if doi and is_first else None,
                volume=volume["volume"] if volume and identified else None,
                names_condition=names_condition,
                is_review=is_review,
            ),
            min(low for low, _ in spans),
            max(high for _, high in spans),
        )


#: Capitalised words before a year that are nobody's name.
_NOT_NAMES: Final = frozenset(
    {"in", "since", "january", "february", "march", "april", "may", "june", "july",
     "august", "september", "october", "november", "december", "the", "copyright",
     "updated", "spring", "summer", "autumn", "winter", "fall", "early", "late", "by",
     "study", "trial", "medicine", "pain", "journal", "anesthesia", "anaesthesia",
     "physician", "from", "until", "of"}
)  # fmt: skip


def _year_of(words: str, author: re.Match[str] | None) -> int | None:
    """Give the year behind the author's name, or the only one of the sentence."""
    if author:
        behind = _YEAR.search(words, author.end())
        if behind:
            return int(behind["year"])
    years = {match["year"] for match in _YEAR.finditer(words)}
    return int(years.pop()) if len(years) == 1 else None


def _journals(
    words: str, known: Sequence[str]
) -> Iterator[tuple[str, tuple[int, int]]]:
    taken: list[tuple[int, int]] = []
    for match in _IN_JOURNAL.finditer(words):
        group = next(g for g in ("journal", "after", "title") if match[g])
        if _NO_JOURNAL.match(match[group]):
            continue
        if group == "title" and not _WORK.search(words):
            continue
        taken.append(match.span(group))
        yield match[group], match.span(group)
    names = [name for name in known if len(name.split()) > 1]
    for match in _IN_NAME.finditer(words):
        # "In Current Pain and Headache Reports": in full, where records abbreviate it.
        low, high = match.span("name")
        is_free = not any(low < end and start < high for start, end in taken)
        if is_free and any(same_journal(match["name"], name) for name in names):
            taken.append((low, high))
            yield match["name"], (low, high)
    for name in sorted(set(known), key=lambda each: (-len(each), each)):
        if len(name.split()) > 1:
            pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
        else:
            # "Pain" is a journal only where it stands alone in a line of references.
            pattern = rf"(?<=[.,;]\s){re.escape(name)}(?=[.,;]?\s*(?:\(?\d|PMID|doi))"
        for match in re.finditer(pattern, words):
            low, high = match.span()
            if not any(low < end and start < high for start, end in taken):
                taken.append((low, high))
                yield name, (low, high)


def seems_cited(words: str) -> bool:
    """Say whether a sentence seems to cite a work, whether or not it can be told.

    Examples
    --------
    >>> seems_cited("A 2018 study in The Lancet."), seems_cited("A study found less.")
    (True, False)
    """
    return _SEEMS.search(words) is not None
