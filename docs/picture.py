"""Makes the pictures of the README from the running program: `python docs/picture.py`.

Each is the screen of the demo company at 80x24 as a terminal shows it, drawn with whatever
monospaced font the reader has; nothing is fetched.
"""

from __future__ import annotations

import re
import sys
import tempfile
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
CELL_WIDTH, CELL_HEIGHT, MARGIN = 9, 19, 12
PAPER, INK = "#1d2021", "#d5d0c4"
COLOURS = {
    "black": "#3a3d3e",
    "red": "#e0675c",
    "green": "#9bb45a",
    "brown": "#d9ac4a",
    "blue": "#7fa6c9",
    "magenta": "#c08bb0",
    "cyan": "#86b89a",
    "white": INK,
    "brightblack": "#8d897e",
}

# The picture's name, what it shows, the keys that lead there, and what is then on the screen.
PICTURES = (
    ("recherche", "La recherche", "tremb", "trouvés"),
    ("client", "Un client et ses contacts d'achats, par rang", "\r3", "Rang"),
    ("contact", "Un contact et ses notes", "\r", "Naissance"),
    ("soumission", "Une soumission et ses lignes", "\x07e\r", "TVQ"),
    ("calendrier", "Un mois et les activités d'un jour", "\x07a", "activités"),
)


def main() -> int:
    """Drive the program and write the pictures."""
    sys.path.insert(0, str(ROOT / "tests"))
    from pty_harness import PtyProgram, terminal_env

    with tempfile.TemporaryDirectory() as home:
        env = terminal_env(HOME=home, XDG_DATA_HOME=home, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)
        command = [sys.executable, "-m", "crmtui", "--lang", "fr", "demo"]
        with PtyProgram(command, env=env, answers=True) as program:
            program.wait_for("Rechercher", patience=60)
            for name, title, keys, there in PICTURES:
                program.send(keys)
                program.wait_for(there)
                program.wait_quiet(0.5)
                file = DOCS / f"{name}.svg"
                file.write_text(drawn(program.display, title), encoding="utf-8")
                sys.stdout.write(f"{file.relative_to(ROOT)}\n")
    return 0


def drawn(screen: Any, title: str) -> str:
    """The screen as an SVG."""
    width = screen.columns * CELL_WIDTH + 2 * MARGIN
    height = screen.lines * CELL_HEIGHT + 2 * MARGIN
    body = "\n".join(line for row in range(screen.lines) for line in _row(screen, row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">\n'
        f"<title>{escape(title, quote=False)}</title>\n"
        "<style>text { font: 15px monospace; }</style>\n"
        f'<rect width="{width}" height="{height}" rx="6" fill="{PAPER}"/>\n{body}\n</svg>\n'
    )


def _row(screen: Any, row: int) -> list[str]:
    cells = [screen.buffer[row][column] for column in range(screen.columns)]
    drawn: list[str] = []
    at = 0
    for (ink, paper, bold), run in groupby(cells, _look):
        text = "".join(cell.data for cell in run)
        x, y = MARGIN + at * CELL_WIDTH, MARGIN + row * CELL_HEIGHT
        at += len(text)
        if paper != PAPER:
            drawn.append(
                f'<rect x="{x}" y="{y}" width="{len(text) * CELL_WIDTH}" height="{CELL_HEIGHT}"'
                f' fill="{paper}"/>'
            )
        weight = ' font-weight="bold"' if bold else ""
        for words in re.finditer(r"\S+(?: \S+)*", text):
            # The length is given, so that columns stay in line in any font.
            drawn.append(
                f'<text x="{x + words.start() * CELL_WIDTH}" y="{y + 14}" fill="{ink}"{weight}'
                f' textLength="{len(words[0]) * CELL_WIDTH}" lengthAdjust="spacingAndGlyphs">'
                f"{escape(words[0], quote=False)}</text>"
            )
    return drawn


def _look(cell: Any) -> tuple[str, str, bool]:
    ink, paper = _colour(cell.fg, INK), _colour(cell.bg, PAPER)
    return (paper, ink, cell.bold) if cell.reverse else (ink, paper, cell.bold)


def _colour(name: str, usual: str) -> str:
    if name == "default":
        return usual
    return COLOURS.get(name) or (f"#{name}" if len(name) == 6 else usual)


if __name__ == "__main__":
    sys.exit(main())
