"""A review written for other programs: for references, screening, R and RevMan."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from ketaevidence.errors import PresentError
from ketaevidence.records.model import Record
from ketaevidence.review.digested import Digested
from ketaevidence.screening.decide import standings

if TYPE_CHECKING:
    from ketaevidence.exchange.formats import Format, Material

#: Which records are written: all, those in the review, or those not yet decided on.
Which = Literal["all", "included", "awaiting"]


class Exported(Digested):
    """A review that other programs can read."""

    def export(
        self,
        format: str,  # noqa: A002 (what people call it)
        path: str | os.PathLike[str],
        *,
        which: Which = "all",
    ) -> Path:
        """Write the review in another program's format.

        Parameters
        ----------
        format
            The format's name: ``ris``, ``bibtex``, ``csl-json``, ``asreview``,
            ``asreview-ris``, ``rayyan``, ``covidence``, ``json-ld``, ``gradepro``,
            ``metafor`` or ``revman``. ``ketaevidence export --list`` says what each is
            for.
        path
            The file; for ``covidence``, ``metafor`` and ``revman`` a folder to make,
            which must not exist yet, or be empty.
        which
            For lists of records: ``all``, those ``included`` in the review, or those
            ``awaiting`` a decision on title and abstract or on the full text.

        Returns
        -------
        pathlib.Path
            What was written. The same review gives the same bytes.

        Raises
        ------
        PresentError
            If there is no such format, ``which`` means nothing to it, or nothing can be
            written there; what was there before is then as it was.

        Examples
        --------
        >>> import tempfile
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> with tempfile.TemporaryDirectory() as place:
        ...     path = review.export("ris", f"{place}/all.ris")
        ...     len(ke.read_records(path)) == len(review.records())
        True
        """
        from ketaevidence.exchange.formats import format_named
        from ketaevidence.exchange.release import write_release
        from ketaevidence.present.files import write_whole

        chosen = format_named(format)
        _check(chosen, which)
        target = Path(path)
        if not chosen.is_folder and target.is_dir():
            msg = f"{target}: a folder; the format {chosen.name} is one file, name it."
            raise PresentError(msg)
        written = chosen.write(self._material(which))
        if isinstance(written, str):
            return write_whole(target, written)
        return write_release(target, written)

    def _material(self, which: Which) -> Material:
        from ketaevidence.exchange.formats import Material

        snapshot = self.snapshot()
        keys = [record.key for record in snapshot.records]
        where = standings(keys, snapshot.decisions)

        def at(place: str) -> tuple[Record, ...]:
            return tuple(r for r in snapshot.records if where[r.key][0] == place)

        return Material(
            snapshot,
            chosen=snapshot.records if which == "all" else at(which),
            included=at("included"),
            published=self._published,
        )


def _check(chosen: Format, which: str) -> None:
    if which not in get_args(Which):
        msg = f"which={which!r}; there are {', '.join(get_args(Which))}."
        raise PresentError(msg)
    if which != "all" and not chosen.lists_records:
        msg = f"{chosen.name} is no list of records; leave out which={which!r}."
        raise PresentError(msg)


def export_formats() -> tuple[tuple[str, str, str], ...]:
    """Give (name, ending, purpose) of each format; no ending says a folder is made.

    Examples
    --------
    >>> export_formats()[0][:2]
    ('ris', '.ris')
    """
    from ketaevidence.exchange.formats import FORMATS

    return tuple((known.name, known.ending, known.purpose) for known in FORMATS)
