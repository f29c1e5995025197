"""The commands `versions`, `verify` and `release`: frozen states of a review."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ketaevidence.cli.codes import DONE, FAILED
from ketaevidence.cli.reviewing import say
from ketaevidence.present.words import clean

if TYPE_CHECKING:
    from ketaevidence.library import Version
    from ketaevidence.review import Review

#: What `changed_since_version` says, in words.
_CHANGES = {
    "data": "data (records, decisions, entries or judgements)",
    "settings": "settings that change the numbers",
    "software": "numbers, because of other software",
    "cosmetic": "settings that change no number",
    "search": "nothing but the search or the programs",
    None: "nothing",
}
_VERDICTS = {
    "equal": "equal",
    "rounded": "equal to rounding",
    "differs": "DIFFERS",
    "damaged": "DAMAGED",
    "not_recomputed": "NOT RECOMPUTED",
}
#: Differences that are shown of each version; --json has all.
_SHOWN = 20


def add_versions_options(versions: argparse.ArgumentParser) -> None:
    """Add the options of `versions`."""
    versions.add_argument("folder", help="the review's folder")
    versions.add_argument(
        "--freeze", metavar="REASON", help="freeze the review as it is now, and why"
    )


def add_verify_options(verify: argparse.ArgumentParser) -> None:
    """Add the options of `verify`."""
    verify.add_argument("folder", help="the review's folder")


def add_release_options(release: argparse.ArgumentParser) -> None:
    """Add the options of `release`."""
    release.add_argument("folder", help="the review's folder")
    release.add_argument("out", help="the folder to make")
    release.add_argument(
        "--number", metavar="VERSION", help="which version; left out: the newest"
    )


def run_versions(options: argparse.Namespace) -> None:
    """List the versions, or freeze one."""
    from ketaevidence.folder import open_review

    with open_review(options.folder) as review:
        if options.freeze is not None:
            _freeze(options, review)
            return
        versions = review.versions()
        changed = review.changed_since_version() if versions else None
    lines = [_line(version) for version in versions]
    if versions:
        since = f"Changed since {versions[-1].number}: {_CHANGES[changed]}."
        lines += ["", since]
    else:
        lines = ["No version yet; --freeze REASON freezes one."]
    document = {
        "versions": [_document(version) for version in versions],
        "changed_since": changed,
    }
    say(options, "\n".join(lines), document)


def _freeze(options: argparse.Namespace, review: Review) -> None:
    before = {version.number for version in review.versions()}
    version = review.freeze(options.freeze)
    is_new = version.number not in before
    text = (
        f"Froze version {version.number}: {clean(version.reason)}.\n"
        f"SHA-256 of its numbers: {version.digest}"
        if is_new
        else f"Nothing has changed since version {version.number}; none was frozen."
    )
    say(options, text, {**_document(version), "is_new": is_new})


def _line(version: Version) -> str:
    day = version.at.replace("T", " ").removesuffix("Z")
    words = f"{version.number}  {day} UTC  {version.cause}: {clean(version.reason)}"
    return words if version.is_whole else f"{words}  DAMAGED"


def _document(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "at": version.at,
        "cause": version.cause,
        "reason": version.reason,
        "software": dict(version.software),
        "sha256": version.digest,
        "is_whole": version.is_whole,
    }


def run_verify(options: argparse.Namespace) -> int:
    """Make every version again and compare it; 1 where one is not as it was."""
    from ketaevidence.folder import open_review

    with open_review(options.folder) as review:
        found = review.verify()
    lines: list[str] = []
    for verified in found:
        lines.append(f"{verified.number}  {_VERDICTS[verified.verdict]}")
        if verified.why:
            lines.append(f"  {clean(verified.why)}")
        real = verified.real
        lines += [f"  {clean(difference)}" for difference in real[:_SHOWN]]
        if len(real) > _SHOWN:
            lines.append(f"  and {len(real) - _SHOWN} more; --json names all")
        if real and verified.software:
            others = "; ".join(
                f"{name} {was or 'none'}, now {now or 'none'}"
                for name, was, now in verified.software
            )
            lines.append(f"  likely because of other software: {others}")
    bad = [verified.number for verified in found if not verified.is_good]
    if not found:
        lines.append("No version yet: there is nothing to verify.")
    else:
        lines.append(f"As frozen: {len(found) - len(bad)} of {len(found)}.")
    document = [
        {
            **asdict(verified),
            "differences": [
                {
                    "place": list(difference.place),
                    "before": _told(difference.before),
                    "after": _told(difference.after),
                    "by": difference.by,
                    "is_rounding": difference.is_rounding,
                }
                for difference in verified.differences
            ],
        }
        for verified in found
    ]
    say(options, "\n".join(lines), document)
    return FAILED if bad else DONE


def _told(value: object) -> object:
    """Give a compared value as JSON has it; what is not there is null."""
    return value if isinstance(value, str | int | float | bool | list | dict) else None


def run_release(options: argparse.Namespace) -> None:
    """Write a version as a folder to publish."""
    from ketaevidence.folder import open_review

    with open_review(options.folder) as review:
        number = options.number or (
            review.versions()[-1].number if review.versions() else None
        )
        path = review.release(options.out, number=number)
    document = {"release": str(path), "version": number}
    say(options, f"Wrote {path}: version {number}.", document)
