"""The report in a real browser: for every eye, ear, hand, sheet of paper and attacker."""

from __future__ import annotations

import base64
import json
import re
import zlib

import pytest

pytestmark = pytest.mark.browser

NAMES = ("example", "empty", "fifty", "hostile")
#: Width and height of a sheet [inches].
SHEETS = {"A4": (8.27, 11.69), "Letter": (8.5, 11)}


@pytest.fixture(params=NAMES)
def page(request, pages):
    """Give one report after the other."""
    return pages[request.param]


def test_axe_finds_nothing_wrong(browser, page):
    """Every rule of axe-core holds, with every fold of the page opened."""
    browser.open(page)
    assert browser.violations() == []


@pytest.mark.parametrize(("width", "dark"), [(1300, True), (320, False)])
def test_axe_finds_nothing_wrong_in_the_dark_or_at_400_per_cent(
    browser, pages, width, dark
):
    """Contrast holds in dark mode, and nothing is lost in a narrow window."""
    browser.open(pages["example"], width=width, dark=dark)
    assert browser.violations() == []


def test_a_page_logs_no_error_and_asks_nobody_for_anything(browser, page):
    """The console stays empty, and the file itself is all that is loaded."""
    driver = browser.open(page)
    assert driver.get_log("browser") == []
    messages = [
        json.loads(e["message"])["message"] for e in driver.get_log("performance")
    ]
    asked = {
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    }
    assert {url for url in asked if not url.startswith("data:")} == {page.as_uri()}


@pytest.mark.parametrize("width", [320, 768, 1300])
def test_only_scroll_regions_scroll_sideways(browser, page, width):
    """At 400 % zoom a reader scrolls down, and sideways in labelled regions only."""
    driver = browser.open(page, width=width)
    driver.execute_script(
        "document.querySelectorAll('details').forEach(d => d.open = true)"
    )
    wide, outside = driver.execute_script(
        "const w = document.documentElement;"
        "return [w.scrollWidth - w.clientWidth, [...document.querySelectorAll('main *')]"
        " .filter(e => !e.closest('.scroll')"
        "   && e.getBoundingClientRect().right > w.clientWidth + 1)"
        " .slice(0, 3).map(e => e.outerHTML.slice(0, 120))]"
    )
    assert (wide, outside) == (0, [])
    unnamed = driver.execute_script(
        "return [...document.querySelectorAll('.scroll')].filter(e =>"
        " e.tabIndex !== 0 || !e.getAttribute('aria-label')).length"
    )
    assert unnamed == 0


def test_every_link_in_the_page_leads_somewhere(browser, page):
    """No link within the page is dead, and each names a place that is there once."""
    driver = browser.open(page)
    dead, links = driver.execute_script(
        "const inner = [...document.querySelectorAll('a[href^=\"#\"]')];"
        "return [inner.map(a => a.getAttribute('href').slice(1)).filter(id =>"
        " document.querySelectorAll('#' + CSS.escape(id)).length !== 1), inner.length]"
    )
    assert dead == []
    assert links > 10


def test_the_skip_link_is_first_and_leads_past_the_contents(browser, pages):
    """With the keyboard alone, two keys lead to the answer."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    driver = browser.open(pages["example"])
    ActionChains(driver).send_keys(Keys.TAB).perform()
    first = driver.switch_to.active_element
    assert first.get_attribute("class") == "skip"
    assert first.rect["x"] >= 0
    ActionChains(driver).send_keys(Keys.ENTER).send_keys(Keys.TAB).perform()
    assert driver.execute_script(
        "return document.querySelector('#answer').contains(document.activeElement)"
    )


def test_the_keyboard_follows_the_page(browser, page):
    """Nothing jumps the queue, and what has the focus shows it."""
    driver = browser.open(page)
    assert driver.execute_script(
        "return [...document.querySelectorAll('[tabindex]')]"
        ".every(e => e.tabIndex === 0)"
    )
    shown = driver.execute_script(
        "const e = document.querySelector('summary'); e.focus({focusVisible: true});"
        "return getComputedStyle(e).outlineStyle"
    )
    assert shown == "solid"


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_page_prints_on_a_sheet_and_no_sheet_is_empty(browser, page, sheet):
    """A4 and Letter: each printed page shows something."""
    browser.open(page)
    width, height = SHEETS[sheet]
    made = browser.command(
        "Page.printToPDF", paperWidth=width, paperHeight=height, printBackground=True
    )
    drawn = pages_of(base64.b64decode(made["data"]))
    assert drawn
    assert all(count > 0 for count in drawn), drawn


def test_print_opens_the_folds_and_repeats_the_heads_of_tables(browser, pages):
    """What a reader may unfold is on paper, but the tables of what is drawn there."""
    driver = browser.open(pages["fifty"])
    browser.command("Emulation.setEmulatedMedia", media="print")
    closed, heads, moving = driver.execute_script(
        "const shut = [...document.querySelectorAll('details:not(.screen-only)')]"
        " .filter(d => !d.closest('.screen-only') && [...d.children].slice(1)"
        "   .every(e => e.getBoundingClientRect().height === 0));"
        "const heads = [...document.querySelectorAll('thead')]"
        " .filter(t => t.getClientRects().length)"
        " .filter(t => getComputedStyle(t).display !== 'table-header-group');"
        "const moving = [...document.querySelectorAll('*')].filter(e =>"
        " getComputedStyle(e).animationName !== 'none').length;"
        "return [shut.length, heads.length, moving]"
    )
    assert (closed, heads, moving) == (0, 0, 0)


def test_hostile_texts_do_nothing(browser, pages):
    """What a record or a person may write is shown, and is never run or followed."""
    driver = browser.open(pages["hostile"])
    title = driver.title
    assert title != "hacked"
    assert "<script>" in title
    found = driver.execute_script(
        "return [document.querySelectorAll('script, img, iframe, object, [onload],"
        " [onerror]').length, [...document.querySelectorAll('a')].filter(a =>"
        " !/^(https?:|file:)/.test(a.href)).length, document.body.innerText]"
    )
    assert found[:2] == [0, 0]
    assert "{{ 7*7 }}" in found[2]
    assert "\u202e" not in found[2]
    assert "\x1b" not in found[2]


def test_the_policy_of_the_page_forbids_scripts(browser, pages):
    """Were a script to get into the page, the browser would not run it."""
    driver = browser.open(pages["example"])
    driver.execute_script(
        "const s = document.createElement('script');"
        "s.textContent = \"document.title = 'hacked'\"; document.body.append(s)"
    )
    assert driver.title != "hacked"


def test_fifty_studies_fit_into_two_megabytes(pages):
    """The report of fifty studies with every figure can be mailed."""
    text = pages["fifty"].read_text("utf-8")
    assert len(text.encode()) < 2_000_000
    for figure in ("figure-flow", "figure-map", "plot-1", "steady-1-1-funnel"):
        assert f'id="{figure}-title"' in text


def pages_of(pdf: bytes) -> list[int]:
    """Count what is drawn on each page of a PDF as Chromium writes it: texts, strokes."""
    objects = dict(re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL))
    counts = []
    for body in objects.values():
        if not re.search(rb"/Type\s*/Page\b", body):
            continue
        (number,) = re.findall(rb"/Contents (\d+) 0 R", body)
        stream = objects[number].split(b"stream\n", 1)[1].rsplit(b"endstream", 1)[0]
        if b"/FlateDecode" in objects[number]:
            stream = zlib.decompressobj().decompress(stream)
        counts.append(len(re.findall(rb"\bT[jJ]\b|\n[SfB]\*?\n", stream)))
    return counts
