"""Settings: one frozen value, read once from the environment, passed in."""

import re
from functools import cache
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?")


def listed(text: str) -> tuple[str, ...]:
    """Return what stands between commas, without what is empty."""
    return tuple(filter(None, map(str.strip, text.split(","))))


class Settings(BaseSettings):
    """What an operator may set; every name is prefixed GISGRID_ in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="GISGRID_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    database_url: str = ""
    """PostgreSQL 15+ with PostGIS 3.3+, as the app's role; empty: the private cluster."""
    owner_url: str = ""
    """The same database as the role that owns the tables (migrations); empty: database_url."""
    home: Path | None = None
    """Folder of the private cluster and uploaded files; empty: chosen by `gisgrid run`."""
    host: str = "127.0.0.1"
    """The address that `gisgrid run` listens on; another one belongs behind a proxy with TLS."""
    port: int = 8000
    """The port that `gisgrid run` listens on."""
    web_processes: int = 1
    """How many web processes `gisgrid run` starts."""
    threads: int = 8
    """Threads that serve requests in one web process, and the width of its pool."""
    sign_ins_at_once: int = 2
    """Passwords that one web process checks at a time: each takes a core and 64 MiB."""
    zone: str = "Asia/Shanghai"
    """The zone that decides days, months and deadlines."""
    demo: bool = False
    """Demo mode: the demo district, its logins and its secrets are allowed."""
    secret: SecretStr = SecretStr("")
    """Signs links (follow-up, contractors); required outside demo mode."""
    data_key: SecretStr = SecretStr("")
    """Personal data is sealed under this; empty: under the secret."""
    old_data_keys: SecretStr = SecretStr("")
    """Keys of before, with commas between: what was sealed under them still opens."""
    cipher: Literal["aes-256-gcm", "sm4-gcm"] = "aes-256-gcm"
    """What personal data is sealed with from now on; the other one still opens."""
    archive_after_days: int = Field(16, ge=16)
    """Closed cases are archived so long after the last word on them; reopening takes 15 days."""
    reporters_kept_days: int = Field(730, ge=1)
    """Reporters are forgotten so long after their case ended."""
    duty_hours: float = Field(12, gt=0, le=24)
    """Who is on duty in the grid is off duty after so many hours."""
    tracks_kept_days: int = Field(7, ge=1)
    """Tracks of time on duty are forgotten so long after that time ended."""
    check_in_far_m: float = Field(50.0, ge=0)
    """A check-in farther from its asset than this and what the telephone is unsure of is far."""
    check_in_places_kept_days: int = Field(30, ge=1)
    """Where exactly somebody checked in is blanked so long after; how far away stays."""
    readings_kept_days: int = Field(400, ge=1)
    """What gauges told is forgotten after so long; the latest stage stands."""
    anchors: Path | None = None
    """Folder of the audit's signed anchors, outside the database; empty: in the home folder."""
    anchor_key: Path | None = None
    """File of the Ed25519 key that signs anchors, made on first use; empty: in the home folder."""
    near_m: float = 50.0
    """A point outside the grid but this near is taken by the nearest area, and said so."""
    close_to_border_m: float = 15.0
    """Below this distance both sides of a border are named."""
    notices_file: Path | None = None
    """Notices are appended here as JSON lines, for a gateway to pick up; empty: to the log."""
    spot_check_share: float = 0.2
    """The share of what officers solved on the spot that a checker looks at, 0 to 1."""
    limits: bool | None = None
    """Whether rate limits are in force; unset: outside demo mode."""
    reports_by_address: str = "60/minute; 1000/day"
    """How often one address may report without signing in; each web process counts for itself."""
    reports_by_phone: str = "6/minute; 30/day"
    """How often one phone may be given with a report that nobody signed."""
    photos_by_address: str = "60/minute; 3000/day"
    """How often one address may upload a photo."""
    sign_ins_by_address: str = "60/minute"
    """How often one address may try to sign in, right or wrong."""
    codes_by_address: str = "6/minute; 60/day"
    """How often one address may have a code sent to a citizen's telephone."""
    code_tries_by_address: str = "20/minute"
    """How often one address may try such a code."""
    refusals_by_address: str = "60/minute; 2000/day"
    """How many refusals of one address the audit writes down where nobody is signed in."""
    sms_url: str = ""
    """Gateway to which text messages are posted as JSON; empty: to the file or the log."""
    sms_body: str = '{"phone": "{phone}", "text": "{text}"}'
    """Template of that JSON; {phone}, {code} and {text} are filled in."""
    sms_token: SecretStr = SecretStr("")
    """Shown to the gateway as a bearer; empty: nothing is shown."""
    sms_file: Path | None = None
    """Text messages are appended here as JSON lines, for a gateway to pick up."""
    oidc_issuer: str = ""
    """The city's OpenID Connect provider, https or loopback; empty: no single sign-on."""
    oidc_client_id: str = "gisgrid"
    """How the provider knows this program."""
    oidc_client_secret: SecretStr = SecretStr("")
    """What the provider shares with this program; empty: in the file."""
    oidc_client_secret_file: Path | None = None
    """File that holds the client's secret alone."""
    oidc_claim: str = "preferred_username"
    """The claim of an ID token that is a login of ours; `sub` where logins are subjects."""
    oidc_scope: str = "openid profile"
    """What is asked of the provider; `openid` must be among it."""
    oidc_name: str = ""
    """What the button says; empty: single sign-on."""
    oidc_second_factor: bool = False
    """Whether the provider always asks for a second proof, also where its tokens do not say so."""
    public_url: str = ""
    """The address that browsers use, for the provider's way back; empty: as each one asked."""
    embed_hosts: str = ""
    """Origins whose pages may embed the web app, with commas between; empty: our own alone."""
    trusted_proxies: str = ""
    """Addresses whose X-Forwarded-For is believed, with commas between; empty: nobody's."""
    body_kib: int = 1024
    """The longest body of a request in KiB, files aside."""
    upload_kib: int = 65536
    """The longest upload of a photo, video or voice note with its form, in KiB."""
    body_timeout_s: float = 30.0
    """How long a request's body may stand still before the request is given up."""
    statement_timeout_s: float = 20.0
    """How long one statement of a web request may take."""
    tile_cache_mib: int = Field(64, ge=0)
    """How much memory one web process spends on tiles, compressed, in MiB."""
    public_streams: int = Field(200, ge=0)
    """How many open maps of the public one web process tells of changes; more ask by themselves."""
    tile_timeout_s: float = Field(5.0, gt=0)
    """How long one tile may take to be cut."""
    metrics_token: SecretStr = SecretStr("")
    """Who shows this as a bearer may read /metrics from afar; empty: from loopback alone."""
    log_format: Literal["json", "text"] | None = None
    """How log lines are written; unset: text in demo mode, JSON otherwise."""
    files_url: str = ""
    """Where photos lie: file:///folder or s3://bucket/prefix; empty: in home.

    A bucket's keys, region and endpoint are read from the AWS_* variables, as S3's own tools do.
    """
    photo_bytes: int = 20 << 20
    """The largest photo that is taken in, in bytes."""
    photo_pixels: int = 64_000_000
    """The most pixels of a photo, read from its header before it is decoded."""
    photo_side: int = 4096
    """The longer side to which a stored photo is reduced, in pixels."""
    video_bytes: int = 60 << 20
    """The largest video that is taken in, in bytes; GISGRID_UPLOAD_KIB bounds it too."""
    video_seconds: int = 60
    """The longest video that is taken in."""
    video_pixels: int = 8_900_000
    """The most pixels of a video's picture (4K and a little), read before it is decoded."""
    voice_bytes: int = 8 << 20
    """The largest voice note that is taken in, in bytes."""
    voice_seconds: int = 60
    """The longest voice note that is taken in."""
    photo_far_m: float = 200.0
    """A photo taken farther from the pin than this is flagged."""
    layers: Path | None = None
    """Folder of the operator's own layers (YAML and SQL), beside the built-in ones."""
    basemaps: Path | None = None
    """YAML file of the operator's own base maps; empty: the own backdrop, no other host."""
    district: str = "data/zhongzhan"
    """Folder of the district: the map's backdrop, and what `gisgrid demo` loads."""

    @field_validator("oidc_issuer")
    @classmethod
    def _is_private(cls, issuer: str) -> str:
        """Refuse a provider whose tokens anybody on the way could exchange."""
        parts = urlsplit(issuer)
        near = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        if issuer and parts.scheme != "https" and not near:
            raise ValueError("GISGRID_OIDC_ISSUER must be an https address")
        return issuer

    @field_validator("embed_hosts")
    @classmethod
    def _are_origins(cls, hosts: str) -> str:
        """Refuse what would let anybody embed the web app, or break the rule that says who may."""
        if not all(ORIGIN.fullmatch(one) for one in listed(hosts)):
            raise ValueError("GISGRID_EMBED_HOSTS lists origins such as https://mini.example.cn")
        return hosts

    @property
    def embedders(self) -> tuple[str, ...]:
        """Return the origins whose pages may embed the web app."""
        return listed(self.embed_hosts)

    @property
    def tz(self) -> ZoneInfo:
        """Return the district's zone."""
        return ZoneInfo(self.zone)

    @property
    def is_limited(self) -> bool:
        """Tell whether rate limits are in force."""
        return not self.demo if self.limits is None else self.limits

    @property
    def logs_are_json(self) -> bool:
        """Tell whether log lines are for machines."""
        return self.log_format == "json" or (self.log_format is None and not self.demo)

    @property
    def migrations_url(self) -> str:
        """Return the address used by the role that owns the tables."""
        return self.owner_url or self.database_url


@cache
def settings() -> Settings:
    """Read the environment once."""
    return Settings()
