"""A line of an env file is dropped or misread by the program that reads it.

python-dotenv, which FastAPI projects and pydantic-settings use, and dotenv, which Vite, Next.js and Create React App
use, agree on plain lines and on little else. A line that one of them cannot read is skipped without an error, so the
variable is simply not set.

Write `NAME=value`; put a value with blanks, quotes or `#` between one pair of quotes that closes on the same line.

## Bad: a quote is never closed
`backend/.env`
```env
DATABASE_URL="sqlite:///shop.db
LOG_LEVEL=info
```
`backend/main.py`
```python
from dotenv import load_dotenv
from fastapi import FastAPI

load_dotenv()
app = FastAPI()
```
Report:
```text
backend/.env:1:1: error[env-syntax] DATABASE_URL: the quote is never closed (as python-dotenv reads it)
  |
1 | DATABASE_URL="sqlite:///shop.db
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = seen: no error: the variable is not set, or holds something else than what is written
  = help: write NAME=value, with one pair of quotes around a value that needs them
```

## Bad: no key and value
`backend/.env`
```env
LOG LEVEL=info
```
`backend/main.py`
```python
from dotenv import load_dotenv
from fastapi import FastAPI

load_dotenv()
app = FastAPI()
```
Report:
```text
backend/.env:1:1: error[env-syntax] what stands before the equals sign is no name (as python-dotenv reads it)
  |
1 | …
  | ^
  = seen: no error: the variable is not set, or holds something else than what is written
  = help: write NAME=value, with one pair of quotes around a value that needs them
```

## Good: quotes, comments, `export`, and a value over several lines
`backend/.env`
```env
# the database
export DATABASE_URL="sqlite:///shop.db" # a comment
LOG_LEVEL = info
EMPTY=
PUBLIC_KEY="-----BEGIN KEY-----
MIIB
-----END KEY-----"
```
`backend/main.py`
```python
from dotenv import load_dotenv
from fastapi import FastAPI

load_dotenv()
app = FastAPI()
```

## Good: a line that only the other side's parser drops
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
VITE_TITLE=`Shop "today"`
```
`backend/main.py`
```python
from dotenv import load_dotenv
from fastapi import FastAPI

load_dotenv()
app = FastAPI()
```
"""

from __future__ import annotations

from envlint.rule import Edit, EnvMisread, Fix, Problem, Problems, Safety, Wiring, folder_of, regex

SINCE = "0.1"

_REMEDY = "write NAME=value, with one pair of quotes around a value that needs them"
_NAME = regex(r"(?:export\s+)?([A-Za-z_]\w*)\s*[=:]")
_LOADERS = {"python": "python-dotenv", "vite": "the bundler's dotenv"}


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each line that a reader of its file loses, and for those that every loader loses."""
    for facts in wiring.running:
        misread = list(facts.of(EnvMisread))
        readers = _readers(wiring, facts.source.path) if misread else set[str]()
        for fact in misread:
            losing = tuple(dialect for dialect in fact.dialects if dialect in readers)
            if losing or len(fact.dialects) == len(_LOADERS):
                yield _problem(fact, losing or fact.dialects)


def _readers(wiring: Wiring, path: str) -> set[str]:
    """The dialects in which an env file is read: a frontend reads its own, a server also those above its folder."""
    readers: set[str] = set()
    if wiring.apps.frontend_of(path) is not None:
        readers.add("vite")
    folder = folder_of(path)
    above = (not folder or f"{app.root}/".startswith(f"{folder}/") for app in wiring.apps.backends)
    if wiring.apps.owner_of(path) in wiring.apps.backends or any(above):
        readers.add("python")
    return readers


def _problem(fact: EnvMisread, losing: tuple[str, ...]) -> Problem:
    name = _NAME.match(fact.at.text)
    loaders = " and ".join(_LOADERS[dialect] for dialect in losing)
    reads = "read" if len(losing) > 1 else "reads"
    return Problem(
        f"{f'{name[1]}: ' if name is not None else ''}{fact.reason} (as {loaders} {reads} it)",
        fact.at,
        symptom="no error: the variable is not set, or holds something else than what is written",
        remedy=_REMEDY,
        fixes=(Fix(_REMEDY, (Edit(fact.at, fact.replacement),), Safety.SAFE),) if fact.replacement is not None else (),
    )
