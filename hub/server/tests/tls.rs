//! Over the open network: a hub that encrypts, a gateway that was enrolled by a code, and strangers at both doors.
//!
//! Hub, broker, database and gateway are the real programs.

mod home;
mod stranger;

use crate::embedded::http::Answer;
use crate::run::rig::{LONG, command, folder, free_port, until};
use home::{Hub, enrol, gateway_program, written};
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};
use stranger::{Signed, Stranger};

#[tokio::test]
async fn a_box_is_enrolled_by_a_code_sends_over_tls_and_loses_nothing_while_certificates_are_renewed() {
    let hub = Hub::start().await;
    hub.says(&["gateway", "add", "home-0001"]);
    let code = hub.code("home-0001");
    let enrolled = enrol(&hub, &hub.home("box"), &code);
    assert!(enrolled.status.success(), "{}", String::from_utf8_lossy(&enrolled.stderr));
    for (begin, end) in [("gateway-", ".key"), ("gateway-", ".pem"), ("authority-", ".pem"), ("gateway", ".toml")] {
        let mode = written(&hub.home("box"), begin, end).unwrap().metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{begin}*{end} is root's alone");
    }
    let mut gateway = hub.run_gateway("box");
    hub.until_frames_flow(0).await;
    let before = hub.broker_serial().await;
    let connected = hub.connections("box");
    for _ in 0..3 {
        let told = hub.says(&["certificates", "renew"]);
        assert!(told.contains("5 s"), "{told}");
        let last = hub.broker_serial().await;
        until("the broker shows another certificate", async || hub.broker_serial().await != last).await;
        let frames = hub.frames();
        hub.until_frames_flow(frames).await;
    }
    assert_ne!(hub.broker_serial().await, before);
    assert_eq!(hub.connections("box"), connected, "the session went on");
    gateway.stop();
    until("all is taken", async || hub.gaps() == 0).await;
    assert_eq!(hub.losses(), 0, "nothing was lost");
}

#[tokio::test]
async fn a_revoked_gateway_is_out_within_five_seconds_and_another_box_can_take_its_place() {
    let hub = Hub::start().await;
    for id in ["home-0001", "home-0002"] {
        hub.says(&["gateway", "add", id]);
        assert!(enrol(&hub, &hub.home(id), &hub.code(id)).status.success());
    }
    let (_one, _two) = (hub.run_gateway("home-0001"), hub.run_gateway("home-0002"));
    hub.until_frames_flow(0).await;
    until("both are heard", async || hub.connections("home-0001") == 1 && hub.connections("home-0002") == 1).await;
    // A box in the place of another: the old one is out before the new one is answered.
    let begun = Instant::now();
    assert!(enrol(&hub, &hub.home("spare"), &hub.code("home-0002")).status.success());
    hub.until_out("home-0002").await;
    let replaced = begun.elapsed();
    let _spare = hub.run_gateway("spare");
    until("the new box is heard", async || hub.connections("spare") == 1).await;
    let begun = Instant::now();
    hub.says(&["gateway", "revoke", "home-0001"]);
    hub.until_out("home-0001").await;
    let revoked = begun.elapsed();
    assert!(replaced < Duration::from_secs(5) && revoked < Duration::from_secs(5), "{replaced:?} {revoked:?}");
    println!("out after {} ms (revoked), {} ms (replaced)", revoked.as_millis(), replaced.as_millis());
    assert!(Stranger::with(&hub, &hub.identity("home-0001")).await.is_err(), "and does not come back");
    assert_eq!(hub.connections("spare"), 1, "nobody else's session ended");
    // Its key is of no use for a renewal, and registering it again lets in no old certificate.
    hub.says(&["gateway", "add", "home-0001"]);
    assert!(Stranger::with(&hub, &hub.identity("home-0001")).await.is_err());
}

