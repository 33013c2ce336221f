"""The chat in a browser: who is let in, and that it answers there as in a terminal."""

import asyncio
import json
import os
import signal
import socket as socket_module
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSServerHandshakeError, web
from aiohttp.test_utils import TestClient, TestServer

from assistant.browser import Doorkeeper
from assistant.talk import serve
from corpus.errors import Usage
from homes import filled

TOKEN = "a-token-of-some-length"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the program is started through a shell")


class _Server(TestServer):
    def __init__(self, doorkeeper: Doorkeeper) -> None:
        super().__init__(web.Application(), host="127.0.0.1")
        self.doorkeeper = doorkeeper

    async def _make_runner(self, **kwargs: object) -> web.AppRunner:
        return web.AppRunner(await self.doorkeeper._make_app())


def test_only_pages_served_here_are_let_in_on_this_machine() -> None:
    async def script() -> None:
        async with TestClient(_Server(Doorkeeper("127.0.0.1", 8000, ""))) as client:
            for headers, expected in (
                ({}, 200),
                ({"Host": "localhost:8000"}, 200),
                ({"Host": "elsewhere.example"}, 403),
                ({"Origin": "http://elsewhere.example"}, 403),
            ):
                async with client.get("/", headers=headers) as response:
                    assert response.status == expected, headers
            async with client.get("/") as response:
                assert "default-src 'self'" in response.headers["Content-Security-Policy"]
            with pytest.raises(WSServerHandshakeError):
                await client.ws_connect("/ws", headers={"Origin": "http://elsewhere.example"})

    asyncio.run(script())


def test_elsewhere_the_token_opens_and_a_cookie_keeps_open() -> None:
    async def script() -> None:
        async with TestClient(_Server(Doorkeeper("127.0.0.1", 8000, TOKEN))) as client:
            for path, expected in (("/", 403), ("/?token=wrong", 403)):
                async with client.get(path) as response:
                    assert response.status == expected
            with pytest.raises(WSServerHandshakeError):
                await client.ws_connect("/ws")
            async with client.get(f"/?token={TOKEN}", allow_redirects=False) as response:
                assert response.status == 302
                cookie = response.headers["Set-Cookie"]
                assert "HttpOnly" in cookie
                assert "SameSite=Strict" in cookie
            async with client.get("/", headers={"Cookie": cookie.split(";")[0]}) as response:
                assert response.status == 200

    asyncio.run(script())


@pytest.mark.parametrize(("address", "token"), [("0.0.0.0", ""), ("0.0.0.0", "short"), ("192.168.1.2", "")])
def test_an_address_that_others_reach_needs_a_token(address: str, token: str, tmp_path: Path) -> None:
    with pytest.raises(Usage):
        serve(tmp_path, address, 8000, token)


def test_a_page_gets_the_chat_and_its_answers_and_nothing_is_left(tmp_path: Path) -> None:
    port = free_port()
    environment = os.environ | {"NIANBAO_LANG": "zh"}
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "--home", str(filled(tmp_path))]
    with subprocess.Popen([*command, "serve", "--port", str(port)], env=environment, stdout=subprocess.PIPE) as server:
        assert server.stdout
        try:
            assert f"http://127.0.0.1:{port}/" in server.stdout.readline().decode()
            asyncio.run(asyncio.wait_for(talked(port), 120))
            server.send_signal(signal.SIGINT)
            assert server.wait(30) == 0
        finally:
            server.kill()


async def talked(port: int) -> None:
    """Ask a question through the page's socket."""
    async with ClientSession() as session:
        socket = await session.ws_connect(f"ws://127.0.0.1:{port}/ws?width=100&height=30")
        seen = ""

        async def until(words: str) -> None:
            nonlocal seen
            while words not in seen:
                message = await socket.receive(timeout=60)
                assert isinstance(message.data, bytes | str), seen[-500:]
                seen += message.data.decode() if isinstance(message.data, bytes) else message.data

        await until("问一个问题")
        await until("可以这样问")
        await socket.send_str(json.dumps(["stdin", "龙口2020年行政处罚多少件\r"]))
        await until("102 件")
        await socket.close()


def free_port() -> int:
    """A port that nobody listens on now."""
    with closing(socket_module.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
