from __future__ import annotations

import pytest

from envlint.facts import Answers, CorsPolicy
from tests.unit.readers.python_spelling import facts, spelled

NEXT = "async def guard(request, call_next):\n    "
CLASS = "class Guard:\n    def __init__(self, get_response): ...\n    def __call__(self, request):\n        "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NEXT + "return await call_next(request)\n", []),
        (NEXT + "response = await call_next(request)\n    return response\n", []),
        (NEXT + "if not request.headers.get('authorization'):\n        return JSONResponse({}, 401)\n", ["guard True"]),
        (NEXT + "if too_long(request):\n        return JSONResponse({}, 413)\n", ["guard False"]),
        (NEXT + "if request.method != 'OPTIONS' and not request.user:\n        return JSONResponse({}, 401)\n",
         ["guard False"]),
        (NEXT + "try:\n        verify_token(request)\n    except ValueError:\n        return JSONResponse({}, 401)\n",
         ["guard True"]),
        (NEXT + "return RedirectResponse('/')\n", []),
        (CLASS + "if not request.user:\n            return JsonResponse({}, status=401)\n", ["Guard True"]),
        ("class Guard:\n    def process_request(self, request):\n        return HttpResponseForbidden()\n",
         ["Guard False"]),
        ("def guard(get_response):\n    def inner(request):\n        return HttpResponse()\n    return inner\n",
         ["guard False"]),
        ("def view(request):\n    return HttpResponse()\n", []),
    ],
)  # fmt: skip
def test_middleware_that_answers(text: str, expected: list[str]) -> None:
    assert [f"{one.name} {one.preflights}" for one in facts(text, Answers)] == expected


HEAD = """\
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware as Cors
from starlette.middleware import Middleware as M
from core import A, B
app = FastAPI()
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.add_middleware(Cors)\napp.add_middleware(A)\n", ["core:A"]),
        ("app.add_middleware(A)\napp.add_middleware(Cors)\n", []),
        ("app.add_middleware(Cors)\n@app.middleware('http')\nasync def f(r, n): ...\n", ["f"]),
        ("@app.middleware('http')\nasync def f(r, n): ...\napp.add_middleware(Cors)\n", []),
        ("app.add_middleware(Cors)\ndef later():\n    app.add_middleware(A)\n", []),
        ("app.add_middleware(Cors)\nother.add_middleware(A)\n", []),
        ("b = FastAPI(middleware=[M(A), M(Cors), M(B)])\n", ["core:A"]),
    ],
)
def test_what_is_asked_before_the_policy(text: str, expected: list[str]) -> None:
    (policy,) = facts(HEAD + text, CorsPolicy)
    assert [spelled(one.of) for one in policy.ahead] == expected
