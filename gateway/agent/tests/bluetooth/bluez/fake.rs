//! A message bus of its own, and a BlueZ on it that is played: one adapter, one cuff.

use super::CUFF;
use futures_util::StreamExt;
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use zbus::message::Type;
use zbus::{Connection, Message, MessageStream, OwnedObjectPath, Variant};

const ADAPTER: &str = "/org/bluez/hci0";
const DEVICE: &str = "/org/bluez/hci0/dev_F0_00_00_00_00_01";
const OTHER: &str = "/org/bluez/hci0/dev_F0_00_00_00_00_99";
const SERVICE: &str = "/org/bluez/hci0/dev_F0_00_00_00_00_01/service0010";
const CHARACTERISTIC: &str = "/org/bluez/hci0/dev_F0_00_00_00_00_01/service0010/char0011";
const CUFF_SERVICE: &str = "00001810-0000-1000-8000-00805f9b34fb";
const CUFF_MEASUREMENT: &str = "00002a35-0000-1000-8000-00805f9b34fb";

type Properties = HashMap<&'static str, Variant<'static>>;
type Interfaces = HashMap<&'static str, Properties>;

/// A message bus.
pub struct Bus {
    pub address: String,
    daemon: Child,
    _folder: tempfile::TempDir,
}

impl Bus {
    pub fn start() -> Bus {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("bus.conf");
        let socket = folder.path().join("bus");
        let text = format!(
            "<busconfig><type>custom</type><listen>unix:path={}</listen><auth>EXTERNAL</auth><policy context=\"default\">\
             <allow send_destination=\"*\"/><allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>",
            socket.display()
        );
        std::fs::write(&config, text).unwrap();
        let mut command = Command::new("dbus-daemon");
        command.arg("--nofork").arg("--print-address").arg(format!("--config-file={}", config.display()));
        let mut daemon = command.stdout(Stdio::piped()).spawn().expect("dbus-daemon is installed (deploy/install-packages --tests)");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Bus { address: address.trim().to_owned(), daemon, _folder: folder }
    }

