"""The live stream: what was committed, told to each client as far as their scope goes.

    live = Live(url, Looking(sessions, is_demo=False), seats, PublicLive(most))
    events = stream(live, live.join(token, last_seen))

Rights are looked at anew before anything is told, and when somebody signs out.
"""

from gisgrid.maps.live.clients import Client
from gisgrid.maps.live.hub import Live
from gisgrid.maps.live.looking import Looking
from gisgrid.maps.live.public import PublicLive
from gisgrid.maps.live.stream import stream

__all__ = ["Client", "Live", "Looking", "PublicLive", "stream"]
