"""The web's sessions over a test's one transaction: under the app's own role, like its pool's."""

from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker
from typing_extensions import override

ROLE = text("SELECT set_config('role', :role, true), set_config('gisgrid.scope', '', true)")


class WebSession(Session):
    """A session that sees its scope's rows alone; when it closes, the test is the system again."""

    role = "gisgrid_app"

    @override
    def close(self) -> None:
        super().close()
        bound = self.bind
        if isinstance(bound, Connection) and not bound.closed and bound.in_transaction():
            bound.execute(ROLE, {"role": "gisgrid_system"})


class FirstWallSession(WebSession):
    """A session that no row policy holds, as in a database without the system's role."""

    role = "gisgrid_system"


@event.listens_for(WebSession, "after_begin", propagate=True)
def _enter(session: WebSession, transaction: SessionTransaction, connection: Connection) -> None:
    """Begin as a connection of the web's pool does: as the app, with no scope told."""
    if not transaction.nested:
        connection.execute(ROLE, {"role": session.role})


def web_sessions_on(
    connection: Connection, session: type[WebSession] = WebSession
) -> sessionmaker[Session]:
    """Make the web's sessions, each committing into a savepoint of the test's transaction."""
    made: sessionmaker[Session] = sessionmaker(
        connection,
        class_=session,
        expire_on_commit=False,
        join_transaction_mode="create_savepoint",
    )
    return made
