"""Textual without the parts that this program never shows, which cost a tenth of its start."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

# asyncio does without TLS where there is no `ssl`; screens have a palette of their own.
_TLS = "ssl"
_PALETTE = "textual.command"


class _Unused(ModuleType):
    """A module that has an empty class under every name."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


@contextmanager
def lean() -> Iterator[None]:
    """Import Textual inside this; what is left out can be imported as usual afterwards."""
    left_out: dict[str, ModuleType | None] = {_TLS: None, _PALETTE: _Unused(_PALETTE)}
    added = {} if "textual" in sys.modules or _TLS in sys.modules else left_out
    sys.modules.update(added)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in added:
            del sys.modules[name]
