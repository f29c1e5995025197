"""What a review publishes beside its report: methods, checklists, news, a site."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ketaevidence.errors import KetaEvidenceError
from ketaevidence.review.exported import Exported

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.library import Version
    from ketaevidence.present.checklists import Checklist, Held
    from ketaevidence.present.digest import Digest
    from ketaevidence.present.methods_text import MethodsText
    from ketaevidence.present.whats_new import News


class Published(Exported):
    """A review that can be handed to a journal, and shown on the web."""

    def methods_text(self) -> MethodsText:
        """Write how the review was made, as paragraphs for a paper.

        Returns
        -------
        MethodsText
            Sections and references, written from the settings and from what was done.
            It has ``markdown()``, ``plain()`` and ``html()``; ``records`` are the
            references as records.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> text = ke.example_review().methods_text()
        >>> text.plain().splitlines()[0]
        'Ketamine for complex regional pain syndrome: methods'
        """
        from ketaevidence.present.methods_text import methods_text

        return methods_text(self.snapshot(), version=self._this_state().version)

    def write_methods(self, path: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Write the methods to a file, and what they cite beside it.

        Parameters
        ----------
        path
            A file ending in .md, .txt or .html. Its references go beside it under the
            same name, ending in .ris and .bib.

        Returns
        -------
        tuple of pathlib.Path
            The files, the methods first.

        Raises
        ------
        PresentError
            If the ending is none of these, or a file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> import ketaevidence as ke
        >>> with tempfile.TemporaryDirectory() as place:
        ...     files = ke.example_review().write_methods(f"{place}/methods.md")
        ...     [file.name for file in files]
        ['methods.md', 'methods.ris', 'methods.bib']
        """
        from ketaevidence.exchange.bibtex import bibtex_text
        from ketaevidence.exchange.ris import ris_text
        from ketaevidence.present.files import write_whole

        target = Path(path)
        made = self.methods_text()
        texts = {
            target: made.text(target.suffix.lstrip(".").lower()),
            target.with_suffix(".ris"): ris_text(made.records),
            target.with_suffix(".bib"): bibtex_text(made.records),
        }
        return tuple(write_whole(place, text) for place, text in texts.items())

    def checklist(self, name: str) -> Checklist:
        """Fill a reporting checklist from what the review holds, and nothing else.

        Parameters
        ----------
        name
            ``prisma-lsr`` (living reviews) or ``prisma-s`` (searches).

        Returns
        -------
        Checklist
            Each item with what the review says to it, or "not stated" with what to
            enter and where. It has ``frame()``, ``text(kind)`` and ``html()``.

        Raises
        ------
        PresentError
            If there is no such checklist.

        References
        ----------
        Akl and others 2024, doi:10.1136/bmj-2024-079183. Rethlefsen and others 2021,
        doi:10.1186/s13643-020-01542-z.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> found = ke.example_review().checklist("prisma-s")
        >>> found.answers[13].item.topic, found.answers[13].said.state
        ('Peer review', 'not stated')
        """
        from ketaevidence.present.checklists import checklist

        return checklist(name, self._held())

    def write_checklist(
        self, path: str | os.PathLike[str], *, name: str, kind: str | None = None
    ) -> Path:
        """Write a checklist to a file, as the file's name ends.

        Parameters
        ----------
        path
            A file ending in .md, .html, .csv or .docx.
        name
            ``prisma-lsr`` or ``prisma-s``.
        kind
            ``md``, ``html``, ``csv`` or ``docx``, whatever the name ends in.

        Returns
        -------
        pathlib.Path
            The file. The same review gives the same bytes.

        Raises
        ------
        PresentError
            If there is no such checklist, the ending is none of these, or the file
            cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> import ketaevidence as ke
        >>> with tempfile.TemporaryDirectory() as place:
        ...     path = f"{place}/prisma-s.csv"
        ...     ke.example_review().write_checklist(path, name="prisma-s").name
        'prisma-s.csv'
        """
        from ketaevidence.present.files import write_whole

        target = Path(path)
        chosen = kind or target.suffix.lstrip(".").lower()
        return write_whole(target, self.checklist(name).file(chosen))

    def whats_new(self) -> pd.DataFrame:
        """Give the table "What's new": each version, the newest first.

        Returns
        -------
        pandas.DataFrame
            Columns version, date, event, search_date, studies, conclusions_changed
            (``yes``, ``no``, ``first version``, ``not known``) and conclusions;
            ``studies`` is Int64, all others text.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> _ = review.freeze("the first version")
        >>> review.whats_new().loc[0, ["version", "conclusions_changed"]].tolist()
        ['2026.0.0', 'first version']
        """
        from ketaevidence.present.whats_new import whats_new_frame

        return whats_new_frame(self._news(self._compared()))

    def site(self, folder: str | os.PathLike[str], *, figures: bool = True) -> Path:
        """Write the review as a folder of static files that any web server can show.

        Parameters
        ----------
        folder
            A new folder, an empty one, or one that this method wrote before; that is
            replaced as a whole.
        figures
            Whether the newest report has figures; without them it is made faster.

        Returns
        -------
        pathlib.Path
            The folder: ``index.html`` (the report), ``versions/``, ``downloads/``,
            ``digest.html``, ``feed.atom`` and ``SHA256SUMS``. All links are relative.
            The same review gives the same bytes.

        Raises
        ------
        PresentError
            If the folder holds files of others, or cannot be made; what was there is
            then as it was.

        Notes
        -----
        A version is shown as it was frozen; its report is made again, and left out
        with the reason where that gives other numbers. No abstract and no e-mail
        address is published; names of people who decided and entered are.

        Examples
        --------
        >>> import tempfile
        >>> import ketaevidence as ke
        >>> with tempfile.TemporaryDirectory() as place:
        ...     site = ke.example_review().site(f"{place}/site", figures=False)
        ...     sorted(path.name for path in site.glob("*.html"))
        ['digest.html', 'index.html']
        """
        from ketaevidence.present.site.writing import check_place, write_site
        from ketaevidence.review.site_files import site_files

        target = Path(folder)
        # Before the work, not after it.
        check_place(target)
        return write_site(target, site_files(self, figures=figures))

    # What these are made of ----------------------------------------------------

    def _compared(self) -> dict[str, Digest | str]:
        """Compare each version with the one before; a text says why that failed."""
        found: dict[str, Digest | str] = {}
        before: Version | None = None
        for version in self.versions():
            try:
                found[version.number] = self._new_in(version, before)
            except KetaEvidenceError as error:
                found[version.number] = str(error)
            before = version
        return found

    def _new_in(self, version: Version, before: Version | None) -> Digest:
        from ketaevidence.present.digest import Moment, Told, digest_of

        past = self.as_of(version.number)
        state = Moment(past._this_state().at, version.number)  # noqa: SLF001 (own class)
        if before is None:
            return digest_of(None, past.snapshot(), Told(until=state))
        return replace(past.digest(since=before.number), until=state)

    def _news(self, compared: Mapping[str, Digest | str]) -> tuple[News, ...]:
        from ketaevidence.present.whats_new import whats_new

        return whats_new(self.versions(), compared)

    def _held(self, compared: Mapping[str, Digest | str] | None = None) -> Held:
        """Gather one state, and what checklists are filled from beside it."""
        from ketaevidence.present.checklists import Held
        from ketaevidence.screening.registers import is_register

        snapshot = self.snapshot()
        compared = self._compared() if compared is None else compared
        held = Held(
            snapshot=snapshot,
            versions=self.versions(),
            number=self._this_state().version,
            news=self._news(compared),
            registries=tuple(
                source for source, _ in snapshot.flow.identified if is_register(source)
            ),
        )
        if held.preceding is None:
            return held
        try:
            digest = self.digest(since=held.preceding.number)
        except KetaEvidenceError as error:
            return replace(held, changed_settings_unknown=str(error))
        changed = [
            item.text.removeprefix("Setting changed: ").removesuffix(".")
            for item in digest.of_section("method")
            if item.kind == "setting_changed"
        ]
        verdict = digest.verdict
        return replace(
            held,
            changed_settings=tuple(changed),
            since_preceding=f"{verdict.line} {verdict.conclusions}",
        )
