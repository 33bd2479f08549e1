r"""A pattern of allowed origins lets strangers in.

Whoever can register `evil-example.com` is then as welcome as `app.example.com`, with the visitor's cookies where
credentials are allowed. A dot in a regular expression stands for any character, `.*` for any number of them, and where
a framework searches or matches from the start, what follows the pattern is not looked at. See
<https://owasp.org/www-community/attacks/CORS_OriginHeaderScrutiny>.

Escape each dot, write the label that may vary as `[a-z0-9-]+`, put a dot or `://` before the part that is yours, and end
with `$`. Better still, list the origins.

## Bad: the dots are not escaped
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=r"https://[a-z]+.preview.example.com")
```
Report:
```text
backend/main.py:5:57: warning[unsafe-origin-pattern] the dot before example.com is not escaped, so any character may stand there: previewxexample.com matches it
  |
5 | app.add_middleware(CORSMiddleware, allow_origin_regex=r"https://[a-z]+.preview.example.com")
  |                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = seen: none, until a page of previewxexample.com reads what this server answers
  = help: escape the dots
```

## Bad: anything may stand before the domain
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origin_regex=r"https://.*example\.com",
    allow_credentials=True,
)
```
Report:
```text
backend/main.py:7:26: warning[unsafe-origin-pattern] this pattern allows strangers: https://evil-example.com matches it
  |
7 |     allow_origin_regex=r"https://.*example\.com",
  |                          ^^^^^^^^^^^^^^^^^^^^^^
  = seen: none, until a page of evil-example.com reads what this server answers, with its visitor's cookies
  = help: put a dot, or ://, before example.com
```

## Bad: every origin
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex="https?://.*")
```
Report:
```text
backend/main.py:5:56: warning[unsafe-origin-pattern] this pattern allows every origin
  |
5 | app.add_middleware(CORSMiddleware, allow_origin_regex="https?://.*")
  |                                                        ^^^^^^^^^^^
  = seen: none, until a page of stranger.test reads what this server answers
  = help: list the origins that are yours
```

## Good: escaped, and a label before a dot
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=r"https://([a-z0-9-]+\.)?example\.com")
```

## Good: a dot that parts nothing but one's own names
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=r"https://[a-z]+.preview\.example\.com")
```

## Good: any port of the own machine
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=r"^https?://(localhost|127.0.0.1)(:\d+)?$")
```

## Good: what varies ends at a dot
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=r"https://.*\.example\.com")
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    Edit,
    Fix,
    Iterator,
    Location,
    Policy,
    Problem,
    Problems,
    Resolved,
    Safety,
    Severity,
    Wiring,
    locate,
    regex,
)

SINCE = "0.1"
SEVERITY = Severity.WARNING

_STRANGERS = ("https://stranger.test", "http://stranger.test:8080")
_DOMAIN = regex(r"(?:[A-Za-z0-9-]+\\?\.)+[A-Za-z]{2,}")
_OPEN_DOT = regex(r"(?<=[A-Za-z0-9\])}+*])(?<!\\)\.(?![*+?{])(?=[A-Za-z0-9])")
_BEFORE_OWN = regex(r"[A-Za-z0-9-]+\\?\.[A-Za-z]{2,}(?![A-Za-z0-9-]|\\?\.[A-Za-z])")
"""Two labels and no more: a dot before them parts a stranger's domain from one's own."""
_NUMBERS = regex(r"\d+\\?\.\d+\\?\.\d+\\?\.\d+")
_ENDS_IN_NAME = regex(r"[A-Za-z]\)?$")


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each pattern that lets in what nobody meant."""
    told: set[Location] = set()
    for server in wiring.servers:
        for policy in server.policies:
            for pattern in policy.patterns:
                at = locate(pattern.pieces, 0, len(pattern.text))
                if at is None or at in told or pattern.has_hole:
                    continue
                problem = next(_problems(pattern, policy, at), None)
                if problem is not None:
                    told.add(at)
                    yield problem


def _problems(pattern: Resolved, policy: Policy, at: Location) -> Iterator[Problem]:
    text = pattern.text
    if not _compiles(text):
        return
    if any(policy.reading.admits(text, stranger) for stranger in _STRANGERS):
        yield _problem("this pattern allows every origin", at, policy, _STRANGERS[0], "list the origins that are yours")
        return
    for domain in _registrable(text):
        for stranger in (f"https://evil-{domain}", f"http://evil-{domain}", f"https://evil{domain}"):
            if policy.reading.admits(text, stranger):
                what = f"this pattern allows strangers: {stranger} matches it"
                yield _problem(what, at, policy, stranger, f"put a dot, or ://, before {domain}")
                return
    dots = _open_dots(pattern, at)
    if any(_BEFORE_OWN.match(text, dot.start - at.start + 1) for dot in dots):
        yield _unescaped(pattern, policy, at, dots)
    elif policy.reading.matching != "whole" and _ENDS_IN_NAME.search(text) and _DOMAIN.search(text):
        domain = [match[0].replace("\\", "") for match in _DOMAIN.finditer(text)][-1]
        stranger = f"https://{domain}.evil.test"
        what = f"this pattern has no end: an origin such as {stranger} matches it"
        yield _problem(what, at, policy, stranger, "end it with $", _ending(pattern, at))


def _compiles(text: str) -> bool:
    try:
        regex(text)
    except (re.error, RecursionError, OverflowError):
        return False
    return bool(text)


def _registrable(text: str) -> list[str]:
    """The last two labels of each domain, before which a stranger's own name would stand."""
    domains = (match[0].replace("\\", "").split(".") for match in _DOMAIN.finditer(_NUMBERS.sub("0", text)))
    return [".".join(labels[-2:]) for labels in domains]


def _open_dots(pattern: Resolved, at: Location) -> list[Location]:
    """The dots between names that are not escaped, where the pattern is written letter by letter at one place."""
    if at.text != pattern.text:
        return []
    taken = [match.span() for match in _NUMBERS.finditer(pattern.text)]
    return [
        at.within(match.start(), 1)
        for match in _OPEN_DOT.finditer(pattern.text)
        if not any(start <= match.start() < end for start, end in taken)
    ]


def _unescaped(pattern: Resolved, policy: Policy, at: Location, dots: list[Location]) -> Problem:
    first = next(start for dot in dots if _BEFORE_OWN.match(pattern.text, (start := dot.start - at.start) + 1))
    before = re.search(r"[A-Za-z0-9-]*$", pattern.text[:first])
    after = _BEFORE_OWN.match(pattern.text, first + 1)
    domain = after[0].replace("\\", "") if after is not None else ""
    label = before[0] if before is not None and before[0] else "app"
    fix = Fix("escape the dots", tuple(Edit(dot, r"\.") for dot in dots), Safety.SAFE)
    return _problem(
        f"the dot before {domain} is not escaped, so any character may stand there: {label}x{domain} matches it",
        at,
        policy,
        f"https://{label}x{domain}",
        "escape the dots",
        fix,
    )


def _ending(pattern: Resolved, at: Location) -> Fix | None:
    end = at.source.at(at.end, at.end)
    return Fix("end it with $", (Edit(end, "$"),), Safety.SAFE) if at.text == pattern.text else None


def _problem(message: str, at: Location, policy: Policy, stranger: str, remedy: str, fix: Fix | None = None) -> Problem:
    cookies = ", with its visitor's cookies" if policy.credentials else ""
    return Problem(
        message,
        at,
        symptom=f"none, until a page of {stranger.partition('://')[2]} reads what this server answers{cookies}",
        remedy=remedy,
        fixes=(fix,) if fix is not None else (),
    )
