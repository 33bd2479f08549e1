"""What the text of a value says of itself: nothing where a person may have written it, a secret where it is clear."""

from __future__ import annotations

import base64
import json

import pytest

from envlint.wiring.credentials import is_issued, is_login, is_publishable, is_random

TAIL = "Qm4vT9xLr2Wb8NzK5cYh7DfG3sJpUaEe"


def token(role: object) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"role": role}).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJIUzI1NiJ9.{claims}.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sk-",
        "sk-...",
        "sk-your-openai-api-key-goes-here-1",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1",
        "sk_test_replace_me_with_your_key_1",
        "sk-learn-has-many-words-in-it",
        "AKIAIOSFODNN7EXAMPLE",
        "AKIA2",
        f"pk_live_{TAIL}",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
        token("anon"),
        token(None),
        "eyJ.eyJ.x",
        "eyJhbGciOiJIUzI1NiJ9.eyJhbGciOiJ.c2ln",
    ],
)
def test_no_issued_secret(text: str) -> None:
    assert not is_issued(text)


@pytest.mark.parametrize(
    "text",
    [
        f"sk-proj-{TAIL}",
        f"sk_test_{TAIL}",
        f"ghp_{TAIL}",
        f"whsec_{TAIL}",
        "AKIA4QZ7WMX2NB5RTC3L",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
        r"-----BEGIN PRIVATE KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
        token("service_role"),
    ],
)
def test_an_issued_secret(text: str) -> None:
    assert is_issued(text)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://localhost/shop",
        "postgresql://shop:Vt7rQ9mXw2@localhost:5432/shop",
        "postgresql://shop:Vt7rQ9mXw2@db:5432/shop",
        "postgresql://shop:Vt7rQ9mXw2@10.0.0.7/shop",
        "postgresql://shop:Vt7rQ9mXw2@db.example.com/shop",
        "postgresql://user:password1@db.acme.dev/shop",
        "postgresql://shop:your-password-1@db.acme.dev/shop",
        "postgresql://shop:${DB_PASSWORD1}@db.acme.dev/shop",
        "https://acme.dev:8443/a@b",
    ],
)
def test_no_login(text: str) -> None:
    assert not is_login(text)


@pytest.mark.parametrize(
    "text", ["postgresql://shop:Vt7rQ9mXw2@db.acme.dev/shop", "mongodb+srv://shop:Vt7rQ9mXw2@c0.mongodb.net/?w=1"]
)
def test_a_login(text: str) -> None:
    assert is_login(text)


@pytest.mark.parametrize(
    "text",
    [
        "postgres",
        "correct-horse-battery-staple-and-more",
        "MyVeryLongApplicationNameForThisShop",
        "0123456789abcdef0123456789abcdef",
        "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6",
        "dev-9f2c7a1e5b8d4036c1e7f92ab45d8036",
        "9f2c7a1e",
        "encrypted:9f2c7a1e5b8d4036c1e7f92ab45d8036",
        "django-insecure-9f2c7a1e5b8d4036c1e7f92ab45d8036",
    ],
)
def test_not_made_by_a_machine(text: str) -> None:
    assert not is_random(text)


@pytest.mark.parametrize(
    "text",
    ["9f2c7a1e5b8d4036c1e7f92ab45d8036", TAIL, "c0a8f1d2-7b3e-4f6a-9d15-8e2b4c7f0a93", "Qm4vT9xLr2Wb8NzK5cYh/w=="],
)
def test_made_by_a_machine(text: str) -> None:
    assert is_random(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"pk_live_{TAIL}", True),
        ("pk.eyJ1IjoiYWNtZSJ9", True),
        (token("anon"), True),
        ("https://9f2c7a1e5b8d4036c1e7f92ab45d8036@o1.ingest.sentry.io/1", True),
        (f"sk_live_{TAIL}", False),
        (token("service_role"), False),
        ("", False),
    ],
)
def test_made_to_be_seen(text: str, expected: bool) -> None:
    assert is_publishable(text) is expected
