r"""A token stands in the query of a WebSocket URL, from where it gets into access logs.

A browser cannot set headers for a WebSocket, so tokens end up in the URL. Servers, proxies and CDNs write the whole URL
of each handshake into their logs, and whoever reads those can sign in for as long as the token lives.
See https://cheatsheetseries.owasp.org/cheatsheets/WebSocket_Security_Cheat_Sheet.html.

Three ways out: a ticket that the page fetches just before and that is good once and for seconds; a cookie, together
with a check of the Origin header; or the token as the first message, with a short time limit for it.

## Bad: the access token in a template
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
export const open = (token: string) =>
  new WebSocket(`wss://chat.acme.dev/ws?token=${encodeURIComponent(token)}`)
```
Report:
```text
frontend/src/chat.ts:2:41: note[websocket-token-in-url] token travels in the URL of a WebSocket, which access logs keep
  |
2 |   new WebSocket(`wss://chat.acme.dev/ws?token=${encodeURIComponent(token)}`)
  |                                         ^^^^^
  |
2 |   new WebSocket(`wss://chat.acme.dev/ws?token=${encodeURIComponent(token)}`)
  |   ------------- used by this call
  = seen: server and proxy logs: the whole URL, token included, for every handshake
  = help: send a ticket that is good once, or the token as the first message, or rely on a cookie together with a check of the Origin header
```

## Bad: the searchParams of a URL
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
export function open(session: { jwt: string }) {
  const url = new URL('wss://chat.acme.dev/ws')
  url.searchParams.set('jwt', session.jwt)
  return new WebSocket(url)
}
```
Report:
```text
frontend/src/chat.ts:3:31: note[websocket-token-in-url] jwt travels in the URL of a WebSocket, which access logs keep
  |
3 |   url.searchParams.set('jwt', session.jwt)
  |                               ^^^^^^^^^^^
  ::: frontend/src/chat.ts:4:10
  |
4 |   return new WebSocket(url)
  |          ------------- used by this call
  = seen: server and proxy logs: the whole URL, token included, for every handshake
  = help: send a ticket that is good once, or the token as the first message, or rely on a cookie together with a check of the Origin header
```

## Good: cursors, and tokens that work once
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/feed.ts`
```ts
export const page = (next: string) => new WebSocket(`wss://api.example.com/ws?page_token=${next}`)
export const resume = (last: string) => new WebSocket(`wss://api.example.com/ws?resume_token=${last}`)
export const once = (token: string) => new WebSocket(`wss://api.example.com/ws?one_time_token=${token}`)
```

## Good: a ticket that is good once
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
export const open = (ticket: string) => new WebSocket(`wss://chat.acme.dev/ws?ticket=${encodeURIComponent(ticket)}`)
```

## Good: the token is the first message
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
export function open(room: string, token: string) {
  const socket = new WebSocket(`wss://chat.acme.dev/ws?room=${room}`)
  socket.onopen = () => socket.send(JSON.stringify({ token }))
  return socket
}
```

## Good: a ticket under the name of a token
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
export async function open() {
  const { ticket } = await (await fetch('/api/ws-ticket', { method: 'POST' })).json()
  return new WebSocket(`ws://localhost:8000/ws?token=${encodeURIComponent(ticket)}`)
}
```

## Good: a key that every page has in its code anyhow
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
export const open = () => new WebSocket(`wss://ws.example.com/app?api_key=${import.meta.env.VITE_PUSH_KEY}`)
```
"""

from __future__ import annotations

import re

from envlint.rule import Label, Location, Problem, Problems, Severity, Target, Wiring, cut, locate, regex

SINCE = "0.1"
SEVERITY = Severity.NOTE

_TOKEN = regex(
    r"[?&]((?!(?:page|next|prev|resume|cursor|continuation|sync|csrf|xsrf|one_?time)[_-]?token)[\w-]*token|jwt|api_?key"
    r"|authorization|bearer)=(?=\{\})",
    re.IGNORECASE,
)
"""Parameters that sign somebody in; tokens of pages and of forms, and those that work once, are none of them."""

_HARMLESS = regex(r"^(?:import\.meta|process)\.env\b|ticket|nonce|one_?time", re.IGNORECASE)
"""What works once, and what the bundler writes into the code that every visitor gets."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that puts a token into the query of a WebSocket URL."""
    told: set[Location] = set()
    for connection in wiring.connections:
        for target in connection.targets if connection.fact.kind == "websocket" else ():
            match = _TOKEN.search(target.url.text)
            at = locate(target.url.pieces, match.start(1), match.end(1)) if match is not None else None
            if match is not None and at is not None and at not in told and not _is_harmless(target, match.end() + 1):
                told.add(at)
                yield Problem(
                    f"{match[1]} travels in the URL of a WebSocket, which access logs keep",
                    at,
                    (Label(connection.fact.call, "used by this call"),),
                    symptom="server and proxy logs: the whole URL, token included, for every handshake",
                    remedy="send a ticket that is good once, or the token as the first message, or rely on a cookie "
                    "together with a check of the Origin header",
                )


def _is_harmless(target: Target, start: int) -> bool:
    """Whether the value that begins at a place of a URL says of itself that it is no secret that lasts."""
    (value, *_) = cut(target.url.pieces, start, start + 2)
    return value.at is not None and _HARMLESS.search(value.at.text) is not None
