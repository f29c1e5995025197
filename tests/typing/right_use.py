"""Typical use, as users write it: mypy --strict accepts every line of it."""

from __future__ import annotations

from pathlib import Path

import ketaevidence as ke
from ketaevidence.testing import CannedPubMed, Fields, canned_client


def look_at_the_bundled_review() -> list[str]:
    """Open, read the analyses, name the rows."""
    review: ke.Review = ke.example_review()
    contrasts, _change, responders = review.analyses()
    labels: list[str] = [row.label for row in responders.rows]
    why: str = contrasts.kept_out[0].reason_id
    records: ke.Records = review.records()
    titles: list[str] = [record.title for record in records]
    return [*labels, why, *titles]


def pool_some_numbers() -> float:
    """Effects, then one pooled number with its interval."""
    effects: ke.Effects = ke.effect_sizes(
        "MD", m1i=[2.1, 3.3], sd1i=[2.0, 1.8], n1i=[20, 35],
        m2i=[4.9, 4.0], sd2i=[2.1, 1.9], n2i=[21, 33],
    )  # fmt: skip
    pooled: ke.Pooled = ke.pool(effects, method="REML", test="knha")
    lower: float = pooled.ci_lb
    return pooled.estimate - lower


def refresh_offline(folder: Path) -> tuple[str, ...]:
    """Refresh a review in a test of one's own."""
    fields: Fields = {"title": "Ketamine, invented", "year": 2021}
    pubmed = CannedPubMed({"90000001": fields})
    with ke.init_review(folder) as review, pubmed.client() as client:
        found: ke.Refresh = review.refresh(client=client)
        review.decide_on({"90000001": "include"}, by="A. Reader")
        pubmed.revise("90000001", title="Another title")
        return found.new


def one_line_client() -> bool:
    """A connection that never changes its answers."""
    with canned_client({"90000001": {"title": "Ketamine"}}) as client:
        return client.has_key


def catch_what_goes_wrong(folder: str) -> str:
    """One class catches every error that the package raises on purpose."""
    try:
        ke.open_review(folder).close()
    except ke.KetaEvidenceError as error:
        return str(error)
    return ""
