"""A settings class reads an env file that holds keys for others, and refuses them.

pydantic-settings 2 takes every key of its `env_file` for a field of the class, and forbids what is no field: with
`DATABASE_URL` and `VITE_API_URL` in one `.env`, a class that knows only the first stops the server with a
ValidationError. Variables of the process's own environment are not refused, only those of the file, and keys without
a value are passed over.

Say `extra="ignore"` in `model_config`, or give each reader a file of its own.

## Bad: one file for the server and for compose
`backend/requirements.txt`
```text
fastapi
pydantic-settings
```
`backend/.env`
```env
DATABASE_URL=postgresql://localhost/app
POSTGRES_PASSWORD=secret
POSTGRES_USER=app
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    database_url: str


settings = Settings()
app = FastAPI()
```
Report:
```text
backend/main.py:5:7: error[settings-extra-forbidden] Settings refuses keys of backend/.env that are none of its fields: POSTGRES_PASSWORD, POSTGRES_USER
  |
5 | class Settings(BaseSettings):
  |       ^^^^^^^^
  ::: backend/.env:2:1
  |
2 | POSTGRES_PASSWORD=…
  | ----------------- no field takes it
  ::: backend/.env:3:1
  |
3 | POSTGRES_USER=…
  | ------------- no field takes it
  = seen: server log at start: ValidationError: postgres_password: Extra inputs are not permitted
  = help: say extra="ignore" in its options
```

## Bad: the template is what a fresh clone reads
`backend/requirements.txt`
```text
fastapi
pydantic-settings
```
`backend/.env.example`
```env
DATABASE_URL=postgresql://localhost/app
OLD_NAME=1
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str

    class Config:
        env_file = ".env"


settings = Settings()
app = FastAPI()
```
Report:
```text
backend/main.py:5:7: error[settings-extra-forbidden] Settings refuses keys of backend/.env.example that are none of its fields: OLD_NAME
  |
5 | class Settings(BaseSettings):
  |       ^^^^^^^^
  ::: backend/.env.example:2:1
  |
2 | OLD_NAME=…
  | -------- no field takes it
  = seen: server log at start: ValidationError: old_name: Extra inputs are not permitted
  = help: say extra="ignore" in its options
```

## Good: the class passes over what it does not know
`backend/requirements.txt`
```text
fastapi
pydantic-settings
```
`backend/.env`
```env
DATABASE_URL=postgresql://localhost/app
POSTGRES_PASSWORD=secret
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Base(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")


class Settings(Base):
    database_url: str


settings = Settings()
app = FastAPI()
```

## Good: aliases, fields of a base class, nested fields, and a key without a value
`backend/requirements.txt`
```text
fastapi
pydantic-settings
```
`backend/.env`
```env
DATABASE_URL=postgresql://localhost/app
DB__POOL=5
PG_URL=postgresql://localhost/other
log_level=info
SENTRY_DSN=
```
`backend/base.py`
```python
from pydantic_settings import BaseSettings, SettingsConfigDict


class CommonSettings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_nested_delimiter="__")

    log_level: str = "info"
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic import AliasChoices, BaseModel, Field

from base import CommonSettings


class Pool(BaseModel):
    pool: int = 1


class Settings(CommonSettings):
    database_url: str
    db: Pool = Pool()
    other: str = Field("", validation_alias=AliasChoices("PG_URL", "OTHER_URL"))


settings = Settings()
app = FastAPI()
```

## Good: pydantic 1 reads only its own keys
`backend/requirements.txt`
```text
fastapi
pydantic==1.10.13
```
`backend/.env`
```env
DATABASE_URL=postgresql://localhost/app
POSTGRES_PASSWORD=secret
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic import BaseSettings


class Settings(BaseSettings):
    database_url: str

    class Config:
        env_file = ".env"


settings = Settings()
app = FastAPI()
```

## Good: the class is only the base of others, or is given another file where it is made
`backend/requirements.txt`
```text
fastapi
pydantic-settings
```
`backend/.env`
```env
DATABASE_URL=postgresql://localhost/app
POSTGRES_PASSWORD=secret
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    database_url: str


settings = Settings(_env_file=None)
app = FastAPI()
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    App,
    Edit,
    EnvEntry,
    Fix,
    Iterator,
    Label,
    Location,
    Problem,
    Problems,
    Safety,
    SettingsClass,
    Wiring,
    regex,
)

SINCE = "0.1"

_UNFOLLOWED = frozenset({"*", "alias_generator", "dotenv_filtering", "env_prefix", "settings_customise_sources"})
_SHOWN = 5
"""A shared file may hold dozens of foreign keys, and the mend is one."""
_PLAIN = regex(
    r"(?:(?:Optional\[)?(?:str|int|float|bool|Secret\w*|Path|\w*Url|\w*Dsn|EmailStr|datetime|timedelta|Decimal)\]?"
    r"|Literal\[[^\]]*\]|None|\|)+"
)
"""Annotations of fields that are no models: a key that begins with the name of one of these is not theirs."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each settings class that refuses keys of its env file, at what it says of itself."""
    for facts in wiring.running:
        for settings in facts.of(SettingsClass):
            app = wiring.apps.backend_of(facts.source.path)
            family = wiring.settings_family(settings) if app is not None else None
            if app is None or family is None or not _refuses(family) or not _is_made(wiring, settings):
                continue
            foreign = _foreign(wiring, app, family)
            if foreign:
                yield _problem(family, foreign)


