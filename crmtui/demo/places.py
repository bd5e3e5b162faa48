"""Addresses and phones that fit their city."""

from collections.abc import Iterator
from itertools import chain, cycle

from crmtui.demo.dice import Dice
from crmtui.demo.stock import Place, texts

# Canada Post uses no D, F, I, O, Q, U in its codes.
_LETTERS = "ABCEGHJKLMNPRSTVWXYZ"


class PhoneBook:
    """Gives out the numbers kept for fiction, each once before any comes again."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._numbers: dict[str, Iterator[str]] = {}

    def number(self, dice: Dice, place: Place) -> str:
        """Give a phone number of the place: `514 555-0142`, `+33 4 65 71 00 42`."""
        area = dice.pick(place.areas)
        numbers = self._numbers.get(area)
        if numbers is None:
            numbers = self._numbers[area] = self._shuffled(area, place.country)
        return next(numbers)

    def _shuffled(self, area: str, country: str) -> Iterator[str]:
        # 37 has no factor in common with 100: the steps visit every number.
        start = int(area.replace(" ", "")) * 7
        order = [(start + step * 37) % 100 for step in range(100)]
        if country == "FR":
            every = [f"+33 {area[1:]} {high:02d} {low:02d}" for high in range(100) for low in order]
        else:
            every = [f"{area} 555-01{last:02d}" for last in order]
        return chain([n for n in every if n not in self._taken], cycle(every))


def postal_code(dice: Dice, place: Place) -> str:
    """Give a postal code that starts as the city's do."""
    prefix = dice.pick(place.prefixes)
    if place.country != "CA":
        return prefix
    return f"{prefix} {dice.between(1, 9)}{dice.pick(_LETTERS)}{dice.between(0, 9)}"


def street(dice: Dice, place: Place) -> str:
    """Give the first line of an address, as it is written in that place."""
    if place.country == "FR":
        return f"{dice.between(1, 120)}, {dice.pick(texts()['streets.france'])}"
    number = dice.between(1, 1 + int(4000 * dice.random()))
    if place.province == "QC" or place.french > 0.7:
        return f"{number}, {dice.pick(texts()['streets.fr'])}"
    return f"{number} {dice.pick(texts()['streets.en'])}"


def unit(dice: Dice, language: str) -> str:
    """Give the second line of an address, which most do without."""
    return dice.pick(texts()[f"streets.units_{language}"]) if dice.chance(0.22) else ""
