//! Bluetooth devices: the machines on a script, the whole way on a BlueZ that is played on a bus of its own.

mod bluez;
mod home;
mod player;
mod radio;
mod slots;
