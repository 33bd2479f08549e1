"""The page and the API are on different sites, and the server's cookies are kept within one.

A cookie with `SameSite=Lax` or `SameSite=Strict` is only sent to its server by pages of the same site
(https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#samesitesamesite-value). A site is less
than an origin: ports and subdomains do not count, so `app.example.com` and `api.example.com` are one site, and so are
all ports of localhost. But every customer of a hosting platform is a site of its own: `app.vercel.app` and
`api.vercel.app` are two (https://publicsuffix.org). There the login answers 200, the browser throws the cookie away, and
the next request is anonymous. CORS looks perfect, and on the developer's machine everything works.

Serve both under one domain, or let the page's host hand the API's paths on (a rewrite, a proxy). `SameSite=None; Secure`
is the other way: it needs a check against CSRF, and browsers that block third-party cookies drop it as well.

## Bad: page and API on two hosting platforms
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/.env.production`
```env
VITE_API_URL=https://board-api.onrender.com
```
`frontend/src/api.ts`
```ts
export const me = () => fetch(`${import.meta.env.VITE_API_URL}/me`, { credentials: 'include' })
```
`backend/main.py`
```python
from fastapi import FastAPI, Response
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["http://localhost:5173", "https://board.vercel.app"],
    allow_credentials=True,
)


@app.post("/login")
def login(response: Response):
    response.set_cookie("session", "42", httponly=True, samesite="lax")


@app.get("/me")
def me():
    return {}
```
Report:
```text
backend/main.py:14:66: warning[cross-site-cookie] this cookie is SameSite=Lax, and the page of board.vercel.app calls board-api.onrender.com, which is another site
   |
14 |     response.set_cookie("session", "42", httponly=True, samesite="lax")
   |                                                                  ^^^^^
   ::: backend/main.py:7:46
   |
 7 |     allow_origins=["http://localhost:5173", "https://board.vercel.app"],
   |                                              ------------------------ pages of this site may call the server
   ::: frontend/.env.production:1:1
   |
 1 | VITE_API_URL=https://board-api.onrender.com
   | ------------------------------------------- VITE_API_URL is set here
   ::: frontend/src/api.ts:1:25
   |
 1 | export const me = () => fetch(`${import.meta.env.VITE_API_URL}/me`, { credentials: 'include' })
   |                         ----- used by this call
   = seen: browser: Set-Cookie was blocked because it had the "SameSite=Lax" attribute but came from a cross-site response; server log: 200 for the login, 401 for what follows
   = help: serve page and API under one domain, or set SameSite=None; Secure and check the origin of requests
```

## Bad: two customers of one platform
`frontend/package.json`
```json
{"scripts": {"start": "react-scripts start"}, "dependencies": {"react-scripts": "5.0.1", "axios": "^1.13.0"}}
```
`frontend/.env.production`
```env
REACT_APP_API_URL=https://orders-api.herokuapp.com
```
`frontend/src/api.js`
```js
import axios from 'axios'

export const loadOrders = () => axios.get(`${process.env.REACT_APP_API_URL}/orders`, { withCredentials: true })
```
`backend/package.json`
```json
{"scripts": {"start": "node server.js"}, "dependencies": {"express": "^5.1.0", "cors": "^2.8.5", "express-session": "^1.18.0"}}
```
`backend/server.js`
```js
import express from 'express'
import cors from 'cors'
import session from 'express-session'

const app = express()
app.use(cors({ origin: 'https://orders-shop.herokuapp.com', credentials: true }))
app.use(session({ secret: process.env.SESSION_SECRET, cookie: { secure: true, sameSite: 'strict' } }))
app.get('/orders', (req, res) => res.json([]))
app.listen(4000)
```
Report:
```text
backend/server.js:7:89: warning[cross-site-cookie] this cookie is SameSite=Strict, and the page of orders-shop.herokuapp.com calls orders-api.herokuapp.com, which is another site
  |
7 | app.use(session({ secret: process.env.SESSION_SECRET, cookie: { secure: true, sameSite: 'strict' } }))
  |                                                                                         ^^^^^^^^
  ::: backend/server.js:6:25
  |
6 | app.use(cors({ origin: 'https://orders-shop.herokuapp.com', credentials: true }))
  |                         --------------------------------- pages of this site may call the server
  ::: frontend/.env.production:1:1
  |
1 | REACT_APP_API_URL=https://orders-api.herokuapp.com
  | -------------------------------------------------- REACT_APP_API_URL is set here
  ::: frontend/src/api.js:3:33
  |
3 | export const loadOrders = () => axios.get(`${process.env.REACT_APP_API_URL}/orders`, { withCredentials: true }…
  |                                 --------- used by this call
  = seen: browser: Set-Cookie was blocked because it had the "SameSite=Strict" attribute but came from a cross-site response; server log: 200 for the login, 401 for what follows
  = help: serve page and API under one domain, or set SameSite=None; Secure and check the origin of requests
```

## Good: two hosts of one site
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/.env.production`
```env
VITE_API_URL=https://api.example.com
```
`frontend/src/api.ts`
```ts
export const me = () => fetch(`${import.meta.env.VITE_API_URL}/me`, { credentials: 'include' })
```
`backend/main.py`
```python
from fastapi import FastAPI, Response
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://board.example.com"], allow_credentials=True)


@app.get("/me")
def me(response: Response):
    response.set_cookie("session", "42", httponly=True, samesite="lax")
```

## Good: two ports of localhost
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/src/api.ts`
```ts
export const me = () => fetch('http://localhost:8000/me', { credentials: 'include' })
```
`backend/main.py`
```python
from fastapi import FastAPI, Response
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"], allow_credentials=True)


@app.get("/me")
def me(response: Response):
    response.set_cookie("session", "42", httponly=True, samesite="lax")
```

## Good: the value depends on where the server runs
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/.env.production`
```env
VITE_API_URL=https://board-api.onrender.com
```
`frontend/src/api.ts`
```ts
export const me = () => fetch(`${import.meta.env.VITE_API_URL}/me`, { credentials: 'include' })
```
`backend/main.py`
```python
import os

from fastapi import FastAPI, Response
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://board.vercel.app"], allow_credentials=True)


@app.get("/me")
def me(response: Response):
    response.set_cookie("session", "42", samesite="none" if os.getenv("RENDER") else "lax", secure=True)
```

## Good: the page sends a token and no cookies
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/.env.production`
```env
VITE_API_URL=https://board-api.onrender.com
```
`frontend/src/api.ts`
```ts
export const me = (token: string) =>
  fetch(`${import.meta.env.VITE_API_URL}/me`, { headers: { Authorization: `Bearer ${token}` } })
```
`backend/main.py`
```python
from fastapi import FastAPI, Response
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://board.vercel.app"], allow_credentials=True)


@app.get("/me")
def me(response: Response):
    response.set_cookie("theme", "dark", samesite="lax")
```
"""

