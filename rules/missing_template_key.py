"""A template lacks a variable that the code needs, or holds one that nothing reads.

A template (`.env.example`) is what a new developer copies to `.env`, and what a workflow copies before it runs the
tests. A variable that the code cannot do without and that the template does not name is found only when the server
stops or a URL begins with "undefined". A public variable (`VITE_` and the like) that no file of the frontend reads
is set in vain: it was renamed or removed on one side only.

Add the key to the template without its value, or take out the one that nothing reads.

## Bad: the server needs a variable that the template does not name
`backend/requirements.txt`
```text
fastapi
```
`backend/.env.example`
```env
DATABASE_URL=postgresql://localhost/app
```
`backend/main.py`
```python
import os

from fastapi import FastAPI

DATABASE_URL = os.environ["DATABASE_URL"]
SECRET_KEY = os.environ["SECRET_KEY"]

app = FastAPI()
```
Report:
```text
backend/main.py:6:14: note[missing-template-key] the template backend/.env.example lacks SECRET_KEY, which the code needs
  |
6 | SECRET_KEY = os.environ["SECRET_KEY"]
  |              ^^^^^^^^^^^^^^^^^^^^^^^^
  ::: backend/.env.example:1:1
  |
1 | DATABASE_URL=…
  | ------------ the template ends here
  = seen: a fresh clone with a copy of the template: SECRET_KEY is not set
  = help: add SECRET_KEY= to backend/.env.example
```

## Bad: the developer's own file has it
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/.env`
```env
VITE_API_URL=http://localhost:8000
VITE_WS_URL=ws://localhost:8000
```
`frontend/.env.example`
```env
VITE_API_URL=http://localhost:8000
```
`frontend/src/api.ts`
```ts
export const users = () => fetch(`${import.meta.env.VITE_API_URL}/users`)
export const live = () => new WebSocket(`${import.meta.env.VITE_WS_URL}/ws`)
```
Report:
```text
frontend/src/api.ts:2:44: note[missing-template-key] the template frontend/.env.example lacks VITE_WS_URL, which the code needs
  |
2 | export const live = () => new WebSocket(`${import.meta.env.VITE_WS_URL}/ws`)
  |                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/.env:2:1
  |
2 | VITE_WS_URL=…
  | ----------- set here, in a file that a fresh clone does not have
  ::: frontend/.env.example:1:1
  |
1 | VITE_API_URL=…
  | ------------ the template ends here
  = seen: a fresh clone with a copy of the template: VITE_WS_URL is not set
  = help: add VITE_WS_URL= to frontend/.env.example
```

## Bad: nothing reads it any more
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/.env.example`
```env
VITE_API_URL=http://localhost:8000
VITE_API_BASE=/api
```
`frontend/src/api.ts`
```ts
export const users = () => fetch(`${import.meta.env.VITE_API_URL}/users`)
```
Report:
```text
frontend/.env.example:2:1: note[missing-template-key] nothing reads VITE_API_BASE: the template names it in vain
  |
2 | VITE_API_BASE=…
  | ^^^^^^^^^^^^^
  = seen: a value that is set for it changes nothing
  = help: take it out of the template, or read it under this name
```

## Good: a variable that the code can do without, and one that the template names in a comment
`backend/requirements.txt`
```text
fastapi
```
`backend/.env.example`
```env
DATABASE_URL=postgresql://localhost/app
# SECRET_KEY: make your own
```
`backend/main.py`
```python
import os

from fastapi import FastAPI

DATABASE_URL = os.environ["DATABASE_URL"]
SECRET_KEY = os.environ["SECRET_KEY"]
SENTRY_DSN = os.getenv("SENTRY_DSN")

app = FastAPI()
```

## Good: the page of Vite reads the variable, and another is read by a computed name
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/index.html`
```html
<title>%VITE_TITLE%</title>
<script type="module" src="/src/api.ts"></script>
```
`frontend/.env.example`
```env
VITE_API_URL=http://localhost:8000
VITE_TITLE=Shop
VITE_SHOP_COLOUR=red
```
`frontend/src/api.ts`
```ts
export const users = () => fetch(`${import.meta.env.VITE_API_URL}/users`)
export const theme = (name: string) => import.meta.env[`VITE_SHOP_${name}`]
```
"""

