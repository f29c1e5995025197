"""How certain people are of the evidence on one outcome: ratings as GRADE has them.

Nothing is worked out here. A rating that nobody made does not exist, and the levels
that a person names are compared with the rating, never turned into one.

References
----------
Balshem and others 2011, J Clin Epidemiol 64:401-406,
doi:10.1016/j.jclinepi.2010.07.015 (the four ratings and what lowers them). Guyatt and
others 2011, J Clin Epidemiol 64:1311-1316, doi:10.1016/j.jclinepi.2011.06.004 (what
raises them). Schünemann and others 2019, J Clin Epidemiol 111:105-114,
doi:10.1016/j.jclinepi.2018.01.012 (where studies that are not randomised start).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from ketaevidence.errors import CurationError

#: From the least certain to the most.
RATINGS: Final = ("very low", "low", "moderate", "high")
#: Where a body of evidence may start, before anything lowers or raises it.
STARTS: Final = ("high", "low")


@dataclass(frozen=True, slots=True)
class CertaintyDomain:
    """One reason to be less certain of a body of evidence, or more."""

    name: str
    title: str
    #: Most levels down (negative) and most levels up that a person may give.
    lowest: int
    highest: int


#: In the order in which GRADE goes through them.
DOMAINS: Final = (
    CertaintyDomain("risk_of_bias", "risk of bias", -3, 0),
    CertaintyDomain("inconsistency", "inconsistency", -3, 0),
    CertaintyDomain("indirectness", "indirectness", -3, 0),
    CertaintyDomain("imprecision", "imprecision", -3, 0),
    CertaintyDomain("publication_bias", "publication bias", -2, 0),
    CertaintyDomain("large_effect", "a large effect", 0, 2),
    CertaintyDomain("dose_response", "a dose-response gradient", 0, 1),
    CertaintyDomain(
        "opposing_confounding", "confounding that works against the result", 0, 1
    ),
)
DOMAIN_BY_NAME: Final = {domain.name: domain for domain in DOMAINS}


@dataclass(frozen=True, slots=True)
class DomainLevel:
    """How far one domain lowers (negative) or raises the certainty, and why."""

    domain: str
    levels: int
    support: str | None = None


@dataclass(frozen=True, slots=True)
class CertaintyRating:
    """One person's rating of how certain the evidence on one outcome is.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> row = review.summary_of_findings().loc[1, "row_id"]
    >>> made = review.rate_certainty(
    ...     row, rating="very low", start="low", domains={"imprecision": -1},
    ...     support={"imprecision": "an invented sentence"},
    ...     by="A. Reader", reason="invented for this example")
    >>> made.rating, made.levels, made.adds_up
    ('very low', -1, True)
    """

    #: Which of the review's analyses, and which of its groups by label; the label is
    #: empty where the analysis has no group to show.
    kind: str
    group: str
    #: One of RATINGS.
    rating: str
    #: One of STARTS.
    start: str
    #: Only the domains that the person spoke of, in the order of DOMAINS.
    domains: tuple[DomainLevel, ...] = ()
    #: What the person says to readers in plain words.
    comment: str | None = None
    #: (what, its numbers) of everything that was rated, so that a change is seen.
    basis: tuple[tuple[str, str], ...] = ()
    by: str = ""
    #: ISO 8601 in UTC.
    at: str = ""
    reason: str = ""

    @property
    def key(self) -> str:
        """What identifies the rated outcome in the review."""
        return rating_key(self.kind, self.group)

    @property
    def levels(self) -> int:
        """How many levels up (or, negative, down) the domains lead together."""
        return sum(one.levels for one in self.domains)

    @property
    def level_words(self) -> str:
        """Where the named levels lead from the start; the rating need not be there."""
        place = RATINGS.index(self.start) + self.levels
        return RATINGS[min(max(place, 0), len(RATINGS) - 1)]

    @property
    def adds_up(self) -> bool:
        """Whether the named levels lead from the start to the rating."""
        return self.level_words == self.rating


def rating_key(kind: str, group: str) -> str:
    """Name an outcome of a review by its analysis and group, short enough to type.

    Examples
    --------
    >>> rating_key("responder", "2 to 6 weeks")
    'responder-32b28e4a'
    """
    told = f"{kind}\n{' '.join(group.split())}"
    return f"{kind}-{sha256(told.encode()).hexdigest()[:8]}"


def certainty_rating(  # noqa: PLR0913 (the parts of a rating, each by name)
    kind: str,
    group: str,
    rating: str,
    *,
    is_randomised: bool,
    start: str | None = None,
    domains: Mapping[str, int] | None = None,
    support: Mapping[str, str] | None = None,
    comment: str | None = None,
    basis: tuple[tuple[str, str], ...] = (),
    by: str,
    at: str,
    reason: str,
) -> CertaintyRating:
    """Make a rating of words as people write them.

    Parameters
    ----------
    kind, group
        The analysis and the label of its group.
    rating
        One of ``RATINGS``.
    is_randomised
        Whether the evidence is randomised: it then starts high, and nothing raises it.
    start
        ``high`` or ``low``; may be left out for randomised evidence only.
    domains
        Levels by domain, negative for down: ``{"imprecision": -1}``. A domain that is
        left out is one that the person did not speak of.
    support
        The words behind each level; a level that is not 0 needs them.
    comment, basis, by, at, reason
        As in :class:`CertaintyRating`.

    Raises
    ------
    CurationError
        If a word or a level is none that there is, or a level has no words behind it;
        all problems are named with what is allowed.
    """
    problems: list[str] = []
    said = _one_of(rating, RATINGS, "rating", problems)
    begun = _start(start, problems, is_randomised=is_randomised)
    texts = _support(support or {}, problems)
    found = {
        name: level
        for word, level in (domains or {}).items()
        for name in [_level(word, level, problems, is_randomised=is_randomised)]
        if name is not None
    }
    for name, level in found.items():
        if level and not texts.get(name):
            problems.append(
                f"{name} {level:+d} without words; say why in support, for the footnote"
            )
    problems += [
        f"support for {name}, which has no level" for name in texts if name not in found
    ]
    if not by.strip() or not reason.strip():
        problems.append("a rating needs who (by) and why (reason)")
    if problems:
        where = f"{kind}, {group!r}" if group else kind
        msg = f"Certainty of {where}: {'; '.join(problems)}. Nothing was recorded."
        raise CurationError(msg)
    return CertaintyRating(
        kind=kind,
        group=group,
        rating=said,
        start=begun,
        domains=tuple(
            DomainLevel(domain.name, found[domain.name], texts.get(domain.name))
            for domain in DOMAINS
            if domain.name in found
        ),
        comment=(comment or "").strip() or None,
        basis=basis,
        by=by,
        at=at,
        reason=reason,
    )


def _plain(word: object) -> str:
    return " ".join(str(word).replace("_", " ").replace("-", " ").casefold().split())


def _one_of(word: str, allowed: tuple[str, ...], what: str, problems: list[str]) -> str:
    plain = _plain(word)
    if plain in allowed:
        return plain
    problems.append(f"{what} {word!r}; allowed: {', '.join(allowed)}")
    return ""


def _start(start: str | None, problems: list[str], *, is_randomised: bool) -> str:
    if start is None and not is_randomised:
        problems.append(
            "say where it starts: low, or high if the risk of bias was judged by "
            "ROBINS-I"
        )
        return ""
    begun = _one_of("high" if start is None else start, STARTS, "start", problems)
    if is_randomised and begun == "low":
        problems.append("start 'low'; randomised evidence starts high")
    return begun


def _support(support: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    texts = {}
    for word, text in support.items():
        name = _name(word, problems)
        if name is not None and text.strip():
            texts[name] = text.strip()
    return texts


def _name(word: str, problems: list[str]) -> str | None:
    name = _plain(word).replace(" ", "_")
    if name in DOMAIN_BY_NAME:
        return name
    told = f"no domain {word!r}; it has {', '.join(DOMAIN_BY_NAME)}"
    if told not in problems:
        problems.append(told)
    return None


def _level(
    word: str, level: object, problems: list[str], *, is_randomised: bool
) -> str | None:
    name = _name(word, problems)
    if name is None:
        return None
    domain = DOMAIN_BY_NAME[name]
    span = range(domain.lowest, domain.highest + 1)
    # True and 1.0 equal 1; neither is a number of levels that a person wrote.
    if type(level) is not int or level not in span:
        allowed = ", ".join(f"{n:+d}" if n else "0" for n in span)
        problems.append(f"{name} {level!r}; allowed: {allowed}")
        return None
    if level > 0 and is_randomised:
        problems.append(f"{name} {level:+d}; only evidence without randomisation rises")
        return None
    return name
