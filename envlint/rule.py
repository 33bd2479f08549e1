"""All that a rule may import.

A rule is a file of `rules/`: a docstring that is its page and holds its examples, and `check(wiring)`, which yields
problems. A rule never reads a file and never sees a line number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from envlint import url
from envlint.facts import (
    BareSocketServer,
    Connect,
    CookiePolicy,
    CorsPolicy,
    CsrfPolicy,
    DevServer,
    EnvEncoding,
    EnvEntry,
    EnvMisread,
    EnvObject,
    EnvUse,
    Exposure,
    Field,
    GatewayLocation,
    GatewaySite,
    Heartbeat,
    IgnoreComment,
    Include,
    Listen,
    LoadDotenv,
    Middleware,
    NodeVersion,
    Package,
    Pin,
    ProxyRule,
    Refusal,
    Replacement,
    Route,
    ServedFolder,
    Service,
    SettingsClass,
    SetVariable,
    SocketFunction,
    SocketHandler,
    Step,
)
from envlint.ignores import Ignores
from envlint.model import Edit, Fix, Label, Location, Problem, Safety, Severity, Source, Unreadable
from envlint.patterns import pattern as regex
from envlint.pieces import Piece, cut, locate
from envlint.pieces import text as text_of
from envlint.project import App, EnvName, env_name, folder_of, framework_named, is_running_code
from envlint.records import record
from envlint.url import Url
from envlint.values import Either, Member, Name, Text, Value
from envlint.wiring.agreements import Disagreement
from envlint.wiring.bound import Bound
from envlint.wiring.builds import BuiltPage
from envlint.wiring.connections import Connection, Frontend, Target
from envlint.wiring.containers import Container, PublishedPort
from envlint.wiring.credentials import is_issued, is_login, is_publishable, is_random
from envlint.wiring.environments import Environment, Variable
from envlint.wiring.gateways import Forwarded
from envlint.wiring.join import Wiring
from envlint.wiring.needs import Need
from envlint.wiring.paths import PathPattern, can_match, client_pattern, nearest, route_pattern
from envlint.wiring.proxies import Proxied
from envlint.wiring.results import Items, Missing, Resolved, RouterObject, Switch, Unknown
from envlint.wiring.servers import AllowList, Listener, LooseRouter, Policy, ServedRoute, Server
from envlint.wiring.sockets import Handshake
from envlint.wiring.texts import PageAddress
from envlint.wiring.undecoded import Undecoded

Problems = Iterable[Problem]

__all__ = [
    "AllowList",
    "App",
    "BareSocketServer",
    "Bound",
    "BuiltPage",
    "Connect",
    "Connection",
    "Container",
    "CookiePolicy",
    "CorsPolicy",
    "CsrfPolicy",
    "DevServer",
    "Disagreement",
    "Edit",
    "Either",
    "EnvEncoding",
    "EnvEntry",
    "EnvMisread",
    "EnvName",
    "EnvObject",
    "EnvUse",
    "Environment",
    "Exposure",
    "Field",
    "Fix",
    "Forwarded",
    "Frontend",
    "GatewayLocation",
    "GatewaySite",
    "Handshake",
    "Heartbeat",
    "IgnoreComment",
    "Ignores",
    "Include",
    "Items",
    "Iterable",
    "Iterator",
    "Label",
    "Listen",
    "Listener",
    "LoadDotenv",
    "Location",
    "LooseRouter",
    "Member",
    "Middleware",
    "Missing",
    "Name",
    "Need",
    "NodeVersion",
    "Package",
    "PageAddress",
    "PathPattern",
    "Piece",
    "Pin",
    "Policy",
    "Problem",
    "Problems",
    "Proxied",
    "ProxyRule",
    "PublishedPort",
    "Refusal",
    "Replacement",
    "Resolved",
    "Route",
    "RouterObject",
    "Safety",
    "ServedFolder",
    "ServedRoute",
    "Server",
    "Service",
    "SetVariable",
    "SettingsClass",
    "Severity",
    "SocketFunction",
    "SocketHandler",
    "Source",
    "Step",
    "Switch",
    "Target",
    "Text",
    "Undecoded",
    "Unknown",
    "Unreadable",
    "Url",
    "Value",
    "Variable",
    "Wiring",
    "can_match",
    "client_pattern",
    "cut",
    "env_name",
    "folder_of",
    "framework_named",
    "is_issued",
    "is_login",
    "is_publishable",
    "is_random",
    "is_running_code",
    "locate",
    "nearest",
    "record",
    "regex",
    "route_pattern",
    "text_of",
    "url",
]
