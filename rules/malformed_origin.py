"""An allowed origin is written in a way that no browser ever sends.

A browser's `Origin` header is scheme, host and port, and nothing behind them: `http://localhost:5173`. Starlette and
FastAPI compare it letter by letter with each entry of `allow_origins`. An entry with a slash or path at its end,
without a scheme, in upper case, with a default port spelled out or with a `*` inside allows nobody.

Write the origin as the browser sends it. Patterns belong in `allow_origin_regex`.

## Bad: a slash at the end
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["http://localhost:5173/", "https://shop.acme.dev"],
)
```
Report:
```text
backend/main.py:7:21: error[malformed-origin] the allowed origin http://localhost:5173/ ends with a slash, so it equals no Origin header
  |
7 |     allow_origins=["http://localhost:5173/", "https://shop.acme.dev"],
  |                     ^^^^^^^^^^^^^^^^^^^^^^
  ::: backend/main.py:6:5
  |
6 |     CORSMiddleware,
  |     -------------- compared letter by letter here
  = seen: browser: Access to fetch at '...' from origin 'http://localhost:5173' has been blocked by CORS policy
  = help: write http://localhost:5173
```

## Bad: several faults in an env file
`backend/.env`
```env
ALLOWED_ORIGINS=localhost:5173, http://localhost:3000,https://Shop.acme.dev,https://acme.dev:443,https://*.acme.dev
```
`backend/main.py`
```python
import os

from dotenv import load_dotenv
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

load_dotenv()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=os.environ["ALLOWED_ORIGINS"].split(","))
```
Report:
```text
backend/.env:1:17: error[malformed-origin] the allowed origin localhost:5173 has no scheme, so it equals no Origin header
  |
1 | ALLOWED_ORIGINS=localhost:5173, …
  |                 ^^^^^^^^^^^^^^
  ::: backend/main.py:9:20
  |
9 | app.add_middleware(CORSMiddleware, allow_origins=os.environ["ALLOWED_ORIGINS"].split(","))
  |                    -------------- compared letter by letter here
  = seen: browser: ... has been blocked by CORS policy
  = help: name each origin as scheme, host and port, or use a regular expression

backend/.env:1:32: error[malformed-origin] the allowed origin http://localhost:3000 has a blank before it, so it equals no Origin header
  |
1 | ALLOWED_ORIGINS=…, http://localhost:3000,…
  |                   ^^^^^^^^^^^^^^^^^^^^^^
  ::: backend/main.py:9:20
  |
9 | app.add_middleware(CORSMiddleware, allow_origins=os.environ["ALLOWED_ORIGINS"].split(","))
  |                    -------------- compared letter by letter here
  = seen: browser: Access to fetch at '...' from origin 'http://localhost:3000' has been blocked by CORS policy
  = help: write http://localhost:3000

backend/.env:1:55: error[malformed-origin] the allowed origin https://Shop.acme.dev has letters in upper case, so it equals no Origin header
  |
1 | ALLOWED_ORIGINS=…,https://Shop.acme.dev,…
  |                   ^^^^^^^^^^^^^^^^^^^^^
  ::: backend/main.py:9:20
  |
9 | app.add_middleware(CORSMiddleware, allow_origins=os.environ["ALLOWED_ORIGINS"].split(","))
  |                    -------------- compared letter by letter here
  = seen: browser: Access to fetch at '...' from origin 'https://shop.acme.dev' has been blocked by CORS policy
  = help: write https://shop.acme.dev

backend/.env:1:77: error[malformed-origin] the allowed origin https://acme.dev:443 spells out the default port, so it equals no Origin header
  |
1 | ALLOWED_ORIGINS=…,https://acme.dev:443,…
  |                   ^^^^^^^^^^^^^^^^^^^^
  ::: backend/main.py:9:20
  |
9 | app.add_middleware(CORSMiddleware, allow_origins=os.environ["ALLOWED_ORIGINS"].split(","))
  |                    -------------- compared letter by letter here
  = seen: browser: Access to fetch at '...' from origin 'https://acme.dev' has been blocked by CORS policy
  = help: write https://acme.dev

backend/.env:1:98: error[malformed-origin] the allowed origin https://*.acme.dev holds a `*`, which stands for itself there, so it equals no Origin header
  |
1 | ALLOWED_ORIGINS=…,https://*.acme.dev
  |                   ^^^^^^^^^^^^^^^^^^
  ::: backend/main.py:9:20
  |
9 | app.add_middleware(CORSMiddleware, allow_origins=os.environ["ALLOWED_ORIGINS"].split(","))
  |                    -------------- compared letter by letter here
  = seen: browser: ... has been blocked by CORS policy
  = help: name each origin as scheme, host and port, or use a regular expression
```

## Bad: pydantic 2 spells a URL with a slash
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import AnyHttpUrl
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    cors_origins: list[AnyHttpUrl] = ["http://localhost:5173"]


settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=[str(origin) for origin in settings.cors_origins])
```
Report:
```text
backend/main.py:13:50: error[malformed-origin] str() of a pydantic URL ends with a slash, so no origin of this list equals an Origin header
   |
13 | app.add_middleware(CORSMiddleware, allow_origins=[str(origin) for origin in settings.cors_origins])
   |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   ::: backend/main.py:8:40
   |
 8 |     cors_origins: list[AnyHttpUrl] = ["http://localhost:5173"]
   |                                        --------------------- becomes http://localhost:5173/
   = seen: browser: Access to fetch at '...' from origin 'http://localhost:5173' has been blocked by CORS policy
   = help: hand over texts without the slash: str(origin).rstrip("/"), or make the field a list[str]
```

## Bad: pydantic's URLs are compared with texts
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import AnyHttpUrl
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    cors_origins: list[AnyHttpUrl] = ["http://localhost:5173"]


settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
```
Report:
```text
backend/main.py:13:50: error[malformed-origin] the origins of this list are pydantic URLs, which equal no text, and so no Origin header
   |
13 | app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
   |                                                  ^^^^^^^^^^^^^^^^^^^^^
   ::: backend/main.py:8:40
   |
 8 |     cors_origins: list[AnyHttpUrl] = ["http://localhost:5173"]
   |                                        --------------------- becomes http://localhost:5173/
   = seen: browser: Access to fetch at '...' from origin 'http://localhost:5173' has been blocked by CORS policy
   = help: hand over texts without the slash: str(origin).rstrip("/"), or make the field a list[str]
```

## Good: as browsers send it
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["http://localhost:5173", "https://shop.acme.dev", "http://[::1]:5173", "tauri://localhost"],
)
```

## Good: slashes and blanks are stripped before they are compared
`backend/.env`
```env
ALLOWED_ORIGINS=http://localhost:5173/, https://shop.acme.dev
```
`backend/main.py`
```python
import os

from dotenv import load_dotenv
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

load_dotenv()
origins = [origin.strip().rstrip("/") for origin in os.environ["ALLOWED_ORIGINS"].split(",")]
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=origins)
```

## Good: the slash of pydantic is taken off
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import AnyHttpUrl
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    cors_origins: list[AnyHttpUrl] = ["http://localhost:5173"]


settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=[str(origin).rstrip("/") for origin in settings.cors_origins])
```

## Good: items that may be texts stay texts, and pydantic 1 adds no slash
`one/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import AnyHttpUrl
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    cors_origins: list[AnyHttpUrl | str] = ["http://localhost:5173"]


settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=[str(origin) for origin in settings.cors_origins])
```
`two/requirements.txt`
```text
fastapi==0.88.0
pydantic==1.10.2
```
`two/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import AnyHttpUrl, BaseSettings


class Settings(BaseSettings):
    cors_origins: list[AnyHttpUrl] = ["http://localhost:5173"]


settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
```

## Good: every origin
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"])
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    Edit,
    Fix,
    Iterator,
    Label,
    Location,
    Policy,
    Problem,
    Problems,
    Resolved,
    Safety,
    Wiring,
    locate,
    record,
    regex,
    url,
)

SINCE = "0.1"

_PLACEHOLDER = regex(r"[<>$]|\{\{|your[-_. ]|change_?me|placeholder", re.IGNORECASE)
_HOST = regex(r"(?:localhost|[\w-]+(?:\.[\w-]+)+|\[[0-9a-f:]+\])(?::\d+)?/?", re.IGNORECASE)
_URL_TYPE = regex(r"(?:list|List|set|Set|tuple|Tuple|Sequence)\[(?:AnyUrl|AnyHttpUrl|HttpUrl)(?:,\.\.\.)?\]")
_WEB = regex(r"(?:https?|wss?):", re.IGNORECASE)


@record
class _Fault:
    """An entry that no Origin header equals: why, where, and how a browser spells it, where that is certain."""

    item: Resolved
    reason: str
    at: Location
    right: str | None


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each entry of an allow-list that equals no Origin header."""
    told: set[Location] = set()
    for server in wiring.servers:
        for policy in server.policies:
            groups: dict[tuple[str, Location], list[_Fault]] = {}
            for fault in _faults(policy):
                if fault.at not in told:
                    told.add(fault.at)
                    groups.setdefault((fault.reason, _cause(fault)), []).append(fault)
            yield from (_problem(policy, faults) for faults in groups.values())
            yield from _spelled_by_pydantic(wiring, policy)