    pub fn end(&mut self) {
        self.daemon.kill().unwrap();
        self.daemon.wait().unwrap();
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

#[derive(Default)]
struct World {
    has_adapter: bool,
    has_device: bool,
    is_powered: bool,
    is_bonded: bool,
    is_connected: bool,
    calls: BTreeMap<String, usize>,
    /// What the next call of this name is answered with.
    refusals: BTreeMap<String, (String, String)>,
    /// Calls of this name fail.
    failing: Vec<String>,
    /// The next call of this name is not answered.
    hanging: Vec<String>,
    agent: Option<String>,
    agreed: Vec<bool>,
    indicates: Option<Vec<u8>>,
}

/// A BlueZ that plays devices for the tests.
#[derive(Clone)]
pub struct Fake {
    connection: Connection,
    world: Arc<Mutex<World>>,
}

impl Fake {
    pub async fn start(bus: &Bus, is_bonded: bool) -> Fake {
        let connection = zbus::connection::Builder::address(bus.address.as_str()).build().await.unwrap();
        let world = World { has_adapter: true, has_device: true, is_powered: true, is_bonded, ..World::default() };
        let fake = Fake { connection, world: Arc::new(Mutex::new(world)) };
        let stream = MessageStream::from(&fake.connection);
        tokio::spawn(fake.clone().serve(stream));
        fake.connection.request_name("org.bluez").await.unwrap();
        fake
    }

    async fn serve(self, mut stream: MessageStream) {
        while let Some(Ok(message)) = stream.next().await {
            if message.message_type() == Type::MethodCall {
                let fake = self.clone();
                tokio::spawn(async move { fake.answer(&message).await });
            }
        }
    }

    async fn answer(&self, message: &Message) {
        let header = message.header();
        let member = header.member().unwrap().to_string();
        let (refusal, hangs) = {
            let mut world = self.world.lock().unwrap();
            *world.calls.entry(member.clone()).or_default() += 1;
            let hanging = world.hanging.iter().position(|name| *name == member);
            (world.refusals.remove(&member), hanging.map(|place| world.hanging.remove(place)).is_some())
        };
        if hangs {
            return;
        }
        let fails = self.world.lock().unwrap().failing.contains(&member);
        if let Some((name, words)) = refusal.or(fails.then(|| ("org.bluez.Error.InProgress".to_owned(), "it hangs".to_owned()))) {
            return self.connection.reply_error(&header, name, &words).await.unwrap();
        }
        match member.as_str() {
            "GetManagedObjects" => self.connection.reply(&header, &self.objects()).await.unwrap(),
            "Connect" => {
                self.connected(true).await;
                self.connection.reply(&header, &()).await.unwrap();
            }
            "Disconnect" => {
                self.connected(false).await;
                self.connection.reply(&header, &()).await.unwrap();
            }
            "Set" => {
                let (interface, name): (String, String) = {
                    let body = message.body();
                    let (interface, name, _) = body.deserialize::<(String, String, Variant<'_>)>().unwrap();
                    (interface, name)
                };
                self.connection.reply(&header, &()).await.unwrap();
                if name == "Powered" {
                    assert_eq!(interface, "org.bluez.Adapter1");
                    self.power(true).await;
                }
            }
            "RegisterAgent" => {
                self.world.lock().unwrap().agent = header.sender().map(|sender| sender.to_string());
                self.connection.reply(&header, &()).await.unwrap();
            }
            "Pair" => self.pair(message).await,
            "RemoveDevice" => {
                self.forget_device().await;
                self.know_device().await;
                self.connection.reply(&header, &()).await.unwrap();
            }
            "StartNotify" => {
                self.connection.reply(&header, &()).await.unwrap();
                let message = self.world.lock().unwrap().indicates.clone();
                if let Some(message) = message {
                    self.indicate(&message).await;
                }
            }
            _ => self.connection.reply(&header, &()).await.unwrap(),
        }
    }

    /// Asks the agent about this device, and about another one that nobody pairs.
    async fn pair(&self, message: &Message) {
        let agent = self.world.lock().unwrap().agent.clone().expect("an agent is registered before anything is paired");
        for path in [DEVICE, OTHER] {
            let path = OwnedObjectPath::try_from(path).unwrap();
            let interface = Some("org.bluez.Agent1");
            let said = self
                .connection
                .call_method(Some(agent.as_str()), "/org/hearth/agent", interface, "RequestConfirmation", &(path, 123_456_u32))
                .await;
            self.world.lock().unwrap().agreed.push(said.is_ok());
        }
        self.world.lock().unwrap().is_bonded = true;
        self.changed(DEVICE, "org.bluez.Device1", HashMap::from([("Paired", Variant::from(true)), ("Bonded", Variant::from(true))])).await;
        self.connection.reply(&message.header(), &()).await.unwrap();
    }

    fn objects(&self) -> HashMap<OwnedObjectPath, Interfaces> {
        let world = self.world.lock().unwrap();
        let mut objects = HashMap::new();
        let path = |path: &'static str| OwnedObjectPath::try_from(path).unwrap();
        if world.has_adapter {
            objects.insert(path(ADAPTER), adapter(world.is_powered, world.failing.is_empty()));
        }
        if world.has_adapter && world.has_device {
            objects.insert(path(DEVICE), device(world.is_bonded, world.is_connected));
            objects.insert(path(SERVICE), service());
            objects.insert(path(CHARACTERISTIC), characteristic());
        }
        objects
    }

    async fn changed(&self, path: &str, interface: &str, properties: Properties) {
        let body = (interface, properties, Vec::<String>::new());
        // The bus may have ended.
        let _ = self.connection.emit_signal(None::<&str>, path, "org.freedesktop.DBus.Properties", "PropertiesChanged", &body).await;
    }

    async fn appeared(&self, path: &'static str, interfaces: Interfaces) {
        let body = (OwnedObjectPath::try_from(path).unwrap(), interfaces);
        self.connection.emit_signal(None::<&str>, "/", "org.freedesktop.DBus.ObjectManager", "InterfacesAdded", &body).await.unwrap();
    }

    async fn vanished(&self, path: &'static str, interface: &str) {
        let body = (OwnedObjectPath::try_from(path).unwrap(), vec![interface]);
        self.connection.emit_signal(None::<&str>, "/", "org.freedesktop.DBus.ObjectManager", "InterfacesRemoved", &body).await.unwrap();
    }

    /// Calls of this name fail from now on, or no longer.
    pub fn never(&self, member: &str, is_so: bool) {
        let failing = &mut self.world.lock().unwrap().failing;
        failing.retain(|name| name != member);
        failing.extend(is_so.then(|| member.to_owned()));
    }

    /// It shows itself once somebody listens.
    pub async fn advertise(&self) {
        assert!(self.awaits("StartDiscovery", 1).await, "nobody listens");
        self.show().await;
    }

    async fn show(&self) {
        self.changed(DEVICE, "org.bluez.Device1", HashMap::from([("RSSI", Variant::from(-61_i16))])).await;
    }

    /// It shows itself again and again.
    pub fn advertise_on(&self) -> JoinHandle<()> {
        let fake = self.clone();
        tokio::spawn(async move {
            loop {
                fake.show().await;
                sleep(Duration::from_millis(100)).await;
            }
        })
    }

    async fn connected(&self, is: bool) {
        self.world.lock().unwrap().is_connected = is;
        let of = |name| HashMap::from([(name, Variant::from(is))]);
        self.changed(DEVICE, "org.bluez.Device1", of("Connected")).await;
        self.changed(DEVICE, "org.bluez.Device1", of("ServicesResolved")).await;
    }

    /// It ends the connection.
    pub async fn disconnect(&self) {
        self.connected(false).await;
    }

    pub async fn indicate(&self, message: &[u8]) {
        self.changed(CHARACTERISTIC, "org.bluez.GattCharacteristic1", HashMap::from([("Value", Variant::from(message.to_vec()))])).await;
    }

    /// It says this as soon as somebody subscribes.
    pub fn indicates_when_asked(&self, message: &[u8]) {
        self.world.lock().unwrap().indicates = Some(message.to_vec());
    }

    pub async fn power(&self, is: bool) {
        self.world.lock().unwrap().is_powered = is;
        self.changed(ADAPTER, "org.bluez.Adapter1", HashMap::from([("Powered", Variant::from(is))])).await;
    }

    pub async fn pull_adapter(&self) {
        {
            let mut world = self.world.lock().unwrap();
            (world.has_adapter, world.is_connected) = (false, false);
            world.calls.clear();
        }
        for (path, interface) in [
            (CHARACTERISTIC, "org.bluez.GattCharacteristic1"),
            (SERVICE, "org.bluez.GattService1"),
            (DEVICE, "org.bluez.Device1"),
            (ADAPTER, "org.bluez.Adapter1"),
        ] {
            self.vanished(path, interface).await;
        }
    }

    pub async fn plug_adapter(&self) {
        self.world.lock().unwrap().has_adapter = true;
        self.appeared(ADAPTER, adapter(true, true)).await;
        self.know_device().await;
    }

    pub async fn forget_device(&self) {
        {
            let mut world = self.world.lock().unwrap();
            (world.has_device, world.is_connected, world.is_bonded) = (false, false, false);
        }
        for (path, interface) in
            [(CHARACTERISTIC, "org.bluez.GattCharacteristic1"), (SERVICE, "org.bluez.GattService1"), (DEVICE, "org.bluez.Device1")]
        {
            self.vanished(path, interface).await;
        }
    }

    pub async fn know_device(&self) {
        self.world.lock().unwrap().has_device = true;
        self.appeared(DEVICE, device(false, false)).await;
        self.appeared(SERVICE, service()).await;
        self.appeared(CHARACTERISTIC, characteristic()).await;
    }

    /// The next call of this name is refused.
    pub fn refuses(&self, member: &str, name: &str, words: &str) {
        self.world.lock().unwrap().refusals.insert(member.to_owned(), (name.to_owned(), words.to_owned()));
    }

    /// The next call of this name is never answered.
    pub fn hangs(&self, member: &str) {
        self.world.lock().unwrap().hanging.push(member.to_owned());
    }

    pub fn calls(&self, member: &str) -> usize {
        self.world.lock().unwrap().calls.get(member).copied().unwrap_or(0)
    }

    /// Waits until this was called so often.
    pub async fn awaits(&self, member: &str, times: usize) -> bool {
        for _ in 0..1_500 {
            if self.calls(member) >= times {
                return true;
            }
            sleep(Duration::from_millis(20)).await;
        }
        false
    }

    /// Whether the agent agreed, each time that it was asked.
    pub fn agreed(&self) -> Vec<bool> {
        self.world.lock().unwrap().agreed.clone()
    }

    /// Ends it as if bluetoothd had stopped.
    pub async fn end(self) {
        self.connection.release_name("org.bluez").await.unwrap();
        self.connection.close().await.unwrap();
    }
}

fn adapter(is_powered: bool, listens: bool) -> Interfaces {
    let properties = HashMap::from([("Powered", Variant::from(is_powered)), ("Discovering", Variant::from(listens))]);
    HashMap::from([("org.bluez.Adapter1", properties)])
}

fn device(is_bonded: bool, is_connected: bool) -> Interfaces {
    let properties = HashMap::from([
        ("Address", Variant::from(CUFF)),
        ("Name", Variant::from("Cuff")),
        ("UUIDs", Variant::from(vec![CUFF_SERVICE])),
        ("Paired", Variant::from(is_bonded)),
        ("Bonded", Variant::from(is_bonded)),
        ("Connected", Variant::from(is_connected)),
        ("ServicesResolved", Variant::from(is_connected)),
    ]);
    HashMap::from([("org.bluez.Device1", properties)])
}

fn service() -> Interfaces {
    HashMap::from([("org.bluez.GattService1", HashMap::from([("UUID", Variant::from(CUFF_SERVICE))]))])
}

fn characteristic() -> Interfaces {
    let properties = HashMap::from([
        ("UUID", Variant::from(CUFF_MEASUREMENT)),
        ("Service", Variant::from(zbus::ObjectPath::try_from(SERVICE).unwrap())),
        ("Flags", Variant::from(vec!["indicate"])),
    ]);
    HashMap::from([("org.bluez.GattCharacteristic1", properties)])
}
