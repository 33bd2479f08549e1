"""Flask and Quart, with flask-cors, flask-sock and Flask-RESTful.

By the documentation of Flask 3.1 (https://flask.palletsprojects.com), Quart 0.20 (https://quart.palletsprojects.com)
and flask-cors 6 (https://flask-cors.readthedocs.io).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python.frameworks.flask.applications import made
from envlint.readers.python.frameworks.flask.cors import policies
from envlint.readers.python.frameworks.flask.routing import routing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.readers.python.code import Code

__all__ = ["facts", "made", "words"]

words = ("flask", "Flask", "quart", "Quart", "register_blueprint", "Blueprint(")


def facts(code: Code) -> Iterator[Fact]:
    """Routes, blueprints, CORS policies, and the servers that `app.run()` starts."""
    if code.mentions(*words):
        yield from routing(code)
        yield from policies(code)
