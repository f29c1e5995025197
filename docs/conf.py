"""How the documentation is built: Sphinx, MyST and the furo theme."""

from __future__ import annotations

from importlib.metadata import version as installed_version

project = "ketaevidence"
author = "The ketaevidence developers"
copyright = "2026, the ketaevidence developers"
release = version = installed_version("ketaevidence")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "sphinx.ext.viewcode",
    "numpydoc",
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["tables.css"]
html_title = f"ketaevidence {release}"
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
autosummary_generate = False
numpydoc_show_class_members = False
autodoc_typehints = "none"
