"""Every file of a review's site, by its path in the folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ketaevidence.errors import KetaEvidenceError
from ketaevidence.review.downloads import download_groups

if TYPE_CHECKING:
    from ketaevidence.library import Version
    from ketaevidence.present.checklists import Held
    from ketaevidence.present.digest import Digest
    from ketaevidence.review.published import Published

#: The forms in which a digest lies beside its page.
_DIGESTS: Final = ("html", "md", "json")
_LINKS: Final = (
    ("versions/index.html", "What's new, and all versions"),
    ("downloads/index.html", "Downloads"),
)
_OF_DIGEST: Final = (("digest.html", "What changed, in full"), ("feed.atom", "Feed"))
_LINKS_OF_VERSION: Final = (
    ("index.html", "This version"),
    ("../index.html", "All versions"),
    ("../../index.html", "Newest report"),
)


def site_files(review: Published, *, figures: bool) -> dict[str, bytes]:
    """Make every file of the site: its report, versions, feed and downloads."""
    from ketaevidence.present.site.feed import site_feed
    from ketaevidence.present.site.pages import downloads_page, versions_page

    title = review.question.title
    compared = review._compared()  # noqa: SLF001 (of the review itself)
    # One state, so that every page and file of the site tells of the same.
    held = review._held(compared)  # noqa: SLF001 (of the review itself)
    versions, number = held.versions, held.number
    now = _changes(review)
    state = _state(versions, number)
    groups = download_groups(review, held)
    texts = {
        "index.html": _report(review, held, now, figures=figures),
        "versions/index.html": versions_page(
            title,
            held.news,
            state=state,
            has_feed=not isinstance(now, str),
        ),
        "downloads/index.html": downloads_page(title, groups, state=state),
    }
    entries = [] if number is not None else [(now, "")]
    for version in reversed(versions):
        folder = f"versions/{version.number}/"
        digest = compared[version.number]
        newest = versions[-1].number
        made = _version(review, version, digest, newest=newest)
        texts |= {f"{folder}{name}": text for name, text in made}
        entries.append((digest, folder))
    if not isinstance(now, str):
        told = [(one, where) for one, where in entries if not isinstance(one, str)]
        # Where no version could be compared, the feed has what the site itself says.
        texts["feed.atom"] = site_feed(told or [(now, "")])
        for kind in _DIGESTS:
            texts[f"digest.{kind}"] = now.text(kind, report="index.html")
    files = {name: text.encode("utf-8", "replace") for name, text in texts.items()}
    for group in groups:
        files |= {f"downloads/{file.name}": file.data for file in group.files}
    return files


def _changes(review: Published) -> Digest | str:
    """Give what changed since the state before, or why that is not known."""
    try:
        return review.digest()
    except KetaEvidenceError as error:
        # An earlier state that cannot be read hides nothing of this one.
        return str(error)


def _state(versions: tuple[Version, ...], number: str | None) -> str:
    if number is not None:
        return f"The report shows version {number}, the newest one."
    if not versions:
        return "The report shows a state that is not frozen; there is no version yet."
    return (
        "The report shows a state that is not frozen as a version: it is newer than "
        f"version {versions[-1].number}, or has other settings."
    )


def _report(
    review: Published, held: Held, digest: Digest | str, *, figures: bool
) -> str:
    from ketaevidence.present.report.beside import Beside
    from ketaevidence.present.report.build import report_html
    from ketaevidence.present.site.framing import framed

    versions, number = held.versions, held.number
    is_known = not isinstance(digest, str)
    beside = Beside(
        versions=versions,
        number=number,
        attempt=review._attempt(),  # noqa: SLF001 (of the review itself)
        signed=review._who_kept_out(),  # noqa: SLF001 (of the review itself)
        search_every_days=review.question.living.refresh_days,
        **_told(digest),
    )
    report = report_html(held.snapshot, beside, figures=figures)
    return framed(
        report,
        links=_LINKS + _OF_DIGEST if is_known else _LINKS,
        notice=None if number is not None else _state(versions, number),
        feed="feed.atom" if is_known else None,
    )


def _told(digest: Digest | str) -> dict[str, Any]:
    """Give what a report is told of a digest, or of why there is none."""
    if isinstance(digest, str):
        return {"no_digest_because": digest}
    return {"digest": digest}


def _version(
    review: Published, version: Version, digest: Digest | str, *, newest: str
) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of each file in a version's folder."""
    from ketaevidence.present.site.pages import version_page
    from ketaevidence.synthesis.verified import damage_of

    files, without = [], []
    damage = damage_of(version)
    if damage is None:
        # The very text whose SHA-256 the version has: not one sign is added.
        yield "frozen.json", version.document
        files.append(("frozen.json", "its numbers, as they were frozen"))
    else:
        without.append(f"Its numbers are not here: {damage}.")
    try:
        yield "settings.toml", _settings(version)
        files.append(("settings.toml", "its question and settings"))
    except KetaEvidenceError as error:
        without.append(f"Its settings are not here: {error}")
    try:
        yield "report.html", _past_report(review, version, digest, newest)
        files.insert(0, ("report.html", "its report, made again from the store"))
    except KetaEvidenceError as error:
        without.append(f"Its report is not here: {error}")
    if not isinstance(digest, str):
        for kind in _DIGESTS:
            yield f"digest.{kind}", digest.text(kind)
            files.append((f"digest.{kind}", "what was new in it, in full"))
    yield (
        "index.html",
        version_page(
            review.question.title,
            version,
            newest=newest,
            files=files,
            without=without,
            digest=digest,
        ),
    )


def _settings(version: Version) -> str:
    """Write a version's settings without the address that PubMed gets."""
    from ketaevidence.question.as_toml import question_text
    from ketaevidence.question.load import parse_question

    question = parse_question(version.question, f"version {version.number}")
    return question_text(replace(question, email=None))


def _past_report(
    review: Published, version: Version, digest: Digest | str, newest: str
) -> str:
    """Make a version's report again, if that gives the numbers that were frozen.

    Raises
    ------
    KetaEvidenceError
        If it does not, or the version cannot be read any more.
    """
    from ketaevidence.errors import PresentError
    from ketaevidence.present.report.beside import Beside
    from ketaevidence.present.report.build import report_html
    from ketaevidence.present.site.framing import framed
    from ketaevidence.present.site.pages import age_of

    found = review._verified(version)  # noqa: SLF001 (of the review itself)
    if not found.is_good:
        why = found.why or f"{len(found.real)} values are not what they were frozen as"
        msg = f"made again, it would not say what was frozen ({why})."
        raise PresentError(msg)
    past = review.as_of(version.number)
    beside = Beside(
        versions=past.versions(),
        number=version.number,
        signed=past._who_kept_out(),  # noqa: SLF001 (of the review itself)
        search_every_days=past.question.living.refresh_days,
        **_told(digest),
    )
    report = report_html(past.snapshot(), beside, figures=False)
    notice = age_of(version.number, newest)
    return framed(report, links=_LINKS_OF_VERSION, notice=notice)
