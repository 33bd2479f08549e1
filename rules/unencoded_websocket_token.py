r"""A value is put into the query of a WebSocket URL as it is, without being encoded.

`+`, `/`, `=`, `&` and `#` mean something in a query: a `+` arrives as a blank, and what stands behind `&` or `#` does not
arrive at all. A token in base64 holds such characters now and then, so that one user of many cannot sign in.

Wrap the value: `encodeURIComponent(token)`, or build the query with `URLSearchParams`.

## Bad: a template
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
export const open = (token: string) => new WebSocket(`wss://chat.acme.dev/ws?token=${token}`)
```
Report:
```text
frontend/src/chat.ts:1:78: warning[unencoded-websocket-token] the value of token is put into the query of a WebSocket URL without being encoded
  |
1 | export const open = (token: string) => new WebSocket(`wss://chat.acme.dev/ws?token=${token}`)
  |                                                                              ^^^^^
  |
1 | export const open = (token: string) => new WebSocket(`wss://chat.acme.dev/ws?token=${token}`)
  |                                        ------------- used by this call
  = seen: server log: 401, or 403 for the handshake, for those whose token holds +, / or =
  = help: encodeURIComponent(...), or URLSearchParams
  = help: encode it
```

## Bad: a sum, with the token of the session
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
export const open = (session: { ticket: string }) =>
  new WebSocket('wss://chat.acme.dev/ws?ticket=' + session.ticket)
```
Report:
```text
frontend/src/chat.ts:2:41: warning[unencoded-websocket-token] the value of ticket is put into the query of a WebSocket URL without being encoded
  |
2 |   new WebSocket('wss://chat.acme.dev/ws?ticket=' + session.ticket)
  |                                         ^^^^^^
  |
2 |   new WebSocket('wss://chat.acme.dev/ws?ticket=' + session.ticket)
  |   ------------- used by this call
  = seen: server log: 401, or 403 for the handshake, for those whose token holds +, / or =
  = help: encodeURIComponent(...), or URLSearchParams
  = help: encode it
```

## Good: values that need none
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
const base64url = (text: string) => btoa(text).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '')

export const byNumber = (token: number) => new WebSocket(`wss://api.example.com/ws?token=${token}`)
export const byChoice = (mode: 'cookie' | 'none') => new WebSocket(`wss://api.example.com/ws?auth=${mode}`)
export const byHex = (n: number) => new WebSocket(`wss://api.example.com/ws?ticket=${n.toString(16)}`)
export const byText = (text: string) => new WebSocket(`wss://api.example.com/ws?token=${base64url(text)}`)
export const byPage = (cursor: string) => new WebSocket(`wss://api.example.com/ws?page_token=${cursor}`)
```
`frontend/src/session.ts`
```ts
const token = crypto.randomUUID()

export const bySession = () => new WebSocket(`wss://api.example.com/ws?token=${token}`)
export const byLogin = (session: { access_token: string }) =>
  new WebSocket(`wss://api.example.com/ws?token=${session.access_token}`)
```

## Good: it is encoded
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
export function open(token: string) {
  const encoded = encodeURIComponent(token)
  return new WebSocket(`wss://chat.acme.dev/ws?token=${encoded}`)
}
```

## Good: searchParams encode by themselves
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
export function open(token: string) {
  const url = new URL('wss://chat.acme.dev/ws')
  url.searchParams.set('token', token)
  return new WebSocket(url)
}
```

## Good: the alphabet of a JSON Web Token is that of URLs
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
export const open = (token: string) => new WebSocket(`wss://chat.acme.dev/ws?jwt=${token}`)
```

## Good: a number needs no encoding
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
export const open = (roomId: number) => new WebSocket(`wss://chat.acme.dev/ws?room=${roomId}`)
```
"""

from __future__ import annotations

import re
from itertools import pairwise

