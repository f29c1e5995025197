"""Versions of a review: its states, frozen when they are published."""

from __future__ import annotations

import json
import os
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

from ketaevidence.errors import (
    EvidenceWarning,
    KetaEvidenceError,
    LibraryError,
    LockedError,
)
from ketaevidence.library import Limits, Version, digest_of, locked
from ketaevidence.question.as_toml import question_text
from ketaevidence.question.load import shipped_question_text
from ketaevidence.review.clock import now
from ketaevidence.review.summarised import Summarised
from ketaevidence.software import software_versions

if TYPE_CHECKING:
    from ketaevidence.synthesis.frozen import Document
    from ketaevidence.synthesis.numbering import Change

#: Changes after which a refresh or an import is frozen. That PubMed was asked again and
#: had nothing new is no version by itself; people may freeze it.
_WORTH_FREEZING = frozenset({"data", "settings", "software", "cosmetic"})


class Frozen(Summarised):
    """A review whose published states are frozen."""

    def versions(self) -> tuple[Version, ...]:
        """Give every frozen version, oldest first.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> _ = review.freeze("the first version")
        >>> [(version.number, version.cause) for version in review.versions()]
        [('2026.0.0', 'data')]
        """
        return self._library.versions()

    def freeze(self, reason: str) -> Version:
        """Freeze the review as it is now, with its data, settings, software and hashes.

        A refresh and an import freeze by themselves; this is for what people decided
        and entered since, when they publish. A version is never changed or removed.

        Parameters
        ----------
        reason
            Why, in a person's words ("submitted to the journal").

        Returns
        -------
        Version
            The new version; the newest one where nothing has changed since.

        Raises
        ------
        LibraryError
            If no reason is given, this is the past, or the store cannot be written.
            Nothing is frozen.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> review.freeze("the first version").number
        '2026.0.0'
        >>> _ = review.correct("R001", spread_type="SE", by="A. Reader", reason="told")
        >>> review.freeze("the authors answered").number
        '2026.1.0'
        >>> review.freeze("once more").number
        '2026.1.0'
        """
        if not reason.strip():
            msg = "Say why this version is frozen, for example 'submitted'."
            raise LibraryError(msg)
        made = self._freeze(" ".join(reason.split()))
        return self.versions()[-1] if made is None else made

    def changed_since_version(self) -> Change | None:
        """Say what has changed since the newest version; ``None`` if nothing has.

        Returns
        -------
        str or None
            ``data``, ``settings``, ``software``, ``cosmetic`` or ``search``, as
            ``docs/versions.md`` tells them apart; ``data`` where there is no version.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> _ = review.freeze("the first version")
        >>> review.changed_since_version() is None
        True
        """
        return self._change(self.versions(), self._document())

    def heal_versions(self) -> None:
        """Freeze what a refresh or an import landed before it was cut short.

        Opening a review calls this. It does nothing where everything is frozen, where
        another run holds the review (which freezes what it lands), and where the
        store cannot be written; the next opening tries again.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> review.heal_versions()
        >>> review.versions()
        ()
        """
        if self._library.unfrozen() is None:
            return
        try:
            if self.folder is None:
                self._freeze_landed()
                return
            with locked(self.folder, f"process {os.getpid()} since {now()}"):
                self._freeze_landed()
        except LockedError:
            # Whoever holds the review freezes what is in it.
            return
        except KetaEvidenceError as error:
            _warn_unfrozen(error)

    def _landed(self) -> None:
        """Freeze what a refresh or an import has just landed, if it changed anything.

        The landing stands whatever happens here, and its caller must hear of it; what
        could not be frozen is frozen when the review is next opened.
        """
        try:
            self._freeze_landed()
        except KetaEvidenceError as error:
            _warn_unfrozen(error)
        except Exception:
            raise
        except BaseException:  # noqa: BLE001 (nothing to be undone)
            # Somebody wants an end: of the freezing, for the landing is done.
            _warn_unfrozen("it was interrupted.")

    def _freeze_landed(self) -> None:
        cause = self._library.unfrozen()
        if cause is not None:
            self._freeze(f"frozen after the {cause}", landed=cause)

    def _freeze(self, reason: str, *, landed: str | None = None) -> Version | None:
        """Freeze this moment; give ``None`` where there is nothing to be frozen."""
        from ketaevidence.synthesis.frozen import canonical
        from ketaevidence.synthesis.numbering import next_number

        self._library.check_is_present()
        # What is told to the store from here on belongs to the next version.
        limits = self._library.seen_now()
        past = self._within(limits)
        document = past._document()  # noqa: SLF001 (of this same class)
        versions = past.versions()
        change = self._change(versions, document)
        if change is None or (landed and change not in _WORTH_FREEZING):
            self._library.note_unchanged(limits.run)
            return None
        last = versions[-1] if versions else None
        at = max(now(), last.at) if last else now()
        text = canonical(document)
        runs = document["search"]["runs"]
        year = int((runs[-1]["at"] if runs else at)[:4])
        version = Version(
            number=next_number(last.number if last else None, year, change),
            at=at,
            cause=landed or change,
            reason=reason,
            question=self._question_text(),
            software=software_versions(),
            document=text,
            digest=digest_of(text),
            limits=limits,
        )
        self._library.add_version(version)
        return self.versions()[-1]

    def _question_text(self) -> str:
        """Give the question as its file says it, or written down from memory."""
        texts = []
        if self.folder is not None:
            # Whoever changed or removed the file since has not changed this review.
            with suppress(OSError, UnicodeDecodeError):
                texts += [(self.folder / "review.toml").read_text("utf-8")]
        return question_text(self.question, [*texts, shipped_question_text()])

    def _within(self, limits: Limits) -> Frozen:
        library = self._library.within(limits)
        return type(self)(library, self.question, folder=self.folder)

    def _change(
        self, versions: tuple[Version, ...], document: Document
    ) -> Change | None:
        from ketaevidence.synthesis.numbering import change_between
        from ketaevidence.synthesis.verified import damage_of

        if not versions:
            return "data"
        if damage_of(versions[-1]) is not None:
            # What it said is not known; a new version says what holds now.
            return "data"
        return change_between(json.loads(versions[-1].document), document)

    def _document(self) -> Document:
        """Give this state as the plain document that versions freeze."""
        from ketaevidence.synthesis.frozen import State, document_of

        records, decisions = self.records(), self.decisions()
        findings = self._findings(records, decisions, self._as_entered)
        return document_of(
            State(
                question=self.question,
                software=software_versions(),
                runs=self._library.runs(),
                searches=self._library.searches(),
                records=records,
                missing=self._library.missing(),
                decisions=decisions,
                register=self.register,
                other_sources=self.other_sources(),
                disagreements=self.disagreements(),
                findings=findings,
                rulings=self.rulings(),
                bias=self.bias(),
                certainty=self._library.entries("certainty"),
                flow=self._flow(records, decisions),
                analyses=self._analyses(records, decisions, findings),
            )
        )


def _warn_unfrozen(why: object) -> None:
    msg = (
        f"No version was frozen: {why} The records are in the review; opening it "
        "freezes them."
    )
    warnings.warn(msg, EvidenceWarning, stacklevel=4)