from __future__ import annotations

from envlint.rule import (
    Connection,
    CookiePolicy,
    Iterator,
    Label,
    Problem,
    Problems,
    Server,
    Target,
    Text,
    Url,
    Wiring,
    client_pattern,
    locate,
    url,
)

SINCE = "0.1"
SEVERITY = "warning"

_RESTRICTIVE = {"lax": "Lax", "strict": "Strict"}
_PLATFORMS = {
    *("vercel.app", "now.sh", "netlify.app", "onrender.com", "herokuapp.com", "fly.dev", "up.railway.app", "web.app"),
    *("firebaseapp.com", "github.io", "gitlab.io", "pages.dev", "workers.dev", "azurewebsites.net", "koyeb.app"),
    *("surge.sh", "deno.dev", "repl.co", "glitch.me", "pythonanywhere.com", "streamlit.app", "cloudfront.net"),
}
"""Names of which every host below is a site of its own (https://publicsuffix.org/list/, private domains)."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each server whose cookies stay behind, with one page and one call of it."""
    for server in wiring.servers:
        cookie = _restricted(wiring, server)
        if cookie is None:
            continue
        found = next(_pairs(wiring, server), None)
        if found is not None:
            yield _problem(cookie, *found)


def _restricted(wiring: Wiring, server: Server) -> CookiePolicy | None:
    """The first cookie of a server, where the code itself keeps all of them within one site."""
    cookies = [fact for fact in wiring.facts(CookiePolicy) if wiring.apps.backend_of(fact.at.path) == server.app]
    own = [fact for fact in cookies if all(fact.at.path != facts.source.path for facts in wiring.browser_files)]
    return own[0] if own and all(_attribute(fact) for fact in own) else None