def _cause(fault: _Fault) -> Location:
    """What would be edited: one text that is split holds one fault, however many of its parts it spoils."""
    return fault.item.trail[0].at if fault.item.trail and "blank" in fault.reason else fault.at


def _items(policy: Policy) -> Iterator[Resolved]:
    """The entries of the lists in every environment. A text in the place of a list is another fault."""
    for allow_list in policy.lists:
        text = allow_list.result.text if isinstance(allow_list.result, Resolved) else None
        if text is None or policy.reading.text == "list" or (policy.reading.text == "one" and "," not in text):
            yield from (item for item in allow_list.items if not item.has_hole)


def _faults(policy: Policy) -> Iterator[_Fault]:
    for item in _items(policy):
        reason, right = _judged(item.text)
        if reason and not _ends_in_pydantic_slash(item):
            yield _Fault(item, reason, locate(item.pieces, 0, len(item.text)) or policy.fact.origins_at, right)


def _judged(text: str) -> tuple[str, str | None]:
    """What is wrong with an entry, in words, and how a browser spells it; no words where nothing is wrong."""
    plain = text.strip()
    if plain in {"", "*", "null"} or _PLACEHOLDER.search(plain):
        return "", None
    if plain[0] in "\"'" or plain[-1] in "\"'" or (plain[0] == "[" and not _HOST.fullmatch(plain)):
        return "holds a quote or a bracket", _canonical(plain.strip("\"'[] "))
    if "*" in plain:
        return "holds a `*`, which stands for itself there", None
    if "://" not in plain:
        return "has no scheme" if _HOST.fullmatch(plain) else "", None
    if not _WEB.match(plain):
        return "", None
    right = _canonical(plain)
    if right is None:
        return "has no host that a browser accepts", None
    return ("", None) if right == text else (_difference(text, plain), right)


