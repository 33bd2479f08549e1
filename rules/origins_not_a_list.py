"""The origins of a CORS policy are one text, where the framework wants a list.

`allow_origins` is asked with `origin in allow_origins`. In a list that compares whole origins; in a text it looks for
a part. So `http://localhost:300` is let in beside `http://localhost:3000`, and `https://acme.co` beside
`https://acme.com`, which somebody else may own. It looks as if it worked, since the right origin is a part as well.

A settings field of the type `list[str]` cannot go wrong in this way, but there pydantic-settings reads the text as
JSON: one bare origin in an env file is no list, and the server stops at start.

Split the text where it is read: `os.environ["ORIGINS"].split(",")`, or a settings field of the type `list[str]`, for which the env file says
`CORS_ORIGINS=["http://localhost:5173"]`.

## Bad: the text of a variable is handed on as it is
`backend/.env`
```env
CORS_ORIGINS=http://localhost:5173,http://localhost:3000
```
`backend/main.py`
```python
import os

from dotenv import load_dotenv
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

load_dotenv()
app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=os.getenv("CORS_ORIGINS", "http://localhost:5173"),
    allow_credentials=True,
)
```
Report:
```text
backend/main.py:11:19: error[origins-not-a-list] allow_origins is a text here, so every part of it is an allowed origin: a list is wanted
   |
11 |     allow_origins=os.getenv("CORS_ORIGINS", "http://localhost:5173"),
   |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   ::: backend/.env:1:1
   |
 1 | CORS_ORIGINS=http://localhost:5173,http://localhost:3000
   | -------------------------------------------------------- CORS_ORIGINS is set here
   = seen: none while it goes well; an origin such as http://localhost:300 is let in beside http://localhost:3000
   = help: hand over a list: split the text at its commas
```

## Bad: a settings field of the type str
`backend/config.py`
```python
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    cors_origins: str = "http://localhost:5173,https://shop.acme.dev"


settings = Settings()
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from config import settings

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
```
Report:
```text
backend/main.py:7:50: error[origins-not-a-list] allow_origins is a text here, so every part of it is an allowed origin: a list is wanted
  |
7 | app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
  |                                                  ^^^^^^^^^^^^^^^^^^^^^
  ::: backend/config.py:5:26
  |
5 |     cors_origins: str = "http://localhost:5173,https://shop.acme.dev"
  |                          ------------------------------------------- the text is written here
  = seen: none while it goes well; an origin such as http://localhost:300 is let in beside http://localhost:3000
  = help: hand over a list: split the text at its commas
```

## Bad: the cors package takes a text for one origin
`server/package.json`
```json
{"dependencies": {"cors": "^2.8.5", "express": "^5.1.0"}}
```
`server/index.js`
```js
import cors from 'cors'
import express from 'express'

const app = express()
app.use(cors({ origin: 'http://localhost:5173,http://localhost:3000' }))
app.listen(8000)
```
Report:
```text
server/index.js:5:25: error[origins-not-a-list] origin is a text here, which is taken for one origin, commas included, so none of them is allowed: a list is wanted
  |
5 | app.use(cors({ origin: 'http://localhost:5173,http://localhost:3000' }))
  |                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = seen: browser: Access to fetch at '...' from origin '...' has been blocked by CORS policy
  = help: hand over a list: split the text at its commas
```

## Bad: a text of Django's
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = "http://localhost:5173"
```
Report:
```text
backend/shop/settings.py:4:1: error[origins-not-a-list] CORS_ALLOWED_ORIGINS is a text here, of which every letter is taken for an origin: a list is wanted
  |
4 | CORS_ALLOWED_ORIGINS = "http://localhost:5173"
  | ^^^^^^^^^^^^^^^^^^^^
  |
4 | CORS_ALLOWED_ORIGINS = "http://localhost:5173"
  |                         --------------------- the text is written here
  = seen: manage.py: SystemCheckError: (corsheaders.E013) Origin 'h' in CORS_ALLOWED_ORIGINS is missing scheme or netloc
  = help: hand over a list: split the text at its commas
```

## Bad: one origin in the place of a list that is decoded as JSON
`backend/.env`
```env
CORS_ORIGINS=http://localhost:5173
```
`backend/config.py`
```python
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    cors_origins: list[str] = ["http://localhost:5173"]


settings = Settings()
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from config import settings

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
```
Report:
```text
backend/.env:1:14: error[origins-not-a-list] CORS_ORIGINS is one bare origin, where the settings field cors_origins is a list that is decoded as JSON
  |
1 | CORS_ORIGINS=http://localhost:5173
  |              ^^^^^^^^^^^^^^^^^^^^^
  ::: backend/config.py:7:5
  |
7 |     cors_origins: list[str] = ["http://localhost:5173"]
  |     ------------ this field is decoded as JSON
  ::: backend/main.py:7:50
  |
7 | app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
  |                                                  --------------------- the policy takes its origins from it
  = seen: server log at start: SettingsError: error parsing value for field "cors_origins" from source "DotEnvSettingsSource"
  = help: write the origin as a JSON list
```

## Good: a JSON list of one origin
`backend/.env`
```env
CORS_ORIGINS=["http://localhost:5173"]
```
`backend/config.py`
```python
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    cors_origins: list[str] = ["http://localhost:5173"]


settings = Settings()
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from config import settings

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
```

## Good: the cors package, and socket.io, take a text for one origin
`server/package.json`
```json
{"dependencies": {"cors": "^2.8.5", "express": "^5.1.0", "socket.io": "^4.8.1"}}
```
`server/index.js`
```js
import { createServer } from 'node:http'
import cors from 'cors'
import express from 'express'
import { Server } from 'socket.io'

const app = express()
app.use(cors({ origin: process.env.CLIENT_URL || 'http://localhost:5173', credentials: true }))
const server = createServer(app)
const io = new Server(server, { cors: { origin: 'http://localhost:5173' } })
server.listen(8000)
```

## Good: the text is split
`backend/main.py`
```python
import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=os.getenv("CORS_ORIGINS", "http://localhost:5173").split(","),
)
```

## Good: a property of the settings splits it
`backend/config.py`
```python
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    cors_origins: str = "http://localhost:5173,https://shop.acme.dev"

    @property
    def cors_origin_list(self) -> list[str]:
        return [origin.strip() for origin in self.cors_origins.split(",")]


settings = Settings()
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from config import settings

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origin_list)
```

## Good: a lone wildcard, which is found in a text as well
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins="*")
```
"""

