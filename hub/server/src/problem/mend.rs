//! What to write into a field instead: every mend with its code, its parameters and its English sentence.
//!
//! None repeats what was written: a name typed into the wrong field stays out of problems and logs.

use crate::text::Flaw;
use hearth_alerts::budget::{DELAY_S_MAX, RUNGS_MAX};
use hearth_alerts::{LimitError, Side};
use hearth_vitals::coded::{Choices, Seconds, Unit};
use hearth_vitals::{Vital, coded};

coded! {
    /// Why a field cannot be accepted, said as what to write instead.
    pub enum Mend {
        /// Too short or too long.
        Length = "length" { low: u64, high: u64 } => "write {low} to {high} characters on one line",
        /// Too long for a search.
        LengthAtMost = "length_at_most" { high: u64 } => "write at most {high} characters on one line",
        /// Too long for the store.
        BytesAtMost = "bytes_at_most" { high: u64 } => "write at most {high} bytes",
        /// A control, a mark of direction, or something else that no screen shows.
        Invisible = "invisible" {} => "write it without control characters and invisible signs",
        /// No text of the store can hold it.
        Nul = "nul" {} => "write it without the character NUL",
        /// Nothing in it is a letter.
        NoLetter = "no_letter" {} => "write at least one letter",
        /// Nothing in it is a letter or a digit.
        NothingSeen = "nothing_seen" {} => "write at least one letter or digit",
        /// A tower of marks upon one letter.
        TooManyAccents = "too_many_accents" { high: u64 } => "write at most {high} accents upon one letter",
        /// No PKCS 10, too long, or not signed with its own key.
        CertificateRequest = "certificate_request" {} => "send a certificate request (PKCS 10, PEM), signed with its own key",
        /// No phone number.
        Phone = "phone" { high: u64 }
            => "write a phone number of at most {high} digits, blanks and + - ( ) . / # *, or leave it empty",
        /// No day of the past.
        BirthDate = "birth_date" {} => "write a date as YYYY-MM-DD that is not in the future",
        /// No time zone.
        TimeZone = "time_zone" {} => "write an IANA time zone, as America/New_York",
        /// No language tag.
        LanguageTag = "language_tag" {} => "write a language tag, as en, es or pt-BR",
        /// No id of a device, kit or gateway.
        Id = "id" { low: u64, high: u64 } => "use {low} to {high} of a-z, 0-9 and '-'",
        /// No name to sign in with.
        SignInName = "sign_in_name" { low: u64, high: u64 }
            => "use {low} to {high} of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit",
        /// The id is another's.
        IdTaken = "id_taken" {} => "choose another id: this one is taken",
        /// The mark of a page was made up.
        PageMark = "page_mark" {} => "write the mark that the page before gave",

        /// No instant.
        Instant = "instant" {} => "write milliseconds since 1970",
        /// The end of a window is not after its begin.
        AfterFrom = "after_from" {} => "write an instant after from",
        /// The window is too long.
        WindowAtMost = "window_at_most" { longest: Seconds } => "ask for at most {longest} at once",
        /// Not in the future.
        NotInTheFuture = "not_in_the_future" {} => "write an instant that is not in the future",
        /// Too long ago for a stay to have begun before it was written down.
        WithinThreeDays = "within_three_days" {} => "write an instant within the last 3 days",
        /// Not before the stay.
        AfterAdmission = "after_admission" {} => "write an instant after the patient was admitted",
        /// Not after the stay.
        BeforeEnd = "before_end" {} => "write an instant before the stay ended",
        /// The end of a binding.
        WithinBinding = "within_binding" {} => "write an instant after the binding began and not in the future, or null for now",

        /// There is no such patient.
        NoSuchPatient = "no_such_patient" {} => "write the id of a patient who exists",
        /// There is no such stay.
        NoSuchEpisode = "no_such_episode" {} => "write the id of an episode that exists",
        /// The stay is another's.
        OtherEpisode = "other_episode" {}
            => "this is not the stay of the observation: open the page of its patient and correct it there",
        /// There is no such kit.
        NoSuchKit = "no_such_kit" {} => "write the id of a kit that exists",
        /// The gateway is not registered.
        NoSuchGateway = "no_such_gateway" {} => "write the id of a gateway that is registered",
        /// A name that the hub uses itself.
        IdReserved = "id_reserved" {} => "choose another id: the hub uses this one itself",
        /// The patient did not have this device.
        DeviceOfPatient = "device_of_patient" {} => "write a device that the patient had at that time",
        /// A device is needed.
        DeviceNeeded = "device_needed" {} => "write the device it was read off",
        /// A device is named, and the source is another.
        NoDevice = "no_device" {} => "leave it out, or write device as the source",

        /// A list is too long.
        ItemsAtMost = "items_at_most" { high: u64 } => "give at most {high}",
        /// "None are known" beside a list, or neither.
        NoneOrSome = "none_or_some" {} => "write at least one, or say that none are known",
        /// A place or a stamp of another incident.
        OfThisIncident = "of_this_incident" {} => "write the number of one of this incident",
        /// A stamp between its neighbours.
        InOrder = "in_order" {} => "write an instant after the stamp before it, before the one after it, and not in the future",
        /// Too late for a task.
        WithinAMonth = "within_a_month" {} => "write an instant within the next 31 days",
        /// Too late for what is put off, or not later at all.
        WithinADay = "within_a_day" {} => "write a later instant within a day from now",
        /// There is no such colleague.
        NoSuchPerson = "no_such_person" {} => "write the id of a colleague who exists",
        /// An incident comes from one thing.
        AlertOrCall = "alert_or_call" {} => "write the id of an alert or of a call, not of both",
        /// An alert or a task of another stay.
        OfThisStay = "of_this_stay" {} => "write the id of one of this stay",
        /// A call back without a promise, or the other way round.
        WhenPromised = "when_promised" {} => "write an instant if a call back was promised, and only then",
        /// Two of one section.
        SectionTwice = "section_twice" {} => "give each section once",
        /// A field that must be there.
        Missing = "missing" {} => "write this field: it may not be left out",
        /// Fields that nobody knows, not named; the known ones are told.
        UnknownField = "unknown_field" { known: Choices } => "there is no such field, write one of: {known}",
        /// One of these.
        OneOf = "one_of" { choices: Choices } => "write one of {choices}",
        /// A number without decimals.
        WholeNumber = "whole_number" {} => "write a whole number",
        /// A number.
        Number = "number" {} => "write a number",
        /// A text.
        Text = "text" {} => "write a text",
        /// True or false.
        TrueOrFalse = "true_or_false" {} => "write true or false",
        /// An object.
        Object = "object" {} => "write a JSON object",
        /// Any other shape.
        Shape = "shape" {} => "write it as /api/openapi.json describes it",

        /// A number of this range, ends included.
        Between = "between" { low: f64, high: f64 } => "write {low} to {high}",
        /// A number of the band of its code, ends included.
        BetweenIn = "between_in" { low: f64, high: f64, unit: Unit } => "write a number from {low} to {high} in {unit}",
        /// Outside the band, and a likely number of degrees Fahrenheit.
        LooksLikeFahrenheit = "looks_like_fahrenheit" { low: f64, high: f64, unit: Unit }
            => "write a number from {low} to {high} in {unit}: this looks like degrees Fahrenheit",
        /// Outside the band, and a likely number of millimoles in a litre.
        LooksLikeMillimoles = "looks_like_millimoles" { low: f64, high: f64, unit: Unit }
            => "write a number from {low} to {high} in {unit}: this looks like mmol/L",
        /// A number that nobody lives with, which its author has not confirmed.
        ConfirmDeadly = "confirm_deadly" { low: f64, unit: Unit }
            => "look at the patient: nobody lives below {low} {unit}; if it is so, confirm it",
        /// Finer than it is kept.
        DecimalsAtMost = "decimals_at_most" { places: u64 } => "write at most {places} decimal places",
        /// A number in its unit.
        NumberIn = "number_in" { unit: Unit } => "write a number in {unit}",
        /// Another unit.
        UnitIs = "unit_is" { unit: Unit } => "write {unit}: the value is kept in this unit",
        /// No unit of UCUM.
        UcumUnit = "ucum_unit" {} => "write the UCUM unit without blanks, as g/dL or 10*9/L",
        /// The answer is a number.
        AnswerIsANumber = "answer_is_a_number" {} => "leave it out: the answer is a number",
        /// The answer is a word.
        AnswerIsAWord = "answer_is_a_word" {} => "leave it out: the answer is a word, in finding",
        /// Words have no unit.
        WordsHaveNoUnit = "words_have_no_unit" {} => "leave it out: words have none",
        /// Both, or neither.
        NumberOrWords = "number_or_words" {} => "write either a number, in value with its unit, or words, in finding",
        /// A mistyped code of LOINC.
        LoincCheckDigit = "loinc_check_digit" {} => "look the LOINC code up again: its last digit does not go with the others",
        /// No code at all.
        UnknownCode = "unknown_code" { choices: Choices } => "write a LOINC code with its check digit, as 718-7, or one of {choices}",

        /// Neither low nor high.
        LimitNoBound = "limit_no_bound" { vital: Vital } => "{vital}: give a low limit, a high limit, or both",
        /// Low not below high.
        LimitLowNotBelowHigh = "limit_low_not_below_high" { vital: Vital } => "{vital}: the low limit must be below the high limit",
        /// Critical low without, or not below, low.
        LimitCriticalLow = "limit_critical_low" { vital: Vital }
            => "{vital}: the critical low limit needs a low limit and must be below it",
        /// Critical high without, or not above, high.
        LimitCriticalHigh = "limit_critical_high" { vital: Vital }
            => "{vital}: the critical high limit needs a high limit and must be above it",
        /// Outside what can be measured.
        LimitImplausible = "limit_implausible" { vital: Vital, low: f64, high: f64, unit: Unit }
            => "{vital}: write a limit from {low} to {high} in {unit}: nothing else can be measured",
        /// Too narrow.
        LimitTooNarrow = "limit_too_narrow" { vital: Vital }
            => "{vital}: low and high are too close: a value between them could never end an alert",
        /// Delay too long.
        LimitDelay = "limit_delay" { vital: Vital, longest: Seconds } => "{vital}: the delay must be at most {longest}",
        /// A rung that is not further out than the one before it, and no more urgent one of its edge that waits longer.
        RungNotOutside = "rung_not_outside" { vital: Vital }
            => "{vital}: each rung must be further out than the one before it, or wait longer and be more urgent",
        /// A worse rung that waits longer.
        RungWaitsLonger = "rung_waits_longer" { vital: Vital } => "{vital}: a worse rung may not wait longer than the one before it",
        /// A worse rung that is less urgent.
        RungLessUrgent = "rung_less_urgent" { vital: Vital }
            => "{vital}: a worse rung may not be less urgent than the one before it",
        /// Too many rungs.
        TooManyRungs = "too_many_rungs" { vital: Vital, high: u64 } => "{vital}: give at most {high} rungs on a side",
        /// Bounds beside rungs that say something else.
        BoundsDiffer = "bounds_differ" { vital: Vital }
            => "{vital}: this says something else than the rungs: write what they say, or leave the rungs out",
        /// No rung, though this vital must be watched.
        VitalSilenced = "vital_silenced" { vital: Vital }
            => "{vital}: this would never ring; only a palliative profile may leave it out",
        /// Rungs that are all too far out, too late or too mild.
        BeyondFloor = "beyond_floor" { vital: Vital, high: f64, longest: Seconds }
            => "{vital}: a rung at {high} or nearer must ring within {longest}, medium or high",
        /// A trial over more than it may be.
        PatientDaysAtMost = "patient_days_at_most" { high: u64 } => "choose fewer patients or days: at most {high} patient-days at once",
        /// A temporary profile that ends too late, or has ended.
        WithinAWeek = "within_a_week" {} => "write an instant within the next seven days, or leave it out",
        /// An instant that has passed.
        InTheFuture = "in_the_future" {} => "write an instant that has not passed",
        /// A shift of a length that nobody works.
        ShiftLength = "shift_length" { shortest: Seconds, longest: Seconds } => "a shift lasts {shortest} to {longest}",
        /// A shift that begins too late.
        WithinSixtyDays = "within_sixty_days" {} => "write an instant within the next 60 days",
        /// Somebody who may not sign in any more.
        PersonDisabled = "person_disabled" {} => "this person's account is disabled; choose somebody else",
        /// A duty that is not of the person's role.
        DutyOfRole = "duty_of_role" {} => "choose a duty of this person's role",
        /// A receipt that leaves a stay out.
        EachStayOnce = "each_stay_once" {} => "read back each stay of the handover once",
        /// One stay twice.
        StayTwice = "stay_twice" {} => "name each stay once",
        /// A list that is too short or too long.
        Entries = "entries" { low: u64, high: u64 } => "write {low} to {high} of them",
        /// Two limits for one vital.
        LimitTwice = "limit_twice" { vital: Vital } => "{vital}: there are two limits for this vital",

        /// Too short or too long a password.
        PasswordLength = "password_length" { low: u64, high: u64 }
            => "use {low} to {high} characters; a few words are easy to remember",
        /// The password in force.
        PasswordSame = "password_same" {} => "choose another password than the current one",
        /// A password anyone guesses.
        PasswordGuessable = "password_guessable" {} => "do not use your name or one sign repeated",
    }
}

