"""What client libraries open: which of their functions and classes, and where the URL stands, as one table.

HTTP clients that add a path to a base of their own stand in `clients`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.readers.javascript.library import Origin

Kind = Literal["websocket", "socketio", "eventsource", "http"]

ANY_MODULE = "*"


@record
class Opener:
    """A function or class that opens a connection or sends to one URL.

    The URL is the first argument, or stands in the options under one of `keys` where the first argument is the options.
    An opener that is not `plain` takes nothing but options; one with `is_base` adds paths of its own to the URL.
    """

    kind: Kind
    keys: tuple[str, ...] = ()
    plain: bool = True
    method: str = "GET"
    is_base: bool = False


_SOCKET = Opener("websocket", ("url",))
_SOCKET_OPTIONS = Opener("websocket", ("url", "uri", "brokerURL"), plain=False)
_SOCKET_IO = Opener("socketio")
_EVENTS = Opener("eventsource", ("url",))
_GRAPHQL = Opener("http", ("uri", "url"), plain=False, method="POST")
_REQUEST = Opener("http", ("url",), method="POST")
_SOCKJS = Opener("http", is_base=True)

_ROWS: tuple[tuple[Opener, str, str], ...] = (
    # what is opened, the packages, what is called in them (`default` and `*` are the package itself)
    (_SOCKET, ANY_MODULE, "WebSocket ReconnectingWebSocket RobustWebSocket w3cwebsocket W3CWebSocket"),
    (_SOCKET, "reconnecting-websocket reconnectingwebsocket robust-websocket isomorphic-ws ws", "default *"),
    (_SOCKET, "sockette partysocket/ws @gamestdio/websocket", "default *"),
    (_SOCKET, "react-use-websocket react-use-websocket/dist/lib/use-websocket", "default useWebSocket"),
    (_SOCKET, "@vueuse/core", "useWebSocket"),
    (_SOCKET, "rxjs/webSocket", "webSocket WebSocketSubject"),
    (_SOCKET, "subscriptions-transport-ws", "SubscriptionClient"),
    (_SOCKET, "stompjs @stomp/stompjs webstomp-client", "client Stomp.client"),
    (_SOCKET_OPTIONS, "@stomp/stompjs @stomp/rx-stomp", "Client"),
    (_SOCKET_OPTIONS, "graphql-ws", "createClient"),
    (_SOCKET_OPTIONS, "@apollo/client/link/ws apollo-link-ws", "WebSocketLink"),
    (_SOCKET_OPTIONS, "@trpc/client", "createWSClient"),
    (_SOCKET_IO, "socket.io-client", "io connect default * lookup Manager io.connect io.Manager"),
    (_SOCKET_IO, "react-use-websocket", "useSocketIO"),
    (_EVENTS, ANY_MODULE, "EventSource EventSourcePolyfill NativeEventSource"),
    (_EVENTS, "event-source-polyfill eventsource reconnecting-eventsource", "default *"),
    (_EVENTS, "react-use-websocket", "useEventSource"),
    (_EVENTS, "@vueuse/core", "useEventSource"),
    (_EVENTS, "@microsoft/fetch-event-source @fortaine/fetch-event-source", "fetchEventSource"),
    (_EVENTS, "eventsource-client", "createEventSource"),
    (_EVENTS, "sse.js", "SSE"),
    (_GRAPHQL, "@apollo/client @apollo/client/core", "ApolloClient HttpLink createHttpLink BatchHttpLink"),
    (_GRAPHQL, "@apollo/client/link/http apollo-link-http", "HttpLink createHttpLink"),
    (_GRAPHQL, "@apollo/client/link/batch-http apollo-link-batch-http", "BatchHttpLink"),
    (_GRAPHQL, "apollo-upload-client", "default createUploadLink"),
    (_GRAPHQL, "apollo-upload-client/createUploadLink.mjs", "default"),
    (_GRAPHQL, "apollo-boost", "default"),
    (_GRAPHQL, "urql @urql/core @urql/vue @urql/svelte @urql/preact @urql/next", "createClient Client"),
    (_GRAPHQL, "@trpc/client", "httpLink httpBatchLink httpBatchStreamLink unstable_httpBatchStreamLink"),
    (_REQUEST, "graphql-request", "GraphQLClient request rawRequest default"),
    (_SOCKJS, "sockjs-client sockjs-client/dist/sockjs", "default *"),
)
"""Documentation: https://www.apollographql.com/docs/react/api/link/apollo-link-http,
https://the-guild.dev/graphql/ws/recipes, https://nearform.com/open-source/urql/docs/api/core/,
https://stomp-js.github.io/api-docs/latest/classes/StompConfig.html, https://rxjs.dev/api/webSocket/webSocket,
https://github.com/robtaussig/react-use-websocket, https://trpc.io/docs/client/links/httpLink."""


@cache
def _table() -> dict[Origin, Opener]:
    return dict(_entries())


def _entries() -> Iterator[tuple[Origin, Opener]]:
    for opener, packages, names in _ROWS:
        for package in packages.split():
            for name in names.split():
                yield (package, name), opener


def opener(origin: Origin) -> Opener | None:
    """What a function or class opens, by where it comes from."""
    return _table().get(origin) or _table().get((ANY_MODULE, origin[1]))
