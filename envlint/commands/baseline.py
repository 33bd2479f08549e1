"""`envlint baseline`: writes down what is found now, so that later runs tell of new findings only."""

from __future__ import annotations

from pathlib import Path

from envlint.commands.exit_codes import CLEAN
from envlint.commands.kept import Kept, folder
from envlint.commands.printing import tell
from envlint.errors import UserError

DEFAULT = "envlint-baseline.json"


def run(path: str, output: str | None) -> int:
    """Writes the baseline of a folder, to where its configuration has it if `output` is None."""
    from envlint.files import save
    from envlint.outputs.baseline_file import render
    from envlint.workspace import Asked, open_workspace

    cache = folder()
    workspace = open_workspace(path, Asked(no_baseline=True, custom_rules=True, cache=cache))
    kept = Kept(workspace, cache)
    report = kept.run()
    kept.save()
    whole = workspace.scopes.whole
    target = Path(output) if output is not None else Path(path) / (whole.baseline or DEFAULT)
    try:
        save(target, render(report))
    except OSError as error:
        raise UserError(f"{target} cannot be written: {error.strerror}") from None
    count = len(report.findings)
    tell(f"wrote {count} finding{'' if count == 1 else 's'} to {target}")
    if output is None and whole.prefix:
        tell(f"{whole.file} has a baseline for its own folder; this one is read with --baseline {target}")
    if output is None and not whole.baseline:
        tell(f'to have it read, put this into the configuration: baseline = "{DEFAULT}"')
    return CLEAN
