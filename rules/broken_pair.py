"""Two variables do not agree as the configuration says that they must.

A team knows more of its project than a linter can: that the address in the mails is the one of the page, that the
worker and the API share a queue. Such a contract is written down once in the configuration, and each env file is held
against it:

    [[pairs]]
    left = "web:VITE_API_URL"
    right = "api:PUBLIC_URL"
    relation = "same-host"

Both sides are `APP:VARIABLE`, where APP is an app's name in the configuration, its folder, or its side if there is only
one of it. The relations: `same-host`, `same-origin` (ws counts as http), `same-value`, `member-of` (the left value is an
entry of the right list), `prefix-of` (the right value begins with the left one). Variables are compared within one mode,
real files with real ones and templates with templates; where one of them is not set, nothing is said.

Mend one of the two, or the contract.

## Bad: the mails name another machine
`envlint.toml`
```toml
[[pairs]]
left = "frontend:VITE_API_URL"
right = "backend:PUBLIC_URL"
relation = "same-host"
```
`web/package.json`
```json
{ "devDependencies": { "vite": "^6.0.0" } }
```
`web/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`web/.env.example`
```dotenv
VITE_API_URL=https://api.example.com/v1
```
`api/main.py`
```python
from fastapi import FastAPI

app = FastAPI()
```
`api/.env.example`
```dotenv
PUBLIC_URL=https://backend.example.com
```
Report:
```text
web/.env.example:1:1: error[broken-pair] VITE_API_URL must name the same host as PUBLIC_URL, as envlint.toml declares
  |
1 | VITE_API_URL=https://api.example.com/v1
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: api/.env.example:1:1
  |
1 | PUBLIC_URL=https://backend.example.com
  | -------------------------------------- which says something else
  ::: envlint.toml:4:1
  |
4 | relation = "same-host"
  | -------- what was agreed on
  = seen: whatever the two are for: they do not meet
  = help: mend one of the two, or the agreement
```

## Bad: the page is not in the list
`envlint.toml`
```toml
[[pairs]]
left = "web:VITE_SELF"
right = "api:ORIGINS"
relation = "member-of"
```
`web/package.json`
```json
{ "devDependencies": { "vite": "^6.0.0" } }
```
`web/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`web/.env`
```dotenv
VITE_SELF=http://localhost:5173
```
`api/main.py`
```python
from fastapi import FastAPI

app = FastAPI()
```
`api/.env`
```dotenv
ORIGINS=http://localhost:3000,http://127.0.0.1:5173
```
Report:
```text
web/.env:1:1: error[broken-pair] VITE_SELF must be in the list of ORIGINS, as envlint.toml declares
  |
1 | VITE_SELF=http://localhost:5173
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: api/.env:1:1
  |
1 | ORIGINS=http://localhost:3000,http://127.0.0.1:5173
  | --------------------------------------------------- which says something else
  ::: envlint.toml:4:1
  |
4 | relation = "member-of"
  | -------- what was agreed on
  = seen: whatever the two are for: they do not meet
  = help: mend one of the two, or the agreement
```

## Good: the same host under other paths and schemes
`envlint.toml`
```toml
[[pairs]]
left = "web:VITE_WS_URL"
right = "api:PUBLIC_URL"
relation = "same-origin"
```
`web/package.json`
```json
{ "devDependencies": { "vite": "^6.0.0" } }
```
`web/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`web/.env`
```dotenv
VITE_WS_URL=wss://api.example.com/ws
```
`api/main.py`
```python
from fastapi import FastAPI

app = FastAPI()
```
`api/.env`
```dotenv
PUBLIC_URL=https://api.example.com
```

## Good: one of them is not set
`envlint.toml`
```toml
[[pairs]]
left = "web:VITE_API_URL"
right = "api:PUBLIC_URL"
relation = "same-value"
```
`web/package.json`
```json
{ "devDependencies": { "vite": "^6.0.0" } }
```
`web/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`web/.env`
```dotenv
VITE_API_URL=http://localhost:8000
```
`api/main.py`
```python
from fastapi import FastAPI

app = FastAPI()
```
"""

from __future__ import annotations

from envlint.rule import Disagreement, Label, Location, Problem, Problems, Wiring

SINCE = "0.1"

_WORDS = {
    "same-host": "must name the same host as",
    "same-origin": "must have the same origin as",
    "same-value": "must be the same as",
    "member-of": "must be in the list of",
    "prefix-of": "must be the beginning of",
}


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each declared pair that does not hold, once for each place."""
    told: set[tuple[Location, Location]] = set()
    for found in wiring.disagreements:
        if (found.left.at, found.right.at) not in told:
            told.add((found.left.at, found.right.at))
            yield _problem(found)


def _problem(found: Disagreement) -> Problem:
    pair = found.pair
    return Problem(
        f"{found.left.name} {_WORDS[pair.relation]} {found.right.name}, as {pair.at.path} declares",
        found.left.at,
        (Label(found.right.at, "which says something else"), Label(pair.at, "what was agreed on")),
        symptom="whatever the two are for: they do not meet",
        remedy="mend one of the two, or the agreement",
    )
