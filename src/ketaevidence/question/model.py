"""What a review asks, as data: another question needs another file and no new code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ketaevidence.question.reporting import LivingPlan, SearchReport
from ketaevidence.question.treatment import DOSE_CLASSES


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A stretch of follow-up that is analysed by itself [days], ends included."""

    label: str
    from_days: float
    to_days: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that stand for one idea in a title or abstract.

    ``terms`` are matched as whole words in any case; ``mesh`` are MeSH names.
    """

    terms: tuple[str, ...]
    mesh: tuple[str, ...] = ()
    #: What a match expression calls it, with ``-terms`` behind: ``crps-terms``.
    name: str | None = None
    #: What a sentence calls it, as one thing: "intravenous lidocaine", "a steroid".
    label: str | None = None

    @property
    def words(self) -> str:
        """What tables and figures call it.

        Examples
        --------
        >>> Vocabulary(("lidocaine", "lignocaine")).words
        'lidocaine'
        """
        return self.label or self.name or self.terms[0]

    @property
    def code(self) -> str:
        """What codes call it: small letters and digits, joined by "_".

        Examples
        --------
        >>> Vocabulary(("alpha-2 agonist",)).code
        'alpha_2_agonist'
        """
        return re.sub(r"\W+", "_", (self.name or self.terms[0]).lower()).strip("_")


@dataclass(frozen=True, slots=True)
class PainScale:
    """A scale on which the review expects pain to be rated."""

    name: str
    #: The words by which the register's entries name it, matched as terms are.
    words: Vocabulary
    #: Every pair of ends that it is printed with, lower first.
    ends: tuple[tuple[float, float], ...]
    #: False for scales of relief, on which more is better.
    higher_is_worse: bool = True


@dataclass(frozen=True, slots=True)
class ResponderDefinition:
    """Wordings of "who responded" that the review takes as one definition."""

    label: str
    #: Definitions as sources put them; capitals and spacing do not matter.
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PoolingPlan:
    """How the review pools, chosen before anything is pooled."""

    method: str
    test: str
    level: float
    #: Fewer alike studies than this are shown side by side and not pooled.
    minimum_studies: int


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """When a pooled result has changed in meaning, chosen before anything is compared.

    A p value is none of these, and neither is an interval that begins or ceases to
    hold the null value, which is the same thing said otherwise.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> ke.example_review().question.digest.points
    1.0
    """

    #: The estimate moves by this much or more [points on a pain scale of 0 to 10]; on
    #: a scale of other ends, by the same share of it.
    points: float = 1.0
    #: The same for shares of patients [percentage points].
    percent: float = 10.0
    #: The estimate goes over to the other side of no difference.
    crossing_null: bool = True
    #: The estimate becomes, or ceases to be, as large as the important difference.
    crossing_important_difference: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """One review question: what is searched, who is eligible, what is analysed.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> question = ke.example_review().question
    >>> question.window_of(28).label
    '2 to 6 weeks'
    """

    name: str
    title: str
    sentence: str
    pubmed_search: str
    drug: Vocabulary
    condition: Vocabulary
    #: Criteria in plain words, for people.
    inclusion: tuple[str, ...]
    exclusion: tuple[str, ...]
    #: Reasons that may be given at the full-text stage, by short name.
    exclusion_reasons: Mapping[str, str]
    windows: tuple[TimeWindow, ...]
    pooling: PoolingPlan
    #: What a difference that matters to patients is [points on 0-10], with its source.
    important_difference: float | None = None
    important_difference_source: str | None = None
    #: The address that PubMed gets with every request; ``None`` if nobody gave one.
    email: str | None = None
    #: How many people decide on each record by themselves: 1 or 2.
    reviewers: int = 1
    #: What counts as a change in meaning when two states are compared.
    digest: DigestPlan = DigestPlan()
    #: Forms of the drug that may not be mixed, by code; empty for a drug of one form.
    forms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: Kinds of dose that may not be mixed, by code.
    dose_classes: Mapping[str, str] = field(default_factory=lambda: DOSE_CLASSES)
    #: Outcomes of which each included study is expected to say something, by code.
    outcomes: tuple[str, ...] = ()
    #: Pain scales with their ends; what is entered otherwise is asked about.
    scales: tuple[PainScale, ...] = ()
    #: Wordings of responder definitions that are taken as one.
    responders: tuple[ResponderDefinition, ...] = ()
    #: How it is kept up to date and who answers for it, for its readers.
    living: LivingPlan = field(default_factory=LivingPlan)
    #: What people did to find studies beside the search of PubMed.
    search_report: SearchReport = field(default_factory=SearchReport)

    def window_of(self, days: float) -> TimeWindow | None:
        """Give the window that a time of measurement [days] belongs to."""
        for window in self.windows:
            if window.from_days <= days <= window.to_days:
                return window
        return None
