"""A small program on SafeApp, started by tests in a terminal of its own.

The environment is settled here; what is shown is in safe_sample_app.
"""

import sys
from pathlib import Path

from crmtui.terminal import environment, session


def main() -> int:
    """Run the program; the first argument is where it leaves its marks."""
    place = Path(sys.argv[1])

    def on_end() -> None:
        with open(place / "saved", "a") as file:
            file.write("x")

    session.guard_session(on_end)
    try:
        environment.prepare()
    except environment.NoTerminal as refused:
        print(refused.key, file=sys.stderr)
        return 2
    return run(place)


def run(place: Path) -> int:
    """Open the interface; Textual is imported only now."""
    from safe_sample_app import Sample

    from crmtui.terminal import crash

    crash.catch_strays(place / "log")
    app = Sample(place)
    app.run()
    if "bad-end" in sys.argv:
        raise RuntimeError("after the end")
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
