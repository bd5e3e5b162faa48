"""The list of mailings and their form: pages, texts checked as one types, a live preview (10.1)."""

import pytest
from mailing_story import contact_of, make_mailing, produce, shown, to_mailings

from models.contact import Contact


async def _new(story, name: str = "Infolettre") -> None:
    """A new mailing, its French text shown."""
    await to_mailings(story)
    await story.press("f6")
    assert (story.place, story.field) == ("MailingForm", "name")
    await story.type(name)
    await story.press("pagedown", "pagedown")
    assert story.field == "subject_fr"


class TestList:
    async def test_an_empty_list_says_which_key_makes_the_first(self, begin) -> None:
        async with begin() as story:
            await to_mailings(story)
            assert "F6 fait le premier" in story.text

    async def test_the_latest_comes_first_with_what_has_become_of_it(self, begin) -> None:
        async with begin() as story:
            produce(story, make_mailing(story, "Vieux"))
            make_mailing(story, "Neuf", channel="postal")
            await to_mailings(story)
            assert shown(story, "name") == ["Neuf", "Vieux"]
            old = next(line for line in story.lines if "Vieux" in line)
            assert "courriel" in old and "produit" in old and "0 / 1" in old
            new = next(line for line in story.lines if "Neuf" in line)
            assert "poste" in new and "brouillon" in new

    async def test_filters_are_a_status_and_a_channel(self, begin) -> None:
        async with begin() as story:
            produce(story, make_mailing(story, "Vieux"))
            make_mailing(story, "Lettres", channel="postal")
            make_mailing(story, "Neuf")
            await to_mailings(story)
            await story.press("f4")
            await story.fill("brouillon")
            await story.press("f2")
            assert shown(story, "name") == ["Neuf", "Lettres"]
            await story.press("f4")
            await story.press("tab")
            await story.fill("poste")
            await story.press("f2")
            assert shown(story, "name") == ["Lettres"]
            assert story.status.startswith("brouillon · poste")
            await story.press("f4", "f6")
            assert len(shown(story, "name")) == 3

    async def test_enter_opens_a_draft_and_shows_the_people_of_a_produced_one(self, begin) -> None:
        async with begin() as story:
            produce(story, make_mailing(story, "Vieux"))
            make_mailing(story, "Neuf")
            await to_mailings(story)
            await story.press("enter")
            assert story.place == "MailingForm"
            await story.press("escape", "down", "enter")
            assert story.place == "RecipientsScreen"

    async def test_a_draft_is_deleted_and_what_was_produced_is_not(self, begin) -> None:
        async with begin() as story:
            produce(story, make_mailing(story, "Vieux"))
            make_mailing(story, "Neuf")
            await to_mailings(story)
            await story.press("d", "o")
            assert shown(story, "name") == ["Vieux"]
            await story.press("d", "o")
            assert shown(story, "name") == ["Vieux"]
            assert story.app.screen.query_one("StatusLine").is_error


