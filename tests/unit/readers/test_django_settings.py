from __future__ import annotations

import pytest

from envlint.facts import Application, CorsPolicy, CsrfPolicy, Middleware
from tests.unit.readers.python_spelling import facts, spelled

CORS = "corsheaders.middleware.CorsMiddleware"
HEAD = f"MIDDLEWARE = ['{CORS}', 'django.middleware.common.CommonMiddleware']\n"
PATH = "backend/shop/settings.py"


def policies(text: str, path: str = PATH) -> list[str]:
    return [
        f"{spelled(one.origins)} {spelled(one.origin_regex)} {spelled(one.credentials)}"
        for one in facts(text, CorsPolicy, path)
    ]


def test_the_root_of_the_urls_makes_the_application() -> None:
    (found,) = facts("ROOT_URLCONF = 'shop.urls'\n", Application, PATH)
    router = found.router
    assert (spelled(router.prefix), spelled(router.routes), found.at.text) == (
        "'/'",
        "shop.urls:urlpatterns",
        "ROOT_URLCONF",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CORS_ALLOWED_ORIGINS = ['a']\n", "CORS_ALLOWED_ORIGINS None False"),
        ("CORS_ORIGIN_WHITELIST = ['a']\n", "CORS_ORIGIN_WHITELIST None False"),
        ("CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOWED_ORIGINS = ['a']\n", "['*'] None False"),
        ("CORS_ALLOW_ALL_ORIGINS = False\nCORS_ALLOWED_ORIGINS = ['a']\n", "CORS_ALLOWED_ORIGINS None False"),
        ("CORS_ALLOW_ALL_ORIGINS = DEBUG\nCORS_ALLOWED_ORIGINS = ['a']\n",
         "switch(['*'] | CORS_ALLOWED_ORIGINS if CORS_ALLOW_ALL_ORIGINS)"),
        ("xs = given()\nif xs:\n    CORS_ALLOWED_ORIGINS = xs\nelse:\n    CORS_ALLOW_ALL_ORIGINS = True\n",
         "empty(CORS_ALLOWED_ORIGINS | ['*']) None False"),
        ("if DEBUG:\n    CORS_ALLOW_ALL_ORIGINS = True\nelse:\n    CORS_ALLOWED_ORIGINS = ['a']\n",
         "switch(['*'] | branch(CORS_ALLOWED_ORIGINS | None) if branch(CORS_ALLOW_ALL_ORIGINS | None))"),
        ("if DEBUG:\n    CORS_ALLOWED_ORIGINS = ['a']\nelse:\n    CORS_ALLOWED_ORIGINS = ['b']\n",
         "CORS_ALLOWED_ORIGINS None False"),
        ("CORS_ALLOWED_ORIGIN_REGEXES = [r'^a$']\nCORS_ALLOW_CREDENTIALS = True\n",
         "None CORS_ALLOWED_ORIGIN_REGEXES CORS_ALLOW_CREDENTIALS"),
    ],
)  # fmt: skip
def test_cors_policies(text: str, expected: str) -> None:
    (found,) = policies(HEAD + text)
    assert found.startswith(expected)


def test_a_policy_that_continues_another_module_may_have_its_settings() -> None:
    text = "from .base import *\nCORS_ALLOWED_ORIGINS += ['a']\n"
    (found,) = policies(text)
    assert found == (
        "switch(['*'] | CORS_ALLOWED_ORIGINS if missing(CORS_ALLOW_ALL_ORIGINS | CORS_ORIGIN_ALLOW_ALL))"
        " missing(CORS_ALLOWED_ORIGIN_REGEXES | CORS_ORIGIN_REGEX_WHITELIST) missing(CORS_ALLOW_CREDENTIALS | False)"
    )


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("MIDDLEWARE = ['django.middleware.common.CommonMiddleware']\nCORS_ALLOWED_ORIGINS = ['a']\n", PATH),
        ("CORS_ALLOWED_ORIGINS = ['a']\n", "backend/app/config.py"),
        ("from .base import *\nCORS_ALLOWED_ORIGINS = ['a']\n", "backend/app/config.py"),
        ("ROOT_URLCONF = 'shop.urls'\n", PATH),
    ],
    ids=["not installed", "no settings", "no settings of Django", "no policy"],
)
def test_what_makes_no_policy(text: str, path: str) -> None:
    assert policies(text, path) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"MIDDLEWARE = ['django.middleware.common.CommonMiddleware', 'core.Guard', '{CORS}', 'core.Late']\n",
         ["CommonMiddleware redirects a path without a slash to the one with it", "Guard "]),
        (f"MIDDLEWARE = ['django.middleware.common.CommonMiddleware', '{CORS}']\nAPPEND_SLASH = False\n", []),
        (f"MIDDLEWARE = ['django.middleware.security.SecurityMiddleware', '{CORS}']\n", []),
        (f"MIDDLEWARE = ['core.Guard']\nMIDDLEWARE.insert(0, '{CORS}')\n", []),
        (f"MIDDLEWARE = ['core.Guard']\nif DEBUG:\n    MIDDLEWARE = ['{CORS}'] + MIDDLEWARE\n", []),
    ],
)  # fmt: skip
def test_what_stands_before_the_policy(text: str, expected: list[str]) -> None:
    (policy,) = facts(text + "CORS_ALLOWED_ORIGINS = ['a']\n", CorsPolicy, PATH)
    assert [f"{spelled(one.of).split(':')[-1]} {one.does}" for one in policy.ahead] == expected


def test_middleware_of_the_project() -> None:
    text = "MIDDLEWARE = ['django.middleware.csrf.CsrfViewMiddleware', 'core.middleware.Guard']\n"
    assert [spelled(one.of) for one in facts(text, Middleware, PATH)] == ["core.middleware:Guard"]


def test_trusted_origins() -> None:
    text = HEAD + "REST_FRAMEWORK = {'DEFAULT_AUTHENTICATION_CLASSES': ['a.B']}\nCSRF_TRUSTED_ORIGINS = ['https://a']\n"
    (found,) = facts(text, CsrfPolicy, PATH)
    assert [spelled(found.trusted), spelled(found.authentication), found.at.text] == [
        "CSRF_TRUSTED_ORIGINS",
        "REST_FRAMEWORK.DEFAULT_AUTHENTICATION_CLASSES",
        "CSRF_TRUSTED_ORIGINS",
    ]
