"""An error handler of a WebSocket drops its event, so that nobody can tell why the connection failed."""

from __future__ import annotations

from envlint.rule import Connect, Label, Location, Problem, Problems, Severity, SocketHandler, Wiring

SINCE = "0.1"
SEVERITY = Severity.WARNING


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each silent error handler, and for sockets that have handlers but none for errors."""
    told: set[Location] = set()
    for facts in wiring.browser_files:
        for connect in facts.of(Connect):
            problem = _problem(connect) if connect.kind in {"websocket", "socketio"} else None
            if problem is not None and problem.at not in told:
                told.add(problem.at)
                yield problem


def _problem(connect: Connect) -> Problem | None:
    handlers = {
        event: [h for h in connect.handlers if h.event == event] for event in ("open", "message", "close", "error")
    }
    if any(not handler.followed or _tells(handler) for handler in (*handlers["error"], *handlers["close"])):
        return None
    if handlers["error"]:
        return _dropped(connect, handlers["error"][0])
    if handlers["open"] and handlers["message"] and connect.kind == "websocket":
        return _none(connect, handlers["message"][0])
    return None


def _tells(handler: SocketHandler) -> bool:
    return handler.reports or handler.uses_event


def _dropped(connect: Connect, handler: SocketHandler) -> Problem:
    return Problem(
        "this error handler drops its event: nothing is logged and nobody is told",
        handler.at,
        (Label(connect.call, "for the socket that is opened here"),),
        symptom="none: the page shows that something failed, and neither console nor server says what",
        remedy="log the event here, and event.code and event.reason in onclose, which follows every error",
    )


def _none(connect: Connect, handler: SocketHandler) -> Problem:
    return Problem(
        "this WebSocket has handlers for opening and messages, and none that tells of an error",
        connect.call,
        (Label(handler.at, "its messages are handled here"),),
        symptom="none: the page waits, and neither console nor server says why",
        remedy="add an onerror or onclose handler that logs event.code and event.reason",
    )
