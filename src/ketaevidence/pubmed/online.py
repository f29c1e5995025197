"""Search PubMed and bring home every record, or say why not."""

from __future__ import annotations

from ketaevidence.errors import PubMedIncompleteError, PubMedQueryError
from ketaevidence.pubmed.client import Client
from ketaevidence.pubmed.fetch import fetch_records
from ketaevidence.pubmed.query import Query
from ketaevidence.pubmed.search import run_search
from ketaevidence.records.collection import Records
from ketaevidence.records.model import Record


def search(
    query: str | Query,
    *,
    email: str,
    api_key: str | None = None,
    limit: int | None = None,
) -> Records:
    """Search PubMed and load every record that it finds: all of them, or an error.

    Parameters
    ----------
    query
        The search as you would type it on PubMed, or built from parts.
    email
        Your address; PubMed asks for one with every request.
    api_key
        The key of your NCBI account, if you have one; without it the environment's
        NCBI_API_KEY is used. It allows three times as many requests a second.
    limit
        The most records that you are ready to load. A search that finds more is an
        error, because a part of it would be no answer to it.

    Returns
    -------
    Records
        One record of each PMID, its highest version, in ascending order of PMID.

    Raises
    ------
    PubMedQueryError
        If the search is empty, names a field that PubMed does not know, or finds more
        than ``limit``.
    PubMedIncompleteError
        If PubMed's answers do not add up to the whole search.
    PubMedError
        If PubMed could not be asked, by the subclass that says why.

    Examples
    --------
    >>> from ketaevidence.pubmed.query import Mesh, Term
    >>> query = Term("ketamine", "tiab") & Mesh("Complex Regional Pain Syndromes")
    >>> str(query)
    'ketamine[tiab] AND "Complex Regional Pain Syndromes"[mh]'

    >>> import ketaevidence as ke  # doctest: +SKIP
    >>> ke.search("ketamine AND CRPS", email="you@lab.org")  # doctest: +SKIP
    <Records: 253>
    """
    with Client(email, api_key=api_key) as client:
        return search_with(client, query, limit=limit)


def search_with(
    client: Client, query: str | Query, *, limit: int | None = None
) -> Records:
    """Search PubMed as :func:`search` does, over a connection of your own."""
    answer = run_search(client, query)
    if limit is not None and answer.count > limit:
        msg = (
            f"The search finds {answer.count} records, more than the limit of {limit}; "
            "narrow the search or raise the limit. Nothing was loaded."
        )
        raise PubMedQueryError(msg)
    newest: dict[str | None, Record] = {}
    missing: list[str] = []
    for batch in fetch_records(client, answer.pmids):
        missing += batch.missing
        # Versions come from the lowest to the highest, so the highest stays.
        newest.update((item.record.pmid, item.record) for item in batch.incoming)
    if missing:
        some = ", ".join(missing[:5]) + (", ..." if len(missing) > 5 else "")
        msg = (
            f"PubMed finds {answer.count} records and does not give {len(missing)} of "
            f"them (PMID {some}). Run this again later, or leave them out of the "
            "search with NOT ...[uid]."
        )
        raise PubMedIncompleteError(msg)
    return Records(newest[pmid] for pmid in answer.pmids)
