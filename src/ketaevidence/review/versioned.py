"""Versions of a review made again from its store: verified, and released."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ketaevidence.curation.inclusion import included_studies
from ketaevidence.errors import KetaEvidenceError, LibraryError
from ketaevidence.library import Version
from ketaevidence.review.frozen import Frozen
from ketaevidence.software import software_versions

if TYPE_CHECKING:
    from ketaevidence.exchange.metapsy import Published
    from ketaevidence.synthesis.verified import Verified


class Versioned(Frozen):
    """A review whose frozen states can be verified and published."""

    def verify(self) -> tuple[Verified, ...]:
        """Make every version again from the store, and compare it value by value.

        Each is made with the records, decisions and entries that it saw and with its
        own settings, by the software that runs now.

        Returns
        -------
        tuple of Verified
            One for each version, oldest first: equal, equal to rounding, different
            (which values, before and after), damaged, or not made again.

        Raises
        ------
        LibraryError
            If the store itself is damaged.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> _ = review.freeze("the first version")
        >>> [found.verdict for found in review.verify()]
        ['equal']
        """
        self._library.check()
        return tuple(self._verified(version) for version in self.versions())

    def release(
        self, out: str | os.PathLike[str], *, number: str | None = None
    ) -> Path:
        """Write a version as a folder to publish, in the layout of Metapsy.

        Parameters
        ----------
        out
            The folder to make; it must not exist yet, or be empty.
        number
            Which version; the newest if left out.

        Returns
        -------
        pathlib.Path
            The folder: data, metadata with a data dictionary, settings, checksums.

        Raises
        ------
        LibraryError
            If there is no such version, it is damaged, or it gives other numbers now.
        PresentError
            If the folder holds something or cannot be made. Nothing is left behind.

        Examples
        --------
        >>> import tempfile
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> _ = review.freeze("the first version")
        >>> with tempfile.TemporaryDirectory() as place:
        ...     folder = review.release(f"{place}/release")
        ...     sorted(path.name for path in folder.glob("*.csv"))
        ['arms.csv', 'data.csv']
        """
        from ketaevidence.exchange.release import release_files, write_release

        version = self._version_named(number)
        found = self._verified(version)
        if not found.is_good:
            why = found.why or f"{len(found.real)} values are not what they were"
            msg = (
                f"Version {version.number} is not released: {why}. `ketaevidence "
                "verify` tells more; what holds now can be frozen as a new version."
            )
            raise LibraryError(msg)
        past = self.as_of(version.number)
        published = past._published()  # noqa: SLF001 (of this same class)
        return write_release(Path(out), release_files(version, published))

    def _published(self) -> Published:
        """Give what of this state is published."""
        from ketaevidence.exchange.metapsy import Published
        from ketaevidence.integrity.rulings import clearance_of, without_excluded

        records, decisions = self.records(), self.decisions()
        findings = self._findings(records, decisions, self._as_entered)
        register = without_excluded(self.register, findings)
        struck = self._studies_with("retracted", records)
        held = dict(clearance_of(findings, register).blocked)
        held |= {
            row.result_id: struck[row.study_id]
            for row in register.results
            if row.study_id in struck
        }
        keys = [record.key for record in records]
        return Published(
            question=self.question,
            studies=included_studies(register, keys, decisions),
            register=register,
            held=held,
        )

    def _verified(self, version: Version) -> Verified:
        from ketaevidence.synthesis.verified import Verified, compare, damage_of

        why = damage_of(version)
        if why is not None:
            return Verified(version.number, "damaged", why=why)
        try:
            document = self.as_of(version.number)._document()  # noqa: SLF001
        except KetaEvidenceError as error:
            return Verified(version.number, "not_recomputed", why=str(error))
        return compare(version, document, dict(software_versions()))
