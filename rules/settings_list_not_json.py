"""A settings field is a list, and the text that sets it is not JSON.

pydantic-settings reads the text of a list, set, tuple or mapping as JSON before any validator sees it. A comma
string, a bare `*` and an empty value are no JSON: the server stops at start with a SettingsError that names the
field, but neither the file nor the line. (One bare origin in the place of a CORS policy's list is no list in whatever
notation, and is reported as that.)

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

from envlint.rule import Label, Problem, Problems, Undecoded, Wiring

SINCE = "0.1"

_AS_JSON = "write the value as JSON"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each text that its settings field cannot decode."""
    for found in wiring.undecoded:
        if not found.is_lone_origin:
            yield _problem(wiring, found)


def _problem(wiring: Wiring, found: Undecoded) -> Problem:
    field = found.field
    pin = wiring.version_of("pydantic", field.at.path)
    return Problem(
        f"{found.name} must be JSON, since the settings field {field.name} is {_article(field.annotation)}",
        found.at,
        (Label(field.at, "this field is decoded as JSON"),),
        symptom=found.error(first=pin is not None and pin.version.startswith("1.")),
        remedy=_AS_JSON,
        fixes=found.fixes(_AS_JSON),
    )


def _article(annotation: str) -> str:
    return f"an {annotation}" if annotation[:1] in "AaIiOo" else f"a {annotation}"