#[tokio::test]
async fn a_wrong_a_used_and_a_late_code_are_refused_in_words_and_who_guesses_has_to_wait() {
    let hub = Hub::start().await;
    hub.says(&["gateway", "add", "home-0001"]);
    let code = hub.code("home-0001");
    let words: Vec<&str> = code.split(' ').collect();
    let said = |output: &std::process::Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let swapped = [words[1], words[0]].into_iter().chain(words[2..].iter().copied()).collect::<Vec<_>>().join(" ");
    let output = enrol(&hub, &hub.home("a"), &swapped);
    assert_eq!(output.status.code(), Some(64));
    assert!(said(&output).contains("swapped") && written(&hub.home("a"), "gateway-", ".key").is_none(), "{}", said(&output));
    let other = hearth_trust::Code::new([9; hearth_trust::code::RANDOM_BYTES]).words().join(" ");
    let output = enrol(&hub, &hub.home("b"), &other);
    assert!(said(&output).contains("knows no such code"), "{}", said(&output));
    assert!(enrol(&hub, &hub.home("c"), &code).status.success());
    // The same box may ask again: it may not have heard the answer. Its files are those of this one code.
    let key = std::fs::read(hub.identity("c").key).unwrap();
    assert!(enrol(&hub, &hub.home("c"), &code).status.success());
    assert_eq!(std::fs::read(hub.identity("c").key).unwrap(), key);
    let output = enrol(&hub, &hub.home("d"), &code);
    assert!(said(&output).contains("used already"), "{}", said(&output));
    // Another code makes the one before void; a late one is late.
    let (void, late) = (hub.code("home-0001"), hub.code("home-0001"));
    assert!(said(&enrol(&hub, &hub.home("e"), &void)).contains("knows no such code"));
    hub.sql("UPDATE enrolment_codes SET made_at = made_at - interval '16 minutes', until_at = until_at - interval '16 minutes' WHERE used_at IS NULL");
    let output = enrol(&hub, &hub.home("f"), &late);
    assert!(said(&output).contains("has ended"), "{}", said(&output));
    let mut throttled = false;
    for _ in 0..12 {
        throttled |= said(&enrol(&hub, &hub.home("g"), &other)).contains("Wait ");
    }
    assert!(throttled, "who guesses has to wait");
}

#[tokio::test]
async fn over_tls_nobody_speaks_for_another_and_only_certificates_of_this_authority_that_hold_are_let_in() {
    let hub = Hub::start().await;
    for id in ["home-0001", "home-0002"] {
        hub.says(&["gateway", "add", id]);
        assert!(enrol(&hub, &hub.home(id), &hub.code(id)).status.success());
    }
    let _gateway = hub.run_gateway("home-0001");
    hub.until_frames_flow(0).await;
    // With the certificate of home-0002, under the name and id of home-0001.
    let mut insider = Stranger::with(&hub, &hub.identity("home-0002")).await.unwrap();
    let own = "hearth/v1/2c/home-0001";
    for topic in [format!("{own}/live"), format!("{own}/state"), format!("{own}/receipt"), "hearth/v1/00/home-0002/live".to_owned()] {
        // The broker drops what is not allowed, and says nothing of it.
        insider.publish(&topic, b"not a batch").await.unwrap();
    }
    insider.subscribe(&format!("{own}/receipt")).await;
    insider.subscribe("#").await;
    let frames = hub.frames();
    hub.until_frames_flow(frames).await;
    assert_eq!(insider.heard(Duration::from_secs(3)).await, 0, "receipts of another are not heard");
    assert_eq!(hub.connections("home-0001"), 1, "the session of home-0001 was not taken over");
    assert_eq!(hub.quarantined(), 0, "nothing under another's name reached the hub");
    let foreign = Signed::by_another_authority(hub.folder.path(), "home-0001");
    assert!(Stranger::with(&hub, &foreign).await.is_err(), "of another authority");
    let ended = Signed::by_this_authority(hub.folder.path(), "home-0001", (-3, -2));
    assert!(Stranger::with(&hub, &ended).await.is_err(), "one that has ended");
    let early = Signed::by_this_authority(hub.folder.path(), "home-0001", (2, 3));
    assert!(Stranger::with(&hub, &early).await.is_err(), "one that begins later");
    assert!(Stranger::without(&hub).await.is_err(), "none at all");
    assert!(Stranger::plain(&hub).await.is_err(), "plain text at the encrypted port");
}

