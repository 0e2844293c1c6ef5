//! Everything in this room that a clinician has to sign: by which numbers patients are watched until somebody sets their own.
//!
//! One list, made of the constants themselves, so that a number that changes is another one here. [`Reference`] is where they come
//! from. A test holds the files in which such constants stand against this list.

use crate::admission::{course, plausible};
use crate::budget;
use crate::ladder::is_compared_as_measured;
use crate::limit::{Limit, Limits, Side};
use crate::profile::{self, Template};
use crate::rules::{artefact, call, clock, cuff, disagree, fever, news2, qsofa, rejected, shock, storage, stuck, trend};
use hearth_scores::news2::Windows;
use hearth_vitals::Vital;

/// Where numbers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// The micro-events of the WARD studies of continuous monitoring.
    WardStudies,
    /// The NEWS2 chart of the Royal College of Physicians, 2017.
    News2Chart,
    /// The definition of neutropenic fever of the Infectious Diseases Society of America, 2010.
    NeutropenicFever,
    /// The surviving sepsis campaign: the aim of resuscitation.
    SepsisAims,
    /// Levels 1 and 2 of hypoglycaemia.
    HypoglycaemiaLevels,
    /// The publications on the shock index.
    ShockIndex,
    /// The definition of sepsis and septic shock, Sepsis-3, 2016.
    Sepsis3,
    /// What alarm standards and practice say of priorities, pauses and silence.
    AlarmPractice,
    /// No publication: argued in the source, next to the number.
    Design,
}

impl Reference {
    /// Every reference, for the catalogue of codes.
    pub const ALL: [Reference; 9] = [
        Reference::WardStudies,
        Reference::News2Chart,
        Reference::NeutropenicFever,
        Reference::SepsisAims,
        Reference::HypoglycaemiaLevels,
        Reference::ShockIndex,
        Reference::Sepsis3,
        Reference::AlarmPractice,
        Reference::Design,
    ];

    /// Its name in the API.
    pub const fn key(self) -> &'static str {
        match self {
            Reference::WardStudies => "ward_studies",
            Reference::News2Chart => "news2_chart",
            Reference::NeutropenicFever => "neutropenic_fever",
            Reference::SepsisAims => "sepsis_aims",
            Reference::HypoglycaemiaLevels => "hypoglycaemia_levels",
            Reference::ShockIndex => "shock_index",
            Reference::Sepsis3 => "sepsis_3",
            Reference::AlarmPractice => "alarm_practice",
            Reference::Design => "design",
        }
    }
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Milliseconds of a delay or stretch.
    Ms,
    /// Times, points, values.
    Count,
    /// Hundredths of a quotient.
    Hundredths,
    /// Percent of a whole.
    Percent,
    /// Tenths of a degree Celsius.
    TenthsOfADegree,
    /// Bytes on a disk.
    Bytes,
    /// Steps of this vital.
    Steps(Vital),
}

/// One number, under the name of its constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The name of the constant, in small letters.
    pub name: &'static str,
    /// The number, as `measure` counts it.
    pub value: i64,
    /// What it counts.
    pub measure: Measure,
}

/// What is signed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name: `limits_spo2`, `template_palliative`, `floors`, `news2`, …
    pub name: String,
    /// Where it comes from.
    pub sources: &'static [Reference],
    /// Rungs, if it is about them.
    pub limits: Limits,
    /// Numbers beside them.
    pub figures: Vec<Figure>,
}

/// Figures under the names of their constants.
macro_rules! figures {
    ($($measure:ident: $($path:ident)::+),+ $(,)?) => {
        vec![$(Figure { name: last(stringify!($($path)::+)), value: $($path)::+ as i64, measure: Measure::$measure }),+]
    };
}

/// The last part of a path.
fn last(path: &'static str) -> &'static str {
    path.rsplit(':').next().unwrap_or(path).trim()
}

/// Every item, in the order in which it is shown.
pub fn items() -> Vec<Item> {
    let adult = Limits::default_adult();
    let limits = adult.iter().map(|limit| Item {
        name: format!("limits_{}", limit.vital()),
        sources: sources_of(limit.vital()),
        limits: Limits::try_new([limit.clone()]).unwrap_or_default(),
        figures: Vec::new(),
    });
    // An adult's is what stands before it.
    let others = Template::ALL.into_iter().filter(|template| *template != Template::Adult);
    let templates = others.map(template);
    limits
        .chain(templates)
        .chain([
            floors(),
            deadly("deadly_low", Side::Low),
            deadly("deadly_high", Side::High),
            judging(),
            recovery(),
            silence(),
            score(),
            fever_pathway(),
            shock_index(),
            two_signs(),
        ])
        .chain([usual(), artefacts(), stuck_lines(), two_rates(), call_button(), cuff_faults(), noisy_lines(), gateways(), reminders()])
        .collect()
}

const fn sources_of(vital: Vital) -> &'static [Reference] {
    match vital {
        Vital::Temperature => &[Reference::NeutropenicFever, Reference::News2Chart],
        Vital::Systolic => &[Reference::News2Chart],
        Vital::MeanArterial => &[Reference::SepsisAims],
        Vital::Glucose => &[Reference::HypoglycaemiaLevels],
        _ => &[Reference::WardStudies, Reference::News2Chart, Reference::Design],
    }
}

