"""Where a setting comes from, and what is said to whoever mistypes one."""

from pathlib import Path

import pytest

from server.settings import DoorLimits, Settings, SettingsError, read_settings
from workshops.vocabulary import Limits


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_anything_said_the_defaults_hold() -> None:
    assert read_settings({}, {}) == Settings()


def test_a_flag_wins_over_the_environment_that_over_the_file_that_over_the_default() -> None:
    Path("gommette.toml").write_text(
        'port = 1\nlanguage = "fr"\ndata = "here"\n[limits]\nidea = 10\ntitle = 20\nrate = 2\n'
    )
    environ = {"GOMMETTE_PORT": "2", "GOMMETTE_DATA": "there", "GOMMETTE_LIMITS_IDEA": "11", "GOMMETTE_OPEN": "true"}
    settings = read_settings({"port": 3, "data": None, "host": None}, environ, limits=["rate=4", "name=30"])
    assert settings == Settings(
        port=3,
        language="fr",
        data="there",
        open=True,
        limits=Limits(idea=11, title=20, name=30),
        door=DoorLimits(rate=4.0),
    )


def test_the_file_may_stand_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "other.toml"
    elsewhere.write_text('trusted_proxies = ["10.0.0.0/8"]\n')
    assert read_settings({}, {}, elsewhere).trusted_proxies == ("10.0.0.0/8",)


def test_a_list_in_the_environment_is_separated_by_commas() -> None:
    settings = read_settings({}, {"GOMMETTE_TRUSTED_PROXIES": "127.0.0.1, ::1,", "PATH": "/bin"})
    assert settings.trusted_proxies == ("127.0.0.1", "::1")


@pytest.mark.parametrize(
    ("environ", "limits", "sentence"),
    [
        ({"GOMMETTE_PROT": "80"}, [], "GOMMETTE_PROT is no setting of Gommette. There are: data, host"),
        ({"GOMMETTE_DOOR": "x"}, [], "GOMMETTE_DOOR is no setting"),
        ({"GOMMETTE_LIMITS_IDEE": "9"}, [], "GOMMETTE_LIMITS_IDEE is no limit of Gommette. There are: body"),
        ({"GOMMETTE_LIMITS": "9"}, [], "each limit is said by its name"),
        ({"GOMMETTE_PORT": "99999"}, [], "In the environment: port: expected `int` <= 65535."),
        ({"GOMMETTE_OPEN": "perhaps"}, [], "In the environment: open: expected `bool`"),
        ({"GOMMETTE_PUBLIC_URL": "atelier.example.org"}, [], "public_url is an address such as https://"),
        ({"GOMMETTE_PUBLIC_URL": "https://ada:secret@example.org"}, [], "public_url is an address such as https://"),
        ({"GOMMETTE_TRUSTED_PROXIES": "proxy"}, [], "'proxy' is no address or network"),
        ({}, ["idea"], "--limits idea: write it as name=value"),
        ({}, ["idea=many"], "In the command line: idea: expected `int`"),
        ({}, ["idea=0"], "In the command line: the limit idea must be 1 or more."),
        ({}, ["frame=1"], "In the command line: frame: expected `int` >= 1024."),
        ({}, ["idées=9"], "idées (in the command line) is no limit"),
    ],
)
def test_a_mistake_is_said_in_a_plain_sentence(environ: dict[str, str], limits: list[str], sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({}, environ, limits=limits)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("prot = 80", "prot (in gommette.toml) is no setting"),
        ("limits = 3", "each limit is said by its name"),
        ("[limits]\nidees = 3", "limits.idees (in gommette.toml) is no limit"),
        ("port = ", "gommette.toml is not TOML"),
    ],
)
def test_a_mistake_in_the_file_is_found_there(text: str, sentence: str) -> None:
    Path("gommette.toml").write_text(text)
    with pytest.raises(SettingsError) as refused:
        read_settings({}, {})
    assert sentence in str(refused.value)


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        read_settings({}, {}, tmp_path / "none.toml")


def test_every_limit_has_one_name() -> None:
    assert not set(Limits.__struct_fields__) & set(DoorLimits.__struct_fields__)
