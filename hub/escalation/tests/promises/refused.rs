//! A ladder that would leave somebody alone cannot be built, and the refusal says what to do.

use hearth_alerts::Priority;
use hearth_escalation::{Ladder, Ladders, Post, Posts};

fn posts(words: &str) -> Vec<Posts> {
    words.split(',').map(|rung| rung.parse().unwrap()).collect()
}

fn refusal(rungs: Vec<Posts>, acknowledge_s: u32, step_s: u32) -> String {
    Ladder::try_new(Priority::High, rungs, acknowledge_s, step_s).unwrap_err().to_string()
}

#[test]
fn a_ladder_that_reaches_nobody_or_not_in_time_is_refused_in_words() {
    assert_eq!(refusal(vec![], 60, 60), "the ladder for high alerts has no rung: nobody would be told; name at least one post");
    let without = refusal(posts("holder,,everyone"), 60, 60);
    assert_eq!(without, "rung 2 of the ladder for high alerts names no post: name one, or leave the rung out");
    let twice = refusal(posts("holder,backup,holder physician"), 60, 60);
    assert_eq!(twice, "holder stands on two rungs of the ladder for high alerts: each post is called once");
    let slow = "a rung of the ladder for high alerts has 301 s: between 20 s and 300 s";
    assert_eq!((refusal(posts("holder"), 301, 60).as_str(), refusal(posts("holder"), 60, 301).as_str()), (slow, slow));
    assert!(refusal(posts("holder"), 19, 60).contains("19 s"));
    assert!(refusal([Post::Holder; 9].map(|post| Posts::of([post])).to_vec(), 60, 60).contains("9 rungs"));
}

#[test]
fn the_bounds_themselves_are_allowed() {
    for (priority, max_s) in [(Priority::High, 300), (Priority::Medium, 1_800), (Priority::Low, 14_400)] {
        for given_s in [20, max_s] {
            assert!(Ladder::try_new(priority, posts("holder"), given_s, given_s).is_ok(), "{priority} {given_s}");
        }
        assert!(Ladder::try_new(priority, posts("holder"), max_s, max_s + 1).is_err(), "{priority}");
    }
}

fn ladder(priority: Priority, rungs: &str, delay_s: u32) -> Ladder {
    Ladder::try_new(priority, posts(rungs), delay_s, delay_s).unwrap()
}

#[test]
fn a_site_without_people_for_a_ladder_or_with_what_is_urgent_slower_is_refused() {
    let low = || ladder(Priority::Low, "holder", 900);
    let medium = || ladder(Priority::Medium, "holder,charge_nurse", 180);
    let high = |rungs, delay_s| ladder(Priority::High, rungs, delay_s);
    let nurses = Posts::of([Post::Holder, Post::ChargeNurse]);
    let refused = |high, held| Ladders::try_new(low(), medium(), high, held).unwrap_err().to_string();
    let without = "nobody at this site holds a post of the ladder for high alerts: give somebody the role, or name another post";
    assert_eq!(refused(high("physician,dispatcher", 60), nurses), without);
    assert!(refused(high("everyone", 60), Posts::default()).contains("low alerts"), "everyone is nobody where nobody is");
    assert_eq!(refused(high("holder", 181), nurses), "high alerts would climb more slowly than medium ones: give them the shorter times");
    assert!(Ladders::try_new(low(), medium(), high("physician,everyone", 180), nurses).is_ok());
}

#[test]
fn the_standard_ladders_would_be_allowed() {
    let standard = Ladders::standard();
    for priority in [Priority::Low, Priority::Medium, Priority::High] {
        let ladder = standard.of(priority);
        let seconds = |first| u32::try_from(ladder.delay_ms(first) / 1_000).unwrap();
        assert_eq!(Ladder::try_new(priority, ladder.rungs().to_vec(), seconds(true), seconds(false)).as_ref(), Ok(ladder));
    }
    let of = |priority| standard.of(priority).clone();
    let again = Ladders::try_new(of(Priority::Low), of(Priority::Medium), of(Priority::High), Posts::of([Post::Holder]));
    assert_eq!(again, Ok(standard));
}
