//! The card in a gateway: a simulated disk that the world can reach while the outbox uses it.

use hearth_gateway::keeper::{Hub, Medium};
use hearth_outbox::Disk;
use hearth_outbox::sim::SimDisk;
use hearth_vitals::Generation;
use std::cell::RefCell;
use std::io;
use std::rc::Rc;

/// A disk that world and outbox share.
#[derive(Clone)]
pub struct Shared(pub Rc<RefCell<SimDisk>>);

macro_rules! passed_on {
    ($(fn $name:ident(&mut self $(, $argument:ident: $kind:ty)*) -> $result:ty;)*) => {
        impl Disk for Shared {
            $(fn $name(&mut self $(, $argument: $kind)*) -> $result {
                self.0.borrow_mut().$name($($argument),*)
            })*
        }
    };
}

passed_on! {
    fn list(&mut self) -> io::Result<Vec<String>>;
    fn len(&mut self, name: &str) -> io::Result<u64>;
    fn create(&mut self, name: &str) -> io::Result<()>;
    fn append(&mut self, name: &str, bytes: &[u8]) -> io::Result<()>;
    fn read_at(&mut self, name: &str, offset: u64, into: &mut [u8]) -> io::Result<usize>;
    fn truncate(&mut self, name: &str, len: u64) -> io::Result<()>;
    fn sync(&mut self, name: &str) -> io::Result<()>;
    fn rename(&mut self, from: &str, to: &str) -> io::Result<()>;
    fn remove(&mut self, name: &str) -> io::Result<()>;
    fn sync_dir(&mut self) -> io::Result<()>;
    fn free_bytes(&mut self) -> io::Result<u64>;
}

/// The disk, the note of the hub that was heard last, and the source of generations.
#[derive(Clone)]
pub struct Card {
    pub disk: Shared,
    pub hub: Rc<RefCell<Option<Hub>>>,
    pub generations: Rc<RefCell<u64>>,
}

impl Card {
    /// A new card. `number` makes its generations different from those of other cards.
    pub fn new(seed: u64, number: u64, capacity: u64) -> Card {
        let disk = Shared(Rc::new(RefCell::new(SimDisk::new(seed ^ (number << 48), capacity))));
        Card { disk, hub: Rc::default(), generations: Rc::new(RefCell::new(number * 1_000)) }
    }

    /// A copy of the card. It draws other generations than the original, as 64 random bits would.
    pub fn copied(&self, number: u64) -> Card {
        let disk = Shared(Rc::new(RefCell::new(self.disk.0.borrow().clone())));
        let hub = Rc::new(RefCell::new(self.hub.borrow().clone()));
        Card { disk, hub, generations: Rc::new(RefCell::new(number * 1_000)) }
    }
}

impl Medium for Card {
    type Disk = Shared;

    fn open(&mut self) -> Result<Shared, String> {
        Ok(self.disk.clone())
    }

    fn generation(&mut self) -> Generation {
        let mut next = self.generations.borrow_mut();
        *next += 1;
        Generation(*next)
    }

    fn free_bytes(&self) -> u64 {
        self.disk.0.borrow_mut().free_bytes().unwrap_or(0)
    }

    fn known_hub(&self) -> Option<Hub> {
        self.hub.borrow().clone()
    }

    fn know_hub(&mut self, hub: &Hub) -> Result<(), String> {
        *self.hub.borrow_mut() = Some(hub.clone());
        Ok(())
    }
}
