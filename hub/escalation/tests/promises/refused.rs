//! A ladder that would leave somebody alone cannot be built, and the refusal says what to do.

use hearth_alerts::Priority;
use hearth_escalation::{Ladder, Ladders, Post, Posts};

/// `0 holder, 60 backup physician, 120 everyone`
fn rungs(words: &str) -> Vec<(Posts, u32)> {
    let rung = |words: &str| {
        let (after_s, posts) = words.trim().split_once(' ').unwrap_or((words.trim(), ""));
        (posts.parse().unwrap(), after_s.parse().unwrap())
    };
    words.split(',').map(rung).collect()
}

fn refusal(priority: Priority, words: &str) -> String {
    Ladder::try_new(priority, &rungs(words)).unwrap_err().to_string()
}

#[test]
fn a_ladder_that_reaches_nobody_is_refused_in_words() {
    let high = |words: &str| refusal(Priority::High, words);
    let empty = Ladder::try_new(Priority::High, &[]).unwrap_err().to_string();
    assert_eq!(empty, "the ladder for high alerts has no rung: nobody would be told; name at least one post");
    let without = "rung 2 of the ladder for high alerts names no post: name one, or leave the rung out";
    assert_eq!(high("0 holder,60,120 everyone"), without);
    let twice = "holder stands on two rungs of the ladder for high alerts: each post is called once";
    assert_eq!(high("0 holder,60 backup,120 holder everyone"), twice);
    let nine = rungs("0 holder,60 holder,120 holder,180 holder,240 holder,300 holder,360 holder,420 holder,480 everyone");
    assert!(Ladder::try_new(Priority::High, &nine).unwrap_err().to_string().contains("9 rungs: at most 8"));
}

#[test]
fn what_is_urgent_ends_with_everyone_and_a_battery_may_stay_with_the_team() {
    let ends = "the ladder for medium alerts does not end with everyone: name everyone on its last rung, or nobody may ever hear one";
    assert_eq!(refusal(Priority::Medium, "0 holder,60 charge_nurse"), ends);
    assert!(refusal(Priority::High, "0 everyone,60 physician").contains("everyone on its last rung"), "not the first one");
    assert!(Ladder::try_new(Priority::Low, &rungs("0 holder,900 charge_nurse")).is_ok());
    assert!(Ladder::try_new(Priority::High, &rungs("0 everyone")).is_ok());
}

#[test]
fn seconds_that_do_not_rise_or_leave_somebody_alone_are_refused() {
    let high = |words: &str| refusal(Priority::High, words);
    let later = "rung 1 of the ladder for high alerts is told 5 s after the alert: write 0, because the patient waits already";
    assert_eq!(high("5 holder,60 everyone"), later);
    for (third_s, said) in [(60, 60), (30, 30)] {
        let falls =
            format!("rung 3 of the ladder for high alerts is told {said} s after the alert, and rung 2 after 60 s: the seconds must rise");
        assert_eq!(high(&format!("0 holder,60 backup,{third_s} everyone")), falls);
    }
    let slow = "rung 2 of the ladder for high alerts comes 301 s after the one before it: write between 20 s and 300 s";
    assert_eq!(high("0 holder,301 everyone"), slow);
    assert!(high("0 holder,60 backup,79 everyone").contains("rung 3 of the ladder for high alerts comes 19 s"));
}

#[test]
fn the_bounds_themselves_are_allowed() {
    for (priority, max_s) in [(Priority::High, 300), (Priority::Medium, 1_800), (Priority::Low, 14_400)] {
        for given_s in [20, max_s] {
            let words = |more: u32| format!("0 holder,{given_s} backup,{} everyone", given_s + max_s + more);
            assert!(Ladder::try_new(priority, &rungs(&words(0))).is_ok(), "{priority} {given_s}");
            assert!(Ladder::try_new(priority, &rungs(&words(1))).is_err(), "{priority} {given_s}");
        }
    }
}

#[test]
fn a_site_where_what_is_urgent_climbs_more_slowly_is_refused() {
    let ladder = |priority, words| Ladder::try_new(priority, &rungs(words)).unwrap();
    let site = |high| {
        let low = ladder(Priority::Low, "0 holder,900 charge_nurse");
        Ladders::try_new(low, ladder(Priority::Medium, "0 holder,180 charge_nurse,360 everyone"), ladder(Priority::High, high))
    };
    let slower = "high alerts would climb more slowly than medium ones: give them the shorter times";
    for words in ["0 holder,181 everyone", "0 holder,60 backup,241 everyone"] {
        assert_eq!(site(words).unwrap_err().to_string(), slower, "{words}");
    }
    assert!(site("0 holder,180 backup,360 everyone").is_ok());
}

#[test]
fn rungs_that_nobody_at_the_site_could_hear_are_named() {
    let unheld = |words: &str| {
        let rungs = Ladders::standard().unheld(words.parse().unwrap()).into_iter();
        rungs.map(|(priority, rung, posts)| format!("{priority} {rung} {posts}")).collect::<Vec<_>>()
    };
    assert_eq!(unheld("holder backup charge_nurse call_agent dispatcher"), [""; 0]);
    assert_eq!(unheld("holder backup charge_nurse dispatcher"), ["high 4 call_agent", "medium 4 call_agent"]);
    assert_eq!(unheld("").len(), 6 + 6 + 3, "everyone is nobody where nobody is");
}

#[test]
fn the_standard_ladders_would_be_allowed() {
    let standard = Ladders::standard();
    let again = |priority| {
        let (ladder, mut after_s) = (standard.of(priority), 0);
        let rungs = (1..).zip(ladder.rungs()).map(|(rung, posts)| {
            let given = (*posts, after_s);
            after_s += u32::try_from(ladder.delay_ms(rung, false) / 1_000).unwrap();
            given
        });
        Ladder::try_new(priority, &rungs.collect::<Vec<_>>()).unwrap()
    };
    assert_eq!(Ladders::try_new(again(Priority::Low), again(Priority::Medium), again(Priority::High)), Ok(standard.clone()));
    assert!(standard.of(Priority::High).rungs()[5].has(Post::Everyone));
}
