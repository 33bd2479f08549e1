"""What the text of a value says by itself: whether it is a secret, and whether it is made to be seen by everybody.

Only what is clear is a secret. Words that a person would write (`changeme`, `your-key-here`, `postgres`) are none.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

_ISSUED = pattern(
    r"(?P<prefix>sk-(?:ant-|proj-|svcacct-|or-v1-)?|[sr]k_(?:live|test)_|whsec_|gh[pousr]_|github_pat_|glpat-|npm_"
    r"|pypi-|A[KS]IA(?=[A-Z0-9]{16}$)|xox[abeprs]-|xapp-|SG\.|hf_|gsk_|r8_|tvly-|pcsk_|nvapi-|xai-|pplx-|re_|shpat_"
    r"|dop_v1_|sb_secret_|sk\.eyJ|ya29\.|GOCSPX-)(?P<rest>[\w.=+/-]{16,})"
)
"""How providers begin the secrets that they issue, so that scanners know them
(https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns)."""

_PRIVATE_KEY = pattern(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\\n|\s)*[A-Za-z0-9+/=]{32}")
_PUBLISHABLE = pattern(r"pk[_.]|pub[_-]|phc_|sb_publishable_|AIza|G-[A-Z0-9]+$|UA-\d+-\d+$|https?://[0-9a-f]{32}@")
"""Stripe, Clerk, Mapbox, PostHog, Supabase, Firebase and Google Maps, Google Analytics, Sentry's DSN."""

_JWT = pattern(r"eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+=*")
_PLACEHOLDER = pattern(
    r"your|my[-_]|chang|replac|exampl|sampl|placehold|dummy|fake|todo|secret|passw|insecure|default|insert|super|here"
    r"|(?:^|[-_.])(?:dev|test|local|demo|key|token)|develop|(.)\1{3}|\.\.\.|1234|2345|4567|abcd|qwer|a1b2|[<>{}$()\[\]]",
    re.IGNORECASE,
)
_RANDOM = pattern(r"[A-Za-z0-9+/=_~.-]+")
_LONG_ENOUGH, _LONG_ENOUGH_IN_ONE_CASE = 20, 24
_RUN = pattern(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^A-Za-z0-9]+")
_ADDRESS = pattern(r"[a-z][a-z0-9+.-]*://(?P<user>[^\s:/@]*):(?P<password>[^\s/@]{8,})@(?P<host>[^\s/:?,]+)")
_OWN_HOST = pattern(r"(?:127|10|192\.168)\..*|[^.]+|.*\.(?:local|localhost|internal|test|example|svc)|.*example\..*")


def is_issued(text: str) -> bool:
    """Whether a value has the form of a secret that its provider issues, or is a private key."""
    if _PRIVATE_KEY.match(text) or _role(text) == "service_role":
        return True
    match = _ISSUED.fullmatch(text)
    return match is not None and not _is_placeholder(match["rest"]) and re.search(r"\d", match["rest"]) is not None


def is_login(text: str) -> bool:
    """Whether a value is an address on another machine with a password in it that is no mere word."""
    match = _ADDRESS.match(text)
    if match is None or _OWN_HOST.fullmatch(match["host"].lower()):
        return False
    password = match["password"]
    mixed = re.search(r"\d", password) is not None and re.search(r"[A-Za-z]", password) is not None
    return mixed and password != match["user"] and not _is_placeholder(password)


def is_random(text: str) -> bool:
    """Whether a value was made by a machine: its letters and digits take turns as they do in no word."""
    if _RANDOM.fullmatch(text) is None or _is_placeholder(text):
        return False
    signs = text.strip("=").replace("-", "")
    one_case = signs.lower() == signs or signs.upper() == signs
    if len(signs) < (_LONG_ENOUGH_IN_ONE_CASE if one_case else _LONG_ENOUGH) or re.search(r"\d", signs) is None:
        return False
    return len(set(signs)) >= 8 and sum(1 for _ in _RUN.finditer(signs)) > len(signs) * 0.28


def is_publishable(text: str) -> bool:
    """Whether a value has the form of a key that its provider means to be in a page."""
    return _PUBLISHABLE.match(text) is not None or _role(text) in {"anon", "authenticated"}


def _is_placeholder(text: str) -> bool:
    return _PLACEHOLDER.search(text) is not None


def _role(text: str) -> str:
    """The role that a JSON Web Token of Supabase names; empty for everything else."""
    match = _JWT.fullmatch(text)
    if match is None:
        return ""
    try:
        claims: Mapping[str, object] = json.loads(base64.urlsafe_b64decode(f"{match[1]}=="))
        return str(claims.get("role", ""))
    except (ValueError, AttributeError):
        return ""
