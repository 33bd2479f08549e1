"""A URL to which a login comes back is not where the page or the API is.

Auth.js and NextAuth send the visitor to `NEXTAUTH_URL` (`AUTH_URL`) after a login and build every callback from it
(https://next-auth.js.org/configuration/options#nextauth_url), and an OAuth provider returns to the redirect URI that it
was handed. With another port nobody answers there. With another spelling of the same machine somebody does, but cookies
belong to a host: what was stored at `localhost` is not there at `127.0.0.1`, so the login fails with a missing state or
ends signed out.

Write the origin at which people open the page, or that of the API where one of its routes takes the callback. The same
URL has to be entered at the provider.

## Bad: the page moved to another port
`package.json`
```json
{"scripts": {"dev": "next dev -p 3001"}, "dependencies": {"next": "15.5.0", "next-auth": "4.24.11", "react": "19.1.0"}}
```
`.env.example`
```env
NEXTAUTH_URL=http://localhost:3000
NEXTAUTH_SECRET=
```
`app/page.tsx`
```tsx
export default () => <a href="/api/auth/signin">Sign in</a>
```
Report:
```text
.env.example:1:31: warning[auth-url-mismatch] NEXTAUTH_URL leads to localhost:3000, and the page is at localhost:3001
  |
1 | NEXTAUTH_URL=http://localhost:3000
  |                               ^^^^
  ::: package.json:1:34
  |
1 | {"scripts": {"dev": "next dev -p 3001"}, "dependencies": {"next": "15.5.0", "next-auth": "4.24.11", "react": "…
  |                                  ---- the page listens on 3001
  = seen: browser: net::ERR_CONNECTION_REFUSED when the login comes back
  = help: write localhost:3001
```

## Bad: the callback of the API names the port of an older server
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<a href="http://localhost:8000/auth/callback">Sign in</a>
```
`backend/.env.example`
```env
GOOGLE_REDIRECT_URI=http://localhost:5000/auth/callback
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/auth/callback")
def callback(code: str):
    return {}


if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```
Report:
```text
backend/.env.example:1:38: warning[auth-url-mismatch] GOOGLE_REDIRECT_URI leads to localhost:5000, and the server is at localhost:8000
   |
 1 | GOOGLE_REDIRECT_URI=http://localhost:5000…
   |                                      ^^^^
   ::: backend/main.py:13:27
   |
13 |     uvicorn.run(app, port=8000)
   |                           ---- the server listens on 8000
   = seen: browser: net::ERR_CONNECTION_REFUSED when the login comes back
   = help: write localhost:8000
```

## Bad: another spelling of the page's own host
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "15.5.0", "next-auth": "5.0.0-beta.30", "react": "19.1.0"}}
```
`.env.local.example`
```env
AUTH_URL=http://127.0.0.1:3000
```
`app/page.tsx`
```tsx
export default () => <a href="/api/auth/signin">Sign in</a>
```
Report:
```text
.env.local.example:1:17: warning[auth-url-mismatch] AUTH_URL leads to 127.0.0.1:3000, and the page is at localhost:3000
  |
1 | AUTH_URL=http://127.0.0.1:3000
  |                 ^^^^^^^^^
  ::: package.json:1:1
  |
1 | {"scripts": {"dev": "next dev"}, "dependencies": {"next": "15.5.0", "next-auth": "5.0.0-beta.30", "react": "19…
  | - the page listens on 3000
  = seen: browser: the login ends signed out or with a missing state, because its cookies belong to the other host
  = help: write localhost:3000
```

## Good: the page's own origin
`package.json`
```json
{"scripts": {"dev": "next dev -p 3001"}, "dependencies": {"next": "15.5.0", "next-auth": "4.24.11", "react": "19.1.0"}}
```
`.env.example`
```env
NEXTAUTH_URL=http://localhost:3001
```
`app/page.tsx`
```tsx
export default () => <a href="/api/auth/signin">Sign in</a>
```

## Good: a tunnel
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "15.5.0", "next-auth": "4.24.11", "react": "19.1.0"}}
```
`.env.local`
```env
NEXTAUTH_URL=https://quiet-otter.ngrok-free.app
```
`app/page.tsx`
```tsx
export default () => <a href="/api/auth/signin">Sign in</a>
```

## Good: the port that compose publishes
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "15.5.0", "next-auth": "4.24.11", "react": "19.1.0"}}
```
`.env.example`
```env
NEXTAUTH_URL=http://localhost:8080
```
`compose.yaml`
```yaml
services:
  web:
    build: .
    ports:
      - "8080:3000"
```
`app/page.tsx`
```tsx
export default () => <a href="/api/auth/signin">Sign in</a>
```

## Good: a server for logins, which is another program
`frontend/package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "15.5.0", "react": "19.1.0"}}
```
`frontend/.env.example`
```env
AUTH_URL=http://localhost:8081/realms/courses
```
`frontend/app/page.tsx`
```tsx
export default () => <a href={process.env.AUTH_URL}>Sign in</a>
```

## Good: a program of the command line waits for the callback by itself
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<a href="/courses">Courses</a>
```
`backend/.env.example`
```env
GOOGLE_REDIRECT_URI=http://localhost:8085/
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/auth/callback")
def callback(code: str):
    return {}


if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```

## Good: the dev server's proxy hands the callback on
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default { server: { proxy: { '/auth': 'http://localhost:8000' } } }
```
`backend/.env.example`
```env
GOOGLE_REDIRECT_URI=http://localhost:5173/auth/callback
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/auth/callback")
def callback(code: str):
    return {}


if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```
"""