def _refuses(family: tuple[SettingsClass, ...]) -> bool:
    """Whether a class with its bases, the class first, forbids the keys that are no fields."""
    extra = next((settings.extra for settings in family if settings.extra), "forbid")
    stated = {name for settings in family for name in settings.stated}
    first = any(settings.first_version for settings in family)
    return extra == "forbid" and not first and not stated & _UNFOLLOWED


def _is_made(wiring: Wiring, settings: SettingsClass) -> bool:
    """Whether the class is surely made as it stands: by a call without arguments, and nowhere with another file."""
    call = regex(rf"(?<!class )\b{re.escape(settings.name)}\(\s*\)")
    texts = [facts.source.text for facts in wiring.running if facts.source.path.endswith(".py")]
    is_called = any(settings.name in text and call.search(text) for text in texts)
    return is_called and not any("_env_file" in text for text in texts)


def _foreign(wiring: Wiring, app: App, family: tuple[SettingsClass, ...]) -> list[EnvEntry]:
    """The keys of the class's env files that none of its fields takes."""
    names = {name.lower() for settings in family for field in settings.fields for name in field.env_names}
    open_ended = tuple(
        name.lower()
        for settings in family
        for field in settings.fields
        if not _PLAIN.fullmatch(field.annotation)
        for name in field.env_names
    )
    found: dict[str, EnvEntry] = {}
    for entry in _entries(wiring, app, family):
        key, reading = entry.key.lower(), entry.python
        if reading is not None and reading.text and key not in names and not key.startswith(open_ended):
            found.setdefault(key, entry)
    return list(found.values())


def _entries(wiring: Wiring, app: App, family: tuple[SettingsClass, ...]) -> Iterator[EnvEntry]:
    """The lines of the env files that the class reads, the real ones first, else those of their templates."""
    own = next((settings for settings in family if settings.env_files), None)
    if own is None:
        return
    for path in wiring.env_files_of(app, own):
        yield from wiring.env_files.entries(path)


def _problem(family: tuple[SettingsClass, ...], foreign: list[EnvEntry]) -> Problem:
    settings, first = family[0], foreign[0]
    names = ", ".join(entry.key for entry in foreign[:3]) + (
        f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
    )
    place = next((each.config for each in family if each.config is not None), None)
    return Problem(
        f"{settings.name} refuses keys of {first.at.path} that are none of its fields: {names}",
        settings.at,
        tuple(Label(_line(entry), "no field takes it") for entry in foreign[:_SHOWN]),
        symptom=f"server log at start: ValidationError: {first.key.lower()}: Extra inputs are not permitted",
        remedy='say extra="ignore" in its options',
        fixes=_fixes(place) if place is not None and not any(each.extra for each in family) else (),
    )


def _line(entry: EnvEntry) -> Location:
    start = max(entry.at.text.find(entry.key), 0)
    return entry.at.within(start, len(entry.key))


def _fixes(place: Location) -> tuple[Fix, ...]:
    """`extra="ignore"` in the notation in which the class states its options."""
    text = place.text
    if text.startswith("class"):
        option = re.search(r"\n([ \t]+)(?=\w+\s*=)", text)
        at = place.within(option.end(), 0) if option is not None else None
        added = f'extra = "ignore"\n{option[1]}' if option is not None else ""
    else:
        at, added = _before_end(place)
    return (Fix('say extra="ignore" in its options', (Edit(at, added),), Safety.SAFE),) if at is not None else ()


def _before_end(place: Location) -> tuple[Location | None, str]:
    """The end of the last option of a call or of a dictionary, and what is added there."""
    inside = re.fullmatch(r"(?s)[\w.]*([({])(.*?)\s*[)}]", place.text)
    if inside is None or "#" in inside[2]:
        return None, ""
    option = 'extra="ignore"' if inside[1] == "(" else '"extra": "ignore"'
    blank, comma = not inside[2].strip(), inside[2].endswith(",")
    separator = "" if blank else " " if comma else ", "
    return place.within(inside.end(2), 0), f"{separator}{option}"
