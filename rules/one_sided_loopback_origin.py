r"""The allow-list has a page under one spelling of the loopback host and not under the other.

`http://localhost:5173` and `http://127.0.0.1:5173` show the same page, and to the browser they are two origins. The
link that a dev server prints, a bookmark, or a test runner that opens the other one makes every call fail with a CORS
error on a machine where it works under the first.

Allow both, or let the dev server bind the one that is listed, so that the other cannot be opened.

## Bad: only localhost is listed
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])
```
Report:
```text
backend/main.py:5:50: note[one-sided-loopback-origin] the allow-list has http://localhost:5173 and not http://127.0.0.1:5173, which shows the same page
  |
5 | app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])
  |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^
  = seen: browser, with the page opened as http://127.0.0.1:5173: blocked by CORS policy
  = help: add http://127.0.0.1:5173
```

## Bad: one port is listed twice, the other once
`backend/requirements.txt`
```text
fastapi==0.121.0
pydantic-settings==2.11.0
```
`backend/.env`
```dotenv
ORIGINS=http://localhost:5173,http://127.0.0.1:5173,http://127.0.0.1:3000
```
`backend/main.py`
```python
import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=os.environ["ORIGINS"].split(","))
```
Report:
```text
backend/.env:1:9: note[one-sided-loopback-origin] the allow-list has http://127.0.0.1:3000 and not http://localhost:3000, which shows the same page
  |
1 | ORIGINS=http://localhost:5173,http://127.0.0.1:5173,http://127.0.0.1:3000
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: backend/main.py:7:20
  |
7 | app.add_middleware(CORSMiddleware, allow_origins=os.environ["ORIGINS"].split(","))
  |                    -------------- the server allows only the listed origins
  = seen: browser, with the page opened as http://localhost:3000: blocked by CORS policy
  = help: add http://localhost:3000
```

## Good: both spellings
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware, allow_origins=["http://localhost:5173", "http://127.0.0.1:5173", "https://example.com"]
)
```

## Good: a pattern allows the other
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["http://localhost:5173"],
    allow_origin_regex=r"http://127\.0\.0\.1:\d+",
)
```

## Good: the dev server binds the listed one only
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://127.0.0.1:5173"])
```
`frontend/package.json`
```json
{"devDependencies": {"vite": "8.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`frontend/vite.config.ts`
```typescript
import { defineConfig } from 'vite'

export default defineConfig({ server: { host: '127.0.0.1' } })
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    AllowList,
    DevServer,
    Fix,
    Frontend,
    Iterator,
    Label,
    Location,
    Policy,
    Problem,
    Problems,
    Resolved,
    Safety,
    Severity,
    Text,
    Wiring,
    folder_of,
    url,
)

SINCE = "0.1"
SEVERITY = Severity.NOTE

_OTHER = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each list that has pages under one spelling of the loopback host only."""
    bound = _bound_ports(wiring)
    told: set[Location] = set()
    for server in wiring.servers:
        for policy in server.policies if all(policy.is_known for policy in server.policies) else ():
            for allow_list in policy.lists:
                at = allow_list.at
                missing = _missing(allow_list, server.policies, bound)
                if missing and at is not None and at not in told:
                    told.add(at)
                    yield _problem(allow_list, policy, at, missing)


def _bound_ports(wiring: Wiring) -> frozenset[int]:
    """The ports of pages whose dev server is told to bind one spelling, so that the other cannot be opened."""
    return frozenset(
        frontend.page.port
        for frontend in wiring.frontends
        if frontend.page is not None and any(_binds_one(server) for server in _dev_servers(wiring, frontend))
    )


def _dev_servers(wiring: Wiring, frontend: Frontend) -> Iterator[DevServer]:
    return (server for server in wiring.facts(DevServer) if folder_of(server.at.path) == frontend.app.root)


def _binds_one(server: DevServer) -> bool:
    return isinstance(server.host, Text) and server.host.text in _OTHER and server.kind == "server"


def _missing(allow_list: AllowList, policies: tuple[Policy, ...], bound: frozenset[int]) -> list[tuple[Resolved, str]]:
    """The entries whose other spelling is not allowed, each with that spelling."""
    if not allow_list.is_complete or allow_list.has_wildcard or allow_list.environment.is_production:
        return []
    allowed = {item.text for policy in policies for one in policy.lists for item in one.items}
    found: list[tuple[Resolved, str]] = []
    for item in allow_list.items:
        address = url.parse(item.text)
        other = _OTHER.get(address.host) if address is not None and address.origin == item.text else None
        if address is None or other is None or address.port in bound:
            continue
        spelled = item.text.replace(address.host, other, 1)
        if spelled not in allowed and not any(_fits(spelled, policy) for policy in policies):
            found.append((item, spelled))
    return found


def _fits(origin: str, policy: Policy) -> bool:
    try:
        return any(re.search(pattern.text, origin) for pattern in policy.patterns)
    except re.error:
        return True


def _problem(allow_list: AllowList, policy: Policy, at: Location, missing: list[tuple[Resolved, str]]) -> Problem:
    (first, spelled), more = missing[0], len(missing) - 1
    also = f" (and {more} more of this kind)" if more else ""
    added = [other for _, other in missing]
    edit = allow_list.adding(*added)
    title = f"add {' and '.join(added)}"
    labels = () if policy.fact.at.path == at.path and policy.fact.origins_at == at else (policy.fact.at,)
    return Problem(
        f"the allow-list has {first.text} and not {spelled}, which shows the same page{also}",
        at,
        tuple(Label(place, "the server allows only the listed origins") for place in labels),
        symptom=f"browser, with the page opened as {spelled}: blocked by CORS policy",
        remedy=title,
        fixes=(Fix(title, (edit,), Safety.SAFE),) if edit is not None else (),
    )
