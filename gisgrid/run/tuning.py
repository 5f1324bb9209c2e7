"""How the private server is set up: for two cores and one machine, reachable by nobody else."""

from collections.abc import Mapping
from pathlib import Path

TUNING: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "max_locks_per_transaction": "256",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
}
# A test's data may be lost: nothing waits for the disk. Several tests have servers of their own.
CARELESS: Mapping[str, str] = {
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


def settings_file(socket: Path, wanted: Mapping[str, str]) -> str:
    """Return the lines that the server reads last, our wishes over the defaults above."""
    merged = {**TUNING, "unix_socket_directories": str(socket), **wanted}
    return "".join(f"{name} = '{value}'\n" for name, value in merged.items())
