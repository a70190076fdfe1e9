"""What an operator may set: a flag wins over GOMMETTE_*, that over gommette.toml, that over the default; read once."""

import tomllib
from collections.abc import Mapping, Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from workshops.vocabulary import Limits

PREFIX = "GOMMETTE_"
FILE = "gommette.toml"

UNTOLD = "metrics_token"
"""The one setting that is never printed; GOMMETTE_METRICS_TOKEN_FILE names a file that holds it."""

T = TypeVar("T")

Count = Annotated[int, Meta(ge=1)]
Bytes = Annotated[int, Meta(ge=1_024)]
Seconds = Annotated[float, Meta(ge=0)]
Port = Annotated[int, Meta(ge=0, le=65_535)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2}$")]


class SettingsError(Exception):
    """A sentence for whoever starts the server: which setting is wrong, where it was said, and what to write."""


class DoorLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much the server takes in before a workshop's own rules are asked."""

    frame: Bytes = 32 * 1024
    """Bytes of one incoming frame."""
    body: Bytes = 64 * 1024
    """Bytes of a form."""
    body_long: Bytes = 512 * 1024
    """Bytes of a form of long texts, as reports are."""
    import_body: Bytes = 64 * 1024 * 1024
    """Bytes of an import, read as a stream."""
    json_depth: Annotated[int, Meta(ge=4)] = 16
    connections: Count = 1_000
    """Participants' connections to one workshop; facilitators and screens are not counted."""
    connections_each: Count = 5
    """Connections of one person: one more closes the oldest."""
    burst: Count = 20
    """Commands a participant may send at once, then `rate` a second."""
    rate: Annotated[float, Meta(gt=0)] = 5.0
    facilitator_burst: Count = 50
    facilitator_rate: Annotated[float, Meta(gt=0)] = 20.0
    text_burst: Count = 20
    """Times that anyone may say at once what the text they are typing says, then `text_rate` a second."""
    text_rate: Annotated[float, Meta(gt=0)] = 10.0
    text_bytes_burst: Bytes = 128 * 1024
    """Bytes that anyone's typing may add to the log at once, then `text_bytes` a second."""
    text_bytes: Bytes = 4 * 1024
    inbox: Count = 2_000
    """Commands of one workshop waiting to be decided, above which the next is told `busy`."""
    watched: Count = 200
    """Records on request that one connection may watch."""
    buffer: Bytes = 256 * 1024
    """Bytes waiting on a slow socket, above which it is resynced instead."""
    buffer_stuck: Seconds = 10.0
    """Seconds after which a waiting buffer that did not shrink closes its socket."""
    join_failures: Count = 60
    """Wrong codes from one address in `join_window` seconds, above which each waits `join_delay` more."""
    join_window: Seconds = 300.0
    join_delay: Seconds = 2.0


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    host: str = "0.0.0.0"
    port: Port = 8_000
    data: str = "gommette-data"
    """The folder that holds everything; made when missing."""
    public_url: str | None = None
    """What the QR says, such as https://atelier.example.org; without it, this machine's own address."""
    open: bool = False
    """Whether anyone may create workshops, or only the holder of the owner's link."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose X-Forwarded-* are believed."""
    language: Language = "en"
    """For those whose browser asks for no language that Gommette speaks."""
    log: Literal["text", "json"] = "text"
    """How the server writes of itself: a line for people, or one for a program."""
    metrics: bool = False
    """Whether /metrics tells Prometheus counts and times: to this machine, or to whoever has the token."""
    metrics_token: Annotated[str, Meta(min_length=16)] | None = None
    """What a scraper from elsewhere says as `Authorization: Bearer …`."""
    limits: Limits = msgspec.field(default_factory=Limits)
    door: DoorLimits = msgspec.field(default_factory=DoorLimits)

    @property
    def data_folder(self) -> Path:
        return Path(self.data).expanduser().absolute()


