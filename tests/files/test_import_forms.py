"""Files of many forms: what is a table is read, what is none is refused with its line."""

import io
import json
from pathlib import Path

import pytest
from sample_imports import counts, take, whole
from sample_records import count, party

from crmtui.interchange.headings import read_mapping
from crmtui.interchange.importing import import_file
from models.contact import Contact
from models.rules import RuleBroken

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_encoding_and_line_ends_are_found_out(
    encoding: str, delimiter: str, end: str
) -> None:
    lines = [["Code", "Nom", "Ville"], ["A1", "L’Été à Noël", '"Québec"'], ["A2", "Œuvre", "Lévis"]]
    raw = end.join(delimiter.join(line) for line in lines).encode(encoding)
    report = import_file("customers", io.BytesIO(raw))
    assert counts(report) == {"created": 2}
    assert (whole("A1")["name"], whole("A1")["city"]) == ("L’Été à Noël", "Québec")
    assert [n.key for n in report.notices] == ["import.encoding_guessed"] * (encoding == "cp1252")


def test_a_file_of_one_column_needs_no_delimiter() -> None:
    assert counts(take("prospects", "Nom\nGarage Roy\n"))
    assert whole("GARAGE01", "prospect")["name"] == "Garage Roy"


def test_a_spreadsheets_own_word_about_its_delimiter_is_believed() -> None:
    assert counts(take("customers", "sep=|\ncode|name\nA|x,y;z\n")) == {"created": 1}
    assert whole("A")["name"] == "x,y;z"


