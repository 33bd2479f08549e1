"""A CORS option is misspelt, and the library takes it without a word.

`CORS(app, origin=...)` and `cors({ origins: ... })` look right and do nothing: the library reads the name that it knows,
does not find it, and falls back on its default, which is every origin. The page works, and so does everybody else's.

Write the option as the library's documentation has it.

## Bad: flask-cors reads origins
`backend/requirements.txt`
```text
flask==3.1.0
flask-cors==6.0.0
```
`backend/app.py`
```python
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origin=["https://app.example.com"])
```
Report:
```text
backend/app.py:5:11: error[unknown-cors-argument] flask-cors knows no option origin, and ignores it without a word; did you mean origins?
  |
5 | CORS(app, origin=["https://app.example.com"])
  |           ^^^^^^
  |
5 | CORS(app, origin=["https://app.example.com"])
  | ---- the policy that it was meant for
  = seen: none on this machine: flask-cors falls back on its default, which allows every origin
  = help: write origins
```

## Bad: and supports_credentials
`backend/requirements.txt`
```text
flask==3.1.0
flask-cors==6.0.0
```
`backend/app.py`
```python
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["https://app.example.com"], support_credentials=True)
```
Report:
```text
backend/app.py:5:48: error[unknown-cors-argument] flask-cors knows no option support_credentials, and ignores it without a word; did you mean supports_credentials?
  |
5 | CORS(app, origins=["https://app.example.com"], support_credentials=True)
  |                                                ^^^^^^^^^^^^^^^^^^^
  |
5 | CORS(app, origins=["https://app.example.com"], support_credentials=True)
  | ---- the policy that it was meant for
  = seen: none on this machine: flask-cors falls back on its default
  = help: write supports_credentials
```

## Good: names that the library knows
`backend/requirements.txt`
```text
flask==3.1.0
flask-cors==6.0.0
```
`backend/app.py`
```python
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["https://app.example.com"], supports_credentials=True, max_age=600)
```

## Good: a name unlike any option may be for something else
`backend/requirements.txt`
```text
flask==3.1.0
flask-cors==6.0.0
```
`backend/app.py`
```python
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["https://app.example.com"], tracing=True)
```
"""

from __future__ import annotations

from envlint.rule import CorsPolicy, Edit, Fix, Label, Location, Problem, Problems, Safety, Wiring, nearest

SINCE = "0.1"

_OPTIONS = {
    "flask-cors": (
        *("app", "origins", "resources", "methods", "expose_headers", "allow_headers", "supports_credentials"),
        *("max_age", "send_wildcard", "vary_header", "automatic_options", "intercept_exceptions", "always_send"),
        *("allow_private_network",),
    ),
    "cors": (
        *("origin", "methods", "allowedHeaders", "exposedHeaders", "credentials", "maxAge", "preflightContinue"),
        *("optionsSuccessStatus",),
    ),
}
"""https://flask-cors.readthedocs.io/en/latest/api.html, https://github.com/expressjs/cors#configuration-options."""

_KNOWN_BY_OTHERS = frozenset({"allowPrivateNetwork", "hideOptionsRoute", "strictPreflight", "preflight", "logLevel"})
"""Options of @fastify/cors, which reads those of `cors` as well."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each option that is nearly one that the library knows."""
    for policy in wiring.facts(CorsPolicy):
        known = _OPTIONS.get(policy.framework, ())
        for name, at in policy.arguments if known else ():
            near = nearest(name, known)
            if name not in known and name not in _KNOWN_BY_OTHERS and near is not None and _is_typo(name, near):
                yield _problem(name, near, at, policy)


def _is_typo(name: str, near: str) -> bool:
    """Whether the two differ by a letter or two, by case, or by the way their words are parted."""
    plain, other = (text.replace("_", "").lower() for text in (name, near))
    return plain == other or plain.rstrip("s") == other.rstrip("s") or _distance(plain, other) <= 2


def _distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out or changed."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def _problem(name: str, near: str, at: Location, policy: CorsPolicy) -> Problem:
    library = policy.framework
    return Problem(
        f"{library} knows no option {name}, and ignores it without a word; did you mean {near}?",
        at,
        (Label(policy.at, "the policy that it was meant for"),),
        symptom=f"none on this machine: {library} falls back on its default"
        + (", which allows every origin" if near in ("origins", "origin") else ""),
        remedy=f"write {near}",
        fixes=(Fix(f"write {near}", (Edit(at, near),), Safety.SAFE),),
    )
