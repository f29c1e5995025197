"""Keep judgements on bias as entries of the store, read them back, lay them out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ketaevidence.curation.bias import BiasJudgement, DomainJudgement
from ketaevidence.errors import CurationError
from ketaevidence.library import Entry

if TYPE_CHECKING:
    import pandas as pd


def bias_entry(made: BiasJudgement) -> Entry:
    """Make the entry that keeps a judgement in the store."""
    body = {
        "study_id": made.study_id,
        "tool": made.tool,
        "version": made.version,
        "outcome": made.outcome,
        "time_days": made.time_days,
        "result_id": made.result_id,
        "overall": made.overall,
        "overall_support": made.overall_support,
        "domains": [[d.domain, d.judgement, d.support] for d in made.domains],
    }
    return Entry("bias", made.key, body, reason=made.reason, by=made.by, at=made.at)


def read_bias(entry: Entry) -> BiasJudgement:
    """Read a judgement back from its entry.

    Raises
    ------
    CurationError
        If the entry is no longer readable.
    """
    fields = dict(entry.body)
    try:
        domains = tuple(DomainJudgement(*parts) for parts in fields.pop("domains"))
        return BiasJudgement(
            **fields, domains=domains, by=entry.by, at=entry.at, reason=entry.reason
        )
    except (TypeError, KeyError) as error:
        msg = f"The judgement {entry.key} in the store cannot be read ({error})."
        raise CurationError(msg) from error


def is_same(one: BiasJudgement, other: BiasJudgement) -> bool:
    """Say whether two judgements say the same, whoever made them and when."""
    return bias_entry(one).body == bias_entry(other).body


def bias_frame(judgements: Iterable[BiasJudgement]) -> pd.DataFrame:
    """Give one row for each judged domain, and one for each overall judgement."""
    import pandas as pd

    rows = [
        (
            made.study_id, made.tool, made.version, made.outcome, made.time_days,
            made.result_id, domain, said, support, made.by, made.at, made.reason,
        )
        for made in judgements
        for domain, said, support in (
            *((d.domain, d.judgement, d.support) for d in made.domains),
            ("Overall", made.overall, made.overall_support),
        )
    ]  # fmt: skip
    names = (
        "study_id", "tool", "version", "outcome", "time_days", "result_id", "domain",
        "judgement", "support", "by", "at", "reason",
    )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(names))
    kinds = dict.fromkeys(names, "string") | {"time_days": "Float64"}
    return table.astype(kinds)
