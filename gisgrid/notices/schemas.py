"""What goes over the wire about notices."""

from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from gisgrid.notices.rules import said
from gisgrid.notices.tables import NoticeRow


class NoticeOut(BaseModel):
    """A notice as its reader sees it."""

    id: int
    kind: str
    zh: str
    en: str
    case_number: str | None
    to_station_id: int | None
    created_at: datetime
    due_at: datetime | None
    read_at: datetime | None

    @classmethod
    def of(cls, row: NoticeRow, zone: ZoneInfo) -> "NoticeOut":
        """Put a notice into words."""
        zh, en = said(row.kind, row.params, row.due_at, zone)
        return cls(
            id=row.id,
            kind=row.kind,
            zh=zh,
            en=en,
            case_number=row.params.get("number"),
            to_station_id=row.to_station_id,
            created_at=row.created_at,
            due_at=row.due_at,
            read_at=row.read_at,
        )
