"""Django projects: their URLs, their settings in several modules, and their WebSockets."""

from __future__ import annotations

import pytest

from envlint.library import Library
from envlint.model import Source
from envlint.wiring.join import Wiring

BASE = """\
ROOT_URLCONF = "shop.urls"
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
CORS_ALLOW_CREDENTIALS = True
"""
URLS = """\
from django.contrib import admin
from django.urls import include, path
from .api import router
urlpatterns = [
    path("admin/", admin.site.urls),
    path("api-auth/", include("rest_framework.urls")),
    path("orders/", include("orders.urls")),
    path("api/", include(router.urls)),
]
"""
API = """\
from rest_framework.routers import DefaultRouter
from .views import Users
router = DefaultRouter()
router.register("users", Users)
"""
ORDERS = """\
from django.urls import re_path
from . import views
urlpatterns = [re_path(r"^(?P<id>\\d+)/items/$", views.items)]
"""
ASGI = """\
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
import orders.routing
application = ProtocolTypeRouter({
    "http": get_asgi_application(),
    "websocket": AuthMiddlewareStack(URLRouter(orders.routing.websocket_urlpatterns)),
})
"""
ROUTING = """\
from django.urls import re_path
from . import consumers
websocket_urlpatterns = [re_path(r"ws/orders/(?P<id>\\w+)/$", consumers.Orders.as_asgi())]
"""
CONSUMERS = """\
from channels.generic.websocket import AsyncWebsocketConsumer
class Orders(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()
"""
PROJECT = {
    "api/manage.py": "",
    "api/shop/__init__.py": "",
    "api/shop/settings/__init__.py": "",
    "api/shop/settings/base.py": BASE,
    "api/shop/urls.py": URLS,
    "api/shop/api.py": API,
    "api/shop/asgi.py": ASGI,
    "api/orders/__init__.py": "",
    "api/orders/urls.py": ORDERS,
    "api/orders/routing.py": ROUTING,
    "api/orders/consumers.py": CONSUMERS,
}


def wired(**settings: str) -> Wiring:
    files = PROJECT | {f"api/shop/settings/{name}.py": text for name, text in settings.items()}
    return Wiring(Library({path: Source(path, text) for path, text in files.items()}))


def test_the_routes_of_all_lists() -> None:
    (server,) = wired().servers
    assert (server.app.root, server.app.framework, server.routes_complete) == ("api", "django", True)
    assert sorted((route.path, route.opaque) for route in server.routes) == [
        ("/admin", True),
        ("/api-auth", True),
        ("/api/users", False),
        ("/api/users/{rest:path}", False),
        ("/orders/{id}/items/", False),
        ("/ws/orders/{id}/", False),
    ]


def test_two_whole_settings_modules_are_one_application() -> None:
    (server,) = wired(production="ROOT_URLCONF = 'shop.urls'\nDEBUG = False\n").servers
    assert server.path == "api/shop/settings/base.py"


@pytest.mark.parametrize(
    ("command", "port"),
    [
        ("python manage.py runserver", 8000),
        ("python manage.py runserver 0.0.0.0:8001", 8001),
        ("daphne -p 8002 shop.asgi:application", 8002),
        ("gunicorn --bind :8003 shop.asgi", 8003),
        ("uvicorn shop.asgi:application --port 8004", 8004),
    ],
)
def test_the_ports_of_the_project(command: str, port: int) -> None:
    files = PROJECT | {"start.sh": f"cd api && {command}\n"}
    wiring = Wiring(Library({path: Source(path, text) for path, text in files.items()}))
    assert [(one.port, one.assumed) for one in wiring.servers[0].listeners] == [(port, False)]


def test_the_handshake_of_a_consumer() -> None:
    wiring = wired()
    (route,) = wiring.servers[0].websocket_routes
    assert route.fact is not None
    assert [step.kind for step in wiring.handshake(route.fact.handler, route.at.path).steps] == ["accept"]
    assert [step.kind for guard in route.guards for step in wiring.sockets.class_steps(*guard) or ()] == ["cookie"]


POLICIES: list[tuple[dict[str, str], list[tuple[str, list[str]]]]] = [
    ({"dev": "from .base import *\nCORS_ALLOWED_ORIGINS = ['http://a']\n"}, [("base", []), ("dev", ["http://a"])]),
    ({"base": BASE + "CORS_ALLOWED_ORIGINS = ['http://a']\n",
      "dev": "from .base import *\nCORS_ALLOWED_ORIGINS += ['http://b']\n"},
     [("base", ["http://a"]), ("dev", ["http://a", "http://b"])]),
    ({"base": BASE + "CORS_ALLOWED_ORIGINS = ['http://a']\n",
      "dev": "from .base import *\nCORS_ALLOWED_ORIGINS = CORS_ALLOWED_ORIGINS + ['http://b']\n"},
     [("base", ["http://a"]), ("dev", ["http://a", "http://b"])]),
    ({"base": BASE + "CORS_ALLOWED_ORIGINS = ['http://a']\n",
      "dev": "from .base import *\nCORS_ALLOW_ALL_ORIGINS = True\n"},
     [("base", ["http://a"]), ("dev", ["*"])]),
    ({"base": BASE + "CORS_ALLOWED_ORIGINS = ['http://a']\nCORS_ALLOW_ALL_ORIGINS = False\n",
      "dev": "from .base import *\nCORS_ALLOW_CREDENTIALS = False\n"},
     [("base", ["http://a"]), ("dev", ["http://a"])]),
    ({"base": "ROOT_URLCONF = 'shop.urls'\nMIDDLEWARE = []\n",
      "dev": "from .base import *\nCORS_ALLOWED_ORIGINS = ['http://a']\n"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "expected"), POLICIES)
def test_policies_of_several_settings_modules(settings: dict[str, str], expected: list[tuple[str, list[str]]]) -> None:
    (server,) = wired(**settings).servers
    found = [
        (policy.path.split("/")[-1][:-3], [item.text for one in policy.lists if one.used for item in one.items])
        for policy in server.policies
    ]
    assert found == expected


def test_a_setting_that_a_module_continues() -> None:
    (server,) = wired(dev="from .base import *\nCORS_ALLOWED_ORIGINS = ['http://a']\n").servers
    assert [policy.credentials for policy in server.policies] == [True, True]


@pytest.mark.parametrize(("value", "expected"), [("True", ["*"]), ("0", ["http://a"]), ("", ["http://a"])])
def test_a_switch_that_the_env_file_sets(value: str, expected: list[str]) -> None:
    base = (
        "import environ\nenv = environ.Env()\n" + BASE + "CORS_ALLOWED_ORIGINS = ['http://a']\n"
        "CORS_ALLOW_ALL_ORIGINS = env.bool('ALL', default=False)\n"
    )
    files = PROJECT | {"api/shop/settings/base.py": base, "api/.env": f"ALL={value}\n"}
    wiring = Wiring(Library({path: Source(path, text) for path, text in files.items()}))
    (policy,) = wiring.servers[0].policies
    assert [item.text for one in policy.lists if one.used for item in one.items] == expected