def _attribute(cookie: CookiePolicy) -> str:
    value = cookie.same_site
    return _RESTRICTIVE.get(value.text.lower(), "") if isinstance(value, Text) else ""


def _pairs(wiring: Wiring, server: Server) -> Iterator[tuple[Label, str, Connection, Target, str]]:
    """Pages that the server allows, with a call of it that carries cookies, where all pages are on other sites."""
    pages = dict(_pages(server))
    for connection in wiring.connections:
        for target in connection.targets if connection.is_http and connection.sends_credentials else ():
            api = target.address
            if api is None or not _is_public(api) or not _is_meant(wiring, connection, target, server):
                continue
            if pages and all(_is_cross_site(page, api.host) for page in pages):
                page, label = next(iter(pages.items()))
                yield label, page, connection, target, api.host


def _pages(server: Server) -> Iterator[tuple[str, Label]]:
    """The hosts of published pages to which a policy with credentials allows the server."""
    for policy in server.policies:
        for allow_list in policy.lists if policy.credentials is True else ():
            for item in allow_list.items:
                address, at = url.parse(item.text), locate(item.pieces, 0, len(item.text))
                if address is not None and _is_public(address) and at is not None:
                    yield address.host, Label(at, "pages of this site may call the server")


def _is_public(address: Url) -> bool:
    """Whether a host is a name that everybody can look up."""
    return "." in address.host and not address.is_loopback and address.host.rpartition(".")[2].isalpha()


def _is_meant(wiring: Wiring, connection: Connection, target: Target, server: Server) -> bool:
    """Whether a URL of the internet is the one of this server: another mode calls it there, or it has the path alone."""
    if any(other.server == server for other in connection.targets):
        return True
    path = client_pattern(target.path)
    return len(wiring.servers) == 1 and not path.is_open and server.may_serve("http", path)


def _is_cross_site(one: str, other: str) -> bool:
    """Whether two hosts are on different sites beyond doubt; of suffixes that are not known here they may be one."""
    names = [host.split(".") for host in (one, other)]
    if names[0][-2:] != names[1][-2:]:
        return True
    platform = next((name for name in _PLATFORMS if one.endswith(f".{name}") and other.endswith(f".{name}")), None)
    if platform is None:
        return False
    length = platform.count(".") + 2
    return names[0][-length:] != names[1][-length:]


def _problem(
    cookie: CookiePolicy, label: Label, page: str, connection: Connection, target: Target, api: str
) -> Problem:
    attribute = _attribute(cookie)
    return Problem(
        f"this cookie is SameSite={attribute}, and the page of {page} calls {api}, which is another site",
        cookie.at,
        (label, *connection.trail(target, cookie.at)),
        symptom=f'browser: Set-Cookie was blocked because it had the "SameSite={attribute}" attribute but came from a '
        "cross-site response; server log: 200 for the login, 401 for what follows",
        remedy="serve page and API under one domain, or set SameSite=None; Secure and check the origin of requests",
    )
