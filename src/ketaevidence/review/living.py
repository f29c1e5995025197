"""A review that is refreshed from PubMed, and says how old it is."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from ketaevidence.curation.inclusion import included_studies, study_keys
from ketaevidence.errors import LibraryError
from ketaevidence.library import Refresh, Status, locked
from ketaevidence.review.checked import Checked
from ketaevidence.review.clock import days_since, now
from ketaevidence.software import software_name

if TYPE_CHECKING:
    from ketaevidence.pubmed.client import Client
    from ketaevidence.review.refreshing import Progress


class Living(Checked):
    """A review that is kept alive."""

    def refresh(  # noqa: PLR0913 (each is a choice of its own)
        self,
        *,
        email: str | None = None,
        api_key: str | None = None,
        client: Client | None = None,
        dry_run: bool = False,
        accept_shrink: bool = False,
        progress: Progress | None = None,
    ) -> Refresh:
        """Pull the whole search from PubMed and land one new state, or change nothing.

        Everything is compared every time: what the search finds now, and every record
        that the review ever had. Decisions and corrections are never touched.

        Parameters
        ----------
        email
            Your address, which PubMed asks for; the one in ``review.toml`` if left out.
        api_key
            The key of an NCBI account; the environment's NCBI_API_KEY if left out. It
            is never written anywhere.
        client
            A connection of your own in place of both.
        dry_run
            Ask PubMed and say what would change; nothing is written.
        accept_shrink
            Believe a search that finds far fewer records than the last one.
        progress
            Called with the records downloaded and the records to download.

        Returns
        -------
        Refresh
            What is new, revised, retracted, missing; and what to look at again.

        Raises
        ------
        PubMedError
            If PubMed cannot be asked or its answers do not add up. Nothing is changed.
        LockedError
            If another run holds the review. Nothing is done.
        LibraryError
            If the store is damaged or cannot be written. Nothing is changed.
        """
        from ketaevidence.pubmed.client import Client
        from ketaevidence.review.refreshing import run_refresh

        self._library.check_is_present()
        self._library.check()
        with ExitStack() as stack:
            if client is None:
                client = stack.enter_context(
                    Client(self._email(email), api_key=api_key)
                )
            library = self._library
            if dry_run:
                # The same work on a copy that is gone afterwards.
                library = stack.enter_context(library.copy_in_memory())
            elif self.folder is not None:
                words = f"process {os.getpid()} since {now()}"
                stack.enter_context(locked(self.folder, words))
            found = run_refresh(
                library,
                client,
                self.question.pubmed_search,
                now=now,
                software=software_name(),
                watched=self._reports_of_included_studies(),
                accept_shrink=accept_shrink,
                progress=progress,
            )
            if not dry_run:
                self._landed()
        return replace(found, is_dry_run=dry_run)

    def _reports_of_included_studies(self) -> frozenset[str]:
        """Give every report of an included study, judged by itself or not."""
        keys = self._library.record_keys()
        studies = included_studies(self.register, keys, self.decisions())
        included = {study.study_id for study in studies}
        return frozenset(
            key
            for study in self.register.studies
            if included & {study.study_id, study.secondary_of}
            for key in study_keys(study)
        )

    def _email(self, given: str | None) -> str:
        email = given or self.question.email
        if not email:
            msg = (
                "PubMed asks for an e-mail address with every search. Write yours "
                "under [contact] in review.toml, or give it each time: --email ADDRESS "
                "on the command line, email= in Python."
            )
            raise LibraryError(msg)
        return email

    def status(self) -> Status:
        """Say how current the review is.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().status().refreshed_at is None
        True
        """
        refreshes = [run for run in self._library.runs() if run.kind == "refresh"]
        attempt = self._library.last_attempt() or (None, None, None)
        last = refreshes[-1] if refreshes else None
        age = None
        if last is not None:
            age = days_since(last.at)
        return Status(
            refreshed_at=last.at if last else None,
            age_days=age,
            count=last.received if last else None,
            attempted_at=attempt[0],
            last_attempt=attempt[1],
            why=attempt[2],
            awaiting=len(self.awaiting()),
            missing=len(self._library.missing()),
        )
