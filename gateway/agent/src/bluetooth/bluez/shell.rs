//! One connection to the bus, from its beginning to its end.

use super::super::Address;
use super::super::mirror::{ADAPTER, DEVICE, Mirror, Properties, Property};
use super::super::transport::{Event, Order, RadioFault, Refusal, Ticket};
use super::MAX_WAITING;
use super::agent::{self, Pairing};
use super::call::{self, BLUEZ, Call};
use futures_util::StreamExt;
use hearth_vitals::Uuid;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};
use zbus::message::Type;
use zbus::{Connection, Message, MessageStream, OwnedObjectPath, OwnedVariant, Variant};

/// The longest time for a call: connecting and pairing take longest, with a person in between.
const CALL: Duration = Duration::from_secs(60);
/// How many signals may wait while BlueZ is asked for its objects: the answer comes behind them, so a shorter queue would block
/// it. The compiler unwraps the value: a zero would not build.
const MAX_SIGNALS: NonZeroUsize = NonZeroUsize::new(16_384).unwrap();
/// How often the adapter is checked.
const LOOK: Duration = Duration::from_secs(3);

const BUS: &str = "org.freedesktop.DBus";
const OBJECTS: &str = "org.freedesktop.DBus.ObjectManager";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

type Wire = HashMap<String, OwnedVariant>;
type Objects = HashMap<OwnedObjectPath, HashMap<String, Wire>>;

/// An adapter without a connection that fails to begin listening so many times in a row hangs.
const HANGS: u32 = 3;

/// The state of listening for devices.
#[derive(Default)]
struct Scanning {
    /// True while a call to begin is under way: one at a time, even if BlueZ hangs.
    is_begun: AtomicBool,
    /// How many times in a row it failed.
    failures: AtomicU32,
    words: std::sync::Mutex<String>,
}

impl Scanning {
    fn failed(&self, error: &zbus::Error) {
        if self.failures.fetch_add(1, Ordering::Relaxed) == 0 {
            tracing::warn!(%error, "Bluetooth cannot listen for devices; it tries again");
        }
        *self.words.lock().unwrap_or_else(PoisonError::into_inner) = error.to_string();
    }

    /// Why listening fails, in the words of the last error; `None` before it has failed several times in a row.
    fn hangs(&self) -> Option<String> {
        let hangs = self.failures.load(Ordering::Relaxed) >= HANGS;
        hangs.then(|| self.words.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// Nobody listens to the events any more.
struct Ended;

pub(super) struct Shell<'a> {
    connection: Connection,
    events: &'a mpsc::Sender<Event>,
    mirror: Mirror,
    /// Bus name of the bluetoothd that runs now; `None` while none does.
    owner: Option<String>,
    /// The last report about the radio.
    told: Option<Result<(), RadioFault>>,
    /// The services to listen for; `None` if nothing was ordered yet.
    scan: Option<Option<Vec<Uuid>>>,
    /// True while the adapter listens for these.
    is_scanning: bool,
    scanning: Arc<Scanning>,
    pairing: Pairing,
    /// Pairings that have ended.
    paired: (mpsc::Sender<String>, mpsc::Receiver<String>),
}

impl<'a> Shell<'a> {
    /// Runs until the bus is gone, and returns why; `None` when nobody listens or orders any more.
    pub async fn run(address: Option<&str>, events: &'a mpsc::Sender<Event>, orders: &mut mpsc::Receiver<Order>) -> Option<String> {
        let connection = match connect(address).await {
            Ok(connection) => connection,
            Err(error) => return Some(error.to_string()),
        };
        let mut stream = MessageStream::from(&connection);
        stream.set_max_queued(MAX_SIGNALS);
        let mut shell = Shell {
            connection,
            events,
            mirror: Mirror::default(),
            owner: None,
            told: None,
            scan: None,
            is_scanning: false,
            scanning: Arc::default(),
            pairing: Pairing::new(),
            paired: mpsc::channel(MAX_WAITING),
        };
        shell.serve(stream, orders).await.unwrap_or_default()
    }

    async fn serve(&mut self, mut stream: MessageStream, orders: &mut mpsc::Receiver<Order>) -> Result<Option<String>, Ended> {
        if let Err(error) = self.listen().await {
            return Ok(Some(error.to_string()));
        }
        self.meet().await?;
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                message = stream.next() => match message {
                    Some(Ok(message)) => self.hear(&message).await?,
                    Some(Err(error)) => return Ok(Some(error.to_string())),
                    None => return Ok(Some("the message bus has ended".into())),
                },
                order = orders.recv() => match order {
                    Some(order) => self.obey(order).await?,
                    None => return Ok(None),
                },
                Some(path) = self.paired.1.recv() => {
                    self.pairing.remove(&path);
                }
                _ = look.tick() => self.look().await?,
            }
        }
    }

