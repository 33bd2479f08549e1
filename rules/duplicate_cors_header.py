"""A gateway and the application behind it both add Access-Control-Allow-Origin to one answer.

nginx's `add_header` and Caddy's `header` add to what the server behind them sends. So a browser gets the header twice,
or `*, https://app.example.com` in one, and refuses both: exactly one value is allowed
(https://fetch.spec.whatwg.org/#concept-cors-check). Without the gateway everything works, so this is first seen after a
deployment.

Keep one of the two. Where the gateway shall decide, drop the application's header there with
`proxy_hide_header Access-Control-Allow-Origin` (nginx) or `header_down -Access-Control-Allow-Origin` (Caddy).

## Bad: nginx adds what the CORS middleware adds
`nginx/nginx.conf`
```nginx
server {
  listen 80;

  location /api/ {
    proxy_pass http://backend:8000;
    add_header Access-Control-Allow-Origin * always;
  }
}
```
`compose.yml`
```yaml
services:
  backend:
    build: ./backend
    command: uvicorn main:app --host 0.0.0.0 --port 8000
  nginx:
    image: nginx:1.29
    ports: ["80:80"]
    volumes: ["./nginx/nginx.conf:/etc/nginx/conf.d/default.conf"]
```
`backend/requirements.txt`
```
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"])
```
Report:
```text
nginx/nginx.conf:6:16: warning[duplicate-cors-header] nginx adds Access-Control-Allow-Origin to answers of backend/main.py, which has the header already
  |
6 |     add_header Access-Control-Allow-Origin * always;
  |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: nginx/nginx.conf:4:12
  |
4 |   location /api/ {
  |            ----- for requests to this path
  ::: nginx/nginx.conf:5:16
  |
5 |     proxy_pass http://backend:8000;
  |                ------------------- which are answered by the server behind
  ::: backend/main.py:5:20
  |
5 | app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"])
  |                    -------------- and this server adds the header by itself
  = seen: browser: The 'Access-Control-Allow-Origin' header contains multiple values, but only one is allowed
  = help: add it in one place only, or drop the application's with proxy_hide_header Access-Control-Allow-Origin
```

## Bad: a Caddyfile that does it for the whole site
`Caddyfile`
```
api.example.com {
    header Access-Control-Allow-Origin "https://app.example.com"
    reverse_proxy localhost:8000
}
```
`backend/requirements.txt`
```
fastapi==0.121.0
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"], allow_credentials=True)

if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```
Report:
```text
Caddyfile:2:12: warning[duplicate-cors-header] Caddy adds Access-Control-Allow-Origin to answers of backend/main.py, which has the header already
  |
2 |     header Access-Control-Allow-Origin "https://app.example.com"
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: Caddyfile:3:19
  |
3 |     reverse_proxy localhost:8000
  |                   -------------- which are answered by the server behind
  ::: backend/main.py:6:20
  |
6 | app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"], allow_credentials=True)
  |                    -------------- and this server adds the header by itself
  = seen: browser: The 'Access-Control-Allow-Origin' header contains multiple values, but only one is allowed
  = help: add it in one place only, or drop the application's with header_down -Access-Control-Allow-Origin
```

## Good: nginx drops the application's header
`nginx.conf`
```nginx
server {
  listen 80;

  location /api/ {
    proxy_pass http://localhost:8000;
    proxy_hide_header Access-Control-Allow-Origin;
    add_header Access-Control-Allow-Origin https://app.example.com always;
  }
}
```
`backend/requirements.txt`
```
fastapi==0.121.0
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"])

if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```

## Good: headers for fonts and for preflights that nginx answers by itself
`nginx.conf`
```nginx
server {
  listen 80;

  location /fonts/ {
    root /srv;
    add_header Access-Control-Allow-Origin *;
  }

  location /api/ {
    if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Origin https://app.example.com;
      return 204;
    }
    proxy_pass http://localhost:8000;
  }
}
```
`backend/requirements.txt`
```
fastapi==0.121.0
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"])

if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```

## Good: the location has headers of its own, so that of the server block does not count there
`nginx.conf`
```nginx
server {
  listen 80;
  add_header Access-Control-Allow-Origin *;

  location /api/ {
    proxy_pass http://localhost:8000;
    add_header X-Content-Type-Options nosniff;
  }
}
```
`backend/requirements.txt`
```
fastapi==0.121.0
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"])

if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```

## Good: the application allows nobody
`nginx.conf`
```nginx
server {
  listen 80;

  location / {
    proxy_pass http://localhost:8000;
    add_header Access-Control-Allow-Origin https://app.example.com;
  }
}
```
`backend/requirements.txt`
```
fastapi==0.121.0
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()

if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```
"""

from __future__ import annotations

from envlint.rule import (
    GatewayLocation,
    GatewaySite,
    Label,
    Location,
    Policy,
    Problem,
    Problems,
    Server,
    Severity,
    Wiring,
)

SINCE = "0.1"
SEVERITY = Severity.WARNING

_TOOLS = {"nginx": "nginx", "caddy": "Caddy"}
_DROPS = {
    "nginx": "proxy_hide_header Access-Control-Allow-Origin",
    "caddy": "header_down -Access-Control-Allow-Origin",
}


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that adds the header to answers of a server which adds it as well."""
    told: set[Location] = set()
    for site, _ in wiring.gateways.sites:
        for location in site.locations:
            if location.allow_origin is None or location.target is None or location.hides_origin:
                continue
            server = wiring.gateways.server_of(location)
            policy = next(filter(_allows_somebody, server.policies), None) if server is not None else None
            if server is not None and policy is not None and location.allow_origin not in told:
                told.add(location.allow_origin)
                yield _problem(site, location, location.allow_origin, server, policy)


def _allows_somebody(policy: Policy) -> bool:
    """Whether the application surely sends the header for some origin."""
    listed = any(allow_list.used and (allow_list.has_wildcard or allow_list.items) for allow_list in policy.lists)
    return policy.fact.covers == "http" and (listed or bool(policy.patterns))


def _problem(site: GatewaySite, location: GatewayLocation, at: Location, server: Server, policy: Policy) -> Problem:
    tool = _TOOLS[site.tool]
    labels = [Label(location.at, "for requests to this path")] if location.at.text.startswith(location.path) else []
    if location.target is not None:
        labels.append(Label(location.target.at, "which are answered by the server behind"))
    labels.append(Label(policy.fact.at, "and this server adds the header by itself"))
    return Problem(
        f"{tool} adds Access-Control-Allow-Origin to answers of {server.path}, which has the header already",
        at,
        tuple(label for label in labels if label.at != at),
        symptom="browser: The 'Access-Control-Allow-Origin' header contains multiple values, but only one is allowed",
        remedy=f"add it in one place only, or drop the application's with {_DROPS[site.tool]}",
    )
