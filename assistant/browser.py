"""The chat in a browser, through textual-serve: each page that is opened runs a chat of its own on this machine.

Whoever reaches it can do what the chat can: read files of this user into the library and write exports. So it answers
on this machine only, and only pages that it served itself; on other addresses only to whoever knows the token.
"""

import asyncio
import hmac
import os
import shlex
import subprocess
import sys
from contextlib import suppress
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

from assistant.language import say
from corpus.errors import Usage

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LEAST_TOKEN = 16
"""Characters of a token."""
_COOKIE = "nianbao"
_PROGRAM = "from assistant.talk import in_browser; in_browser()"
# The page would ask a font of another server; nothing is fetched from elsewhere.
_POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' ws: wss:"


class Doorkeeper(Server):
    """Serves the chat on one address; `token` is empty on this machine alone."""

    def __init__(self, address: str, port: int, token: str) -> None:
        program = [sys.executable, "-c", _PROGRAM]
        command = subprocess.list2cmdline(program) if os.name == "nt" else shlex.join(program)
        super().__init__(command, host=address, port=port, title="nianbao")
        self.token = token

    def run(self) -> None:
        """Serve until Ctrl+C or an end is asked for. Raises Usage where the address cannot be had."""
        with suppress(KeyboardInterrupt):
            asyncio.run(self._run())

    async def _run(self) -> None:
        runner = web.AppRunner(await self._make_app(), shutdown_timeout=3)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
            shown = f"[{self.host}]" if ":" in self.host else self.host
            address = f"http://{shown}:{self.port}/" + (f"?token={self.token}" if self.token else "")
            print(
                say(f"在浏览器里打开 {address}，Ctrl+C 结束。", f"open {address} in a browser; Ctrl+C ends."),
                flush=True,
            )
            await asyncio.Event().wait()
        except OSError as error:
            raise Usage(
                f"{self.host}:{self.port} 用不了：{error.strerror}。请用 --port 换一个端口。",
                f"{self.host}:{self.port} cannot be used: {error.strerror}. Take another --port.",
            ) from error
        finally:
            await runner.cleanup()

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing before it listens."""

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.on_response_prepare.append(_keep_home)
        return app

    def is_ours(self, request: web.Request) -> bool:
        """Whether a request comes from a page served here, and from someone who knows the token where there is one."""
        origin = request.headers.get("Origin")
        if origin and urlsplit(origin).netloc != request.host:
            return False
        if not self.token:
            # Another name that leads to this machine is another site's way in.
            return urlsplit(f"//{request.host}").hostname in LOOPBACK
        given = request.query.get("token") or request.cookies.get(_COOKIE, "")
        return hmac.compare_digest(given.encode(), self.token.encode())

    def admit(self, request: web.Request) -> None:
        """Raise HTTPForbidden for whoever is not let in."""
        if not self.is_ours(request):
            raise web.HTTPForbidden(text="forbidden\n")

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """The page, for the address by which it was asked for; a token in it becomes a cookie."""
        self.admit(request)
        if self.token and request.query.get("token"):
            entry = web.HTTPFound("/")
            entry.set_cookie(_COOKIE, self.token, httponly=True, samesite="Strict")
            raise entry
        self.public_url = f"{request.scheme}://{request.host}"
        page: web.StreamResponse = await super().handle_index(request)
        return page

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """The socket by which a page drives its chat."""
        self.admit(request)
        return await super().handle_websocket(request)

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """A file that the chat hands to its page."""
        self.admit(request)
        return await super().handle_download(request)


async def _keep_home(request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = _POLICY
