"""The door for `mkdocs build` and `mkdocs serve`: they run the same steps as `partnersite build`.

MkDocs itself is given an empty site in a scratch folder, so that it never touches the live one; when it is done,
the real build runs and publishes into the folder that MkDocs was asked for. Written against MkDocs 1.6.1.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.theme import Theme

from partnersite.build import build
from partnersite.engine import MkDocsEngine
from partnersite.opening import watched
from partnersite.problems import PartnersiteError, ProblemsFound, render_text
from partnersite.progress import Progress
from partnersite.settings import read_settings

ENGINE = BasePlugin.__module__.partition(".")[0]
"""`mkdocs`, or `properdocs` where that command runs: it puts itself in the place of `mkdocs`."""


class PluginConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs 1.6.1 leaves it untyped
    """What `mkdocs.yml` says under `plugins: - partnersite:`."""

    languages = config_options.ListOfItems(config_options.Type(str))
    """The site's languages, the source language first: `[en, ru]`. Read and checked by `partnersite.settings`."""
    share_image = config_options.Optional(config_options.Type(str))
    """A picture of an album that is shown with shared pages; read and checked in the same place."""


class PartnersitePlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]
    """Runs the build of `partnersite` in the place of MkDocs' own."""

    def on_pre_build(self, *, config: MkDocsConfig, **_: Any) -> None:
        """Turns MkDocs to a scratch folder with nothing in it."""
        self.site_dir = Path(config.site_dir)
        self.scratch = Path(tempfile.mkdtemp(prefix="partnersite-"))
        for name in ("docs", "site", "theme"):
            (self.scratch / name).mkdir()
        config.docs_dir, config.site_dir = str(self.scratch / "docs"), str(self.scratch / "site")
        config.nav, config.theme = None, Theme(name=None, custom_dir=str(self.scratch / "theme"))

    def on_post_build(self, *, config: MkDocsConfig, **_: Any) -> None:
        """Builds the site and publishes it where MkDocs would have written."""
        shutil.rmtree(self.scratch)
        try:
            result = build(
                _source_dir(config), site_dir=self.site_dir, engine=MkDocsEngine(ENGINE), progress=Progress()
            )
        except ProblemsFound as found:
            raise PluginError(f"the site was not built:\n\n{render_text(found.problems)}") from None
        except PartnersiteError as error:
            raise PluginError(str(error)) from None
        if result.warnings:
            Progress().say(render_text(result.warnings))

    def on_serve(self, server: Any, *, config: MkDocsConfig, **_: Any) -> Any:
        """Watches everything that the site is made from."""
        for path in watched(read_settings(_source_dir(config))):
            server.watch(str(path))
        return server


def _source_dir(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or "mkdocs.yml").absolute().parent