from __future__ import annotations

from envlint.rule import (
    Edit,
    Fix,
    Label,
    Location,
    Policy,
    Problem,
    Problems,
    Resolved,
    Undecoded,
    Wiring,
    locate,
    regex,
)

SINCE = "0.1"

_AS_JSON = "write the origin as a JSON list"
_SPLIT = "hand over a list: split the text at its commas"
_CONSEQUENCES = {
    "parts": (
        "so every part of it is an allowed origin",
        "none while it goes well; an origin such as http://localhost:300 is let in beside http://localhost:3000",
    ),
    "one": (
        "which is taken for one origin, commas included, so none of them is allowed",
        "browser: Access to fetch at '...' from origin '...' has been blocked by CORS policy",
    ),
    "letters": (
        "of which every letter is taken for an origin",
        "manage.py: SystemCheckError: (corsheaders.E013) Origin 'h' in CORS_ALLOWED_ORIGINS is missing scheme or netloc",
    ),
}
_TIGHT = regex(r"[\w.]+(?:\([^()]*\)|\[[^\[\]]*\])?|\"[^\"\n]*\"|'[^'\n]*'")
"""Expressions to which a method call can be added without brackets around them."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each policy whose origins are a text today."""
    told: set[Location] = set()
    for server in wiring.servers:
        for policy in server.policies:
            texts = [(item.result, item.used) for item in policy.lists if isinstance(item.result, Resolved)]
            found = [(text, used) for text, used in texts if _is_wrong(text, policy)]
            if any(used for _, used in found) and policy.fact.origins_at not in told:
                told.add(policy.fact.origins_at)
                yield _problem(policy, [text for text, _ in found])
    for text in wiring.undecoded:
        if text.is_lone_origin and text.policy is not None:
            yield _undecoded(wiring, text, text.policy)


def _undecoded(wiring: Wiring, text: Undecoded, policy: Policy) -> Problem:
    pin = wiring.version_of("pydantic", text.field.at.path)
    return Problem(
        f"{text.name} is one bare origin, where the settings field {text.field.name} is a list that is decoded as JSON",
        text.at,
        (
            Label(text.field.at, "this field is decoded as JSON"),
            Label(policy.fact.origins_at, "the policy takes its origins from it"),
        ),
        symptom=text.error(first=pin is not None and pin.version.startswith("1.")),
        remedy=_AS_JSON,
        fixes=text.fixes(_AS_JSON),
    )


def _is_wrong(text: Resolved, policy: Policy) -> bool:
    """Whether a text does something else than the list that was meant; where it is one origin, one is right."""
    if text.text in {"*", ""} or text.has_hole:
        return text.has_hole and policy.reading.text == "parts"
    if policy.reading.text == "list":
        return False
    return policy.reading.text != "one" or "," in text.text


def _problem(policy: Policy, texts: list[Resolved]) -> Problem:
    at = policy.fact.origins_at
    message, symptom = _CONSEQUENCES[policy.reading.text]
    return Problem(
        f"{policy.reading.option} is a text here, {message}: a list is wanted",
        at,
        _labels(at, texts),
        symptom=symptom,
        remedy=_SPLIT,
        fixes=_fixes(at) if policy.reading.text != "letters" else (),
    )


def _labels(at: Location, texts: list[Resolved]) -> tuple[Label, ...]:
    """Where the texts come from, each place once."""
    labels: dict[Location, Label] = {}
    for text in texts:
        for label in text.trail:
            labels.setdefault(label.at, label)
        place = locate(text.pieces, 0, len(text.text))
        if place is not None and not any(_is_around(other, place) for other in (at, *labels)):
            labels[place] = Label(place, "the text is written here")
    return tuple(labels.values())


def _is_around(outer: Location, inner: Location) -> bool:
    return outer.path == inner.path and outer.start <= inner.start and inner.end <= outer.end


def _fixes(inner: Location) -> tuple[Fix, ...]:
    at = _with_quotes(inner)
    written = at.text
    call = f'{written}.split(",")' if _TIGHT.fullmatch(written) else f'({written}).split(",")'
    return (Fix(_SPLIT, (Edit(at, call),)),)


def _with_quotes(at: Location) -> Location:
    """The whole literal, where a location is the text between its quotes."""
    text = at.source.text
    before, after = text[at.start - 1 : at.start], text[at.end : at.end + 1]
    return at.source.at(at.start - 1, at.end + 1) if before == after and before in {"'", '"', "`"} else at
