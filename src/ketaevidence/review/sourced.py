"""Several sources of one row: kept side by side, and which of them a person chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ketaevidence.curation.entries import Row, key_of
from ketaevidence.curation.model import Register, Source
from ketaevidence.curation.source_entries import (
    check_sources,
    next_number,
    read_source,
    source_entry,
    table_name,
    table_of,
)
from ketaevidence.curation.sources import (
    Choice,
    Disagreement,
    OtherSource,
    disagreements,
    resolved,
)
from ketaevidence.curation.tabular import value_text
from ketaevidence.errors import CurationError
from ketaevidence.library import Entry
from ketaevidence.review.clock import now
from ketaevidence.review.curated import Curated

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.integrity.model import Ruling


class Sourced(Curated):
    """A review that keeps what several sources state of one row."""

    @property
    def register(self) -> Register:
        """The confirmed studies, arms and results, in their newest form.

        Where sources disagree and a person chose one, its values stand; until then
        those of the row's own source stand, and no pool uses them.
        """
        return self._as_it_counts

    @cached_property
    def _as_it_counts(self) -> Register:
        return self._resolved(self._as_entered)

    def _resolved(self, entered: Register) -> Register:
        """Give some rows with the values of the sources that people chose."""
        others = self.other_sources()
        if not others:
            return entered
        chosen = {
            found.place: found.choice.number
            for found in self._disagreements(entered)
            if found.choice is not None and found.choice.number is not None
        }
        return resolved(entered, others, chosen)

    def _record(self, entries: Iterable[Entry]) -> None:
        super()._record(entries)
        self.__dict__.pop("_as_it_counts", None)

    def _check_rows(
        self, rows: Sequence[Row], sources: Sequence[OtherSource] = ()
    ) -> Register:
        """Give the rows as entered; refuse what contradicts itself, in any source."""
        register = super()._check_rows(rows)
        newer = {other.name: other for other in sources}
        older = [o for o in self.other_sources() if o.name not in newer]
        check_sources(register, [*older, *sources])
        return register

    def other_sources(self, key: str | None = None) -> tuple[OtherSource, ...]:
        """Give what other sources than its own state of a row, or of every row.

        Parameters
        ----------
        key
            A ``study_id``, ``study_id/arm_id`` or ``result_id``; every row's if left
            out.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().other_sources("R016")
        ()
        """
        return tuple(
            other
            for other in self._every_source()
            if key in (None, other.key) and not other.is_withdrawn
        )

    def _every_source(self) -> tuple[OtherSource, ...]:
        """Give the newest form of each other source, also of those withdrawn."""
        return tuple(map(read_source, self._library.entries("source")))

    def add_source(  # noqa: PLR0913 (a value with its place, who and why)
        self,
        key: str,
        *,
        source: Source | Mapping[str, str | None],
        by: str,
        reason: str,
        table: str | None = None,
        number: int | None = None,
        at: str | None = None,
        **values: Any,
    ) -> OtherSource:
        """Keep what another source states of a row, beside what the row says.

        If the two cannot both be, no pool uses the row until a person chooses one with
        :meth:`choose_source`. Nothing of the row is changed.

        Parameters
        ----------
        key
            The row: a ``study_id``, ``study_id/arm_id`` or ``result_id``.
        source
            Where the other values were read, and how near that is to the study's own
            words: a ``Source``, or its fields by name (``url``, ``location``,
            ``quote``, ``confidence``).
        by, reason
            Who read them, and why they are entered.
        table
            ``studies``, ``arms`` or ``results``, where the key is in several.
        number
            Which of the row's sources to correct; a further one if left out. Its
            earlier forms stay in the history.
        at
            When, ISO 8601 in UTC; now if left out.
        **values
            What it states, by column: ``events=17, total=20``. A text is read as a
            cell of the sheet would be.

        Returns
        -------
        OtherSource
            As it was recorded, with its number.

        Raises
        ------
        CurationError
            If there is no such row or column, or the row could not be so. Nothing is
            recorded.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> table = ke.Source(None, "an invented table", "secondary")
        >>> review.add_source("R016", events=20, total=33, source=table,
        ...                   by="A. Reader", reason="invented here").number
        2
        """
        _need(by, reason)
        self._library.check_is_present()
        entered = self._as_entered
        where = table_of(entered, key, table)
        others = self.other_sources()
        own = [
            other.number for other in others if (other.table, other.key) == (where, key)
        ]
        if number is not None and number not in own:
            known = ", ".join(map(str, own)) or "none but its own, 1"
            msg = (
                f"{key} has no other source {number}; it has {known}. Correct source 1 "
                "in the row itself."
            )
            raise CurationError(msg)
        made = OtherSource(
            table=where,
            key=key,
            number=number or next_number(self._every_source(), where, key),
            cells=tuple(
                (name, text)
                for name, value in values.items()
                if (text := value_text(value)).strip()
            ),
            source=_source(source),
            by=by,
            at=at or now(),
            reason=reason,
        )
        self._check_rows((), [made])
        self._record([source_entry(made)])
        return made

    def withdraw_source(  # noqa: PLR0913 (a decision: what, who, why and when)
        self,
        key: str,
        number: int,
        *,
        by: str,
        reason: str,
        table: str | None = None,
        at: str | None = None,
    ) -> OtherSource:
        """Withdraw another source of a row that was entered by mistake.

        Nothing is erased: :meth:`source_history` has all its forms, with who withdrew
        it and why. Its number is not given again. Where it was the source that counts,
        the row counts as its own source states it.

        Parameters
        ----------
        key, number
            The row, and which of its sources; the row's own, 1, is corrected instead.
        by, reason
            Who withdraws it, and why.
        table
            ``studies``, ``arms`` or ``results``, where the key is in several.
        at
            When, ISO 8601 in UTC; now if left out.

        Returns
        -------
        OtherSource
            As it was recorded.

        Raises
        ------
        CurationError
            If there is no such source, or it was withdrawn before. Nothing is changed.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> made = review.add_source("R016", events=20, total=33,
        ...                          source={"location": "p. 7",
        ...                                  "confidence": "secondary"},
        ...                          by="A. Reader", reason="invented")
        >>> _ = review.withdraw_source("R016", 2, by="A. Reader", reason="not it")
        >>> review.other_sources("R016")
        ()
        >>> [form.is_withdrawn for form in review.source_history("R016", 2)]
        [False, True]
        """
        _need(by, reason)
        self._library.check_is_present()
        where = table_of(self._as_entered, key, table)
        own = {o.number: o for o in self.other_sources(key) if o.table == where}
        if number not in own:
            known = ", ".join(map(str, own)) or "none but its own"
            msg = (
                f"{key} has no other source {number} that stands; it has {known}. "
                "Source 1 is the row itself: correct it there."
            )
            raise CurationError(msg)
        withdrawn = replace(
            own[number], is_withdrawn=True, by=by, reason=reason, at=at or now()
        )
        self._record([source_entry(withdrawn)])
        return withdrawn

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Give the rows of which two sources state what cannot both be, side by side.

        Also those in which a person has chosen, with the choice.

        Returns
        -------
        tuple of Disagreement
            In the order of the register: results as a whole, studies and arms cell by
            cell. An open one keeps its rows out of every pool where a pool would use
            what differs.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> [found.key for found in review.disagreements() if found.key == "R016"]
        []
        """
        return self._disagreements(self._as_entered)

    def disagreements_table(self) -> pd.DataFrame:
        """Give one row for each source of each disagreement, with who chose which.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> list(ke.example_review().disagreements_table().columns)[:4]
        ['table', 'key', 'column', 'source']
        """
        import pandas as pd

        columns = (
            "table", "key", "column", "source", "value", "source_location",
            "source_quote", "source_url", "counts", "chosen_by", "chosen_at", "reason",
        )  # fmt: skip
        rows = []
        for found in self.disagreements():
            choice = found.choice
            made = (choice.by, choice.at, choice.reason) if choice else (None,) * 3
            for one in found.sources:
                counts = None if choice is None else choice.number == one.number
                place = (one.source.location, one.source.quote, one.source.url)
                rows += [
                    (
                        found.table, found.key, column, one.number,
                        one.text(column) or None, *place, counts, *made,
                    )
                    for column in found.columns
                ]  # fmt: skip
        table = pd.DataFrame(rows, columns=list(columns))
        kinds = dict.fromkeys(columns, "string")
        return table.astype(kinds | {"source": "Int64", "counts": "boolean"})

    def choose_source(  # noqa: PLR0913 (a decision: what, which, who, why and when)
        self,
        key: str,
        number: int,
        *,
        by: str,
        reason: str,
        column: str | None = None,
        table: str | None = None,
        at: str | None = None,
    ) -> Disagreement:
        """Choose which source counts where several disagree.

        Nothing is erased: all sources stay, the choice is shown wherever the number
        is, and it can be opened again with :meth:`reopen`. If a source is added or
        states something else afterwards, the question is open again by itself.

        Parameters
        ----------
        key
            The row: a ``study_id``, ``study_id/arm_id`` or ``result_id``.
        number
            The source that counts; 1 is the row's own.
        by, reason
            Who chooses, and why.
        column
            Which cell, where sources disagree on several of a study or an arm.
        table
            ``studies``, ``arms`` or ``results``, where the key is in several.
        at
            When, ISO 8601 in UTC; now if left out.

        Returns
        -------
        Disagreement
            With the choice.

        Raises
        ------
        CurationError
            If sources do not disagree there, or there is no such source. Nothing is
            recorded.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> table = ke.Source(None, "an invented table", "secondary")
        >>> _ = review.add_source("R016", events=20, total=33, source=table,
        ...                       by="A. Reader", reason="invented here")
        >>> chosen = review.choose_source("R016", 2, by="A. Reader", reason="invented")
        >>> [row.events for row in review.register.results if row.result_id == "R016"]
        [20]
        """
        from ketaevidence.integrity.model import Ruling
        from ketaevidence.integrity.rulings import to_entry as entry_of
        from ketaevidence.integrity.sources import check_of, place_of, told

        _need(by, reason)
        self._library.check_is_present()
        found = self._disagreement(key, column, table)
        known = [stated.number for stated in found.sources]
        if number not in known:
            msg = (
                f"{key} has no source {number} here; its sources: "
                f"{', '.join(map(str, known))}."
            )
            raise CurationError(msg)
        moment = at or now()
        ruling = Ruling(
            finding_id=found.finding_id or "",
            check=check_of(found),
            verdict="chosen",
            reason=reason,
            by=by,
            at=moment,
            what=told(found, self._words),
            place=place_of(found),
            source=number,
        )
        self._record([entry_of(ruling)])
        return replace(found, choice=Choice(number, by, moment, reason))

    def _disagreement(
        self, key: str, column: str | None, table: str | None
    ) -> Disagreement:
        """Find the one disagreement that is meant, chosen or not."""
        where = table_of(self._as_entered, key, table)
        here = [d for d in self.disagreements() if (d.table, d.key) == (where, key)]
        fitting = [d for d in here if column is None or column in d.columns]
        if len(fitting) == 1:
            return fitting[0]
        cells = ", ".join(d.columns[0] for d in here)
        if not here:
            msg = (
                f"No two sources of {key} disagree; `ketaevidence sources` lists them."
            )
        elif not fitting:
            msg = f"The sources of {key} do not disagree on {column!r}, but on {cells}."
        else:
            msg = f"The sources of {key} disagree on {cells}; say which column."
        raise CurationError(msg)

    def source_history(
        self, key: str, number: int, *, table: str | None = None
    ) -> tuple[OtherSource, ...]:
        """Give every form that a row's other source ever had, oldest first.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().source_history("R016", 2)
        ()
        """
        where = table_of(self._as_entered, key, table)
        entries = self._library.history("source", f"{where}/{key}/{number}")
        return tuple(map(read_source, entries))

    def _disagreements(self, entered: Register) -> tuple[Disagreement, ...]:
        others = self.other_sources()
        if not others:
            return ()
        from ketaevidence.integrity.sources import id_of

        answers = {ruling.finding_id: ruling for ruling in self._answers()}
        named = ((found, id_of(found)) for found in disagreements(entered, others))
        return tuple(
            replace(found, finding_id=name, choice=_choice(answers.get(name)))
            for found, name in named
        )

    def _answers(self) -> tuple[Ruling, ...]:
        """Give the newest answer to each finding, in the order first answered."""
        from ketaevidence.integrity.rulings import to_ruling

        return tuple(to_ruling(entry) for entry in self._library.entries("finding"))

    def _refuse_another_source(self, row: Row, columns: Iterable[str]) -> None:
        changed = set(columns)
        for found in self.disagreements():
            number = found.choice.number if found.choice else None
            is_meant = (found.table, found.key) == (table_name(row), key_of(row)) and (
                found.table == "results" or bool(changed.intersection(found.columns))
            )
            if is_meant and number not in (None, 1):
                msg = (
                    f"{found.key} counts as its source {number} states it; correct "
                    f"that source (add_source with number={number}), or choose source "
                    "1 first."
                )
                raise CurationError(msg)


def _source(given: Source | Mapping[str, str | None]) -> Source:
    """Read where something was read; what is not said is not known."""
    if isinstance(given, Source):
        return given
    known = {part.name for part in fields(Source)}
    strange = sorted(set(given) - known)
    if strange:
        msg = (
            f"A source has no {', '.join(strange)}; it has {', '.join(sorted(known))}."
        )
        raise CurationError(msg)
    parts = {name: given.get(name) for name in known}
    return Source(**parts)  # type: ignore[arg-type]  # what cannot be is refused below


def _choice(ruling: Ruling | None) -> Choice | None:
    """Read a choice in an answer; kept out of every pool, no source counts."""
    if ruling is None or ruling.verdict in ("reopened", "corrected"):
        return None
    number = {"accept": 1, "exclude": None}.get(ruling.verdict, ruling.source)
    return Choice(number, ruling.by, ruling.at, ruling.reason)


def _need(by: str, reason: str) -> None:
    if not by.strip() or not reason.strip():
        msg = (
            "What another source states, and a choice, need who (by) and why (reason)."
        )
        raise CurationError(msg)
