//! Tests of what [`super::Conduct`] guarantees.

use super::*;
use hearth_vitals::batch::v1::{Batch, Header};
use hearth_vitals::{BootId, Class, DeviceId, Flags, Frame, Generation, Reading, Record, Stream, Vital, WallMs};

fn home(number: u32) -> GatewayId {
    GatewayId::new(&format!("home-{number:04}")).unwrap()
}

fn batch(generation: u64, device: &str, records: usize) -> Opened {
    let readings = vec![Reading::new(Vital::Spo2, Some(970), Flags::NONE)];
    let frame = Frame::new(DeviceId::new(device).unwrap(), MonoMs(1), None, readings).unwrap();
    let stream = Stream { generation: Generation(generation), class: Class::Numerics };
    let header = Header { gateway: home(1), stream, first: 0, count: records as u32, sent: WallMs(0) };
    Opened::Batch(Box::new(Batch { header, boot: BootId(1), anchor: None, records: vec![Record::Frame(frame); records] }))
}

fn poison() -> Opened {
    Opened::Poison { gateway: home(1), header: None, reason: "junk".into() }
}

/// Everything that is reported, by calls repeated until nothing more comes.
fn all_news(conduct: &mut Conduct, now: MonoMs) -> Vec<News> {
    conduct.news(now).into_iter().map(|(_, news)| news).collect()
}

/// Ten minutes of a gateway that sends the backlog of an outage: two lanes, two batches each, ten receipts a second.
#[test]
fn a_gateway_at_its_busiest_is_never_dropped() {
    let mut conduct = Conduct::default();
    let opened = batch(1, "oxi-1", 40);
    for tenth in 0..6_000_u64 {
        let now = MonoMs(tenth * 100);
        for lane in 0..4 {
            assert!(conduct.arrives(&home(1), 65_536, now));
            assert!(conduct.opened(&home(1), &opened, lane == 0, now));
        }
    }
    assert!(!conduct.has_news());
}

#[test]
fn a_flood_is_told_once_cut_off_once_and_costs_no_other_home_anything() {
    let mut conduct = Conduct::default();
    let taken = (0..100_000).filter(|_| conduct.arrives(&home(1), 20, MonoMs(10))).count() as u64;
    assert_eq!(taken, MESSAGES.at_once);
    let news = all_news(&mut conduct, MonoMs(10));
    assert_eq!(news, [News::CutOff(Why::Flood, CUT_MS.0, CUT_AFTER)]);
    assert!(conduct.arrives(&home(2), 20, MonoMs(10)));
    assert!(all_news(&mut conduct, MonoMs(11)).is_empty());
}

#[test]
fn who_was_cut_off_may_come_again_and_the_next_cut_is_longer() {
    let mut conduct = Conduct::default();
    let mut now = MonoMs(0);
    for cut_ms in [60_000, 120_000, 240_000] {
        while !conduct.has_news() || !matches!(conduct.news(now)[..], [(_, News::CutOff(..))]) {
            conduct.arrives(&home(1), 20, now);
        }
        assert!(!conduct.arrives(&home(1), 20, now.plus(cut_ms - 1)));
        now = now.plus(cut_ms);
        assert_eq!(all_news(&mut conduct, now), [News::LetIn]);
        assert!(conduct.arrives(&home(1), 20, now));
    }
    let good = now.plus(GOOD_AFTER_MS);
    assert_eq!(all_news(&mut conduct, good), [News::Good]);
}

#[test]
fn openings_devices_and_rubbish_without_end_are_dropped_and_what_is_known_goes_on() {
    let mut conduct = Conduct::default();
    let at = MonoMs(5);
    conduct.arrives(&home(1), 20, at);
    assert!(conduct.opened(&home(1), &batch(0, "oxi-1", 1), true, at));
    let made_up = (1..1_000).filter(|generation| conduct.opened(&home(1), &batch(*generation, "oxi-1", 1), true, at)).count() as u64;
    assert!(made_up <= NEW.at_once, "{made_up}");
    let mut other = Conduct::default();
    other.arrives(&home(1), 20, at);
    let devices = (0..1_000).filter(|n| other.opened(&home(1), &batch(0, &format!("oxi-{n}"), 1), true, at)).count() as u64;
    assert!(devices <= NEW.at_once && other.opened(&home(1), &batch(0, "oxi-296", 1), true, at), "{devices}");
    let rubbish = (0..1_000).filter(|_| other.opened(&home(1), &poison(), true, at)).count() as u64;
    assert_eq!(rubbish, UNREADABLE.at_once);
}

#[test]
fn ids_that_are_made_up_fill_no_memory() {
    let mut conduct = Conduct::default();
    for number in 0..HOMES_MAX as u32 + 1_000 {
        conduct.arrives(&GatewayId::new(&format!("home-{number:05}")).unwrap(), 20, MonoMs(1));
    }
    assert_eq!(conduct.homes.len(), HOMES_MAX);
    conduct.news(MonoMs(GOOD_AFTER_MS + 1));
    assert!(conduct.homes.is_empty());
}
