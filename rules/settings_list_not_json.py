"""A settings field is a list, and the text that sets it is not JSON.

pydantic-settings reads the text of a list, set, tuple or mapping as JSON before any validator sees it. A comma
string, a bare `*` and an empty value are no JSON: the server stops at start with a SettingsError that names the
field, but neither the file nor the line.

Write JSON: `CORS_ORIGINS=["http://localhost:5173"]`. Or let the field keep its text (`Annotated[list[str], NoDecode]`)
and split it in a validator with `mode="before"`.

## Bad: origins between commas
`backend/.env`
```env
CORS_ORIGINS=http://localhost:5173,http://127.0.0.1:5173
```
`backend/config.py`
```python
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    cors_origins: list[str] = ["http://localhost:5173"]
```
`backend/main.py`
```python
from fastapi import FastAPI

from config import Settings

settings = Settings()
app = FastAPI()
```
Report:
```text
backend/.env:1:14: error[settings-list-not-json] CORS_ORIGINS must be JSON, since the settings field cors_origins is a list[str]
  |
1 | CORS_ORIGINS=http://localhost:5173,http://127.0.0.1:5173
  |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: backend/config.py:7:5
  |
7 |     cors_origins: list[str] = ["http://localhost:5173"]
  |     ------------ this field is decoded as JSON
  = seen: server log at start: SettingsError: error parsing value for field "cors_origins" from source "DotEnvSettingsSource"
  = help: write the value as JSON
```

## Bad: the template shows a lone wildcard, and a prefix is put before the name
`backend/.env.example`
```env
APP_ALLOWED_HOSTS="*"
```
`backend/main.py`
```python
from typing import Set

from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="APP_")

    allowed_hosts: Set[str] = set()


app = FastAPI()
```
Report:
```text
backend/.env.example:1:20: error[settings-list-not-json] APP_ALLOWED_HOSTS must be JSON, since the settings field allowed_hosts is a Set[str]
   |
 1 | APP_ALLOWED_HOSTS="*"
   |                    ^
   ::: backend/main.py:10:5
   |
10 |     allowed_hosts: Set[str] = set()
   |     ------------- this field is decoded as JSON
   = seen: server log at start: SettingsError: error parsing value for field "allowed_hosts" from source "DotEnvSettingsSource"
   = help: write the value as JSON
```

## Bad: a validator that comes too late
`backend/.env`
```env
ORIGINS='http://localhost:5173, http://localhost:3000'
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    origins: list[str]

    @field_validator("origins", mode="before")
    @classmethod
    def split(cls, value):
        return value.split(",") if isinstance(value, str) else value


app = FastAPI()
```
Report:
```text
backend/.env:1:10: error[settings-list-not-json] ORIGINS must be JSON, since the settings field origins is a list[str]
  |
1 | ORIGINS='http://localhost:5173, http://localhost:3000'
  |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: backend/main.py:9:5
  |
9 |     origins: list[str]
  |     ------- this field is decoded as JSON
  = seen: server log at start: SettingsError: error parsing value for field "origins" from source "DotEnvSettingsSource"
  = help: write the value as JSON
```

## Bad: a compose file sets it
`compose.yml`
```yaml
services:
  api:
    build: ./backend
    environment:
      - CORS_ORIGINS=http://localhost:5173
```
`backend/requirements.txt`
```text
fastapi
pydantic-settings
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    cors_origins: list[str] = []


app = FastAPI()
```
Report:
```text
compose.yml:5:22: error[settings-list-not-json] CORS_ORIGINS must be JSON, since the settings field cors_origins is a list[str]
  |
5 |       - CORS_ORIGINS=http://localhost:5173
  |                      ^^^^^^^^^^^^^^^^^^^^^
  ::: backend/main.py:6:5
  |
6 |     cors_origins: list[str] = []
  |     ------------ this field is decoded as JSON
  = seen: server log at start: SettingsError: error parsing value for field "cors_origins" from source "EnvSettingsSource"
  = help: write the value as JSON
```

## Bad: a workflow sets it for the tests
`backend/requirements.txt`
```
fastapi==0.121.0
pydantic-settings==2.12.0
```
`backend/app/config.py`
```python
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    cors_origins: list[str] = []

settings = Settings()
```
`backend/app/main.py`
```python
from fastapi import FastAPI

app = FastAPI()
```
`.github/workflows/test.yml`
```yaml
jobs:
  test:
    runs-on: ubuntu-latest
    env:
      CORS_ORIGINS: http://localhost:3000
    steps:
      - run: pytest
        working-directory: backend
```
Report:
```text
.github/workflows/test.yml:5:21: error[settings-list-not-json] CORS_ORIGINS must be JSON, since the settings field cors_origins is a list[str]
  |
5 |       CORS_ORIGINS: http://localhost:3000
  |                     ^^^^^^^^^^^^^^^^^^^^^
  ::: backend/app/config.py:4:5
  |
4 |     cors_origins: list[str] = []
  |     ------------ this field is decoded as JSON
  = seen: server log at start: SettingsError: error parsing value for field "cors_origins" from source "EnvSettingsSource"
  = help: write the value as JSON
```

## Good: JSON, in compose as well
`compose.yml`
```yaml
services:
  api:
    build: ./backend
    environment:
      CORS_ORIGINS: '["http://localhost:5173"]'
  worker:
    build: ./backend
    environment:
      - CORS_ORIGINS=["http://localhost:5173", "http://127.0.0.1:5173"]
```
`backend/requirements.txt`
```text
fastapi
pydantic-settings
```
`backend/.env`
```env
CORS_ORIGINS=["http://localhost:5173", "http://127.0.0.1:5173"]
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    cors_origins: list[str] = []


app = FastAPI()
```

## Good: the field keeps its text for a validator
`backend/.env`
```env
CORS_ORIGINS=http://localhost:5173,http://127.0.0.1:5173
```
`backend/main.py`
```python
from typing import Annotated

from fastapi import FastAPI
from pydantic import field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    cors_origins: Annotated[list[str], NoDecode] = []

    @field_validator("cors_origins", mode="before")
    @classmethod
    def split(cls, value):
        return value.split(",") if isinstance(value, str) else value


app = FastAPI()
```

## Good: a text is allowed as well
`backend/.env`
```env
CORS_ORIGINS=http://localhost:5173,http://127.0.0.1:5173
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    cors_origins: list[str] | str = []


app = FastAPI()
```

## Good: an empty value that the settings ignore
`backend/.env`
```env
CORS_ORIGINS=
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True)

    cors_origins: list[str] = []


app = FastAPI()
```
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from envlint.rule import (
    App,
    Edit,
    Field,
    Fix,
    Iterator,
    Label,
    Location,
    Problem,
    Problems,
    Safety,
    SettingsClass,
    SetVariable,
    Wiring,
    locate,
    text_of,
)

SINCE = "0.1"

_MAPPING = re.compile(r"\b(?:dict|Dict|Mapping|MutableMapping|OrderedDict|DefaultDict|defaultdict)\b")
_PLAIN = re.compile(r"[\w.:/*@ +-]+")
"""An item that can stand in a JSON text as it is."""


@dataclass(frozen=True, slots=True)
class _Set:
    """A variable and the text that sets it.

    `container` says that it is set where the server runs, and not in a file that the server reads.
    """

    name: str
    text: str
    at: Location
    container: bool = False


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each text, in an env file or a compose file, that its settings field cannot decode."""
    told: set[Location] = set()
    for facts in wiring.running:
        for settings in facts.of(SettingsClass):
            for field in settings.fields:
                for text in _texts(wiring, field) if field.reading == "json" else ():
                    if text.at not in told and _fails(text, settings):
                        told.add(text.at)
                        yield _problem(wiring, settings, field, text)


