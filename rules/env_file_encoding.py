"""An env file begins with a byte order mark or is not UTF-8, so that its first key or all of it is lost.

Loaders of env files read UTF-8 and nothing else. To Vite 8 and to a shell a byte order mark is the first letter of
the first key, so that variable is not set; python-dotenv dropped the mark only in a late release. A file in UTF-16,
which `echo NAME=value > .env` writes in Windows PowerShell 5, is refused or holds no key at all.

Save the file as UTF-8 without a byte order mark. In PowerShell: `Set-Content -Encoding utf8NoBOM` (version 6 and
later), in an editor "UTF-8", not "UTF-8 with BOM".

## Bad: a byte order mark before the first key
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^8.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`frontend/.env`
```env bom
VITE_API_URL=http://localhost:8000
VITE_TITLE=Shop
```
Report:
```text
frontend/.env:1:1: error[env-file-encoding] this env file begins with a byte order mark, which loaders take for a part of the first key
  |
1 | VITE_API_URL=…
  | ^
  |
1 | VITE_API_URL=…
  | ------------ this key is lost
  = seen: the first variable is undefined in the browser (Vite 8) or missing from the environment of a shell, as if its line were not there
  = help: save the file as UTF-8 without a byte order mark
```

## Bad: PowerShell wrote UTF-16
`backend/.env`
```env utf-16
DATABASE_URL=sqlite:///shop.db
```
Report:
```text
backend/.env:1:1: error[env-file-encoding] this env file is UTF-16; loaders read UTF-8
  |
1 | …
  | ^
  = seen: server log: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0 (python-dotenv); Vite finds no variable at all
  = help: save the file as UTF-8 without a byte order mark
```

## Good: plain UTF-8
`backend/.env`
```env
DATABASE_URL=sqlite:///shop.db
GREETING=Grüß Gott
```

## Good: a byte order mark in a file that is no env file
`backend/main.py`
```python bom
from fastapi import FastAPI

app = FastAPI()
```
"""

from __future__ import annotations

from envlint.rule import EnvEncoding, EnvEntry, Label, Problem, Problems, Wiring

SINCE = "0.1"

_MESSAGES = {
    "bom": "this env file begins with a byte order mark, which loaders take for a part of the first key",
    "utf-16": "this env file is UTF-16; loaders read UTF-8",
    "nul": "this env file holds a NUL character, which no variable of a process may hold",
}
_SYMPTOMS = {
    "bom": "the first variable is undefined in the browser (Vite 8) or missing from the environment of a shell, as if "
    "its line were not there",
    "utf-16": "server log: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0 (python-dotenv); "
    "Vite finds no variable at all",
    "nul": "server log: ValueError: embedded null byte",
}


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each env file whose bytes some loader cannot read."""
    for facts in wiring.running:
        for fact in facts.of(EnvEncoding):
            first = next(facts.of(EnvEntry), None)
            lost = (Label(first.at, "this key is lost"),) if first is not None and fact.problem == "bom" else ()
            yield Problem(
                _MESSAGES[fact.problem],
                fact.at,
                lost,
                symptom=_SYMPTOMS[fact.problem],
                remedy="save the file as UTF-8 without a byte order mark",
            )
