"""Chromium, driven by Playwright, and a report to open in it; skipped where either is absent."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pytest
from tests.reporting.conftest import MadeUp, make_labels, make_topics, with_service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from cxnlp.flows.report import ReportResult

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LONG: Final = "Aaaargh" + "h" * 600
WIDE_TOPIC: Final = "counter" + "r" * 120


@dataclass
class Opened:
    """A page that was opened, and what it did."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next((at for at in map(shutil.which, ("chromium", "chromium-browser")) if at), None)
    if path is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> ReportResult:
    """A report with everything in it, hostile comments, a very long word, a very long name.

    No customers, so that the intervals of the page's filter are those of unrelated comments.
    """
    labels = with_service(make_labels(900, customer=False))
    texts = labels["text"].to_pylist()
    texts[5] = LONG
    at = labels.column_names.index("text")
    labels = labels.set_column(at, "text", pa.array(texts))
    topics = make_topics()
    names = [WIDE_TOPIC, *topics["name"].to_pylist()[1:]]
    topics = topics.set_column(1, "name", pa.array(names))
    return MadeUp(tmp_path_factory.mktemp("browser")).report(labels, topics=topics)


@pytest.fixture
def opened(browser: Browser, report: ReportResult) -> Callable[..., AbstractContextManager[Opened]]:
    """Open the report, or another file; keyword arguments go to the browser's context."""

    @contextmanager
    def opening(path: Path | None = None, **options: Any) -> Iterator[Opened]:  # noqa: ANN401 - Playwright's own words
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        page = context.new_page()
        found = Opened(page)
        page.on("request", lambda request: found.requests.append(request.url))
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.on(
            "console",
            lambda said: found.errors.append(said.text) if said.type != "log" else None,
        )

        def refuse(dialog: Any) -> None:  # noqa: ANN401 - Playwright's dialog
            found.dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", refuse)
        page.goto((path or report.path).as_uri())
        yield found
        context.close()

    return opening
