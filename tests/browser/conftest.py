"""A headless Chromium with the accessibility rules of axe, or a reason to skip."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.browser import invented

import ketaevidence
from ketaevidence.present.report import report_html

#: Where `.ci/run` puts axe-core, and where `npm install axe-core` in this folder does.
_AXE = "KETAEVIDENCE_AXE"
_OWN_AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
#: What keeps the browser from asking anybody for anything.
_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--hide-scrollbars",
    "--no-first-run",
)


@dataclass(frozen=True)
class Browser:
    """A browser and the text of axe."""

    driver: Any
    axe: str

    def open(self, page: Path, *, width: int = 1300, dark: bool = False) -> Any:
        """Show a page in a window of some width [CSS px]; give the driver."""
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=900,
            deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", media="", features=[scheme])
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(page.as_uri())
        return self.driver

    def command(self, name: str, **values: Any) -> Any:
        """Send one command of the DevTools."""
        return self.driver.execute_cdp_cmd(name, values)

    def violations(self) -> list[Any]:
        """Give what axe finds wrong, every fold of the page opened."""
        self.driver.execute_script(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        self.driver.execute_script(self.axe)
        return self.driver.execute_async_script(
            "const done = arguments[0];"
            "axe.run(document, {resultTypes: ['violations']}).then("
            "  r => done(r.violations.map(v => [v.id, v.help, v.nodes.length,"
            "    v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))])),"
            "  e => done([String(e)]))"
        )


def _found() -> tuple[str, str, Path] | str:
    """Give Chromium, its driver and axe, or say what is missing."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        return "no chromium (Debian: apt-get install chromium)"
    driver = shutil.which("chromedriver")
    if driver is None:
        return "no chromedriver (Debian: apt-get install chromium-driver)"
    axe = Path(os.environ.get(_AXE) or _OWN_AXE)
    if not axe.is_file():
        return f"no axe-core ({_AXE}, or npm install --prefix tests/browser axe-core)"
    return chromium, driver, axe


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """Start one browser for all tests, with a profile of its own."""
    found = _found()
    if isinstance(found, str):
        pytest.skip(found)
    chromium, service, axe = found
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    profile = tmp_path_factory.mktemp("profile")
    for option in (*_OPTIONS, f"--user-data-dir={profile}"):
        options.add_argument(option)
    options.set_capability(
        "goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"}
    )
    driver = webdriver.Chrome(options=options, service=Service(service))
    driver.set_script_timeout(300)
    yield Browser(driver, axe.read_text("utf-8"))
    driver.quit()


@pytest.fixture(scope="session")
def pages(browser, tmp_path_factory):
    """Write the reports that the tests look at, once."""
    folder = tmp_path_factory.mktemp("reports")
    for name, review in (
        ("example", ketaevidence.example_review()),
        ("empty", invented.empty()),
        ("fifty", invented.fifty()),
    ):
        review.report(folder / f"{name}.html")
    (folder / "hostile.html").write_text(report_html(invented.hostile()), "utf-8")
    return {path.stem: path for path in sorted(folder.glob("*.html"))}
