"""The two engines of the browser tests: the system's Chromium and Firefox, both by Playwright."""

import os
import shutil
import sys
from pathlib import Path

from patience import SOON_MS
from playwright.async_api import Browser, Playwright, expect

expect.set_options(timeout=SOON_MS)

# A host that is no secure context, as a careless operator's would be.
PLAIN_HOST = "plain.test"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {PLAIN_HOST} 127.0.0.1",
]
FIREFOX_SETTINGS: dict[str, str | float | bool] = {"network.dns.localDomains": PLAIN_HOST}
WITHOUT_SCRIPT = {"javascript.enabled": False}
DOOR = Path(__file__).with_name("firefox_door.py")


async def chromium(playwright: Playwright) -> Browser:
    """Start the system's Chromium."""
    program = shutil.which("chromium")
    assert program, "chromium is missing: make test installs it"
    return await playwright.chromium.launch(
        executable_path=program, args=CHROMIUM_FLAGS, timeout=SOON_MS
    )


async def firefox(playwright: Playwright, *, scripts: bool = True) -> Browser:
    """Start the system's Firefox, unchanged; it switches scripts off for all its people or none."""
    assert shutil.which("firefox-esr") or shutil.which("firefox"), (
        "firefox-esr is missing: make test installs it"
    )
    # The door is a program of this environment: its first line looks for python3 on the path.
    here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return await playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=DOOR,
        env={**os.environ, "PATH": here},
        firefox_user_prefs=FIREFOX_SETTINGS | ({} if scripts else WITHOUT_SCRIPT),
        timeout=SOON_MS,
    )