def _texts(wiring: Wiring, field: Field) -> Iterator[_Set]:
    """What sets a field, in each environment of the server in whose folder its class stands, and in its containers."""
    app = wiring.apps.backend_of(field.at.path)
    if app is None:
        return
    for environment, _ in wiring.environments(app):
        found = (environment.setting(name) for name in field.env_names)
        variable = next((variable for variable in found if variable is not None), None)
        if variable is not None and not any(piece.hole for piece in variable.pieces):
            text = text_of(variable.pieces)
            at = locate(variable.pieces, 0, len(text)) or variable.at
            yield _Set(variable.name, text, at, container=at.path not in environment.files)
    yield from _of_machines(wiring, app, {name.lower() for name in field.env_names})


def _of_machines(wiring: Wiring, app: App, wanted: set[str]) -> Iterator[_Set]:
    """What workflows and hosting platforms set where the server runs: in its folder, or anywhere for an only one."""
    for fact in wiring.facts(SetVariable):
        here = app.root == fact.folder or len(wiring.apps.backends) == 1
        if here and fact.name.lower() in wanted:
            yield _Set(fact.name, fact.value, fact.at, container=True)


def _fails(found: _Set, settings: SettingsClass) -> bool:
    """Whether a text is surely no JSON. An empty one is forgiven where the class says `env_ignore_empty`."""
    if not found.text and "env_ignore_empty" in settings.at.source.text:
        return False
    try:
        json.loads(found.text)
    except (ValueError, RecursionError):
        return True
    return False


def _problem(wiring: Wiring, settings: SettingsClass, field: Field, found: _Set) -> Problem:
    pin = wiring.version_of("pydantic", field.at.path)
    source = "DotEnvSettingsSource" if settings.env_files and not found.container else "EnvSettingsSource"
    error = f'error parsing value for field "{field.name}" from source "{source}"'
    if pin is not None and pin.version.startswith("1."):
        error = f'error parsing env var "{found.name}"'
    return Problem(
        f"{found.name} must be JSON, since the settings field {field.name} is {_article(field.annotation)}",
        found.at,
        (Label(field.at, "this field is decoded as JSON"),),
        symptom=f"server log at start: SettingsError: {error}",
        remedy="write the value as JSON",
        fixes=() if found.container else _fixes(field, found),
    )


def _article(annotation: str) -> str:
    return f"an {annotation}" if annotation[:1] in "AaIiOo" else f"a {annotation}"


def _fixes(field: Field, found: _Set) -> tuple[Fix, ...]:
    """The same items as JSON, where they stand between commas and the whole value is written in one place."""
    text, at = found.text, found.at
    if _MAPPING.search(field.annotation) or at.text != text:
        return ()
    listed = re.fullmatch(r"\[(.*)\]", text.strip())
    items = [item.strip().strip("'\"") for item in (listed[1] if listed else text).split(",")]
    if not all(_PLAIN.fullmatch(item) for item in items if item):
        return ()
    written = json.dumps([item for item in items if item])
    source = at.source
    if source.text[at.start - 1 : at.start] == '"' and source.text[at.end : at.end + 1] == '"':
        at, written = source.at(at.start - 1, at.end + 1), f"'{written}'"
    return (Fix("write the value as JSON", (Edit(at, written),), Safety.SAFE),)
