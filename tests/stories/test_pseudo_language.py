"""In a language that nobody speaks, whatever still can be read was never translated."""

import gettext
import re
from pathlib import Path
from string import Formatter

import pytest
from places import PLACES, Place
from story import Story, copy_of, session

import crmtui.i18n as i18n
from models.letter_facts import FIELDS

# Letters as wide as ours that no data has; a text grows by a third, as German's would.
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèêàâçîïôùûÉÈÀÇœŒ",
    "абцдефгхийклмнопярстувьхызАБЦДЕФГХИЙКЛМНОПЯРСТУВЬХЫЗэээаацииоууЭЭАЦоО",
)
GROWTH = 0.35
# What is the same in every language: the names of keys and of the program.
SAME = {"crmtui", "Esc", "Tab", "PgUp", "PgDn", "Home", "End", "Del", "Ins"}
# What stories type, and a setting that nobody has changed.
SAME |= {"zzz", "Montréalx", "America", "Toronto"}
# What is typed as it stands: the fields of templates, the settings that sending needs.
SAME |= {word for name in FIELDS for word in re.findall("[a-z]+", name)}
SAME |= {"CompanyAddress", "MailFrom"}


class Pseudo(gettext.NullTranslations):
    """A catalogue that says everything in letters of its own, at greater length."""

    def __init__(self, real: gettext.NullTranslations) -> None:
        super().__init__()
        self.real = real

    def gettext(self, message: str) -> str:
        """What a key says."""
        return self._changed(message, self.real.gettext(message))

    def ngettext(self, one: str, many: str, n: int) -> str:
        """What a key says of a number."""
        return self._changed(one, self.real.ngettext(one, many, n))

    def _changed(self, key: str, text: str) -> str:
        if text == key or key.endswith(("letter", "language_code")):
            return text
        return "\n".join(self._line(line) for line in text.split("\n"))

    def _line(self, text: str) -> str:
        made, letters = [], 0
        for literal, name, spec, _ in Formatter().parse(text):
            made.append(literal.replace("{", "{{").replace("}", "}}").translate(LETTERS))
            letters += len(literal)
            if name is not None:
                made.append(f"{{{name}{':' + spec if spec else ''}}}")
        return "".join(made) + "ы" * round(letters * GROWTH)


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak the language that nobody speaks."""
    real = {language: i18n._catalogue(language) for language in i18n.LANGUAGES}
    changed = {language: Pseudo(catalogue) for language, catalogue in real.items()}
    monkeypatch.setattr(i18n, "_catalogues", changed)


def _data(story: Story) -> set[str]:
    """Every word that the database holds."""
    found: set[str] = set()
    tables = [n for (n,) in story.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if "search" not in table:
            for row in story.rows(f'SELECT * FROM "{table}"'):
                found.update(word for value in row for word in _words(str(value)))
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-zÀ-ÿŒœ]{2,}", text)


@pytest.mark.parametrize("place", PLACES, ids=str)
async def test_no_word_is_left_untranslated(
    company: Path, tmp_path: Path, pseudo: None, place: Place
) -> None:
    async with session(copy_of(company, tmp_path)) as story:
        await place.reach(story)
        known = _data(story) | SAME
        left = [w for w in _words(story.text) if w not in known]
        # A word of the data that is cut at the end of its column is known by its beginning.
        left = [w for w in left if not any(k.startswith(w) for k in known)]
        assert left == [], story.text


@pytest.mark.parametrize("place", [p for p in PLACES if "RecordForm" in p.shown], ids=str)
async def test_no_label_of_a_form_is_cut(
    company: Path, tmp_path: Path, pseudo: None, place: Place
) -> None:
    async with session(copy_of(company, tmp_path), size=(80, 60)) as story:
        await place.reach(story)
        form = story.app.screen.form
        for spot in form.spots:
            label = i18n.t(form.entity.label_key(spot.place.name))
            assert label in story.text, story.text