fn template(template: Template) -> Item {
    let flag = |name: &'static str, on: bool| Figure { name, value: i64::from(on), measure: Measure::Count };
    let flags = [flag("neutropenic", template.is_neutropenic()), flag("wants_scale_two", template.wants_scale_two())];
    Item {
        name: format!("template_{}", template.key()),
        sources: &[Reference::Design],
        limits: template.limits(),
        figures: flags.into_iter().filter(|flag| flag.value == 1).collect(),
    }
}

fn floors() -> Item {
    let of = |vital: Vital, side: Side| {
        profile::FLOORS.iter().filter(move |floor| floor.vital == vital && floor.side == side).map(|floor| floor.rung)
    };
    let one = |vital: Vital| Limit::try_new(vital, of(vital, Side::Low).collect(), of(vital, Side::High).collect()).ok();
    Item {
        name: "floors".to_owned(),
        sources: &[Reference::Design],
        limits: Limits::try_new(Vital::ALL.into_iter().filter_map(one)).unwrap_or_default(),
        figures: Vec::new(),
    }
}

fn of_figures(name: &str, sources: &'static [Reference], figures: Vec<Figure>) -> Item {
    Item { name: name.to_owned(), sources, limits: Limits::default(), figures }
}

fn judging() -> Item {
    let figures = figures![
        Count: budget::CONFIRM_TIMES,
        Count: budget::CONFIRM_OF,
        Ms: budget::CONFIRM_MS,
        Count: budget::SLOW_CONFIRM_TIMES,
        Count: budget::SLOW_CONFIRM_OF,
        Ms: budget::SLOW_CONFIRM_MS,
        Ms: budget::SPARSE_CONFIRM_MS,
        Ms: budget::DOUBTFUL_CRITICAL_MS,
        Ms: budget::DOUBT_LASTS_MS,
        Ms: budget::SUPPORTED_MS,
        Ms: budget::BY_HAND_SPEAKS_MS,
        Ms: budget::LATE_MS,
        Ms: course::STEP_WITHIN_MS,
    ];
    let step = Figure { name: "step", value: course::STEP, measure: Measure::Steps(Vital::Temperature) };
    of_figures("judging", &[Reference::Design], figures.into_iter().chain([step]).chain(unrounded()).collect())
}

/// What is compared as it was measured; everything else is rounded as a chart shows it.
fn unrounded() -> impl Iterator<Item = Figure> {
    let named = [("spo2_low_unrounded", Vital::Spo2), ("mean_low_unrounded", Vital::MeanArterial)];
    let of = |(name, vital)| Figure { name, value: i64::from(is_compared_as_measured(vital, Side::Low)), measure: Measure::Count };
    named.into_iter().map(of)
}

fn recovery() -> Item {
    let of = |vital: Vital| of_vital(vital, budget::hysteresis_raw(vital));
    let figures = figures![Ms: budget::CLEAR_HOLD_MS].into_iter().chain(Vital::ALL.map(of)).collect();
    of_figures("recovery", &[Reference::Design], figures)
}

fn silence() -> Item {
    let figures = figures![
        Ms: budget::STALE_MS_MIN,
        Count: budget::STALE_CADENCES,
        Count: budget::STALE_SCHEDULES,
        Ms: budget::SCHEDULED_FROM_MS,
        Ms: budget::CUFF_INHIBITS_MS,
        Ms: budget::OFFLINE_MS,
        Ms: budget::OFFLINE_HIGH_MS,
        Ms: budget::SENSOR_OFF_MEDIUM_MS,
        Ms: budget::SENSOR_OFF_CALM_MS,
    ];
    of_figures("silence", &[Reference::AlarmPractice, Reference::Design], figures)
}

fn score() -> Item {
    let window = |name, value| Figure { name, value, measure: Measure::Ms };
    let windows = [
        window("calm_streamed_ms", Windows::CALM.streamed_ms),
        window("calm_spot_ms", Windows::CALM.spot_ms),
        window("calm_said_ms", Windows::CALM.said_ms),
        window("concerned_spot_ms", Windows::CONCERNED.spot_ms),
    ];
    let rules = figures![
        Percent: news2::GOOD_PERCENT_MIN,
        Ms: news2::HOLD_MS,
        Ms: budget::RED_IS_OVER_MS,
        Count: news2::RISE,
        Count: news2::RISE_FROM,
        Ms: news2::RISE_WITHIN_MS,
    ];
    of_figures("news2", &[Reference::News2Chart, Reference::Design], windows.into_iter().chain(rules).collect())
}

