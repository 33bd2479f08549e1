from __future__ import annotations

import pytest

from envlint.facts import Include, Middleware
from tests.unit.readers.python_spelling import facts, spelled, steps

HEAD = """\
from channels.auth import AuthMiddlewareStack
from channels.generic.websocket import AsyncJsonWebsocketConsumer, AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from chat.middleware import TokenAuth
from chat.consumers import Base
from chat.routing import patterns
"""


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("URLRouter(patterns)", None),
        ("AuthMiddlewareStack(URLRouter(patterns))", "cookie"),
        ("AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(patterns)))", "origin cookie"),
        ("AllowedHostsOriginValidator(TokenAuth(URLRouter(patterns)))", "origin call(chat.middleware:TokenAuth)"),
        ("TokenAuth(app=URLRouter(patterns))", "call(chat.middleware:TokenAuth)"),
        ("ws", "cookie"),
    ],
)
def test_what_stands_around_the_routes(around: str, expected: str | None) -> None:
    text = f"{HEAD}ws = AuthMiddlewareStack(URLRouter(patterns))\na = ProtocolTypeRouter({{'websocket': {around}}})\n"
    assert steps(text).get("ProtocolTypeRouter.websocket") == expected
    (include,) = facts(text, Include)
    assert [spelled(guard) for guard in include.guards] == (["ProtocolTypeRouter.websocket"] if expected else [])


def test_only_url_routers_are_included() -> None:
    text = f"{HEAD}a = ProtocolTypeRouter({{'http': get_asgi_application(), 'websocket': app}})\n"
    assert facts(text, Include) == []


def test_a_validator_is_a_middleware_that_reads_the_origin() -> None:
    text = f"{HEAD}a = ProtocolTypeRouter({{'websocket': AllowedHostsOriginValidator(URLRouter(patterns))}})\n"
    assert [one.reads_origin for one in facts(text, Middleware)] == [True]


def test_a_function_that_wraps_middleware() -> None:
    text = f"{HEAD}def Stack(inner):\n    return TokenAuth(AuthMiddlewareStack(inner))\n"
    assert steps(text)["Stack"] == "call(chat.middleware:TokenAuth) cookie"


CONNECT = "class C(AsyncWebsocketConsumer):\n    async def connect(self):\n        "


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("await self.accept()", "accept"),
        ("await self.close(code=4401)", "close:4401"),
        ("if not self.scope['user'].is_authenticated:\n            await self.close()\n        await self.accept()",
         "token close accept"),
        ("if isinstance(self.scope['user'], AnonymousUser):\n            return\n        await self.accept()",
         "token accept"),
        ("headers = dict(self.scope['headers'])\n        if headers.get(b'origin'):\n            await self.accept()",
         "origin accept"),
        ("raise DenyConnection()", "close"),
        ("await super().connect()", "accept"),
        ("await self.send({'type': 'websocket.accept'})", "accept"),
        ("await login(self.scope, user)", "call(?)"),
        ("await self.greet()\n    async def greet(self):\n        await self.send_json({})", "call(C.greet)"),
    ],
)  # fmt: skip
def test_what_connect_does(body: str, expected: str) -> None:
    assert steps(f"{HEAD}{CONNECT}{body}\n")["C.connect"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class C(AsyncWebsocketConsumer):\n    pass\n", "accept"),
        ("class C(Base):\n    pass\n", None),
        ("class C(ChatConsumer):\n    pass\n", "?"),
        ("class NewsConsumer(Base):\n    pass\n", "call(chat.consumers:Base.connect)"),
        ("class C(Base, AsyncWebsocketConsumer):\n    pass\n", "call(chat.consumers:Base.connect) accept"),
        ("class C(AsyncWebsocketConsumer):\n    async def receive(self, text_data): ...\n",
         "accept receive call(C.receive)"),
    ],
)  # fmt: skip
def test_the_way_through_a_consumer(text: str, expected: str | None) -> None:
    found = steps(HEAD + text)
    name = "NewsConsumer" if "NewsConsumer" in text else "C"
    assert found.get(name) == ("" if expected == "?" else expected)
