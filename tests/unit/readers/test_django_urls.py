from __future__ import annotations

import pytest

from envlint.facts import Definition, Include, Mount, Route
from envlint.values import Router, Value
from tests.unit.readers.python_spelling import facts, spelled

HEAD = """\
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path, re_path
from channels.routing import URLRouter
from rest_framework.routers import DefaultRouter
from rest_framework_nested.routers import NestedSimpleRouter
from ninja import NinjaAPI
from chat import routing, views
from chat.consumers import ChatConsumer
import news.urls
"""


def routes(text: str) -> list[str]:
    return [
        f"{spelled(one.router)} {one.kind} {one.syntax}{'' if one.any_slash else '!'} "
        f"{'/'.join(one.methods)}{spelled(one.path)} {spelled(one.handler)}"
        for one in facts(HEAD + text, Route)
    ]


def includes(text: str) -> list[str]:
    return [f"{spelled(one.parent)} {spelled(one.prefix)} {child(one)}" for one in facts(HEAD + text, Include)]


def definition_of(text: str, name: str) -> Value:
    return next(one.value for one in facts(HEAD + text, Definition) if one.name == name)


def child(one: Include) -> str:
    routes = getattr(one.child, "routes", None)
    return f"({spelled(routes)})" if routes is not None else spelled(one.child)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("urlpatterns = [path('api/x/', views.x)]\n", ["urlpatterns http angles 'api/x/' chat:views.x"]),
        ("urlpatterns = []\nurlpatterns += [re_path('^x/$', views.x)]\n",
         ["urlpatterns http regex '^x/$' chat:views.x"]),
        ("urlpatterns = []\nurlpatterns.append(path('x/', views.x))\n", ["urlpatterns http angles 'x/' chat:views.x"]),
        ("urlpatterns = [path('x/', views.X.as_view())]\n", ["urlpatterns http angles 'x/' chat:views.X"]),
        ("urlpatterns = [path('v1/', include([path('x/', views.x)]))]\n",
         ["router@13 http angles 'x/' chat:views.x"]),
        ("ws = [path('ws/', ChatConsumer.as_asgi())]\n", ["ws websocket angles! 'ws/' chat.consumers:ChatConsumer"]),
        ("websocket_urlpatterns = [re_path(r'^ws/$', ChatConsumer)]\n",
         ["websocket_urlpatterns websocket regex! '^ws/$' chat.consumers:ChatConsumer"]),
        ("app = URLRouter([path('ws/', ChatConsumer.as_asgi())])\n",
         ["router@13 websocket angles! 'ws/' chat.consumers:ChatConsumer"]),
        ("class A:\n    def get_urls(self):\n        return [path('x/', self.x)]\n", []),
        ("urlpatterns = [route('x/', views.x)]\n", []),
    ],
)  # fmt: skip
def test_routes(text: str, expected: list[str]) -> None:
    assert routes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("urlpatterns = [path('api/', include('api.urls'))]\n", ["urlpatterns 'api/' (api.urls:urlpatterns)"]),
        ("urlpatterns = [path('api/', include(('api.urls', 'api')))]\n", ["urlpatterns 'api/' (api.urls:urlpatterns)"]),
        ("urlpatterns = [path('n/', include(news.urls))]\n", ["urlpatterns 'n/' (news.urls:urlpatterns)"]),
        ("v1 = [path('x/', views.x)]\nurlpatterns = [path('v1/', include((v1, 'v1')))]\n", ["urlpatterns 'v1/' (v1)"]),
        ("router = DefaultRouter()\nurlpatterns = [path('api/', include(router.urls))]\n",
         ["urlpatterns 'api/' router"]),
        ("router = DefaultRouter()\nurlpatterns = router.urls\n", ["urlpatterns None router"]),
        ("router = DefaultRouter()\nurlpatterns = [path('x/', views.x)] + router.urls\n", ["urlpatterns None router"]),
        ("ws = routing.a + routing.b\n", []),
        ("patterns = routing.a + routing.b\n", ["patterns None (chat.routing:a)", "patterns None (chat.routing:b)"]),
        ("URLRouter(routing.a + routing.b)\n", ["router@13 None (chat.routing:a)", "router@13 None (chat.routing:b)"]),
        ("ws = [path('v1/', URLRouter(routing.a))]\n", ["ws 'v1/' (chat.routing:a)"]),
        ("api = NinjaAPI()\nurlpatterns = [path('api/', api.urls)]\n", ["urlpatterns 'api/' api"]),
        ("api = NinjaAPI()\napi.add_router('/rooms/', 'chat.api.router')\n",
         ["api strip-left('/rooms/', '/') chat.api:router"]),
        ("urlpatterns = []\nurlpatterns += i18n_patterns(path('x/', views.x))\n",
         ["urlpatterns None router@14", "urlpatterns '{language}/' router@14"]),
    ],
)  # fmt: skip
def test_lists_in_lists(text: str, expected: list[str]) -> None:
    assert includes(text) == expected


def test_the_admin_site_and_static_files_are_mounts() -> None:
    text = "urlpatterns = [path('admin/', admin.site.urls)] + static(settings.MEDIA_URL, document_root='m')\n"
    found = [f"{spelled(one.parent)} {spelled(one.path)} {spelled(one.child)}" for one in facts(HEAD + text, Mount)]
    assert found == ["urlpatterns 'admin/' ?", "urlpatterns 'media/' static@13"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("router = DefaultRouter()\nrouter.register(r'users', views.U)\n",
         ["router http regex '^' + 'users' + '/?$' chat:views.U",
          "router http regex '^' + 'users' + '/(?P<rest>.+)$' chat:views.U"]),
        ("admin.site.register(views.U)\n", []),
        ("api = NinjaAPI()\n@api.get('/x/{id}')\ndef x(request, id): ...\n", ["api http angles GET'/x/{id}' x"]),
        ("from chat.api import api\n@api.post('/x')\ndef x(request): ...\n", ["chat.api:api http angles POST'/x' x"]),
        ("api = NinjaAPI()\n@api.api_operation(['GET'], '/x')\ndef x(request): ...\n", ["api http angles '/x' x"]),
    ],
)  # fmt: skip
def test_routers_of_libraries(text: str, expected: list[str]) -> None:
    assert routes(text) == expected


def test_nested_routers_hang_below_an_object_of_their_parent() -> None:
    text = "parent = DefaultRouter()\nchild = NestedSimpleRouter(parent, r'users', lookup='user')\n"
    value = definition_of(text, "child")
    assert isinstance(value, Router)
    assert spelled(value.prefix) == "'users' + '/{user_pk}/'"
