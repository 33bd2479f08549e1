"""The command line works without the extra, and says what is missing."""

from __future__ import annotations

import sys

import pytest

from envlint import lsp
from envlint.errors import UserError


@pytest.mark.parametrize("missing", ["pygls", "lsprotocol"])
def test_the_extra_is_named_where_it_is_missing(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("envlint.lsp.", "pygls", "lsprotocol"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UserError, match=r"pip install 'envlint-stack\[lsp\]'"):
        lsp.serve()