    /// Subscribes to the signals of BlueZ, and to whether it runs.
    async fn listen(&self) -> zbus::Result<()> {
        for rule in
            ["type='signal',sender='org.bluez'", "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='org.bluez'"]
        {
            self.connection.call_method(Some(BUS), "/org/freedesktop/DBus", Some(BUS), "AddMatch", &(rule,)).await?;
        }
        Ok(())
    }

    /// Reads all objects of bluetoothd, if it runs.
    async fn meet(&mut self) -> Result<(), Ended> {
        let owner = self.connection.call_method(Some(BUS), "/org/freedesktop/DBus", Some(BUS), "GetNameOwner", &(BLUEZ,)).await;
        self.owner = owner.ok().and_then(|owner| owner.body().deserialize::<String>().ok());
        self.mirror = Mirror::default();
        self.is_scanning = false;
        if self.owner.is_none() {
            return self.tell_radio(Err(RadioFault::NoService("bluetoothd is not running".into()))).await;
        }
        let objects = self.connection.call_method(Some(BLUEZ), "/", Some(OBJECTS), "GetManagedObjects", &()).await;
        let objects = objects.and_then(|objects| objects.body().deserialize::<Objects>());
        let objects = match objects {
            Ok(objects) => objects,
            Err(error) => return self.tell_radio(Err(RadioFault::NoService(error.to_string()))).await,
        };
        self.offer_agent();
        let mut events = Vec::new();
        let mut objects: Vec<_> = objects.into_iter().map(|(path, interfaces)| (path.to_string(), interfaces)).collect();
        // Sorted so that the adapter comes first, and characteristics before their device says that it is resolved.
        objects.sort_by(|(one, of_one), (two, of_two)| of_two.contains_key(ADAPTER).cmp(&of_one.contains_key(ADAPTER)).then(two.cmp(one)));
        for (path, interfaces) in objects {
            self.appeared(&path, &interfaces, &mut events);
        }
        self.look().await?;
        self.tell(events).await
    }

    /// Registers the pairing agent. If BlueZ refuses it, pairing fails, and that is reported.
    fn offer_agent(&self) {
        let connection = self.connection.clone();
        tokio::spawn(async move {
            let manager = Some("org.bluez.AgentManager1");
            let path = OwnedObjectPath::try_from(agent::PATH)?;
            let arguments = (path.clone(), agent::CAPABILITY);
            connection.call_method(Some(BLUEZ), "/org/bluez", manager, "RegisterAgent", &arguments).await?;
            connection.call_method(Some(BLUEZ), "/org/bluez", manager, "RequestDefaultAgent", &(path,)).await
        });
    }

    fn appeared(&mut self, path: &str, interfaces: &HashMap<String, Wire>, events: &mut Vec<Event>) {
        for (interface, properties) in interfaces {
            self.mirror.appeared(path, interface, &read(properties), events);
        }
    }

