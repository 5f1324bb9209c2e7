"""What a command says when something outside the program is wrong."""

from psycopg import errors
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, DBAPIError

GONE = "the database does not answer ({}): is it running, and is GISGRID_DATABASE_URL right?"
NO_ADDRESS = (
    "GISGRID_DATABASE_URL is no address of a database, "
    "as postgresql+psycopg://name:password@host/database"
)
OLD = "the database is not of this version's shape ({}): run `gisgrid migrate`"
NO_TEXT = "what was given holds bytes that are no text in the terminal's encoding"
UNFIT = "what was given cannot be stored ({})"
SHAPES = (errors.UndefinedTable, errors.UndefinedColumn, errors.UndefinedFunction)


def said_of(fault: Exception) -> str | None:
    """Return one line for a fault of the settings, a file or the database; None for any other."""
    if isinstance(fault, ValidationError):
        return _of_settings(fault)
    if isinstance(fault, ArgumentError):
        return NO_ADDRESS
    if isinstance(fault, UnicodeEncodeError):
        return NO_TEXT
    if isinstance(fault, OSError) and fault.filename is not None:
        return f"{fault.filename}: {fault.strerror or fault}"
    return _of_database(fault.orig if isinstance(fault, DBAPIError) else fault)


def was_interrupted(fault: BaseException | None) -> bool:
    """Tell whether somebody's Ctrl-C is what ended it.

    What is rolled back or closed on the way out may fail too, and then stands before it.
    """
    while fault is not None and not isinstance(fault, KeyboardInterrupt):
        fault = fault.__cause__ or fault.__context__
    return fault is not None


def _of_settings(fault: ValidationError) -> str | None:
    """Name each setting that cannot be used; None when it was not the settings."""
    if fault.title != "Settings":
        return None
    wrong = (f"GISGRID_{str(one['loc'][0]).upper()}: {one['msg']}" for one in fault.errors())
    return "; ".join(wrong)


def _of_database(fault: BaseException | None) -> str | None:
    if isinstance(fault, SHAPES):
        return OLD.format(_line(fault))
    if isinstance(fault, errors.DataError):
        return UNFIT.format(_line(fault))
    if isinstance(fault, errors.OperationalError):
        return GONE.format(_line(fault))
    return None


def _line(fault: BaseException) -> str:
    return str(fault).strip().splitlines()[0]
