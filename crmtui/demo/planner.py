"""When things are: the days of the company's people, filled as full as people fill them."""

from crmtui.demo.dice import Dice

# Minutes of the day at which something may begin.
_STARTS = {
    "": tuple(range(8 * 60, 17 * 60, 30)),
    "early": (420, 435, 450, 480, 510),
    "lunch": (690, 705, 720),
    "evening": (1050, 1080, 1110, 1140),
    "night": (1290, 1320, 1350, 1380),
}
# In how many of a hundred cases something is at hand, lately past, and further ahead; the rest
# is long past.
_NEAR, _LATELY, _AHEAD = 32, 14, 8
_HORIZON = 14


class Planner:
    """Gives days and hours, so that nobody's day is fuller than a day of work."""

    def __init__(self, dice: Dice, weekday: int) -> None:
        self._dice = dice

        def working(first: int, last: int) -> tuple[int, ...]:
            # Today is a working day, whatever day it is.
            days = range(first, last + 1)
            return tuple(o for o in days if (weekday + o) % 7 < 5 or not o)

        self._near = working(0, _HORIZON)
        self._lately = working(-10, -1)
        self._ahead = working(_HORIZON + 1, 75)
        self._past = working(-700, -11)[::-1]
        self._taken: dict[tuple[str, int], list[tuple[int, int]]] = {}
        self._most: dict[tuple[str, int], int] = {}

    def day(self, active: bool) -> int:
        """Draw a day, as its distance from today; what is over has days in the past only."""
        chance = self._dice.between(0, 99)
        if not active or chance >= _NEAR + _LATELY + _AHEAD:
            return self._past[int(self._dice.random() ** 2 * len(self._past))]
        if chance < _NEAR:
            return self._dice.pick(self._near)
        return self._dice.pick(self._lately if chance < _NEAR + _LATELY else self._ahead)

    def begin(self, owner: str, day: int, minutes: int, when: str) -> int | None:
        """Find the minute of the day at which something can begin; none where the day is full."""
        place = (owner, day)
        taken = self._taken.setdefault(place, [])
        if place not in self._most:
            self._most[place] = self._dice.between(3, 7)
        if len(taken) >= self._most[place]:
            return None
        for _ in range(4):
            start = self._dice.pick(_STARTS[when])
            # Some meet all the same, as they do.
            if self._free(taken, start, minutes) or self._dice.chance(0.08):
                taken.append((start, start + minutes))
                return start
        return None

    def usual(self) -> int:
        """Draw a minute of the day for what comes back at the same hour."""
        return self._dice.pick(_STARTS[""])

    @staticmethod
    def _free(taken: list[tuple[int, int]], start: int, minutes: int) -> bool:
        return all(start >= end or start + minutes <= begin for begin, end in taken)