impl Mend {
    /// One of the codes of a list.
    pub fn one_of<S: Into<String>>(of: &'static str, codes: impl IntoIterator<Item = S>) -> Mend {
        Mend::OneOf { choices: Choices::new(of, codes) }
    }
}

impl From<Flaw> for Mend {
    fn from(flaw: Flaw) -> Mend {
        let count = |count: usize| count.try_into().unwrap_or(u64::MAX);
        match flaw {
            Flaw::Length(characters) if *characters.start() == 0 => Mend::LengthAtMost { high: count(*characters.end()) },
            Flaw::Length(characters) => Mend::Length { low: count(*characters.start()), high: count(*characters.end()) },
            Flaw::Invisible => Mend::Invisible {},
            Flaw::NoLetter => Mend::NoLetter {},
            Flaw::NothingSeen => Mend::NothingSeen {},
            Flaw::Marks(most) => Mend::TooManyAccents { high: count(most) },
        }
    }
}

impl From<LimitError> for Mend {
    fn from(error: LimitError) -> Mend {
        match error {
            LimitError::NoBound(vital) => Mend::LimitNoBound { vital },
            LimitError::LowNotBelowHigh(vital) => Mend::LimitLowNotBelowHigh { vital },
            LimitError::CriticalNotOutside(vital, Side::Low) => Mend::LimitCriticalLow { vital },
            LimitError::CriticalNotOutside(vital, Side::High) => Mend::LimitCriticalHigh { vital },
            LimitError::Implausible(vital, ..) => implausible(vital),
            LimitError::RungNotOutside(vital, ..) => Mend::RungNotOutside { vital },
            LimitError::RungWaitsLonger(vital, ..) => Mend::RungWaitsLonger { vital },
            LimitError::RungLessUrgent(vital, ..) => Mend::RungLessUrgent { vital },
            LimitError::TooManyRungs(vital, _) => Mend::TooManyRungs { vital, high: RUNGS_MAX.try_into().unwrap_or(u64::MAX) },
            LimitError::TooNarrow(vital) => Mend::LimitTooNarrow { vital },
            LimitError::DelayTooLong(vital, ..) => Mend::LimitDelay { vital, longest: Seconds(DELAY_S_MAX.into()) },
            LimitError::Twice(vital) => Mend::LimitTwice { vital },
        }
    }
}

/// A limit that no value of this vital can reach.
pub fn implausible(vital: Vital) -> Mend {
    let (low, high) = vital.plausible_raw();
    let (low, high) = (vital.raw_to_f64(low), vital.raw_to_f64(high));
    Mend::LimitImplausible { vital, low, high, unit: Unit(vital.unit()) }
}