def test_the_rejects_never_overwrite_the_file_itself(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("code,name\n?,x\n")
    with pytest.raises(RuleBroken, match="import.rejects_is_source"):
        import_file("customers", path, rejects=path)
    assert path.read_text() == "code,name\n?,x\n"


def test_google_and_outlook_exports_are_known() -> None:
    party("ACME", name="Acme")
    google = (
        "First Name,Middle Name,Last Name,Organization Name,Organization Title,Notes,"
        "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Value,Address 1 - City\n"
        "Zoé,,Côté,Acme,Acheteuse,bonne,Work,z@acme.ca,+1 514 555 0100,Laval\n"
    )
    assert counts(take("contacts", google)) == {"created": 1}
    outlook = (
        "Title,First Name,Last Name,Company,Department,Job Title,Business Street,Business City,"
        "Business State,Business Country/Region,Business Phone,Mobile Phone,E-mail Address,Birthday"
        "\n"
        "Mr.,Luc,Roy,Acme,Ventes,Commis,1 rue Nord,Amos,Québec,Canada,5145550101,,l@acme.ca,0/0/00"
        "\n"
    )
    assert counts(take("contacts", outlook)) == {"created": 1}
    zoe, luc = Contact.values_of(1), Contact.values_of(2)
    assert (zoe["job_title"], zoe["email"], zoe["city"]) == ("Acheteuse", "z@acme.ca", "Laval")
    assert (luc["salutation"], luc["job_title"], luc["province"]) == ("M", "Commis", "QC")
    assert luc["birth_date"] == ""


def test_a_mapping_file_says_what_a_heading_is(tmp_path: Path) -> None:
    toml = tmp_path / "map.toml"
    toml.write_text('"Kundennr." = "code"\nFirma = "name"\nOrt = "ville"\nnotes = ""\n')
    mapping = read_mapping(toml)
    report = take("customers", "Kundennr.,Firma,Ort,Notes\nK1,Bäckerei,Köln,x\n", mapping=mapping)
    assert (counts(report), report.notices) == ({"created": 1}, [])
    assert (whole("K1")["city"], whole("K1")["remarks"]) == ("Köln", "")
    as_json = tmp_path / "map.json"
    as_json.write_text('{"Firma": "nothing"}')
    with pytest.raises(RuleBroken, match="import.map_field"):
        take("customers", "Firma\nx\n", mapping=read_mapping(as_json))
    toml.write_text("= no toml")
    with pytest.raises(RuleBroken, match="import.map_file"):
        read_mapping(toml)


def test_unknown_headings_are_told() -> None:
    report = take("customers", "code,name,shoe size,ville,city\nA,a,43,x,y\n")
    assert [(n.key, n.facts["heading"]) for n in report.notices] == [
        ("import.unknown_heading", "shoe size"),
        ("import.heading_twice", "city"),
    ]
    with pytest.raises(RuleBroken, match="import.no_heading"):
        take("customers", "foo,bar\n1,2\n")


@pytest.mark.parametrize(
    ("raw", "key", "line"),
    [
        (b"", "import.empty", None),
        (b"\n\n", "import.empty", None),
        ("code,name\nA,x\n".encode("utf-16-le"), "import.nul", 1),
        (b'code,name\nA,"x\nB,y\n', "import.open_quote", 2),
        (b'code,name\nA,x\nB,"y"z\n', "import.stray_quote", 3),
        (b"code,name\nA,x\nB," + b"y" * 1_000_001 + b"\n", "import.long_cell", 3),
        (b"code,name\nA," + b"y" * 2_100_000 + b"\n", "import.long_row", 2),
        (b",".join(b"h%d" % i for i in range(16_385)) + b"\nx\n", "import.many_columns", 1),
        (b"\x81\x8d\x8f\x90\x9d\xff", "import.not_text", None),
        (bytes(range(256)) * 40, "import.not_text", None),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole_with_its_line(
    raw: bytes, key: str, line: int | None
) -> None:
    with pytest.raises(RuleBroken) as broken:
        import_file("customers", io.BytesIO(raw))
    assert (broken.value.key, broken.value.facts.get("line")) == (key, line)
    assert count("party") == 0


def test_a_quote_left_open_far_down_lets_nothing_in() -> None:
    text = "code,name\n" + "".join(f"C{i},n\n" for i in range(1000)) + 'Z,"open\n'
    with pytest.raises(RuleBroken) as broken:
        take("customers", text)
    assert (broken.value.key, broken.value.facts["line"]) == ("import.open_quote", 1002)
    assert count("party") == 0


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("", "import.not_json", 1),
        ("{}", "import.not_json", 1),
        ("[]", "import.empty", None),
        ("[3,\n 4]", "import.not_objects", 1),
        ('[{"code": "A"},\n {"code": ]', "import.not_json", 2),
        ('[{"code": {"a": 1}}]', "import.not_objects", 1),
        ('[{"code": "A"}', "import.not_json", 1),
        ("[" * 100_000, "import.not_json", 1),
    ],
)
def test_json_that_is_no_array_of_objects_is_refused(text: str, key: str, line: int | None) -> None:
    with pytest.raises(RuleBroken) as broken:
        take("customers", text, fmt="json")
    assert (broken.value.key, broken.value.facts.get("line")) == (key, line)


def test_json_comes_in_and_its_rejects_are_json(tmp_path: Path) -> None:
    party("ACME")
    objects = [
        {
            "party": "ACME",
            "last_name": "Roy",
            "payable": True,
            "payable_rank": 2,
            "groupings": ["VIP"],
        },
        {"party": "ACME", "last_name": "=Côté", "email": "x"},
        {"party": "ACME", "last_name": None, "first_name": "Zoé"},
    ]
    path = tmp_path / "rejects.json"
    report = take("contacts", json.dumps(objects, indent=1), fmt="json", rejects=path)
    assert counts(report) == {"created": 2, "rejected": 1}
    assert Contact.values_of(1)["payable_rank"] == 2
    rejected = json.loads(path.read_text())
    assert [r["last_name"] for r in rejected] == ["=Côté"]
    assert rejected[0]["Motif du rejet"]


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="import.cannot_open"):
        import_file("customers", tmp_path / "none.csv")
    with pytest.raises(RuleBroken, match="import.cannot_open"):
        import_file("customers", tmp_path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_blank_lines_and_titles_above_the_headings_are_passed_over(delimiter: str) -> None:
    text = "\n;;;\nClients de novembre;;;\nImprimé le 3\n\nCode;Nom;Ville\n\nA1;Roy;Laval\n ; ; \n"
    report = take("customers", text.replace(";", delimiter))
    assert counts(report) == {"created": 1}
    assert whole("A1")["city"] == "Laval"
    assert [o.line for o in report.outcomes] == [8]


def test_a_title_that_is_a_headings_word_is_none_where_headings_follow() -> None:
    assert counts(take("customers", "Client\nCode;Nom\nA1;Roy\n")) == {"created": 1}
    assert counts(take("customers", "Client\nGarage Roy\nCôté\n")) == {"created": 2}


def test_a_row_that_ends_early_is_empty_from_there_on() -> None:
    report = take("customers", "code,name,city,phone\nA,Acme\nB,Bon,Laval\nC,Ceci,,,extra\n")
    assert counts(report) == {"created": 2, "rejected": 1}
    assert (whole("A")["city"], whole("B")["city"]) == ("", "Laval")


def test_hundreds_of_unknown_columns_are_left_out_and_told() -> None:
    unknown = [f"h{i}" for i in range(500)]
    report = take("customers", ",".join(["code", "name", *unknown]) + "\nA,Acme\n")
    assert counts(report) == {"created": 1}
    assert report.notices[-1].key == "import.more_headings"
    assert report.notices[-1].facts["n"] + len(report.notices) - 1 == 500


def test_one_wrong_element_of_an_array_is_named_and_the_others_are_read() -> None:
    text = '[{"code": "A", "name": "a"},\n 3,\n {"code": {"x": 1}},\n {"code": "B", "name": "b"}]'
    report = take("customers", text, fmt="json")
    assert counts(report) == {"created": 2, "rejected": 2}
    assert [o.line for o in report.rejects] == [2, 3]
    assert "2" in report.rejects[0].sentence()


def test_a_nul_byte_in_one_row_is_left_out_and_told() -> None:
    report = take("customers", "code,name,city\nA,Acme,Laval\nB,Bo\0n,Lévis\nC,Ceci,\n")
    assert counts(report) == {"created": 3}
    assert whole("B")["name"] == "Bon"
    told = [(n.key, n.facts.get("lines")) for n in report.notices]
    assert told == [("import.nul_left_out", "3")]
    json_text = '[{"code": "D", "name": "D\0"}, {"code": "E", "name": "e"}]'
    assert counts(take("customers", json_text, fmt="json")) == {"created": 2}


def test_a_file_of_headings_alone_says_so() -> None:
    report = take("customers", "code,name,city\n\n")
    assert counts(report) == {}
    assert [n.key for n in report.summary()] == ["import.no_rows"]
