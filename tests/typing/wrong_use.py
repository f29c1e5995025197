"""Mistakes that mypy finds: each line is refused, with the code that is named.

An `ignore` that is not needed is an error under --strict, so a mistake that mypy ceased
to find makes the run of mypy fail.
"""

from __future__ import annotations

import ketaevidence as ke
from ketaevidence.testing import CannedPubMed, Fields


def mistakes() -> None:
    """Say each mistake once; nothing here is ever run."""
    ke.example_revue()  # type: ignore[attr-defined]
    ke.open_review(7)  # type: ignore[arg-type]
    ke.open_review("r", copy=True)  # type: ignore[call-arg]
    review = ke.example_review()
    review.decide_on({"1": "perhaps"}, by="A")  # type: ignore[dict-item]
    review.question = "ketamine"  # type: ignore[assignment]
    review.refresh("you@lab.org")  # type: ignore[call-arg]
    name: int = review.records().by_key("pmid:1").title  # type: ignore[assignment]
    print(name)  # noqa: T201 (never run)
    pooled = ke.pool([0.1, 0.2], [0.1, 0.1])
    pooled.estimate = 0.0  # type: ignore[misc]
    pooled.p_of_h0  # type: ignore[attr-defined]  # noqa: B018 (never run)
    fields: Fields = {"titel": "Ketamine"}  # type: ignore[typeddict-unknown-key]
    CannedPubMed({"90000001": {"title": 7}})  # type: ignore[typeddict-item]
    CannedPubMed({90000001: fields})  # type: ignore[dict-item]
