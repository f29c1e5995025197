"""A claim, what the review holds on it, and the answer: quotes with their spans."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from ketaevidence.curation.model import Result

#: What a claim is about. ``effect``: on an outcome; ``share``: of people helped.
Kind = Literal[
    "effect", "share", "speed", "duration", "permanence", "safety", "harm",
    "mechanism", "citation",
]  # fmt: skip
Verdict = Literal[
    "supported", "partly", "contradicted", "not_quantified", "unverifiable"
]
#: ``beside`` helps to read the others; ``kept_out`` was not counted, with the reason.
Stance = Literal["for", "against", "unclear", "beside", "kept_out"]
ShareIs = Literal["about", "more_than", "less_than"]

#: The verdicts, each with what it means.
VERDICTS: Final = MappingProxyType(
    {
        "supported": "the review's sources say the same",
        "partly": "the review's sources say so for some times, people or designs only",
        "contradicted": "the review's sources say otherwise",
        "not_quantified": "the review's sources name it, or might, and do not count it",
        "unverifiable": "nothing in this review can confirm or refute it",
    }
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a text says of a work that it cites; ``None`` is what it does not say."""

    journal: str | None = None
    year: int | None = None
    author: str | None = None
    pmid: str | None = None
    doi: str | None = None
    volume: str | None = None
    #: Whether the sentence names the review's condition, or calls the work a review.
    names_condition: bool = False
    is_review: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, as it stands in the text: ``text[start:end] == quote``."""

    kind: Kind
    quote: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    #: What it is about, in words: an outcome, an unwanted event, a journal.
    about: str
    #: The register's word for that: an outcome, or the name in the table of harms.
    key: str = ""
    #: Whether the text says that it is *not* so.
    is_denied: bool = False
    #: Whether the text says "may", "can", "some", "studies suggest".
    is_hedged: bool = False
    #: Whether the text gives it as what one study found.
    is_of_one_study: bool = False
    #: Per cent of people, where the claim is of a share.
    share: float | None = None
    share_is: ShareIs = "about"
    #: Days, where the claim is of a time.
    days: float | None = None
    cited: Cited | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that the review holds on a claim, with the place where it was read."""

    stance: Stance
    #: The study, the record or the work: how a reader calls it.
    label: str
    #: What it is: "placebo-controlled trial", "no comparator", "review of studies".
    setting: str
    #: What it says, in words, beside the numbers of ``results``.
    says: str = ""
    results: tuple[Result, ...] = ()
    patients: int | None = None
    study_id: str | None = None
    record_key: str | None = None
    pmid: str | None = None
    doi: str | None = None
    url: str | None = None
    #: Where it was read: "abstract", "Table 1 of ...".
    read_in: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the review says of a claim.

    ``supported``, ``partly`` and ``contradicted`` always have evidence that is for or
    against; the other verdicts say in ``because`` what was looked through.
    """

    claim: Claim
    verdict: Verdict
    #: Whole sentences, the most important first.
    because: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """Something that the review holds and a reader of the text is not told."""

    what: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class NotAssessed:
    """A sentence that names the treatment or an outcome, and that no rule could answer.

    ``text[start:end] == quote``.
    """

    quote: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class ClaimsCheck:
    """A text's claims, each with the review's answer.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> told = "Ketamine infusions improve function in people with CRPS."
    >>> check = ke.check_claims(told, ke.example_review())
    >>> check.answers[0].claim.quote, check.answers[0].verdict
    ('improve function', 'contradicted')
    """

    #: The text as it was read; every span counts its characters.
    text: str
    #: The review's question and the day of its newest entry.
    title: str
    as_of: str | None
    #: How many records and included studies were looked through.
    records: int
    studies: int
    answers: tuple[Answer, ...]
    omissions: tuple[Omission, ...]
    not_assessed: tuple[NotAssessed, ...]

    def __repr__(self) -> str:
        """Say how many claims there are, and how they were answered."""
        counts = {
            verdict: sum(answer.verdict == verdict for answer in self.answers)
            for verdict in VERDICTS
        }
        told = ", ".join(f"{n} {v.replace('_', ' ')}" for v, n in counts.items() if n)
        return f"<ClaimsCheck: {len(self.answers)} claims; {told or 'none answered'}>"