fn fever_pathway() -> Item {
    let figures = figures![
        TenthsOfADegree: fever::SINGLE,
        TenthsOfADegree: fever::RAISED,
        Ms: fever::SUSTAINED_MS,
        Ms: fever::SUSTAINED_DOUBTFUL_MS,
        Ms: fever::GAP_MS,
        Ms: fever::GRACE_MS,
        Ms: fever::STALE_MS,
    ];
    of_figures("fever", &[Reference::NeutropenicFever, Reference::Design], figures)
}

fn shock_index() -> Item {
    let figures = figures![
        Hundredths: shock::WORRY,
        Hundredths: shock::SEVERE,
        Hundredths: shock::OVER,
        Ms: shock::PAIR_MS,
        Ms: shock::STALE_MS,
    ];
    of_figures("shock_index", &[Reference::ShockIndex, Reference::Design], figures)
}

/// Beyond which number of a vital nobody lives: it rings whatever limits are set.
fn deadly(name: &str, side: Side) -> Item {
    let of = |vital: Vital| Some(of_vital(vital, plausible::deadly_edge(vital, side)?));
    let sugar = Figure { name: "glucose_deadly", value: plausible::GLUCOSE_DEADLY.into(), measure: Measure::Steps(Vital::Glucose) };
    let sugar = Some(sugar).filter(|_| side == Side::Low);
    of_figures(name, &[Reference::Design], Vital::ALL.into_iter().filter_map(of).chain(sugar).collect())
}

fn of_vital(vital: Vital, raw: i32) -> Figure {
    Figure { name: vital.key(), value: raw.into(), measure: Measure::Steps(vital) }
}

/// How far from what is usual for the patient a vital may go.
fn usual() -> Item {
    let margin = |vital: Vital| trend::margin(vital, Side::Low).or_else(|| trend::margin(vital, Side::High));
    let margins = Vital::ALL.into_iter().filter_map(|vital| Some(of_vital(vital, margin(vital)?)));
    let rules = figures![Count: trend::LEVEL, Count: trend::LEVEL_MIN, Ms: trend::APART_MS, Count: trend::DAY_MIN, Ms: trend::SPAN_MS];
    of_figures("trend", &[Reference::News2Chart, Reference::Design], margins.chain(rules).collect())
}

fn artefacts() -> Item {
    let figures = figures![Count: artefact::ASKED, Count: artefact::POOR, Count: artefact::DEAF, Count: artefact::GOOD_AGAIN];
    of_figures("artefacts", &[Reference::Design], figures)
}

/// How long a stream may stand at one number.
fn stuck_lines() -> Item {
    let stands = |vital: Vital| Some((vital, stuck::stands_ms(vital, vital.plausible_raw().0)?));
    let of = |(vital, ms): (Vital, i64)| Figure { name: vital.key(), value: ms, measure: Measure::Ms };
    let stands = Vital::ALL.into_iter().filter_map(stands).map(of);
    of_figures("stuck", &[Reference::Design], stands.chain(figures![Ms: stuck::GAP_MS, Ms: course::STUCK_MS]).collect())
}

fn two_rates() -> Item {
    let figures = figures![Percent: disagree::RATES_PERCENT, Count: disagree::RATES_LEAST, Count: disagree::STRETCHES];
    of_figures("rates_disagree", &[Reference::Design], figures)
}

fn call_button() -> Item {
    of_figures("call", &[Reference::AlarmPractice, Reference::Design], figures![Ms: call::TREMOR_MS, Ms: call::HOLDS_MS])
}

fn cuff_faults() -> Item {
    of_figures("cuff_fault", &[Reference::Design], figures![Count: cuff::ROW, Ms: cuff::HOLDS_MS])
}

fn noisy_lines() -> Item {
    of_figures("rejected", &[Reference::Design], figures![Count: rejected::MINUTES, Count: rejected::ASKED])
}

fn gateways() -> Item {
    let figures = figures![
        Ms: clock::DRIFTS_MS,
        Ms: clock::UNSET_MS,
        Bytes: storage::DAY_BYTES,
        Bytes: storage::HOUR_BYTES,
    ];
    of_figures("gateways", &[Reference::Design], figures)
}

fn reminders() -> Item {
    let figures = figures![Ms: budget::REMIND_HIGH_MS_MAX, Ms: budget::REMIND_MS_MAX];
    of_figures("reminders", &[Reference::AlarmPractice, Reference::Design], figures)
}

