"""Small pages of their own, in the look of the report: no script, no network."""

from ketaevidence.present.pages.page import Links, page

__all__ = ["Links", "page"]