class TestForm:
    async def test_a_mailing_is_written_page_by_page_and_saved(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.type("Bonne année\tBonjour {{ contact.first_name }},\n")
            await story.press("pagedown")
            assert story.field == "subject_en"
            await story.press("f2")
            assert story.rows("SELECT name, subject_fr, text_fr, status FROM mailing") == [
                ("Infolettre", "Bonne année", "Bonjour {{ contact.first_name }},", "draft")
            ]
            assert story.status == "Enregistré."

    async def test_the_letters_of_the_pages_lead_to_them(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.press("ctrl+g", "2")
            assert story.field == "to_customers"
            await story.press("ctrl+g", "4")
            assert story.field == "subject_en"

    async def test_the_group_is_asked_for_only_with_groups_and_looked_up(self, begin) -> None:
        from models.party import Party

        async with begin() as story:
            story.ask(lambda: Party.make(Party.blank("group") | {"code": "VINS", "name": "Vins"}))
            await to_mailings(story)
            await story.press("f6")
            await story.type("Aux amis")
            await story.press("pagedown")
            assert "Groupe " not in story.text.replace("Groupes", "")
            await story.go("to_groups")
            await story.press("space", "tab")
            assert story.field == "group_code"
            await story.press("f4")
            assert story.place == "FindGroup"
            await story.type("vin")
            await story.press("enter", "f2")
            assert story.rows("SELECT to_groups, group_code FROM mailing") == [(1, "VINS")]

    async def test_what_is_produced_is_only_read(self, begin) -> None:
        async with begin() as story:
            produce(story, make_mailing(story))
            await to_mailings(story)
            await story.press("e")
            assert "ne change plus" in story.status
            await story.press("pagedown", "pagedown")
            assert "Bonjour {{ contact.name }}" in story.text and "Bonjour Marie Roy" in story.text
            await story.type("zzz")
            await story.press("f2")
            assert story.rows("SELECT text_fr FROM mailing") == [("Bonjour {{ contact.name }}",)]


class TestTexts:
    async def test_the_preview_follows_each_key(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.type("Allô {{ contact.first_name }}")
            assert "Aperçu : Marie Roy (TREMB01) · français" in story.text
            assert " Allô Marie" in story.text
            await story.press("tab")
            await story.type("Chez {{ party.name }}")
            assert "Chez Tremblay & Fils inc." in story.text
            await story.type(" !")
            assert "Chez Tremblay & Fils inc. !" in story.text

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("Un\nDeux {{ contact.first_nam }}", "ligne 2 : il n'y a pas de champ"),
            ("{{ 'a' * 10 }}", "ligne 1 : champs, textes et filtres seulement"),
            ("{% for x in y %}{% endfor %}", "ligne 1 : seuls if, elif, else, endif"),
            ("{{ ''.__class__ }}", "ligne 1 :"),
            ("Un\n\n{{ contact.name", "ligne 3 : accolades"),
            ("{{ contact.name | evil }}", "il n'y a pas de filtre « evil »"),
        ],
    )
    async def test_what_a_template_can_not_be_is_said_with_its_line(
        self, begin, typed, said
    ) -> None:
        async with begin() as story:
            await _new(story)
            await story.press("tab")
            await story.type(typed)
            assert said in story.status
            assert story.field == "text_fr"
            await story.press("f2")
            assert story.rows("SELECT id FROM mailing") == []
            assert said in story.text

    async def test_the_problem_goes_with_what_was_wrong(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.press("tab")
            await story.type("Bonjour {{")
            assert "ligne 1" in story.status
            await story.press("backspace", "backspace")
            assert story.status == ""

    async def test_f4_puts_a_field_at_the_cursor(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.press("tab")
            await story.type("Bonjour , bienvenue")
            await story.press("home", *["right"] * 8, "f4")
            assert "prénom" in story.text
            await story.type("prénom")
            await story.press("enter")
            text = story.app.screen.form.widgets["text_fr"].text
            assert text.startswith("Bonjour {{ contact.") and text.endswith("}}, bienvenue")
            await story.press("shift+tab", "f4")
            await story.type("civilité et nom")
            await story.press("enter")
            subject = story.app.screen.form.widgets["subject_fr"].text
            assert subject == "{{ contact.formal_name }}"

    async def test_f8_and_f7_go_to_others_of_the_audience(self, begin) -> None:
        async with begin() as story:
            cote = contact_of(story, "Benoît")
            story.ask(Contact.alter, cote, {"email": "b@cote.example", "first_name": ""})
            await _new(story)
            await story.press("tab")
            await story.type("Cher {{ contact.first_name }}")
            assert "Aperçu : Côté" in story.text
            assert "! champ vide : prénom" in story.text
            await story.press("f8")
            assert "Aperçu : Marie Roy" in story.text and "Cher Marie" in story.text
            await story.press("f8")
            assert "Aperçu : Marie Roy" in story.text
            assert "dernier" in story.status
            await story.press("f7")
            assert "Aperçu : Côté" in story.text

    async def test_who_reads_english_is_shown_the_english_text(self, begin) -> None:
        async with begin() as story:
            abel = contact_of(story, "Chloé")
            story.ask(Contact.alter, abel, {"email": "c@abel.example", "language": "en"})
            make_mailing(story, subject_en="Hi", text_en="Hello {{ contact.first_name }}")
            await to_mailings(story)
            await story.press("enter", "ctrl+g", "3")
            assert "Aperçu : Marie Roy" in story.text
            await story.press("f8")
            assert "Aperçu : Marie Roy" in story.text
            await story.press("ctrl+g", "4")
            assert "Aperçu : Chloé Abel (TREMB01) · anglais" in story.text
            assert "Hello Chloé" in story.text

    async def test_filters_that_find_nobody_leave_no_preview(self, begin) -> None:
        async with begin() as story:
            await to_mailings(story)
            await story.press("f6")
            await story.type("Loin")
            await story.go("city")
            await story.type("Ailleurs")
            await story.press("pagedown")
            assert "Personne à qui l'écrire" in story.text

    @pytest.mark.parametrize("size", [(80, 24), (60, 20), (132, 43), (40, 10)])
    async def test_text_and_preview_are_both_seen(self, begin, size) -> None:
        async with begin(size=size) as story:
            make_mailing(story)
            await to_mailings(story)
            await story.press("enter", "ctrl+g", "3")
            assert "Bonjour {{ contact" in story.text
            assert "Aperçu" in story.text
            assert len(story.lines) == size[1] and max(map(len, story.lines)) <= size[0]
            if size[0] > 110:
                line = next(line for line in story.lines if "Objet" in line)
                assert "Aperçu" in line

    async def test_a_long_preview_is_moved_through(self, begin) -> None:
        async with begin() as story:
            text = "\n".join(f"ligne {n}" for n in range(40))
            make_mailing(story, text_fr=text)
            await to_mailings(story)
            await story.press("enter", "ctrl+g", "3")
            preview = story.app.screen.preview
            await story.burst(*["ctrl+down"] * 60)
            painted = [preview.render_line(y).text for y in range(1, preview.size.height)]
            assert painted[-1].strip() == "ligne 39"
            await story.burst(*["ctrl+up"] * 60)
            assert preview.top == 0

    async def test_what_a_contact_holds_is_no_template(self, begin) -> None:
        async with begin() as story:
            roy = contact_of(story, "Marie")
            story.ask(Contact.alter, roy, {"first_name": "{{ contact.email }}[red]\x1b[31m"})
            make_mailing(story, text_fr="Allô {{ contact.first_name }}")
            await to_mailings(story)
            await story.press("enter", "ctrl+g", "3")
            assert "Allô {{ contact.email }}[red]" in story.text
            assert "\x1b" not in story.text


async def test_a_mailing_is_found_by_words_of_its_name(begin) -> None:
    async with begin() as story:
        make_mailing(story, "Infolettre d'été")
        make_mailing(story, "Carte de Noël")
        await to_mailings(story)
        await story.press("slash")
        await story.type("noel")
        assert shown(story, "name") == ["Carte de Noël"]