fn two_signs() -> Item {
    of_figures("qsofa", &[Reference::Sepsis3, Reference::Design], figures![Ms: qsofa::WINDOW_MS])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Constants that are not a clinician's to sign: what the machine needs, and what is made of others.
    const TECHNICAL: [&str; 37] = [
        "FUTURE_MS",
        "CADENCE_MS_UNKNOWN",
        "KEPT_MS",
        "GATEWAY_QUIET_MS",
        "GATEWAY_BACK_GRACE_MS",
        "BATTERY_GOOD_MS",
        "WAIT_MS_MAX",
        "PAST_QUIET_MS",
        "PAUSES_MAX",
        "STRAYS_MAX",
        "STRAY_QUIET_MS",
        "NOTE_BYTES_MAX",
        "DEVICES_MAX",
        "PRESSES_MAX",
        "FAULTS_MAX",
        "SAID_MS",
        "SAID_MAX",
        "DELAY_S_MAX",
        "RUNGS_MAX",
        "RESTORE_MS",
        "DOUBTFUL",
        "NO_VALUE",
        "LOOK_BACK_MS",
        "MINUTE_MS",
        "WINDOW_MS",
        "SUSPECTED",
        "FEVER",
        "STRETCH_MS",
        "STEP_MS",
        "HOUR_MS",
        "DAY",
        "HOLD_STEPS",
        "WATCHED",
        "LINE_GAP_MS",
        "ASKED",
        "AGREE",
        "STEP",
    ];

    fn constants(source: &'static str) -> impl Iterator<Item = &'static str> {
        source.lines().take_while(|line| *line != "#[cfg(test)]").filter_map(|line| {
            let line = line.split_once("const ").filter(|(before, _)| before.is_empty() || before.starts_with("pub"))?.1;
            line.split_once(':').map(|(name, _)| name).filter(|name| !name.contains('('))
        })
    }

    #[test]
    fn every_constant_of_a_rule_is_signed_or_is_none_of_a_clinicians() {
        let listed: BTreeSet<&str> = items().iter().flat_map(|item| item.figures.iter().map(|figure| figure.name)).collect();
        let files = [
            include_str!("budget.rs"),
            include_str!("rules/news2.rs"),
            include_str!("rules/news2/inputs.rs"),
            include_str!("rules/fever.rs"),
            include_str!("rules/shock.rs"),
            include_str!("rules/qsofa.rs"),
            include_str!("rules/trend.rs"),
            include_str!("rules/artefact.rs"),
            include_str!("rules/disagree.rs"),
            include_str!("rules/call.rs"),
            include_str!("rules/cuff.rs"),
            include_str!("rules/rejected.rs"),
            include_str!("rules/clock.rs"),
            include_str!("rules/storage.rs"),
            include_str!("rules/stuck.rs"),
            include_str!("admission/course.rs"),
        ];
        let found: Vec<&str> = files.into_iter().flat_map(constants).collect();
        assert!(found.len() > 40, "{found:?}");
        let missing: Vec<&&str> =
            found.iter().filter(|name| !listed.contains(**name) && !TECHNICAL.contains(name) && **name != "INSTEAD_MS").collect();
        assert!(missing.is_empty(), "put them into an item, or say that no clinician has to know them: {missing:?}");
    }

    #[test]
    fn that_a_low_saturation_and_a_low_mean_are_not_rounded_is_signed() {
        let items = items();
        let judging = items.iter().find(|item| item.name == "judging").unwrap();
        for name in ["spo2_low_unrounded", "mean_low_unrounded"] {
            assert_eq!(judging.figures.iter().find(|figure| figure.name == name).map(|figure| figure.value), Some(1), "{name}");
        }
    }

    #[test]
    fn every_item_has_a_name_of_its_own_a_source_and_something_to_sign() {
        let items = items();
        let names: BTreeSet<&str> = items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names.len(), items.len());
        for item in &items {
            assert!(!item.sources.is_empty() && (item.limits.iter().next().is_some() || !item.figures.is_empty()), "{}", item.name);
        }
    }

    #[test]
    fn every_default_limit_template_and_floor_is_in_it() {
        let items = items();
        let of = |name: &str| items.iter().find(|item| item.name == name).unwrap_or_else(|| panic!("{name}"));
        for limit in Limits::default_adult().iter() {
            assert_eq!(of(&format!("limits_{}", limit.vital())).limits.get(limit.vital()), Some(limit));
        }
        for template in Template::ALL.into_iter().filter(|template| *template != Template::Adult) {
            assert_eq!(of(&format!("template_{}", template.key())).limits, template.limits());
        }
        let rungs =
            of("floors").limits.iter().map(|limit| Side::ALL.map(|side| limit.rungs(side).len()).iter().sum::<usize>()).sum::<usize>();
        assert_eq!(rungs, profile::FLOORS.len());
    }
}
