"""bot/page.py: where the residents' page stands, with every mistake named."""

from __future__ import annotations

import pytest

from bot.page import Page, page, wrong


@pytest.mark.parametrize(("env", "made"), [
    ({}, Page()),
    ({"WEB": "on"}, Page(True)),
    ({"WEB": "OFF", "WEB_PORT": "80"}, Page(False, 80)),
    ({"WEB_PORT": " 8090 "}, Page(True, 8090)),
    ({"WEB_PATH": "/law/"}, Page(path="/law")),
    ({"WEB_URL": "https://town.example.cn/law/"}, Page(path="/law", url="https://town.example.cn/law")),
    ({"WEB_URL": "https://town.example.cn"}, Page(url="https://town.example.cn")),
    ({"WEB_PROXY": "127.0.0.1, 10.0.0.0/8"}, Page(proxies=("127.0.0.1", "10.0.0.0/8"))),
])
def test_what_is_said_is_heard(env: dict[str, str], made: Page) -> None:
    assert [*wrong(env)] == []
    assert page(env) == made


@pytest.mark.parametrize(("env", "named"), [
    ({"WEB": "yes"}, "WEB: “yes”不认识"),
    ({"WEB_PORT": "0"}, "WEB_PORT: “0”不是端口"),
    ({"WEB_PORT": "8081", "WEBHOOK_URL": "https://x"}, "WEB_PORT: 收消息的网址和网页共用一个端口"),
    ({"WEB_PORT": "8080", "WEBHOOK_URL": "https://x", "PORT": "80"}, "WEB_PORT: 收消息的网址和网页共用一个端口"),
    ({"WEB_URL": "town.example.cn"}, "WEB_URL: 不像网址"),
    ({"WEB_URL": "https://town.example.cn/?a=1"}, "WEB_URL: 不像网址"),
    ({"WEB_PATH": "law"}, "WEB_PATH: “law”不像路径"),
    ({"WEB_PATH": "/a", "WEB_URL": "https://x/b"}, "WEB_PATH: 和 WEB_URL 里的路径不一样"),
    ({"WEB_PROXY": "nginx"}, "WEB_PROXY: “nginx”不是地址"),
])
def test_what_makes_no_sense_is_named(env: dict[str, str], named: str) -> None:
    [problem] = wrong(env)
    assert str(problem).startswith(named)
