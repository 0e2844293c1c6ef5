//! Links come and go.

use super::home::{Home, TODAY, card, config};
use hearth_devices::Decoded;
use hearth_gateway::agent::Action;
use hearth_gateway::config::Device;
use hearth_gateway::links::{LinkId, LinkNews, News};
use hearth_vitals::{DeviceId, EventKind, Flags, MonoMs, Reading, Record, Vital, WaveformKind};

/// One reading of a saturation, in per cent.
fn saturation(percent: i32) -> Vec<Decoded> {
    let readings = vec![Reading::new(Vital::Spo2, Some(percent * 10), Flags::NONE)];
    vec![Decoded::Numerics { device_time: None, readings }]
}

#[test]
fn links_come_and_go_and_what_was_taken_from_them_stays() {
    let mut home = Home::new(&card(u64::MAX), 100_000_000, TODAY, 1, 5_000);
    home.act(Action::Connected);
    home.second(0);
    let second = |home: &mut Home, link: u32, news: News| {
        home.act(Action::Link(LinkNews { link: LinkId(link), at: MonoMs(home.mono), news }));
        home.second(0);
    };
    let device = Device { id: DeviceId::new("oxim-0002").unwrap(), ..config(0).devices[0].clone() };
    home.act(Action::Attach { link: LinkId(7), device: device.clone() });
    second(&mut home, 7, News::Decoded(saturation(91)));
    let links = |home: &Home| -> Vec<(String, bool, String)> {
        let links = &home.state.as_ref().unwrap().links;
        links.iter().map(|link| (link.device.to_string(), link.up, link.reason.clone())).collect()
    };
    assert_eq!(links(&home), [("oxim-0001".into(), true, String::new()), ("oxim-0002".into(), true, String::new())]);
    // What its decoder still held comes right before its end; a waveform waits in the agent for its rest.
    let wave = Decoded::Waveform { kind: WaveformKind::Pleth, period_us: 13_333, samples: vec![5; 25] };
    home.act(Action::Link(LinkNews { link: LinkId(7), at: MonoMs(home.mono), news: News::Decoded([saturation(92), vec![wave]].concat()) }));
    second(&mut home, 7, News::Removed);
    assert_eq!(links(&home)[1], ("oxim-0002".into(), false, "taken out of this gateway's configuration".into()));
    for _ in 0..30 {
        home.second(0);
    }
    assert_eq!(home.problems(), Vec::<String>::new(), "nobody is asked to look for a device that was taken out");
    let of = |record: &&Record| match record {
        Record::Frame(frame) => frame.device == device.id,
        Record::Waveform(block) => block.device == device.id,
        Record::Event(event) => event.device.as_ref() == Some(&device.id),
        _ => false,
    };
    let before = home.records().filter(of).count();
    let kept: Vec<i32> = home
        .records()
        .filter(of)
        .filter_map(|record| match record {
            Record::Frame(frame) => frame.get(Vital::Spo2)?.raw,
            _ => None,
        })
        .collect();
    assert_eq!(kept, [910, 920]);
    let events: Vec<EventKind> = home
        .records()
        .filter(of)
        .filter_map(|record| match record {
            Record::Event(event) => Some(event.kind),
            _ => None,
        })
        .collect();
    assert_eq!(events, [EventKind::LinkUp, EventKind::LinkDown]);
    assert!(
        home.records().any(|record| matches!(record, Record::Waveform(block) if block.device == device.id && block.samples.len() == 25))
    );
    second(&mut home, 7, News::Decoded(saturation(93)));
    assert_eq!(home.records().filter(of).count(), before, "a link that is gone says nothing");
    home.act(Action::Attach { link: LinkId(8), device: device.clone() });
    second(&mut home, 8, News::Decoded(saturation(94)));
    assert_eq!(links(&home)[1..], [("oxim-0002".into(), true, String::new())]);
    // A status comes each ten seconds.
    for _ in 0..12 {
        home.second(0);
    }
    let status = home.records().filter_map(|record| if let Record::Status(status) = record { Some(status.links_total) } else { None });
    assert_eq!(status.max(), Some(2));
}

#[test]
fn what_is_told_of_devices_that_were_taken_out_is_bounded() {
    let mut home = Home::new(&card(u64::MAX), 100_000_000, TODAY, 1, 5_000);
    home.act(Action::Connected);
    for link in 1..200_u32 {
        let device = Device { id: DeviceId::new(&format!("oxim-{link:04}")).unwrap(), ..config(0).devices[0].clone() };
        home.act(Action::Attach { link: LinkId(link), device });
        home.act(Action::Link(LinkNews { link: LinkId(link), at: MonoMs(home.mono), news: News::Removed }));
    }
    home.second(0);
    let links = home.state.unwrap().links;
    assert_eq!((links.len(), links.last().unwrap().device.as_str()), (65, "oxim-0199"));
}