def _difference(text: str, plain: str) -> str:
    parsed = url.parse(plain)
    if text != plain:
        return "has a blank behind it" if text.startswith(plain) else "has a blank before it"
    if re.match(r"wss?:", plain, re.IGNORECASE):
        return "has the scheme of a WebSocket"
    if parsed is not None and (parsed.path != "/" or parsed.query):
        return "has a path"
    if plain.endswith("/"):
        return "ends with a slash"
    if re.search(r":(?:80|443)$", plain) and parsed is not None and f":{parsed.port}" not in parsed.origin:
        return "spells out the default port"
    return "has letters in upper case" if plain != plain.lower() else "is spelled otherwise than browsers do"


def _canonical(text: str) -> str | None:
    parsed = url.parse(text)
    return parsed.page_origin if parsed is not None else None


def _problem(policy: Policy, faults: list[_Fault]) -> Problem:
    first, right = faults[0], faults[0].right
    others = tuple(Label(fault.at, "this entry as well") for fault in faults[1:])
    trail = tuple(label for label in first.item.trail if not _is_around(label.at, first.at))
    edits = tuple(Edit(f.at, f.right) for f in faults if f.right and f.at.text == f.item.text)
    remedy = f"write {right}" if right else "name each origin as scheme, host and port, or use a regular expression"
    return Problem(
        f"the allowed origin {first.item.text.strip()} {first.reason}, so it equals no Origin header",
        first.at,
        (*trail, *others, Label(policy.fact.at, "compared letter by letter here")),
        symptom=_blocked(right) if right else "browser: ... has been blocked by CORS policy",
        remedy=remedy,
        fixes=(Fix(remedy, edits, Safety.SAFE),) if len(edits) == len(faults) else (),
    )


def _is_around(outer: Location, inner: Location) -> bool:
    return outer.path == inner.path and outer.start <= inner.start and inner.end <= outer.end


def _blocked(origin: str) -> str:
    return f"browser: Access to fetch at '...' from origin '{origin}' has been blocked by CORS policy"


def _ends_in_pydantic_slash(item: Resolved) -> bool:
    """Whether `str()` of a URL type put the last slash there; it is written nowhere."""
    return len(item.pieces) > 1 and item.pieces[-1].text == "/" and not item.pieces[-1].exact


def _spelled_by_pydantic(wiring: Wiring, policy: Policy) -> Iterator[Problem]:
    """The problem of a list whose entries are pydantic's URLs or texts of them. Those of pydantic 1 are plain texts."""
    pin = wiring.version_of("pydantic", policy.path)
    if pin is not None and pin.version.startswith("1."):
        return
    texts = [item for item in _items(policy) if _ends_in_pydantic_slash(item)]
    objects = [item for item in _items(policy) if _URL_TYPE.fullmatch(item.annotation)]
    for items, message in (
        (texts, "str() of a pydantic URL ends with a slash, so no origin of this list equals an Origin header"),
        (objects, "the origins of this list are pydantic URLs, which equal no text, and so no Origin header"),
    ):
        places = {at: item for item in items if (at := locate(item.pieces, 0, len(item.text.rstrip("/")))) is not None}
        if items:
            yield Problem(
                message,
                policy.fact.origins_at,
                tuple(Label(at, f"becomes {item.text.rstrip('/')}/") for at, item in places.items()),
                symptom=_blocked(items[0].text.rstrip("/")),
                remedy='hand over texts without the slash: str(origin).rstrip("/"), or make the field a list[str]',
            )