#[tokio::test]
async fn a_gateway_whose_clock_says_1970_still_connects() {
    let hub = Hub::start().await;
    hub.says(&["gateway", "add", "home-0001"]);
    let output = home::enrol_at("1970-01-02 00:00:00", &hub, &hub.home("box"), &hub.code("home-0001"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let _gateway = hub.run_gateway_at("1970-01-02 00:00:00", "box");
    until("it is connected", async || hub.connections("box") == 1).await;
    hub.until_frames_flow(0).await;
}

#[tokio::test]
async fn https_says_what_it_should_and_plain_text_is_sent_there() {
    let hub = Hub::start().await;
    let Answer { status, head, .. } = hub.ask("GET /healthz", "").await;
    assert_eq!(status, 200);
    let head = head.to_lowercase();
    for line in [
        "strict-transport-security: max-age=86400\r",
        "cross-origin-opener-policy: same-origin",
        "cross-origin-resource-policy: same-origin",
        "permissions-policy: ",
        "x-content-type-options: nosniff",
        "content-security-policy: default-src 'self'",
    ] {
        assert!(head.contains(line), "{line} in {head}");
    }
    let plain = crate::embedded::http::ask(hub.address, "GET /wall?x=1", "", "").await;
    assert_eq!(plain.status, 308);
    assert!(plain.head.to_lowercase().contains(&format!("location: https://{}/wall?x=1", hub.address)), "{}", plain.head);
    // The same host in plain text is another site.
    let sign_in = r#"{"name":"a","password":"b"}"#;
    assert_eq!(hub.as_page_of("http", sign_in).await.status, 403);
    assert_eq!(hub.as_page_of("https", sign_in).await.status, 401, "the hub's own pages may");
}

#[tokio::test]
async fn a_certificate_of_the_site_is_exchanged_without_a_restart_and_half_a_file_keeps_the_one_in_force() {
    let place = folder();
    let given = Signed::by_another_authority(place.path(), "hub");
    let hub = Hub::start_in(place, &[("SERVER__CERTIFICATE", &given.certificate), ("SERVER__KEY", &given.key)]).await;
    let first = hub.hub_serial().await;
    let whole = std::fs::read(&given.certificate).unwrap();
    std::fs::write(&given.certificate, &whole[..whole.len() / 2]).unwrap();
    until("it is told", async || hub.log().contains("is cut off or damaged")).await;
    assert_eq!(hub.hub_serial().await, first, "half a file changes nothing");
    let next = Signed::by_another_authority(hub.folder.path(), "next");
    std::fs::copy(&next.key, &given.key).unwrap();
    std::fs::copy(&next.certificate, &given.certificate).unwrap();
    until("the new one is shown", async || hub.hub_serial().await != first).await;
}

#[test]
fn plain_text_beyond_this_machine_is_refused_by_name() {
    let place = folder();
    let check = |keys: &[(&str, &str)]| {
        let mut command = command(place.path(), free_port(), &["check"]);
        command.envs(keys.iter().map(|(key, value)| (format!("HEARTH_HUB__{key}"), (*value).to_owned())));
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout))
    };
    let (code, said) = check(&[("SERVER__LISTEN", "0.0.0.0:8443"), ("SERVER__TLS", "proxy")]);
    assert!(code == Some(64) && said.contains("server.listen") && said.contains("server.proxies"), "{said}");
    let (code, said) = check(&[("BROKER__HOST", "broker.example.org")]);
    assert!(code == Some(64) && said.contains("broker.ca") && said.contains("plain text"), "{said}");
    let (code, said) = check(&[("SERVER__LISTEN", "0.0.0.0:8443")]);
    assert!(code == Some(0) && said.contains("HTTPS"), "without a word about it, it is HTTPS: {said}");
}

#[tokio::test]
async fn half_open_handshakes_leave_room_for_those_who_watch() {
    let hub = Hub::start().await;
    let begun = Instant::now();
    let first_message = stranger::hello();
    let mut open = Vec::new();
    for begins in 0..900 {
        let mut stream = tokio::net::TcpStream::connect(hub.address).await.unwrap();
        // A third of them begin a handshake and leave it there, a third have its answer and leave it there, a third are silent.
        let said: &[u8] = [&[0x16, 3, 1], first_message.as_slice(), &[]][begins % 3];
        tokio::io::AsyncWriteExt::write_all(&mut stream, said).await.unwrap();
        if begins % 3 == 1 {
            let answered = tokio::io::AsyncReadExt::read_u8(&mut stream).await;
            assert_eq!(answered.ok(), Some(0x16), "number {begins}, while all before it are under way");
        }
        open.push(stream);
    }
    assert_eq!(hub.ask("GET /healthz", "").await.status, 200, "others are served meanwhile");
    // A handshake that does not come is given up.
    let mut first = open.swap_remove(0);
    let mut byte = [0];
    let ended = tokio::time::timeout(LONG, tokio::io::AsyncReadExt::read(&mut first, &mut byte)).await.unwrap();
    assert!(matches!(ended, Ok(0) | Err(_)));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert_eq!(gateway_program().file_name().unwrap(), "hearth-gateway");
}
