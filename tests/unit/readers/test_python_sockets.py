from __future__ import annotations

import pytest

from tests.unit.readers.python_spelling import steps

HEAD = """\
from fastapi import APIRouter, Cookie, Depends, Header, Query, WebSocket, status
from app.security import verify_token, current, guard
router = APIRouter()
"""


def handler(body: str, signature: str = "ws: WebSocket") -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return steps(f"{HEAD}async def h({signature}):\n{lines}")["h"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("await ws.accept()\nawait ws.send_json({})", "accept send"),
        ("async for m in ws.iter_text():\n    pass", "receive"),
        ("o = ws.headers.get('origin')\nawait ws.accept()", "origin accept"),
        ("if ws.headers['Origin'] not in x:\n    await ws.close(code=1008)", "origin close:1008"),
        ("await ws.close(code=status.WS_1008_POLICY_VIOLATION)", "close:1008"),
        ("await ws.close()", "close"),
        ("raise WebSocketException(code=status.WS_1008_POLICY_VIOLATION)", "close:1008"),
        ("headers = dict(ws.scope['headers'])\nheaders.get(b'origin')", "origin"),
        ("for k, v in ws.scope['headers']:\n    if k == b'origin':\n        pass", "origin"),
        ("ws.query_params.get('token')", "token"),
        ("ws.query_params['page']", ""),
        ("ws.headers.get('authorization')", "token"),
        ("ws.cookies.get('session')", "cookie"),
        ("logger.warning('no')\nprint('x')", "log log"),
        ("await manager.connect(ws)", "call(?.connect)"),
        ("connections.append(ws)", ""),
        ("user = await verify_token(t)", "token"),
        ("count_tokens(t)\nvalidate_token_count(t)", ""),
        ("await guard(ws, 1)\nawait ws.accept()", "call(app.security:guard) accept"),
        ("async def send():\n    await ws.send_text('x')\nawait ws.accept()\nawait send()", "accept send"),
    ],
)
def test_bodies(body: str, expected: str) -> None:
    assert handler(body) == expected


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("ws: WebSocket, user=Depends(current)", "call(app.security:current) accept"),
        ("ws: 'WebSocket', user: Annotated[str, Depends(current)]", "call(app.security:current) accept"),
        ("ws: WebSocket, token: str = Query(...)", "token accept"),
        ("ws: WebSocket, token: str", "token accept"),
        ("ws: WebSocket, origin: str = Header(None)", "origin accept"),
        ("ws: WebSocket, o: str = Header(alias='Origin')", "origin accept"),
        ("ws: WebSocket, s: str = Cookie(None)", "cookie accept"),
        ("ws: WebSocket, page: int = Query(1)", "accept"),
        ("ws", "accept"),
    ],
)
def test_signatures(signature: str, expected: str) -> None:
    assert handler("await ws.accept()", signature) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("def g(origin: str = Header()): ...\n", "g", "origin"),
        ("def g(conn: HTTPConnection):\n    conn.headers.get('origin')\n", "g", "origin"),
        ("class M:\n    async def connect(self, websocket: WebSocket):\n        await websocket.accept()\n",
         "M.connect", "accept"),
        ("class M:\n    async def run(self):\n        await self.websocket.accept()\n", "M.run", "accept"),
        ("class E(WebSocketEndpoint):\n    async def on_connect(self, websocket):\n        await websocket.accept()\n",
         "E.on_connect", "accept"),
        (("class G:\n    async def __call__(self, scope, receive, send):\n        headers = dict(scope['headers'])\n"
         "        o = headers.get(b'origin')\n        await self.app(scope, receive, send)\n"), "G.__call__", "origin"),
        ("def g(scope): return dict(scope['headers'])[b'origin']\n", "g", "origin"),
        ("class G:\n    async def __call__(self, scope, receive, send):\n        guard(scope)\n",
         "G.__call__", "call(app.security:guard)"),
        ("def g(ws: WebSocket, scope: str):\n    ws.accept()\n", "g", "accept"),
        ("@router.websocket('/x', dependencies=[Depends(guard)])\nasync def g(ws: WebSocket): ...\n",
         "g", "call(app.security:guard)"),
        ("r = APIRouter(dependencies=[Depends(guard)])\n@r.websocket('/x')\nasync def g(ws: WebSocket): ...\n",
         "g", "call(app.security:guard)"),
    ],
)  # fmt: skip
def test_other_functions(text: str, name: str, expected: str) -> None:
    assert steps(HEAD + text)[name] == expected


@pytest.mark.parametrize(
    "text",
    [
        "def g(x): ...\n",
        "def g(ws): return ws.rows\n",
        "def g(request, s=Cookie()): ...\n",
        "class G:\n    async def __call__(self, scope, receive, send):\n        await self.app(scope, receive, send)\n",
    ],
)
def test_functions_without_a_socket_are_left_out(text: str) -> None:
    assert not steps(HEAD + text)
