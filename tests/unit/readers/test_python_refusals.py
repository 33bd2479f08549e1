from __future__ import annotations

import pytest

from envlint.facts import Refusal, SocketFunction
from tests.unit.readers.python_spelling import facts, spelled

HEAD = """\
from fastapi import Header, WebSocket, WebSocketException
from app.security import verify_token, find_room
"""


def refused(body: str, signature: str) -> list[str]:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    found = next(iter(facts(f"{HEAD}async def h({signature}):\n{lines}", SocketFunction)))
    return [_spelled(step.refusal) for step in found.steps if step.kind == "close"]


def _spelled(refusal: Refusal | None) -> str:
    if refusal is None:
        return ""
    words = [refusal.check, *(["logs"] if refusal.logs else []), *(["explains"] if refusal.explains else [])]
    return " ".join([*words, *(f"by {spelled(value)}" for value in refusal.verifiers)])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # what is no refusal
        ("await ws.close()", ""),
        ("while True:\n    await ws.receive_text()\nawait ws.close()", ""),
        ("if not room:\n    await ws.close()", ""),
        ("user = verify_token(t)\nif user:\n    await ws.close()", ""),
        ("user = verify_token(t)\nroom = find_room(user)\nif not room:\n    await ws.close()", ""),
        ("try:\n    verify_token(t)\n    await ws.receive_text()\nexcept Exception:\n    await ws.close()", ""),
        ("token = ws.query_params.get('token')\nfor x in y:\n    await ws.close()", ""),
        # conditions
        ("if not ws.query_params.get('token'):\n    await ws.close()", "token"),
        ("token = ws.query_params.get('token')\nif token is None:\n    await ws.close()", "token"),
        ("token = ws.query_params.get('token')\nif (token != SECRET):\n    await ws.close()", "token"),
        ("o = ws.headers.get('origin')\nif o and o not in ALLOWED:\n    await ws.close()", "origin"),
        ("if not is_allowed_origin(ws.headers.get('origin')):\n    await ws.close()", "origin by ?"),
        ("if ws.cookies.get('session') not in SESSIONS:\n    await ws.close()", "cookie"),
        ("if not (user := await verify_token(t)):\n    await ws.close()", "token by app.security:verify_token"),
        ("user = await verify_token(t)\nif user is None:\n    await ws.close()", "token by app.security:verify_token"),
        ("p = verify_token(t)\nif p == None or p['kind'] != 'a':\n    await ws.close()",
         "token by app.security:verify_token"),
        ("if token == SECRET:\n    pass\nelse:\n    await ws.close()", ""),
        ("if verify_token(t):\n    pass\nelse:\n    await ws.close()", "token by app.security:verify_token"),
        ("try:\n    p = verify_token(t)\nexcept Oops:\n    await ws.close()", "token by app.security:verify_token"),
        ("try:\n    p = verify_token(t)\n    await ws.accept()\nexcept AuthError:\n    await ws.close()",
         "token by app.security:verify_token"),
        ("if not ws.headers.get('origin'):\n    try:\n        ws.close()\n    except OSError:\n        pass", "origin"),
        ("if not ws.cookies.get('session'):\n    raise WebSocketException(code=1008)", "cookie"),
        # who is told
        ("if not room:\n    logger.warning('no')\n    await ws.close()", ""),
        ("if not ws.headers.get('origin'):\n    logger.warning('no')\n    await ws.close()", "origin logs"),
        ("if not ws.headers.get('origin'):\n    print('no')\n    await ws.close()", "origin logs"),
        ("o = ws.headers.get('origin')\nlog.info(o)\nif not o:\n    await ws.close()", "origin logs"),
        ("log.info('x')\no = ws.headers.get('origin')\nif not o:\n    await ws.close()", "origin"),
        ("if not ws.headers.get('origin'):\n    await reject(ws)\n    await ws.close()", "origin logs"),
        ("if not ws.headers.get('origin'):\n    await ws.close()\n    raise Refused()", "origin logs"),
        ("if not ws.headers.get('origin'):\n    await ws.close(1008, 'no')", "origin explains"),
        ("if not ws.headers.get('origin'):\n    await ws.close(code=1008, reason='no')", "origin explains"),
        ("if not ws.headers.get('origin'):\n    await ws.send_json({})\n    await ws.close()", "origin explains"),
    ],
)  # fmt: skip
def test_refusals(body: str, expected: str) -> None:
    assert refused(body, "ws: WebSocket") == [expected]


@pytest.mark.parametrize(
    ("signature", "body", "expected"),
    [
        ("ws: WebSocket, token: str", "if token != SECRET:\n    await ws.close()", "token"),
        ("ws: WebSocket, token: str", "if token == SECRET:\n    pass\nelse:\n    await ws.close()", "token"),
        ("ws: WebSocket, room: str", "if room != ROOM:\n    await ws.close()", ""),
    ],
)
def test_parameters(signature: str, body: str, expected: str) -> None:
    assert refused(body, signature) == [expected]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("if not ws.headers.get('origin'):\n    await ws.close()", ""),
        ("if not ws.headers.get('origin'):\n    await ws.close(reason='no')", ""),
        ("if not ws.headers.get('origin'):\n    await ws.close(code=1000)", "1000"),
        ("if not ws.headers.get('origin'):\n    await ws.close(1000)", "1000"),
    ],
)
def test_where_the_code_stands(body: str, code: str) -> None:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    function = next(iter(facts(f"{HEAD}async def h(ws: WebSocket):\n{lines}", SocketFunction)))
    refusal = next(step.refusal for step in function.steps if step.kind == "close")
    assert refusal is not None
    assert refusal.code_at is not None
    assert refusal.code_at.text == code
    if not code:
        assert refusal.code_at.source.text[refusal.code_at.start - 1] == "("


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def verify_token(t):\n    logger.warning('no')\n", ["log"]),
        ("def who(token):\n    print('no')\n", ["log"]),
        ("def verify_token(t):\n    return t == 'x'\n", []),
        ("def count(rows):\n    logger.warning('no')\n", []),
    ],
)
def test_what_checks_log(text: str, expected: list[str]) -> None:
    assert [step.kind for function in facts(HEAD + text, SocketFunction) for step in function.steps] == expected
