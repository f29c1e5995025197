"""Colours and sizes of the statistical figures: one dark hue, greys, and white.

Both scales grow darker in steps that stay apart in print without colour.
"""

from ketaevidence.present.pen import BAND, BLACK, GREY, INK, MARGIN, RULE, SMALL, TITLE

__all__ = [
    "BAND", "BLACK", "DEPTHS", "GREY", "INK", "MARGIN", "RULE", "SHEET", "SMALL",
    "TITLE", "TONES", "WHITE",
]  # fmt: skip

WHITE = "#ffffff"
#: From lightest to darkest, for shaded regions that ink must stand out from.
TONES = (WHITE, "#edeff2", "#d9dde3", "#c2c8d1")
#: From lightest to darkest, for counts that are themselves the message.
DEPTHS = ("#d0d5dd", "#a3adba", "#74839a", "#465a76", INK)
#: Width of a page's text in print (183 mm) [points].
SHEET = 520.0
