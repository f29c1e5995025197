"""Judgements on the risk of bias: what a person judged, by which tool, and why.

Nothing is worked out here. An overall judgement that nobody made is ``None``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ketaevidence.curation.bias_tools import BiasTool, tool_of
from ketaevidence.errors import CurationError


@dataclass(frozen=True, slots=True)
class DomainJudgement:
    """What was judged of one domain, and the words that support it."""

    domain: str
    judgement: str
    support: str | None = None


@dataclass(frozen=True, slots=True)
class BiasJudgement:
    """One person's judgement on the risk of bias in a study, or in one result of it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> made = review.judge_bias(
    ...     "sigtermans2009", tool="rob2", outcome="pain_intensity", time_days=84,
    ...     domains={"D1": "Low", "D2": "Low", "D3": "Some concerns", "D4": "Low",
    ...              "D5": "Some concerns"},
    ...     support={"D3": "an invented sentence"},
    ...     by="A. Reader", reason="read for this example")
    >>> made.judgement_of("D3"), made.overall is None
    ('Some concerns', True)
    """

    study_id: str
    tool: str
    version: str
    #: In the tool's order; a domain that the tool lets out may be missing.
    domains: tuple[DomainJudgement, ...]
    #: ``None`` where nobody judged the whole. It is never worked out from the domains.
    overall: str | None = None
    overall_support: str | None = None
    #: One of vocabulary.OUTCOMES; ``None`` for a tool that judges the whole study.
    outcome: str | None = None
    #: Days from the start of treatment [d]; ``None`` if the time was not said.
    time_days: float | None = None
    #: The result of the register that was judged, where one was named.
    result_id: str | None = None
    by: str = ""
    #: ISO 8601 in UTC.
    at: str = ""
    reason: str = ""

    @property
    def judged(self) -> str | None:
        """Which result it is about: ``pain_intensity/84``; ``None`` for the study."""
        if self.outcome is None:
            return None
        if self.result_id is not None:
            return f"{self.outcome}/{self.result_id}"
        if self.time_days is not None:
            return f"{self.outcome}/{self.time_days:.12g}"
        return self.outcome

    @property
    def key(self) -> str:
        """What identifies it in the review: study, tool, version and what is judged."""
        parts = (self.study_id, self.tool, self.version, self.judged)
        return "/".join(part for part in parts if part is not None)

    def judgement_of(self, domain: str) -> str | None:
        """Give what was judged of a domain; ``None`` where it was left out."""
        return next((d.judgement for d in self.domains if d.domain == domain), None)


def judgement(  # noqa: PLR0913 (the parts of a judgement, each by name)
    study_id: str,
    tool: str,
    version: str | None,
    domains: Mapping[str, str],
    *,
    support: Mapping[str, str] | None = None,
    overall: str | None = None,
    overall_support: str | None = None,
    outcome: str | None = None,
    time_days: float | None = None,
    result_id: str | None = None,
    by: str,
    at: str,
    reason: str,
) -> BiasJudgement:
    """Make a judgement of words as people write them, in the tool's own words.

    Raises
    ------
    CurationError
        If the tool, a domain or a word is none that there is; the allowed are named.
    """
    chosen = chosen_tool(tool, version)
    problems: list[str] = []
    found = {
        domain.name: said
        for name, word in domains.items()
        for domain, said in [_judged(chosen, name, word, problems)]
        if domain is not None
    }
    supports = {}
    for name, text in (support or {}).items():
        try:
            supports[chosen.domain(name).name] = text
        except KeyError:
            problems.append(f"support for {name}, which {chosen.title} does not have")
    lacking = [
        domain.name
        for domain in chosen.domains
        if domain.name not in found and not domain.may_be_left_out
    ]
    if lacking and not problems:
        problems.append(
            f"{', '.join(lacking)} not judged; a judgement has every domain"
        )
    whole = None
    if overall is not None and overall.strip():
        whole = same_word(overall, chosen.overall)
        if whole is None:
            problems.append(
                f"overall {overall!r}; allowed: {', '.join(chosen.overall)}, or nothing"
            )
    if problems:
        msg = f"Risk of bias in {study_id} by {chosen.title}: {'; '.join(problems)}."
        raise CurationError(msg)
    return BiasJudgement(
        study_id=study_id,
        tool=chosen.name,
        version=chosen.version,
        domains=tuple(
            DomainJudgement(d.name, found[d.name], supports.get(d.name) or None)
            for d in chosen.domains
            if d.name in found
        ),
        overall=whole,
        overall_support=overall_support or None,
        outcome=outcome,
        time_days=None if time_days is None else float(time_days),
        result_id=result_id,
        by=by,
        at=at,
        reason=reason,
    )


def chosen_tool(tool: str, version: str | None) -> BiasTool:
    """Give a tool.

    Raises
    ------
    CurationError
        If there is no such tool, or its version has to be said.
    """
    try:
        return tool_of(tool, version)
    except KeyError as error:
        msg = f"Risk of bias: {error.args[0]}."
        raise CurationError(msg) from error


def same_word(word: str, allowed: Iterable[str]) -> str | None:
    """Give the allowed word that is meant; case and "risk (of bias)" do not matter.

    Examples
    --------
    >>> same_word("low risk", ("Low", "High")), same_word("medium", ("Low", "High"))
    ('Low', None)
    """
    plain = _plain(word)
    return next((one for one in allowed if _plain(one) == plain), None)


def _plain(word: str) -> str:
    text = " ".join(word.replace(".", " ").replace("_", " ").split()).casefold()
    return text.removesuffix(" of bias").removesuffix(" risk")


def _judged(
    tool: BiasTool, name: str, word: str, problems: list[str]
) -> tuple[Any, str]:
    try:
        domain = tool.domain(name)
    except KeyError:
        names = ", ".join(d.name for d in tool.domains)
        problems.append(f"no domain {name!r}; it has {names}")
        return None, ""
    said = same_word(word, domain.judgements)
    if said is None:
        problems.append(
            f"{domain.name} {word!r}; allowed: {', '.join(domain.judgements)}"
        )
    return domain, said or ""
