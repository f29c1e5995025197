"""A report as a page of a site: with links to its neighbours, and a word on its age."""

from __future__ import annotations

from typing import Final

from ketaevidence.errors import PresentError
from ketaevidence.present.pages import Links
from ketaevidence.present.words import clean

_NOTICE: Final = (
    '\n<aside aria-label="Version" class="site"><p class="caution">{}</p></aside>'
)
_STYLE: Final = (
    "<style>aside.site{max-width:72rem;margin:1rem auto 0;padding:0 1.25rem}</style>\n"
)


def framed(
    report: str, *, links: Links, notice: str | None = None, feed: str | None = None
) -> str:
    """Put links, and what must be known of its age, under the head of a report.

    Parameters
    ----------
    report
        The report's page.
    links
        (address, text) of neighbouring pages.
    notice
        What a reader must know first, as "this is not the newest version".
    feed
        The address of the feed.

    Raises
    ------
    PresentError
        If the page has not the one head that every report has.
    """
    from markupsafe import Markup

    beside = Markup()
    if feed is not None:
        beside = Markup(
            '<link rel="alternate" type="application/atom+xml" title="What changed" '
            'href="{}">\n'
        ).format(feed)
    item = Markup('<li><a href="{}">{}</a></li>\n')
    items = Markup().join(item.format(address, clean(text)) for address, text in links)
    under = Markup('\n<nav aria-label="This site"><ul>\n{}</ul></nav>').format(items)
    if notice is not None:
        # Our own markup, into which the notice is escaped.
        under += Markup(_NOTICE).format(clean(notice))  # noqa: S704
    page = _before(report, "</head>", f"{beside}{_STYLE}")
    return _after(page, "</header>", str(under))


def _before(page: str, mark: str, text: str) -> str:
    head, tail = _parted(page, mark)
    return f"{head}{text}{mark}{tail}"


def _after(page: str, mark: str, text: str) -> str:
    head, tail = _parted(page, mark)
    return f"{head}{mark}{text}{tail}"


def _parted(page: str, mark: str) -> tuple[str, str]:
    # Texts from outside are escaped, so that the mark is the page's own.
    parts = page.split(mark)
    if len(parts) != 2:
        msg = f"the report has {len(parts) - 1} places {mark!r} where it has one"
        raise PresentError(msg)
    return parts[0], parts[1]
