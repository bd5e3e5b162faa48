"""Compiles the message catalogues whenever the project is built or installed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):
    """Makes the `.mo` files that the package ships."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before anything is collected."""
        sys.path.insert(0, str(Path(self.root)))
        from crmtui.catalogues import compile_all

        compile_all(Path(self.root) / "data" / "locale")
