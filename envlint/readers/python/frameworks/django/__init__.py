"""Django, with Django REST framework, django-cors-headers and Channels.

By the documentation of Django 5.2 (https://docs.djangoproject.com/en/5.2/), Django REST framework 3.16
(https://www.django-rest-framework.org), django-cors-headers 4.9 (https://github.com/adamchainz/django-cors-headers) and
Channels 4.3 (https://channels.readthedocs.io).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python.frameworks.django import channels, consumers, rest, settings, urls
from envlint.readers.python.frameworks.django.applications import made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.readers.python.code import Code

__all__ = ["facts", "made", "words"]

words = (
    *("ROOT_URLCONF", "INSTALLED_APPS", "CORS_ALLOW", "CORS_ORIGIN", "CSRF_TRUSTED_ORIGINS", "urlpatterns", "_url("),
    *("re_path(", "ProtocolTypeRouter", "URLRouter", "WebsocketConsumer", "rest_framework", "ninja"),
)


def facts(code: Code) -> Iterator[Fact]:
    """The application and the policies of settings, routes, and what consumers do with a WebSocket."""
    yield from settings.facts(code)
    yield from urls.facts(code)
    yield from rest.facts(code)
    yield from channels.facts(code)
    yield from consumers.facts(code)
