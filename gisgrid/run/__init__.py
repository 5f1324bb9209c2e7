"""What `make run` stands on: the private database, the supervisor, and what must be installed."""

from gisgrid.run.addresses import Urls
from gisgrid.run.cluster import Cluster
from gisgrid.run.homes import home
from gisgrid.run.needs import NotReady

__all__ = ["Cluster", "NotReady", "Urls", "home"]
