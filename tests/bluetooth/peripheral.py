"""A cuff behind a virtual controller. Its clock shows January 2000, and its memory holds two measurements.

Whoever subscribes is told all three, and then it goes by itself. /run/cuff/rest lets it rest.

That it loses its own keys is not played here: the kernel of Debian 12 (6.1.192) stops in `hci_chan_del` when it does.
"""

import asyncio
import pathlib
import struct
import time

from bumble import core
from bumble.controller import Controller
from bumble.core import AdvertisingData
from bumble.device import Device
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.hci import Address
from bumble.host import Host
from bumble.link import LocalLink
from bumble.pairing import PairingConfig
from bumble.transport import open_transport

SWITCHES = pathlib.Path("/run/cuff")
CUFF = "F0:00:00:00:00:42"
SYSTOLIC = [131, 132, 133]


class Link(LocalLink):
    """The one of bumble 0.0.236 takes the sender's random address, also where the connection was made with a public one."""

    def send_acl_data(self, sender, destination, transport, data):
        if transport != core.PhysicalTransport.LE:
            return super().send_acl_data(sender, destination, transport, data)
        connection = sender.le_connections.get(destination)
        source = connection.self_address if connection else sender.random_address
        other = self.find_le_controller(destination)
        if other:
            asyncio.get_running_loop().call_soon(lambda: other.on_link_acl_data(source, transport, data))


class Clock:
    """Seconds since 2000-01-05 00:00 at the start of the program; nobody who sets it is believed."""

    def __init__(self):
        self.begun = time.monotonic()
        self.written = None

    def shows(self, ago=0):
        seconds = 4 * 86_400 + int(time.monotonic() - self.begun) - ago
        day, rest = divmod(seconds, 86_400)
        return struct.pack("<HBBBBB", 2000, 1, 1 + day, rest // 3600, rest // 60 % 60, rest % 60)


def measurement(systolic, time_of_day):
    return bytes([0x02]) + struct.pack("<HHH", systolic, 81, 95) + time_of_day


async def play(device, characteristic, clock):
    # Made when it is listened to first, however long that took, and of that time from then on, however often it is said.
    times = []

    def on_connection(connection):
        print("cuff: connected", flush=True)
        subscribed = asyncio.Event()
        characteristic.on("subscription", lambda *_: subscribed.set())
        connection.on("disconnection", lambda reason: print("cuff: disconnected", reason, flush=True))
        connection.on("pairing", lambda *_: print("cuff: paired", flush=True))

        async def tell():
            try:
                await asyncio.wait_for(subscribed.wait(), 60)
                times.extend([] if times else [clock.shows(2 * 86_400), clock.shows(86_400), clock.shows()])
                for systolic, at in zip(SYSTOLIC, times):
                    await device.gatt_server.indicate_subscriber(connection, characteristic, measurement(systolic, at), force=True)
                print("cuff: said everything", "with its key" if connection.is_encrypted else "to anybody", flush=True)
            except (asyncio.TimeoutError, core.BaseError) as error:
                print("cuff:", type(error).__name__, flush=True)
            try:
                await asyncio.wait_for(connection.disconnect(), 20)
            except (asyncio.TimeoutError, core.BaseError) as error:
                print("cuff: not disconnected,", type(error).__name__, flush=True)

        asyncio.ensure_future(tell())

    device.on("connection", on_connection)


async def obey(device):
    """Does what the switches say."""
    while True:
        rests = (SWITCHES / "rest").exists()
        if rests and device.is_advertising:
            await device.stop_advertising()
        elif rests and not device.connections:
            (SWITCHES / "rests").touch()
        elif not rests and not device.is_advertising and not device.connections:
            await device.start_advertising(auto_restart=False)
        await asyncio.sleep(0.5)


async def main():
    SWITCHES.mkdir(exist_ok=True)
    link, clock = Link(), Clock()
    transport = await open_transport("vhci")
    Controller("kernel", host_source=transport.source, host_sink=transport.sink, link=link, public_address=Address("00:AA:01:00:00:01/P"))
    host = Host()
    host.controller = Controller("cuff", link=link)
    device = Device(name="Cuff of the bench", address=Address(CUFF), host=host)
    measured = Characteristic("2A35", Characteristic.Properties.INDICATE, 0, b"")
    feature = Characteristic("2A49", Characteristic.Properties.READ, Characteristic.Permissions.READ_REQUIRES_ENCRYPTION, b"\x3f\x00")
    date_time = Characteristic(
        "2A08",
        Characteristic.Properties.READ | Characteristic.Properties.WRITE,
        Characteristic.Permissions.READ_REQUIRES_ENCRYPTION | Characteristic.Permissions.WRITE_REQUIRES_ENCRYPTION,
        CharacteristicValue(read=lambda _: clock.shows(), write=lambda _, value: print("cuff: clock set to", bytes(value).hex(), flush=True)),
    )
    device.add_services([Service("1810", [measured, feature, date_time])])
    device.advertising_data = bytes(
        AdvertisingData(
            [
                (AdvertisingData.FLAGS, bytes([6])),
                (AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, struct.pack("<H", 0x1810)),
                (AdvertisingData.SHORTENED_LOCAL_NAME, b"Cuff"),
            ]
        )
    )
    device.pairing_config_factory = lambda _: PairingConfig(sc=True, mitm=False, bonding=True)
    await device.power_on()
    await play(device, measured, clock)
    pathlib.Path("/run/cuff/ready").touch()
    await obey(device)


asyncio.run(main())
