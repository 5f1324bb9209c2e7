"""An S3 server on loopback: what speaks to it is the program's own store, as to any bucket."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

from moto.server import ThreadedMotoServer

KNOWN = {"AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "of-the-test"}


class Server:
    """The server, and what the environment says of it."""

    def __init__(self, served: ThreadedMotoServer) -> None:
        host, port = served.get_host_and_port()
        self.url = f"http://{host}:{port}"
        self.environment = KNOWN | {"AWS_ENDPOINT_URL": self.url, "AWS_REGION": "cn-north-1"}

    def make_bucket(self, name: str) -> str:
        """Make an empty bucket, and return the URL of a prefix in it."""
        self._put(name)
        return f"s3://{name}/zhongzhan"

    def put(self, path: str, content: bytes) -> None:
        """Lay something into a bucket that is not ours."""
        self._put(path, content)

    def _put(self, path: str, content: bytes = b"") -> None:
        with urlopen(Request(f"{self.url}/{path}", content, method="PUT")) as answer:
            assert answer.status == 200


@contextmanager
def served() -> Iterator[Server]:
    """Serve S3 on a free port of loopback."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        yield Server(server)
    finally:
        server.stop()