    async fn hear(&mut self, message: &Message) -> Result<(), Ended> {
        match message.message_type() {
            Type::Signal => self.signal(message).await,
            Type::MethodCall => {
                self.asked(message).await;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Only BlueZ is answered.
    async fn asked(&self, message: &Message) {
        let header = message.header();
        let is_bluez = header.sender().map(|sender| sender.as_str()) == self.owner.as_deref();
        let is_agents = header.path().is_some_and(|path| path.as_str() == agent::PATH)
            && header.interface().is_some_and(|interface| interface.as_str() == agent::INTERFACE);
        if is_bluez && is_agents {
            // If the asker has gone, nothing is lost.
            let _ = agent::answer(&self.connection, message, &self.pairing).await;
        }
    }

    async fn signal(&mut self, message: &Message) -> Result<(), Ended> {
        let header = message.header();
        let path = header.path().map(|path| path.to_string()).unwrap_or_default();
        let body = message.body();
        let mut events = Vec::new();
        match (header.interface().map(|name| name.as_str()), header.member().map(|name| name.as_str())) {
            (Some(BUS), Some("NameOwnerChanged")) => return self.owner_changed(message).await,
            (Some(OBJECTS), Some("InterfacesAdded")) => {
                if let Ok((path, interfaces)) = body.deserialize::<(OwnedObjectPath, HashMap<String, Wire>)>() {
                    self.appeared(path.as_str(), &interfaces, &mut events);
                }
            }
            (Some(OBJECTS), Some("InterfacesRemoved")) => {
                if let Ok((path, interfaces)) = body.deserialize::<(OwnedObjectPath, Vec<String>)>() {
                    interfaces.iter().for_each(|interface| self.mirror.vanished(path.as_str(), interface, &mut events));
                }
            }
            (Some(PROPERTIES), Some("PropertiesChanged")) => {
                if let Ok((interface, changed, _)) = body.deserialize::<(String, Wire, Vec<String>)>() {
                    self.mirror.changed(&path, &interface, &read(&changed), &mut events);
                }
            }
            _ => return Ok(()),
        }
        // An adapter that went away takes its connections with it, so it is reported first.
        if self.adapter_changed() {
            self.look().await?;
        }
        self.tell(events).await
    }

    async fn owner_changed(&mut self, message: &Message) -> Result<(), Ended> {
        let Ok((_, _, owner)) = message.body().deserialize::<(String, String, String)>() else { return Ok(()) };
        if self.owner.as_deref() == Some(owner.as_str()) {
            return Ok(());
        }
        // An adapter that was replaced by another is gone as well.
        self.tell_radio(Err(RadioFault::NoService("bluetoothd has ended".into()))).await?;
        self.meet().await
    }

    fn adapter_changed(&self) -> bool {
        let is_usable = self.mirror.adapter_state().is_some_and(|(is_powered, _)| is_powered);
        is_usable != (self.told == Some(Ok(())))
    }

    /// Makes sure that the adapter is on and listens.
    async fn look(&mut self) -> Result<(), Ended> {
        if self.owner.is_none() {
            return Ok(());
        }
        match self.mirror.adapter_state() {
            None => self.tell_radio(Err(RadioFault::NoAdapter)).await,
            Some((false, _)) => self.switch_on().await,
            Some((true, is_discovering)) => {
                if is_discovering {
                    self.scanning.failures.store(0, Ordering::Relaxed);
                }
                let hangs = self.scanning.hangs().filter(|_| !self.mirror.is_any_connected());
                self.tell_radio(hangs.map_or(Ok(()), |words| Err(RadioFault::Off(format!("it cannot listen for devices: {words}")))))
                    .await?;
                let is_for_none = matches!(&self.scan, Some(Some(services)) if services.is_empty());
                self.is_scanning &= is_discovering || is_for_none;
                self.listen_for_devices();
                Ok(())
            }
        }
    }

    async fn switch_on(&mut self) -> Result<(), Ended> {
        let Some(adapter) = self.mirror.adapter().map(ToOwned::to_owned) else { return Ok(()) };
        let result = call::set(&self.connection, adapter, ADAPTER, "Powered", Variant::from(true)).await;
        match result.map_err(call::refusal) {
            // Its property will say that it is on.
            Ok(_) => Ok(()),
            Err(refusal) => self.tell_radio(Err(RadioFault::Off(refusal.to_string()))).await,
        }
    }

    /// Begins, changes or ends listening, as it was ordered last.
    fn listen_for_devices(&mut self) {
        let (Some(scan), Some(adapter)) = (&self.scan, self.mirror.adapter().map(ToOwned::to_owned)) else { return };
        if self.is_scanning {
            return;
        }
        self.is_scanning = true;
        let (connection, scan, scanning) = (self.connection.clone(), scan.clone(), self.scanning.clone());
        if scanning.is_begun.swap(true, Ordering::Relaxed) {
            // The next check tries again.
            self.is_scanning = false;
            return;
        }
        tokio::spawn(async move {
            match discover(&connection, &adapter, scan.as_deref()).await {
                Ok(()) => scanning.failures.store(0, Ordering::Relaxed),
                Err(error) => scanning.failed(&error),
            }
            scanning.is_begun.store(false, Ordering::Relaxed);
        });
    }

    async fn obey(&mut self, order: Order) -> Result<(), Ended> {
        let ticket = call::ticket(&order);
        let call = match order {
            Order::Scan(services) => {
                (self.scan, self.is_scanning) = (Some(services), false);
                self.listen_for_devices();
                return Ok(());
            }
            Order::Connect(ticket, address) => return self.connect_to(ticket, address).await,
            Order::Disconnect(address) => self.of_device(address, "Disconnect"),
            Order::Pair(_, address, digits) => self.mirror.device(address).map(ToOwned::to_owned).map(|path| {
                self.pairing.insert(path.clone(), digits);
                Call::Pair { path }
            }),
            Order::Forget(_, address) => self.remove(address),
            Order::Read(_, address, uuid) => self.held(address, uuid).map(|path| Call::Read { path }),
            Order::Write(_, address, uuid, payload) => self.held(address, uuid).map(|path| Call::Write { path, payload }),
            Order::Subscribe(_, address, uuid) => self.held(address, uuid).map(|path| {
                let interface = super::super::mirror::CHARACTERISTIC;
                Call::Plain { path, interface, member: "StartNotify" }
            }),
        };
        match call {
            Some(call) => self.make(ticket, call),
            None => self.refuse(ticket).await?,
        }
        Ok(())
    }

    /// A device that is connected already reports that again.
    async fn connect_to(&mut self, ticket: Ticket, address: Address) -> Result<(), Ended> {
        let told = self.mirror.told_of(address);
        match self.of_device(address, "Connect") {
            None => self.refuse(Some(ticket)).await,
            Some(call) if told.is_empty() => {
                self.make(Some(ticket), call);
                Ok(())
            }
            Some(_) => self.tell(told).await,
        }
    }

    fn of_device(&self, address: Address, member: &'static str) -> Option<Call> {
        let path = self.mirror.device(address)?.to_owned();
        Some(Call::Plain { path, interface: DEVICE, member })
    }

    fn remove(&self, address: Address) -> Option<Call> {
        let (adapter, device) = (self.mirror.adapter()?.to_owned(), self.mirror.device(address)?.to_owned());
        Some(Call::Remove { adapter, device })
    }

    fn held(&self, address: Address, uuid: Uuid) -> Option<String> {
        self.mirror.characteristic(address, uuid).map(ToOwned::to_owned)
    }

    async fn refuse(&self, ticket: Option<Ticket>) -> Result<(), Ended> {
        let refusal = || Refusal::Gone("BlueZ does not know it".into());
        match ticket {
            Some(ticket) => self.emit(Event::Done(ticket, Err(refusal()))).await,
            None => Ok(()),
        }
    }

    fn make(&self, ticket: Option<Ticket>, call: Call) {
        let (connection, events, paired) = (self.connection.clone(), self.events.clone(), self.paired.0.clone());
        tokio::spawn(async move {
            let pairing = if let Call::Pair { path } = &call { Some(path.clone()) } else { None };
            let result = call.make(&connection).await;
            if let Some(path) = pairing {
                // If the shell has ended, so has the pairing.
                let _ = paired.send(path).await;
            }
            if let Some(ticket) = ticket {
                // Nobody listens any more.
                let _ = events.send(Event::Done(ticket, result)).await;
            }
        });
    }

    async fn tell_radio(&mut self, state: Result<(), RadioFault>) -> Result<(), Ended> {
        if self.told.as_ref() == Some(&state) {
            return Ok(());
        }
        self.told = Some(state.clone());
        self.is_scanning = false;
        self.emit(Event::Radio(state)).await
    }

    async fn tell(&self, events: Vec<Event>) -> Result<(), Ended> {
        for event in events {
            self.emit(event).await?;
        }
        Ok(())
    }

    async fn emit(&self, event: Event) -> Result<(), Ended> {
        self.events.send(event).await.map_err(|_| Ended)
    }
}

async fn connect(address: Option<&str>) -> zbus::Result<Connection> {
    let bus = address.map_or_else(zbus::connection::Builder::system, zbus::connection::Builder::address);
    bus.method_timeout(CALL).build().await
}

/// Listens for devices with these services, for all, or for none.
async fn discover(connection: &Connection, adapter: &str, services: Option<&[Uuid]>) -> zbus::Result<()> {
    let call = |member: &'static str| connection.call_method(Some(BLUEZ), adapter.to_owned(), Some(ADAPTER), member, &());
    if services.is_some_and(<[Uuid]>::is_empty) {
        // It may not be listening.
        let _ = call("StopDiscovery").await;
        return Ok(());
    }
    let mut filter = HashMap::from([("Transport", Variant::from("le"))]);
    if let Some(services) = services {
        filter.insert("UUIDs", Variant::from(services.iter().map(|uuid| uuid.full()).collect::<Vec<String>>()));
    }
    // An adapter that cannot filter listens for all.
    let filtered = connection.call_method(Some(BLUEZ), adapter.to_owned(), Some(ADAPTER), "SetDiscoveryFilter", &(filter,)).await;
    if let Err(error) = filtered {
        tracing::debug!(%error, "Bluetooth cannot listen for single services");
    }
    // If it listens already, the new filter applies, and its property says so; if it cannot, the next check tries again.
    call("StartDiscovery").await.map(|_| ())
}

fn read(properties: &Wire) -> Properties {
    properties.iter().map(|(name, value)| (name.clone(), property(value))).collect()
}

fn property(value: &Variant<'_>) -> Property {
    match value {
        Variant::Bool(flag) => Property::Flag(*flag),
        Variant::I16(number) => Property::Number(*number),
        Variant::Str(text) => Property::Text(text.as_str().to_owned()),
        Variant::ObjectPath(path) => Property::Text(path.as_str().to_owned()),
        Variant::Array(array) => {
            let bytes: Option<Vec<u8>> =
                array.inner().iter().map(|one| if let Variant::U8(byte) = one { Some(*byte) } else { None }).collect();
            let texts: Option<Vec<String>> =
                array.inner().iter().map(|one| if let Variant::Str(text) = one { Some(text.as_str().to_owned()) } else { None }).collect();
            match (array.is_empty(), bytes, texts) {
                // An empty value and an empty list look alike.
                (true, ..) => Property::Bytes(Vec::new()),
                (_, Some(bytes), _) => Property::Bytes(bytes),
                (_, _, Some(texts)) => Property::Texts(texts),
                _ => Property::Other,
            }
        }
        _ => Property::Other,
    }
}