from envlint.rule import (
    Edit,
    Fix,
    Iterator,
    Label,
    Location,
    Piece,
    Problem,
    Problems,
    Safety,
    Severity,
    Target,
    Wiring,
    regex,
)

SINCE = "0.1"
SEVERITY = Severity.WARNING

# A JSON Web Token is base64url (RFC 7519), which needs no encoding: a parameter that is named so is left out.
_TOKEN = regex(
    r"[?&]((?!(?:page|next|prev|resume|cursor|continuation|sync)[_-]?token)[\w-]*token|ticket|auth|api_?key|authorization"
    r"|bearer)=$",
    re.IGNORECASE,
)
_VALUE = regex(r"\$\{\s*([\w.]+)\s*\}|[\"'`]\s*\+\s*([\w.]+)(?=\s*[;,)\n+]|$)")
_STORED = regex(r"\$\{\s*\w+\.getItem\(")
_ENCODED = regex(r"encodeURI(?:Component)?\(|URLSearchParams|\bescape\(")

_PLAIN_NAME = regex(r"jwt|id_?token|access_?token", re.IGNORECASE)
"""Names of what is base64url by its making: JSON Web Tokens."""

_PLAIN_TYPE = r"\b{}\??\s*:\s*(?:number|bigint|(?:['\"][\w-]*['\"]\s*\|?\s*)+)\s*[,)=;\n]"
_PLAIN_ORIGIN = (
    r"\b{}\s*=\s*(?:await\s+)?(?:[\w.]*(?:uuid\w*|nanoid|encode\w*|base64url|escape|Number|parseInt)\(|.*\.toString\()"
)
"""A type, and calls, whose values hold nothing that a query reads otherwise."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each value that stands in a query as it is."""
    told: set[Location] = set()
    for connection in wiring.connections:
        for target in connection.targets if connection.fact.kind == "websocket" else ():
            for name, at, value in _plain(target):
                if at not in told:
                    told.add(at)
                    yield _problem(name, at, value, connection.fact.call)


def _plain(target: Target) -> Iterator[tuple[str, Location, Location | None]]:
    """The names of parameters in the query whose values nothing encodes, with the place of the value if it is plain."""
    for before, hole in pairwise(target.url.pieces):
        match = _TOKEN.search(before.text) if before.exact and hole.hole else None
        if match is not None and before.at is not None and not _is_encoded(hole):
            source, end = before.at.source, before.at.end
            value = _VALUE.match(source.text, end)
            group = 0 if value is None else 1 if value[1] else 2
            place = source.at(value.start(group), value.end(group)) if value is not None else None
            # A call may encode what it returns.
            if _needs_encoding(place) if place is not None else _STORED.match(source.text, end):
                yield match[1], before.at.within(match.start(1), len(match[1])), place


def _needs_encoding(value: Location) -> bool:
    """Whether a name may stand for any text: not for a number, a choice among words, or what some call has made safe."""
    last = re.escape(value.text.rpartition(".")[2])
    if _PLAIN_NAME.fullmatch(last):
        return False
    text = value.source.text
    return not any(re.search(form.format(last), text, re.IGNORECASE) for form in (_PLAIN_TYPE, _PLAIN_ORIGIN))


def _is_encoded(hole: Piece) -> bool:
    places = (hole.at, hole.cause.at if hole.cause is not None else None)
    return any(at is not None and _ENCODED.search(at.text) for at in places)


def _problem(name: str, at: Location, value: Location | None, call: Location) -> Problem:
    edits = (Edit(value, f"encodeURIComponent({value.text})"),) if value is not None else ()
    return Problem(
        f"the value of {name} is put into the query of a WebSocket URL without being encoded",
        at,
        (Label(call, "used by this call"),),
        symptom="server log: 401, or 403 for the handshake, for those whose token holds +, / or =",
        remedy="encodeURIComponent(...), or URLSearchParams",
        fixes=(Fix("encode it", edits, Safety.SAFE),) if edits else (),
    )
