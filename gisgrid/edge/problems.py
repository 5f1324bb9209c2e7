"""Problems on the wire: application/problem+json (RFC 9457)."""

from fastapi.responses import JSONResponse


def problem(status: int, kind: str, title: str, detail: str, /, **codes: object) -> JSONResponse:
    """Write a problem; a code never hides one of its own members.

    The code `retry_after_s` becomes a Retry-After header too.
    """
    body = {**codes, "type": kind, "title": title, "status": status, "detail": detail}
    answer = JSONResponse(body, status, media_type="application/problem+json")
    if "retry_after_s" in codes:
        answer.headers["Retry-After"] = str(codes["retry_after_s"])
    return answer
