"""Code cannot work without a variable that no file of the project sets.

The project has an env file for this side, and the variable is not in it, in no template, no compose file, no Dockerfile
and no workflow. `os.environ["X"]` and a required field of pydantic-settings then stop the server at start;
`import.meta.env.X` in a URL becomes the text "undefined".

Add the variable to the env file (and its name to the template), or give the read a default. Reads with a default, reads
that are tested first and variables that platforms set are left alone.

## Bad: a URL is made of a variable that the env file lacks
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
```
`frontend/src/api.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL
const FILES_URL = import.meta.env.VITE_FILES_URL

export const users = () => fetch(`${API_URL}/users`)
export const files = () => fetch(`${FILES_URL}/files`)
```
`frontend/src/upload.ts`
```ts
export const upload = (body: FormData) => fetch(`${import.meta.env.VITE_FILES_URL}/upload`, { method: 'POST', body })
```
Report:
```text
frontend/src/api.ts:2:19: warning[undefined-env-variable] VITE_FILES_URL is set nowhere in the project, and this code does not work without it
  |
2 | const FILES_URL = import.meta.env.VITE_FILES_URL
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/.env:1:1
  |
1 | VITE_API_URL=…
  | ------------ this file sets other variables of the same side
  ::: frontend/src/upload.ts:1:52
  |
1 | …const upload = (body: FormData) => fetch(`${import.meta.env.VITE_FILES_URL}/upload`, { method: 'POST', body })
  |                                              ------------------------------ needed here as well
  = seen: VITE_FILES_URL is undefined: a URL made of it holds the word "undefined"
  = help: set VITE_FILES_URL in frontend/.env, or give the read a default
```

## Bad: the server stops at start
`backend/requirements.txt`
```text
fastapi
pydantic-settings
```
`backend/.env`
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
backend/main.py:6:14: warning[undefined-env-variable] SECRET_KEY is set nowhere in the project, and this code does not work without it
  |
6 | SECRET_KEY = os.environ["SECRET_KEY"]
  |              ^^^^^^^^^^^^^^^^^^^^^^^^
  ::: backend/.env:1:1
  |
1 | DATABASE_URL=…
  | ------------ this file sets other variables of the same side
  = seen: server log: KeyError: 'SECRET_KEY'
  = help: set SECRET_KEY in backend/.env, or give the read a default
```

## Bad: a required field
`backend/requirements.txt`
```text
fastapi
pydantic-settings
```
`backend/.env`
```env
DATABASE_URL=postgresql://localhost/app
```
`backend/main.py`
```python
from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    database_url: str
    jwt_secret: str
    log_level: str = "info"


settings = Settings()
app = FastAPI()
```
Report:
```text
backend/main.py:9:5: warning[undefined-env-variable] JWT_SECRET is set nowhere in the project, and this code does not work without it
  |
9 |     jwt_secret: str
  |     ^^^^^^^^^^
  ::: backend/.env:1:1
  |
1 | DATABASE_URL=…
  | ------------ this file sets other variables of the same side
  = seen: server log at start: ValidationError: jwt_secret: Field required
  = help: set JWT_SECRET in backend/.env, or give the read a default
```

## Good: reads that can do without
`backend/requirements.txt`
```text
fastapi
```
`backend/.env`
```env
DATABASE_URL=postgresql://localhost/app
```
`backend/main.py`
```python
import os

from fastapi import FastAPI

DATABASE_URL = os.environ["DATABASE_URL"]
LOG_LEVEL = os.getenv("LOG_LEVEL", "info")
SENTRY_DSN = os.environ.get("SENTRY_DSN")
if "METRICS_URL" in os.environ:
    METRICS_URL = os.environ["METRICS_URL"]
PORT = int(os.environ["PORT"])

app = FastAPI()
```

## Good: a compose file sets it
`compose.yml`
```yaml
services:
  api:
    build: ./backend
    environment:
      SECRET_KEY: ${SECRET_KEY:?set it in the shell}
```
`backend/requirements.txt`
```text
fastapi
```
`backend/.env`
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

## Good: a project without any env file
`backend/requirements.txt`
```text
fastapi
```
`backend/main.py`
```python
import os

from fastapi import FastAPI

SECRET_KEY = os.environ["SECRET_KEY"]

app = FastAPI()
```

## Good: the code tests it before it is used
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
```
`frontend/src/api.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL
const FILES_URL = import.meta.env.VITE_FILES_URL

if (!FILES_URL) throw new Error('no server for files')

export const users = () => fetch(`${API_URL}/users`)
export const files = () => fetch(`${FILES_URL}/files`)
```
"""

from __future__ import annotations

from envlint.rule import Label, Need, Problem, Problems, Severity, Wiring

SEVERITY = Severity.WARNING
SINCE = "0.1"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each needed variable that no file of the project sets, at its first read."""
    for need in wiring.needs.all:
        if need.real and not need.is_set and not need.is_named:
            yield _problem(wiring, need)


def _problem(wiring: Wiring, need: Need) -> Problem:
    file = wiring.env_files.entries(need.real[-1])
    return Problem(
        f"{need.name} is set nowhere in the project, and this code does not work without it",
        need.reads[0],
        (
            *(Label(entry.at, "this file sets other variables of the same side") for entry in file[:1]),
            *(Label(at, "needed here as well") for at in need.reads[1:]),
        ),
        symptom=_symptom(need),
        remedy=f"set {need.name} in {need.real[-1]}, or give the read a default",
    )


def _symptom(need: Need) -> str:
    at = need.reads[0]
    if not at.path.endswith(".py"):
        return f'{need.name} is undefined: a URL made of it holds the word "undefined"'
    if "environ[" in at.text:
        return f"server log: KeyError: '{need.name}'"
    if need.name not in at.text:
        return f"server log at start: ValidationError: {at.text}: Field required"
    return f"server log: {need.name} is not set"
