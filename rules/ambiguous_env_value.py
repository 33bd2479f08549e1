"""Both sides read a variable from one env file, and get two different values.

python-dotenv and the dotenv of JavaScript's tools agree on plain values. They do not agree on a `#` with no blank
before it (a comment for JavaScript, a part of the value for Python), on `$NAME` (filled in by Vite and Next.js, left
alone by Python) and on backslashes (https://vite.dev/guide/env-and-mode#env-files,
https://saurabh-kumar.com/python-dotenv/#file-format). No side complains: a link loses its end, a password is refused.

Write the value so that there is one way to read it: in quotes, which is enough for a `#`.

Only variables that both sides use are reported, and only where the server reads the file with python-dotenv.

## Bad: a `#` in a link
`package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`.env`
```env
VITE_HELP_URL=https://acme.dev/help#contact
```
`src/main.ts`
```ts
document.querySelector('a')!.href = import.meta.env.VITE_HELP_URL
```
`backend/main.py`
```python
import os

from dotenv import load_dotenv
from fastapi import FastAPI

load_dotenv()
app = FastAPI()
HELP_URL = os.environ["VITE_HELP_URL"]
```
Report:
```text
.env:1:1: warning[ambiguous-env-value] VITE_HELP_URL has two values: its # begins a comment for Vite, and is a part of it for python-dotenv
  |
1 | VITE_HELP_URL=…
  | ^^^^^^^^^^^^^
  ::: src/main.ts:1:37
  |
1 | document.querySelector('a')!.href = import.meta.env.VITE_HELP_URL
  |                                     ----------------------------- the frontend uses it here
  ::: backend/main.py:8:12
  |
8 | HELP_URL = os.environ["VITE_HELP_URL"]
  |            --------------------------- the server uses it here
  = seen: no error: one side has another text than the other, or only a part of it
  = help: put it in double quotes
```

## Bad: a `$` in a password
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`.env`
```env
MAIL_PASSWORD="Vt7$rQ9mXw2"
```
`app/api/mail/route.ts`
```ts
export const POST = () => send(process.env.MAIL_PASSWORD)
```
`backend/config.py`
```python
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")
    mail_password: str
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
.env:1:1: warning[ambiguous-env-value] MAIL_PASSWORD has two values: its $ begins a reference for Next.js, and not for python-dotenv
  |
1 | MAIL_PASSWORD="…"
  | ^^^^^^^^^^^^^
  ::: app/api/mail/route.ts:1:32
  |
1 | export const POST = () => send(process.env.MAIL_PASSWORD)
  |                                ------------------------- the frontend uses it here
  ::: backend/config.py:6:5
  |
6 |     mail_password: str
  |     ------------- the server uses it here
  = seen: no error: one side has another text than the other, or only a part of it
  = help: write it without a $ (as %24 in a URL), or set it in a file that one side alone reads
```

## Good: in quotes
`package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`.env`
```env
VITE_HELP_URL="https://acme.dev/help#contact"
VITE_TITLE=Shop # a comment
VITE_API_URL=${VITE_HELP_URL}
```
`src/main.ts`
```ts
document.querySelector('a')!.href = import.meta.env.VITE_HELP_URL
document.title = import.meta.env.VITE_TITLE + import.meta.env.VITE_API_URL
```
`backend/main.py`
```python
import os

from dotenv import load_dotenv
from fastapi import FastAPI

load_dotenv()
app = FastAPI()
HELP_URL = os.environ["VITE_HELP_URL"]
TITLE = os.environ["VITE_TITLE"] + os.environ["VITE_API_URL"]
```

## Good: only the server uses the variable
`package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`.env`
```env
MAIL_PASSWORD=Vt7#rQ9$mXw2
```
`backend/main.py`
```python
import os

from dotenv import load_dotenv
from fastapi import FastAPI

load_dotenv()
app = FastAPI()
PASSWORD = os.environ["MAIL_PASSWORD"]
```

## Good: each side has a file of its own
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`frontend/.env`
```env
VITE_HELP_URL=https://acme.dev/help#contact
```
`frontend/src/main.ts`
```ts
document.querySelector('a')!.href = import.meta.env.VITE_HELP_URL
```
`backend/.env`
```env
VITE_HELP_URL=https://acme.dev/help#contact
```
`backend/main.py`
```python
import os

from dotenv import load_dotenv
from fastapi import FastAPI

load_dotenv()
app = FastAPI()
HELP_URL = os.environ["VITE_HELP_URL"]
```
"""

from __future__ import annotations

from envlint.rule import (
    App,
    Edit,
    EnvEntry,
    Environment,
    EnvMisread,
    EnvUse,
    Fix,
    Label,
    LoadDotenv,
    Location,
    Problem,
    Problems,
    SettingsClass,
    Wiring,
    regex,
    text_of,
)

SINCE = "0.1"
SEVERITY = "warning"

