"""Users: made on first use, never without an administrator."""

import pytest
from sample_records import party

from models.database import rows
from models.journal import actor
from models.rules import Missing, RuleBroken
from models.setting import change_setting
from models.user import User, keep_preferences, preferences, remember_opened

pytestmark = pytest.mark.usefixtures("database")


def test_the_first_user_is_administrator_and_the_next_what_the_setting_says() -> None:
    assert User.values_of(User.id_of("marie"))["role"] == "administrator"
    assert User.enter("Luc")["role"] == "editor"
    change_setting("NewUserRole", "reader")
    assert User.enter("zoe")["role"] == "reader"
    assert User.login_of(actor() or 0) == "zoe"


def test_entering_twice_makes_one_user() -> None:
    first = User.enter("luc")["id"]
    assert User.enter("LUC")["id"] == first
    assert rows("SELECT count(*) FROM user") == [(2,)]


def test_the_last_administrator_stays() -> None:
    marie = User.id_of("marie")
    for change in ({"role": "editor"}, {"active": False}):
        with pytest.raises(RuleBroken, match="rule.last_administrator"):
            User.alter(marie, change)
    luc = User.make({"login": "luc", "role": "administrator"}).id
    User.alter(marie, {"role": "editor"})
    with pytest.raises(RuleBroken, match="rule.last_administrator"):
        User.alter(luc, {"active": False})
    User.alter(luc, {"name": "Luc"})


def test_the_last_administrator_is_not_deleted() -> None:
    luc = User.make({"login": "luc", "role": "administrator"}).id
    User.alter(User.id_of("marie"), {"role": "editor"})
    with pytest.raises(RuleBroken, match="rule.last_administrator"):
        User.remove(luc)


def test_a_login_is_taken_once_and_lower_cased() -> None:
    assert User.values_of(User.make({"login": "LUC", "role": "reader"}).id)["login"] == "luc"
    with pytest.raises(RuleBroken, match="rule.login_taken"):
        User.make({"login": "Luc", "role": "reader"})
    with pytest.raises(RuleBroken, match="rule.choice"):
        User.make({"login": "x", "role": "king"})


def test_an_inactive_user_does_not_enter() -> None:
    luc = User.enter("luc")["id"]
    User.alter(luc, {"active": False})
    with pytest.raises(RuleBroken, match="rule.inactive_user"):
        User.enter("luc")


def test_who_has_done_anything_is_not_deleted() -> None:
    party()
    with pytest.raises(RuleBroken, match="rule.referred"):
        User.remove(User.id_of("marie"))
    spare = User.make({"login": "spare", "role": "reader"}).id
    User.remove(spare)
    with pytest.raises(Missing):
        User.key_of("spare")


def test_preferences_are_each_users_own() -> None:
    marie, luc = User.id_of("marie"), User.enter("luc")["id"]
    keep_preferences(marie, {"a": "1", "b": "2"})
    keep_preferences(marie, {"a": "3"})
    assert preferences(marie) == {"a": "3", "b": "2"}
    assert preferences(luc) == {}


def test_the_last_hundred_opened_are_kept() -> None:
    marie = User.id_of("marie")
    key = party()
    for contact_id in range(130):
        remember_opened(marie, key, contact_id)
        # Moments apart, so that their order is known without waiting.
        from models.database import execute

        execute(
            "UPDATE recent SET opened_at = ? WHERE contact_id = ?",
            (f"2026-01-01T00:{contact_id // 60:02}:{contact_id % 60:02}Z", contact_id),
        )
    kept = [c for (c,) in rows("SELECT contact_id FROM recent ORDER BY contact_id")]
    assert 100 <= len(kept) <= 102
    assert kept[-1] == 129
    assert kept[0] >= 28


def test_what_can_not_be_remembered_is_forgotten() -> None:
    marie = User.id_of("marie")
    remember_opened(marie, 999_999)
    known = party("KNOWN")
    remember_opened(marie, known)
    assert rows("SELECT party_id FROM recent") == [(known,)]