def read_settings(
    flags: Mapping[str, Any], environ: Mapping[str, str], file: Path | None = None, limits: Sequence[str] = ()
) -> Settings:
    """`flags`: settings given on the command line (None: not given). `limits`: its `name=value` pairs.

    `file` must exist; without it, gommette.toml of the current folder is read if there is one. Raises SettingsError.
    """
    place = file or (Path(FILE) if Path(FILE).is_file() else None)
    layers = [
        (place.name, _from_file(place)) if place else (FILE, {}),
        ("the environment", _from_environment(environ)),
        ("the command line", _from_flags(flags, limits)),
    ]
    merged: dict[str, Any] = {"limits": {}, "door": {}}
    for said, layer in layers:
        _check(layer, said)
        for name, value in layer.items():
            if name == "limits":
                for limit, number in value.items():
                    merged["limits" if limit in _of(Limits) else "door"][limit] = number
            else:
                merged[name] = value
    return _convert(merged, Settings)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}.") from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """GOMMETTE_PORT=80 is `port`, GOMMETTE_LIMITS_IDEA=1500 is `[limits] idea`; a list is separated by commas."""
    layer: dict[str, Any] = {}
    limits: dict[str, str] = {}
    for variable in sorted(environ):
        if variable.startswith(PREFIX):
            name, value = variable.removeprefix(PREFIX).lower(), environ[variable]
            if name.startswith("limits_"):
                limits[name.removeprefix("limits_")] = value
            elif name == "trusted_proxies":
                layer[name] = [part.strip() for part in value.split(",") if part.strip()]
            elif name == f"{UNTOLD}_file":
                layer[UNTOLD] = _secret(Path(value))
            else:
                layer[name] = value
    return {**layer, "limits": limits} if limits else layer


def _secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{PREFIX}{UNTOLD.upper()}_FILE: {path} cannot be read.") from error


def _from_flags(flags: Mapping[str, Any], limits: Sequence[str]) -> dict[str, Any]:
    layer = {name: value for name, value in flags.items() if value is not None}
    pairs = [pair.partition("=") for pair in limits]
    for name, equals, value in pairs:
        if not (name and equals and value):
            raise SettingsError(f"--limits {name}{equals}{value}: write it as name=value, such as --limits idea=1500.")
    return {**layer, "limits": {name.strip(): value.strip() for name, _, value in pairs}} if pairs else layer


def _check(layer: Mapping[str, Any], said: str) -> None:
    known = _of(Settings) - {"door"}
    for name in layer:
        if name not in known:
            every = ", ".join(sorted(known))
            raise SettingsError(f"{_spelt(name, said)} is no setting of Gommette. There are: {every}.")
    limits = layer.get("limits", {})
    if not isinstance(limits, Mapping):
        raise SettingsError(
            f"In {said}: each limit is said by its name ([limits] idea = 1500, GOMMETTE_LIMITS_IDEA=1500)."
        )
    known = _of(Limits) | _of(DoorLimits)
    for name in limits:
        if name not in known:
            every = ", ".join(sorted(known))
            raise SettingsError(f"{_spelt(f'limits.{name}', said)} is no limit of Gommette. There are: {every}.")
    values = {name: value for name, value in layer.items() if name != "limits"}
    try:
        settings = _convert(values, Settings)
        _convert({name: value for name, value in limits.items() if name in _of(Limits)}, Limits)
        _convert({name: value for name, value in limits.items() if name in _of(DoorLimits)}, DoorLimits)
        _check_values(settings, limits)
    except SettingsError as error:
        raise SettingsError(f"In {said}: {error}") from error


def _check_values(settings: Settings, limits: Mapping[str, Any]) -> None:
    for name in limits:
        if name in _of(Limits) and int(limits[name]) < 1:
            raise SettingsError(f"the limit {name} must be 1 or more.")
    if settings.public_url is not None:
        address = urlsplit(settings.public_url)
        whole = address.scheme in ("http", "https") and address.hostname and not (address.query or address.fragment)
        if not whole or address.username or address.password:
            raise SettingsError("public_url is an address such as https://atelier.example.org, and nothing more.")
    for proxy in settings.trusted_proxies:
        try:
            ip_network(proxy, strict=False)
        except ValueError:
            raise SettingsError(f"trusted_proxies: {proxy!r} is no address or network such as 10.0.0.0/8.") from None


def _convert(values: Mapping[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(values, kind, strict=False)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `$.")
        raise SettingsError(f"{place.rstrip('`') or 'settings'}: {what[0].lower()}{what[1:]}.") from error


def _of(kind: type[Struct]) -> frozenset[str]:
    return frozenset(kind.__struct_fields__)


def _spelt(name: str, said: str) -> str:
    if said == "the environment":
        return PREFIX + name.upper().replace(".", "_")
    return f"{name} (in {said})"