_TITLES = {"next": "Next.js", "create-react-app": "Create React App", "vue-cli": "Vue CLI"}
_REFERENCE = regex(r"\$\{\w+(?::-[^}]*)?\}")
"""What both take for a reference; python-dotenv looks it up above the line only, and fills in a default differently."""
_PLAIN = regex(r"[^\\$'\"`\n]*")


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each such line of a file that a frontend and a server in Python share."""
    servers = [app for app in wiring.apps.backends if app.runtime == "python" and _has_dotenv(wiring, app)]
    for page in wiring.apps.frontends if servers else ():
        for ours, _ in wiring.environments(page):
            for server in servers:
                for theirs, _ in wiring.environments(server):
                    if not ours.container and not theirs.container:
                        yield from _differing(wiring, (page, ours), (server, theirs))


def _has_dotenv(wiring: Wiring, app: App) -> bool:
    """Whether a server is seen to read its env files with python-dotenv."""
    own = [facts for facts in wiring.running if wiring.apps.is_of(app, facts.source.path)]
    settings = (fact for facts in own for fact in facts.of(SettingsClass))
    return any(next(facts.of(LoadDotenv), None) for facts in own) or any(fact.env_files for fact in settings)


def _differing(wiring: Wiring, page: tuple[App, Environment], server: tuple[App, Environment]) -> Problems:
    shared = [path for path in page[1].files if path in server[1].files]
    for entry in (entry for path in shared for entry in wiring.env_files.entries(path)):
        if not _differs(entry, page[1], server[1]) or _is_misread(wiring, entry):
            continue
        by_page = _page_use(wiring, page[0], entry.key)
        by_server = _server_use(wiring, server[0], entry.key)
        if by_page is not None and by_server is not None:
            yield _problem(entry, page[0], by_page, by_server)


def _differs(entry: EnvEntry, page: Environment, server: Environment) -> bool:
    """Whether a line counts on both sides, and comes to two different values."""
    ours, theirs = page.variable(entry.key), server.variable(entry.key)
    if ours is None or theirs is None or any(piece.hole for piece in (*ours.pieces, *theirs.pieces)):
        return False
    counts = ours.at.start == theirs.at.start == entry.at.start and ours.at.path == theirs.at.path == entry.at.path
    return counts and text_of(ours.pieces) != text_of(theirs.pieces)


def _is_misread(wiring: Wiring, entry: EnvEntry) -> bool:
    """Whether a side cannot have been meant to read the line, which is a fault of its syntax."""
    facts = wiring.facts_of(entry.at.path)
    misreads = () if facts is None else facts.of(EnvMisread)
    return any(fact.at.start <= entry.at.start < fact.at.end for fact in misreads)


def _page_use(wiring: Wiring, app: App, name: str) -> Location | None:
    """A place in a frontend, its configuration and its own server included, that uses a variable."""
    for facts in wiring.running:
        if not facts.source.path.endswith(".py") and wiring.apps.frontend_of(facts.source.path) == app:
            for use in facts.of(EnvUse):
                if use.name == name:
                    return use.at
    return None


def _server_use(wiring: Wiring, app: App, name: str) -> Location | None:
    for facts in wiring.running:
        if not wiring.apps.is_of(app, facts.source.path):
            continue
        for use in facts.of(EnvUse):
            if use.name == name and use.way == "os.environ":
                return use.at
        fields = (field for fact in facts.of(SettingsClass) for field in fact.fields)
        for field in fields:
            if name.lower() in {each.lower() for each in field.env_names}:
                return field.at
    return None


def _problem(entry: EnvEntry, page: App, by_page: Location, by_server: Location) -> Problem:
    cause, remedy = _cause(entry, _TITLES.get(page.framework, "Vite"))
    return Problem(
        f"{entry.key} has two values: {cause}",
        entry.at,
        (Label(by_page, "the frontend uses it here"), Label(by_server, "the server uses it here")),
        symptom="no error: one side has another text than the other, or only a part of it",
        remedy=remedy,
        fixes=_fixes(entry, remedy),
    )


def _cause(entry: EnvEntry, tool: str) -> tuple[str, str]:
    """In words why the readings differ, and the mend."""
    python, page = entry.python, entry.vite
    value = (python.text if python is not None else None) or ""
    if python is not None and page is not None and value != page.text and "#" in value:
        return f"its # begins a comment for {tool}, and is a part of it for python-dotenv", "put it in double quotes"
    if "$" in _REFERENCE.sub("", value):
        other = "write it without a $ (as %24 in a URL), or set it in a file that one side alone reads"
        return f"its $ begins a reference for {tool}, and not for python-dotenv", other
    if "$" in value:
        return f"{tool} and python-dotenv fill in its reference in two ways", "write the value out, without a reference"
    return f"{tool} and python-dotenv decode its quotes and backslashes in two ways", "put it in single quotes"


def _fixes(entry: EnvEntry, title: str) -> tuple[Fix, ...]:
    """Quotes around a value in which only a `#` is special; they stand beside it, so that no edit repeats it."""
    reading = entry.python
    if reading is None or "#" not in reading.at.text or not _PLAIN.fullmatch(reading.at.text):
        return ()
    at = reading.at
    return (Fix(title, (Edit(at.within(0, 0), '"'), Edit(at.within(at.end - at.start, 0), '"'))),)
