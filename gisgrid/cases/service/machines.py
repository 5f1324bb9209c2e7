"""Reports of machines and platforms: each speaks of its own things only."""

from sqlalchemy.orm import Session

from gisgrid.cases.rules import NewReport
from gisgrid.cases.service.intake import submit
from gisgrid.cases.service.receipts import Receipt
from gisgrid.identity import Device
from gisgrid.kernel.errors import Forbidden


class NotItsOwn(Forbidden):
    """A device reports about something that is not its own."""

    title = "This token does not reach so far"


def submit_as(tx: Session, new: NewReport, device: Device) -> Receipt:
    """Take in what a device says.

    Raises:
        NotItsOwn: it speaks in another source's name, of another's asset or platform.
    """
    if new.source != device.source:
        raise NotItsOwn(f"此令牌只能以 {device.source} 的名义上报。")
    if device.platform is None and new.asset_id not in device.asset_ids:
        raise NotItsOwn("此令牌只能上报本设备的部件（asset_id）。")
    if new.external_platform != device.platform:
        raise NotItsOwn(f"此令牌的外部平台名称（external_platform）是 {device.platform or '空'}。")
    return submit(tx, new, device.actor)
