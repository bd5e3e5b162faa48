"""Groups of contacts copied and by reference, by keys (spec 1.5)."""

from models.party import Party

MEMBERS = (
    "SELECT p.code, c.last_name FROM group_member m JOIN party p ON p.id = m.group_id"
    " JOIN contact c ON c.id = m.contact_id ORDER BY m.id"
)


def make_groups() -> None:
    for code in ("GALA", "NOEL"):
        Party.make(Party.blank("group") | {"code": code, "name": code.title()})


async def to_noel(story) -> None:
    story.ask(make_groups)
    await story.press("ctrl+g", "g", "down", "enter")
    assert "NOEL" in story.lines[0]


async def test_a_member_is_looked_up_and_listed_with_its_party(begin) -> None:
    async with begin() as story:
        await to_noel(story)
        await story.press("f9", "m")
        await story.type("roy\n")
        assert "Roy, Marie : membre du groupe NOEL." in story.status
        assert "→ TREMB01" in story.text and "1 Tous 1" in story.text
        assert story.rows(MEMBERS) == [("NOEL", "Roy")]
        assert story.one("SELECT count(*) FROM contact") == 3


async def test_by_reference_from_the_contact_and_in_several_groups(begin) -> None:
    async with begin() as story:
        story.ask(make_groups)
        await story.type("tremb01\n")
        await story.burst("c", "r", *"noel", "enter")
        assert "Chloé Abel : membre du groupe NOEL." in story.status
        await story.burst("c", "r", *"gala", "enter")
        assert story.rows(MEMBERS) == [("NOEL", "Abel"), ("GALA", "Abel")]
        await story.burst("c", "r", *"gala", "enter")
        assert "Chloé Abel est déjà dans le groupe GALA" in story.status
        await story.press("enter")
        assert "2 groupes : GALA, NOEL" in story.text


async def test_the_cursor_is_on_who_was_added(begin) -> None:
    async with begin() as story:
        await to_noel(story)
        for name in ("abel", "roy", "cote benoit"):
            await story.press("f9", "m")
            await story.type(f"{name}\n")
        assert "› Côté, Benoît" in story.text


async def test_copied_contacts_and_members_stand_together(begin) -> None:
    async with begin() as story:
        await to_noel(story)
        await story.press("f9", "m")
        await story.type("roy\n")
        await story.press("ctrl+f")
        await story.type("tremb01\n")
        await story.burst("c", "g", *"noel", "enter", "f2")
        await story.press("ctrl+g", "g", "down", "enter")
        assert "1 Tous 2" in story.text
        lines = [line for line in story.lines if "Abel, Chloé" in line or "Roy, Marie" in line]
        assert "→" not in lines[0] and "→ TREMB01" in lines[1]


async def test_deleting_a_member_by_reference_only_takes_it_out(begin) -> None:
    async with begin() as story:
        await to_noel(story)
        await story.press("f9", "m")
        await story.type("roy\n")
        await story.press("d")
        assert "Le contact lui-même reste." in story.text
        await story.press("escape")
        assert story.rows(MEMBERS) == [("NOEL", "Roy")]
        await story.press("d", "o")
        assert "n'est plus membre du groupe NOEL" in story.status
        assert story.rows(MEMBERS) == []
        assert story.one("SELECT count(*) FROM contact WHERE last_name = 'Roy'") == 1


async def test_a_contact_of_the_group_itself_is_deleted(begin) -> None:
    async with begin() as story:
        await to_noel(story)
        await story.press("n")
        await story.go("last_name")
        await story.type("Propre")
        await story.press("f2", "escape")
        await story.press("f9")
        assert "Retirer" not in story.text
        await story.press("escape", "d", "o")
        assert story.one("SELECT count(*) FROM contact WHERE last_name = 'Propre'") == 0


async def test_f9_takes_out_too_and_ranks_are_moved_at_home(begin) -> None:
    async with begin() as story:
        await to_noel(story)
        await story.press("f9", "m")
        await story.type("roy\n")
        await story.press("3", ">")
        assert "déplacez-le là" in story.status
        assert story.one("SELECT count(*) FROM contact_role WHERE rank = 1") == 1
        await story.press("1", "f9", "b", "o")
        assert story.rows(MEMBERS) == []


async def test_a_group_with_members_is_not_deleted_and_says_why(begin) -> None:
    async with begin() as story:
        await to_noel(story)
        await story.press("f9", "m")
        await story.type("roy\n")
        await story.press("f9", "d", "o")
        assert "1 membre" in story.status
        assert story.one("SELECT count(*) FROM party WHERE code = 'NOEL'") == 1
