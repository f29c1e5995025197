"""What every drawn figure can do: stand in a page, in a notebook, in a file."""

from __future__ import annotations

import io
import re
import warnings
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from ketaevidence.errors import PresentError
from ketaevidence.present.files import write_whole
from ketaevidence.present.type_metrics import FAMILY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: What stands in for DejaVu Sans where a reader's machine has none: as wide.
_FONT_STACK = f"'{FAMILY}', Verdana, sans-serif"
#: Settings that make files the same at every drawing, and text stay text.
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "ketaevidence",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
}
_FORMATS = (".png", ".svg", ".pdf")


class Drawn(ABC):
    """A figure with a title and a description, the same bytes at every drawing."""

    __slots__ = ()

    #: The matplotlib figure, for whoever wants to add to it.
    figure: Figure

    @property
    @abstractmethod
    def title(self) -> str:
        """The figure's heading."""

    @property
    @abstractmethod
    def alt_text(self) -> str:
        """The figure in sentences, one per line, for readers who do not see it."""

    def _bytes(self, kind: str, **options: Any) -> bytes:
        from matplotlib import rc_context

        title, told = self.title, self.alt_text
        about: dict[str, dict[str, Any]] = {
            "png": {"Title": title, "Description": told, "Software": "ketaevidence"},
            "pdf": {
                "Title": title,
                "Subject": told.partition("\n")[0],
                "Creator": "ketaevidence",
                "CreationDate": None,
            },
            "svg": {"Date": None},
        }
        buffer = io.BytesIO()
        with rc_context(_SETTINGS), warnings.catch_warnings():
            # A name in another script: the text is right in SVG, a box elsewhere.
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            self.figure.savefig(buffer, format=kind, metadata=about[kind], **options)
        return buffer.getvalue()

    def svg(self, *, prefix: str = "figure") -> str:
        """Give the figure as SVG to stand in a page, with a title and a description.

        Parameters
        ----------
        prefix
            Put before every identifier, so that two figures can share a page.
        """
        text = self._bytes("svg").decode()
        body = text[text.index("<svg") :]
        body = re.sub(r"\s*<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
        body = re.sub(
            r"\s*<style type=\"text/css\">.*?</style>", "", body, flags=re.DOTALL
        )
        body = re.sub(r'\bid="', f'id="{prefix}-', body)
        body = re.sub(r'(xlink:href|href)="#', rf'\1="#{prefix}-', body)
        body = body.replace("url(#", f"url(#{prefix}-")
        body = body.replace(f"'{FAMILY}'", _FONT_STACK)
        start = body.index(">") + 1
        box = re.search(r'viewBox="[^"]*"', body[:start])
        width, height = self.figure.get_size_inches() * 72
        names = f"{prefix}-title", f"{prefix}-desc"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" '
            f'xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'width="{width:.2f}pt" height="{height:.2f}pt" '
            f'{box.group() if box else ""} role="img" '
            f"aria-labelledby={quoteattr(names[0])} "
            f"aria-describedby={quoteattr(names[1])} "
            f'style="stroke-linejoin:round;stroke-linecap:butt">\n'
            f' <title id="{names[0]}">{escape(self.title)}</title>\n'
            f' <desc id="{names[1]}">{escape(self.alt_text)}</desc>'
            f"{body[start:]}"
        )

    def save(self, path: str | Path) -> Path:
        """Write the figure to a file; its ending chooses PNG, SVG or PDF.

        Returns
        -------
        pathlib.Path
            Where the file is.

        Raises
        ------
        PresentError
            If the ending is another one, or the file cannot be written.
        """
        path = Path(path)
        kind = path.suffix.lower()
        if kind not in _FORMATS:
            msg = (
                f"cannot tell the format of {str(path)!r} from its ending "
                f"{path.suffix!r}; use one of {', '.join(_FORMATS)}"
            )
            raise PresentError(msg)
        data: str | bytes
        if kind == ".svg":
            data = f'<?xml version="1.0" encoding="utf-8"?>\n{self.svg()}'
        else:
            data = self._bytes(kind[1:], **({"dpi": 300} if kind == ".png" else {}))
        write_whole(path, data)
        return path

    def _repr_png_(self) -> tuple[bytes, dict[str, object]]:
        width, height = self.figure.get_size_inches() * 96
        about = {"alt": self.alt_text, "width": round(width), "height": round(height)}
        return self._bytes("png", dpi=144), about