from __future__ import annotations

from envlint.rule import (
    App,
    Edit,
    Environment,
    Fix,
    Iterator,
    Label,
    Location,
    Package,
    Piece,
    Problem,
    Problems,
    Url,
    Variable,
    Wiring,
    client_pattern,
    folder_of,
    locate,
    record,
    regex,
    text_of,
    url,
)

SINCE = "0.1"
SEVERITY = "warning"

_OWN = {"NEXTAUTH_URL", "AUTH_URL", "BETTER_AUTH_URL"}
_AUTH = regex(r"next-auth|@auth/.+|better-auth")
_CALLBACK = regex(r".*(?:REDIRECT|CALLBACK)_UR[IL]")
_AUTHORITY = regex(r"//(?P<host>\[[^\]]*\]|[^/:?#]*)(?::(?P<port>\d+))?")
_REFUSED = "browser: net::ERR_CONNECTION_REFUSED when the login comes back"
_SIGNED_OUT = "browser: the login ends signed out or with a missing state, because its cookies belong to the other host"


@record
class _Meant:
    """Where a URL should lead to: one address, and the other ports at which it is reached.

    `host` is empty where any spelling of the machine will do.
    """

    what: str
    host: str
    port: int
    at: Location | None
    ports: frozenset[int]


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each variable with such a URL."""
    gateways = [site.ports for site, _ in wiring.gateways.sites]
    if wiring.ports.has_unknown_port or not all(gateways):
        return
    told: set[Location] = set()
    for variable, address, meant in _variables(wiring):
        known = {meant.port, *meant.ports, *(port for ports in gateways for port in ports)}
        misspelt = bool(meant.host) and address.port == meant.port and address.host != meant.host
        if (misspelt or address.port not in known) and variable.at not in told:
            told.add(variable.at)
            yield _problem(variable, address, meant)


def _variables(wiring: Wiring) -> Iterator[tuple[Variable, Url, _Meant]]:
    """The variables for logins on the own machine, in every environment in which people develop."""
    for app in (*wiring.apps.frontends, *wiring.apps.backends):
        for environment, _ in wiring.environments(app):
            for variable in () if environment.is_production else environment.variables.values():
                address = url.parse(text_of(variable.pieces))
                if address is not None and address.is_loopback and not any(piece.hole for piece in variable.pieces):
                    meant = _meant(wiring, app, environment, variable.name, address)
                    if meant is not None:
                        yield variable, address, meant


def _meant(wiring: Wiring, app: App, environment: Environment, name: str, address: Url) -> _Meant | None:
    """What a variable is for, by its name and the routes of the server; None where nobody can say."""
    if name in _OWN and _has_logins(wiring, app):
        return _page(wiring, app, environment)
    return _server(wiring, address.path) if _CALLBACK.fullmatch(name) else None


def _has_logins(wiring: Wiring, app: App) -> bool:
    """Whether an app serves the logins itself, so that these variables are its own address."""
    own = (fact for fact in wiring.facts(Package) if folder_of(fact.at.path) == app.root)
    return any(_AUTH.fullmatch(name) for package in own for name, _ in package.dependencies)


def _page(wiring: Wiring, app: App, environment: Environment) -> _Meant | None:
    frontend = wiring.frontend(app)
    page = frontend.page if frontend is not None else None
    if frontend is None or page is None:
        return None
    given = environment.variable("PORT")
    port = text_of(given.pieces) if given is not None else ""
    others = {each.port for each in frontend.published} | ({int(port)} if port.isdigit() else set[int]())
    return _Meant("page", page.host, page.port, page.at, frozenset(others))


def _server(wiring: Wiring, path: str) -> _Meant | None:
    """The only server, where one of its routes takes a callback; a page's proxy may hand that on."""
    server = wiring.servers[0] if len(wiring.servers) == 1 else None
    listener = next((each for each in server.listeners if not each.assumed), None) if server is not None else None
    if server is None or listener is None or path == "/" or any(each.page is None for each in wiring.frontends):
        return None
    if not server.may_serve("http", client_pattern((Piece(path, None),))):
        return None
    pages = {page.port for each in wiring.frontends for page in (each.page, *each.published) if page is not None}
    return _Meant("server", "", listener.port, listener.at, frozenset(pages | wiring.ports.all_ports()))


def _problem(variable: Variable, address: Url, meant: _Meant) -> Problem:
    moved = address.port != meant.port
    at = _part(variable, "port" if moved else "host")
    place = f"{meant.host or address.host}:{meant.port}"
    remedy = f"write {place}"
    return Problem(
        f"{variable.name} leads to {address.host}:{address.port}, and the {meant.what} is at {place}",
        at or variable.at,
        (Label(meant.at, f"the {meant.what} listens on {meant.port}"),) if meant.at is not None else (),
        symptom=_REFUSED if moved else _SIGNED_OUT,
        remedy=remedy,
        fixes=(Fix(remedy, (Edit(at, str(meant.port) if moved else meant.host),)),) if at is not None else (),
    )


def _part(variable: Variable, part: str) -> Location | None:
    """Where the host or the port is written; None where it is not, or not in these letters."""
    match = _AUTHORITY.search(text_of(variable.pieces))
    at = locate(variable.pieces, *match.span(part)) if match is not None and match[part] else None
    return at if match is not None and at is not None and at.text == match[part] else None
