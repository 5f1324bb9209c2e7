"""What goes over the wire about citizens who look at their own reports."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class PhoneIn(BaseModel):
    """The telephone to which a code is sent."""

    model_config = ConfigDict(extra="forbid")

    phone: str = Field(min_length=5, max_length=30, examples=["13800001234"])


class CitizenSignIn(PhoneIn):
    """A telephone and the code that was sent to it."""

    code: str = Field(min_length=4, max_length=12, examples=["123456"])


class CodeSentOut(BaseModel):
    """Until when the code is good, and when the next one may be asked for; nothing else."""

    expires_at: datetime
    next_after_s: int
    demo_code: str | None
    """The code itself in demo mode, which sends no messages; otherwise nothing."""


class CitizenOut(BaseModel):
    """Whose telephone was proved, masked, and until when that counts."""

    phone: str
    expires_at: datetime
