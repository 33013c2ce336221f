"""The chat in a browser, driven as a person would: `python tests/drive_browser.py`, or a part of `make drive`.

Serves it, opens the page in a headless Chromium, types a question and opens its source, and takes a picture of what
stands there. What the page was sent is read off its socket. In the end neither server nor browser may be left.
"""

import argparse
import asyncio
import base64
import os
import re
import shutil
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from aiohttp import ClientSession, ClientWebSocketResponse

ROOT = Path(__file__).parents[1]
LIMIT = 90.0
SIZE = (1280, 800)
QUESTION, VALUE = "龙口2020年行政处罚多少件", "102 件"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)")


class Page:
    """A page in the browser, driven over its debugging socket; `sent` is what the chat wrote to it."""

    def __init__(self, line: ClientWebSocketResponse) -> None:
        self.line = line
        self.numbers = count(1)
        self.sent = bytearray()
        self.results: dict[int, dict[str, str]] = {}

    async def call(self, method: str, **parameters: object) -> dict[str, str]:
        """One command of the protocol; its result."""
        number = next(self.numbers)
        await self.line.send_json({"id": number, "method": method, "params": parameters})
        await self.until(lambda: number in self.results, method)
        return self.results.pop(number)

    async def until(self, there: Callable[[], bool], what: str) -> None:
        """Hear what the browser says until something is so. Leaves where it never is."""
        try:
            async with asyncio.timeout(LIMIT):
                while not there():
                    self.hear(await self.line.receive_json())
        except TimeoutError:
            sys.exit(f"FAILED  never came: {what}\n{self.text()[-2000:]}")

    def hear(self, told: dict[str, object]) -> None:
        """Keep a result, or what the page's own socket got."""
        match told:
            case {"id": int(number), "result": dict(result)}:
                self.results[number] = result
            case {
                "method": "Network.webSocketFrameReceived",
                "params": {"response": {"opcode": 2, "payloadData": str(data)}},
            }:
                self.sent += base64.b64decode(data)

    def text(self) -> str:
        """What the chat wrote, without the escapes."""
        return ESCAPES.sub("", self.sent.decode("utf-8", "replace"))

    async def see(self, words: str) -> None:
        """Wait until the chat has written the words since this was last called."""
        await self.until(lambda: words in self.text(), words)
        self.sent.clear()

    async def click(self, x: int, y: int) -> None:
        """Click on a place of the page."""
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def press(self, key: str, code: int) -> None:
        """Press a key that is no character."""
        for kind in ("rawKeyDown", "keyUp"):
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)


async def drive(page: Page, address: str, picture: Path) -> AsyncIterator[str]:
    """What a person does, a line a step."""
    await page.call("Network.enable")
    await page.call(
        "Emulation.setDeviceMetricsOverride", width=SIZE[0], height=SIZE[1], deviceScaleFactor=1, mobile=False
    )
    await page.call("Page.navigate", url=address)
    await page.see("可以这样问")
    await page.call("Page.bringToFront")
    await page.click(SIZE[0] // 2, SIZE[1] // 2)
    yield "the page shows the chat"
    for character in QUESTION:
        await page.call("Input.insertText", text=character)
    await page.press("Enter", 13)
    await page.see(VALUE)
    await page.see("接着可以问")
    yield QUESTION
    await page.press("Tab", 9)
    await page.press("Enter", 13)
    await page.see("上一处、下一处")
    yield "its source"
    shot = await page.call("Page.captureScreenshot", format="png")
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(base64.b64decode(shot["data"]))


async def heard(process: Process, pattern: str) -> str:
    """What a process says of itself once it listens."""
    assert process.stdout
    async with asyncio.timeout(LIMIT):
        async for line in process.stdout:
            if found := re.search(pattern, line.decode("utf-8", "replace")):
                return found[1]
    sys.exit(f"FAILED  never said: {pattern}")


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


@asynccontextmanager
async def started(*command: str, **setting: str) -> AsyncIterator[Process]:
    """A process with all its children, ended at the end."""
    environment = os.environ | setting
    process = await asyncio.create_subprocess_exec(
        *command, stdout=PIPE, stderr=STDOUT, env=environment, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), LIMIT)


async def driven(browser: str, folder: Path, picture: Path) -> None:
    """Serve, browse, look."""
    serving = (sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--port", str(free_port()))
    profile = folder / "profile"
    home = str(folder / "home")
    async with started(*serving, NIANBAO_HOME=home, NIANBAO_LANG="zh", PYTHONPATH=str(ROOT)) as server:
        address = await heard(server, r"(http://\S+?/)")
        browsing = (browser, *QUIET, f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank")
        async with started(*browsing) as shown, ClientSession() as session:
            port = await heard(shown, r"DevTools listening on ws://127\.0\.0\.1:(\d+)/")
            async with session.get(f"http://127.0.0.1:{port}/json/list") as found:
                target = next(page for page in await found.json() if page["type"] == "page")
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as line:
                async for step in drive(Page(line), address, picture):
                    print(f"ok  in a browser: {step}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Drive it once; say each step. Without a browser nothing is done."""
    parser = argparse.ArgumentParser(description="Drive the chat in a headless Chromium.")
    parser.add_argument("picture", nargs="?", type=Path, default=ROOT / "build" / "browser.png")
    options = parser.parse_args(arguments)
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        print("no Chromium here: the chat is not driven in a browser")
        return 0
    with tempfile.TemporaryDirectory(prefix="nianbao-drive-", ignore_cleanup_errors=True) as folder:
        asyncio.run(driven(browser, Path(folder), options.picture))
    print(f"ok  in a browser: seen in {options.picture}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
