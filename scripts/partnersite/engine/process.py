"""The engine's own process: `python -m partnersite.engine.process PACKAGE FOLDER`.

Its warnings go to stdout as JSON lines.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
from pathlib import Path

from partnersite.lifeline import end_with_parent


class WarningLines(logging.Handler):
    """Writes each warning of the engine as one JSON line."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stdout.write(json.dumps({"message": record.getMessage()}) + "\n")


def main(package: str, folder: Path) -> None:
    """Renders `folder/docs` into `folder/site`."""
    if package == "properdocs":
        # Makes every `import mkdocs` of themes and plugins an import of ProperDocs.
        importlib.import_module("properdocs.replacement")
    logging.getLogger(package).addHandler(WarningLines(logging.WARNING))
    config = importlib.import_module(f"{package}.config")
    build = importlib.import_module(f"{package}.commands.build")
    loaded = config.load_config(str(folder / "mkdocs.yml"))
    loaded.plugins.on_startup(command="build", dirty=False)
    build.build(loaded)


if __name__ == "__main__":
    end_with_parent()
    main(sys.argv[1], Path(sys.argv[2]))