from __future__ import annotations

from envlint.rule import (
    App,
    Edit,
    EnvEntry,
    EnvObject,
    Fix,
    Iterator,
    Label,
    Location,
    Need,
    Problem,
    Problems,
    Safety,
    Severity,
    Wiring,
    env_name,
    folder_of,
    framework_named,
)

SEVERITY = Severity.NOTE
SINCE = "0.1"

_INLINING = frozenset({"vite", "create-react-app", "vue-cli"})
"""Bundlers of whose public variables only the app's own files speak."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each key that a template lacks or holds in vain."""
    for need in wiring.needs.all:
        template = _lacking(wiring, need)
        if template:
            yield _missing(wiring, need, template)
    for app in wiring.apps.frontends:
        if app.framework in _INLINING:
            yield from _unread(wiring, app)


def _lacking(wiring: Wiring, need: Need) -> str:
    """The template to which a needed variable belongs, where no other file of the project names it."""
    if not need.templates or need.is_named:
        return ""
    if not need.real:
        return min(need.templates, key=lambda path: (len(env_name(path).target), path))
    copies = [at.path for at in need.is_set if not wiring.is_tracked(at.path)]
    for path in copies:
        for template in need.templates:
            if folder_of(path) == folder_of(template) and env_name(template).target == path.rpartition("/")[2]:
                return template
    return ""


def _missing(wiring: Wiring, need: Need, template: str) -> Problem:
    entry = wiring.env_files.entries(template)[-1]
    text = entry.at.source.text
    end = entry.at.source.at(len(text), len(text))
    added = f"{'' if text.endswith(chr(10)) else chr(10)}{need.name}=\n"
    remedy = f"add {need.name}= to {template}"
    return Problem(
        f"the template {template} lacks {need.name}, which the code needs",
        need.reads[0],
        (
            *(Label(at, "set here, in a file that a fresh clone does not have") for at in need.is_set[:1]),
            Label(entry.at, "the template ends here"),
            *(Label(at, "needed here as well") for at in need.reads[1:]),
        ),
        symptom=f"a fresh clone with a copy of the template: {need.name} is not set",
        remedy=remedy,
        fixes=(Fix(remedy, (Edit(end, added),), Safety.SAFE),),
    )


def _unread(wiring: Wiring, app: App) -> Iterator[Problem]:
    """The public variables of a frontend's templates that stand in none of its files."""
    framework, exposure = framework_named(app.framework), wiring.exposure(app)
    prefixes = framework.prefixes if framework is not None else ()
    if exposure is not None and (not exposure.complete or exposure.prefixes is not None):
        return
    if any(app.holds(fact.at.path) for fact in wiring.facts(EnvObject)):
        return
    entries: dict[str, list[EnvEntry]] = {}
    for path in wiring.env_files.paths():
        if env_name(path).template and folder_of(path) == app.root:
            for entry in wiring.env_files.entries(path):
                if entry.key.startswith(prefixes):
                    entries.setdefault(entry.key, []).append(entry)
    yield from (_in_vain(found) for key, found in entries.items() if not wiring.needs.is_spoken_of(key))


def _in_vain(entries: list[EnvEntry]) -> Problem:
    entry, *others = entries
    return Problem(
        f"nothing reads {entry.key}: the template names it in vain",
        _key(entry.at, entry.key),
        tuple(Label(_key(other.at, other.key), "named in vain here as well") for other in others),
        symptom="a value that is set for it changes nothing",
        remedy="take it out of the template, or read it under this name",
    )


def _key(at: Location, key: str) -> Location:
    start = max(at.text.find(key), 0)
    return at.within(start, len(key))
