//! What to write into a field instead: every such mend with its code, its parameters and its English sentence.
//!
//! No mend repeats what the client wrote: a person's name in the wrong field stays out of problems and logs.

use crate::text::Flaw;
use hearth_alerts::budget::{DELAY_S_MAX, RUNGS_MAX};
use hearth_alerts::{LimitError, Side};
use hearth_vitals::coded::{Choices, Seconds, Unit};
use hearth_vitals::{Vital, coded};

coded! {
    /// Why a field cannot be accepted, expressed as what to write instead.
    pub enum Mend {
        /// The text is too short or too long.
        Length = "length" { low: u64, high: u64 } => "write {low} to {high} characters on one line",
        /// The text is too long to search for.
        LengthAtMost = "length_at_most" { high: u64 } => "write at most {high} characters on one line",
        /// The text has more bytes than the store takes.
        BytesAtMost = "bytes_at_most" { high: u64 } => "write at most {high} bytes",
        /// The text holds a control character, a mark of direction, or another character that no screen shows.
        Invisible = "invisible" {} => "write it without control characters and invisible signs",
        /// The text holds the character NUL, which PostgreSQL cannot store.
        Nul = "nul" {} => "write it without the character NUL",
        /// The text holds no letter.
        NoLetter = "no_letter" {} => "write at least one letter",
        /// The text holds neither a letter nor a digit.
        NothingSeen = "nothing_seen" {} => "write at least one letter or digit",
        /// One letter carries too many combining marks.
        TooManyAccents = "too_many_accents" { high: u64 } => "write at most {high} accents upon one letter",
        /// The certificate request is not PKCS #10, is too long, or is not signed with its own key.
        CertificateRequest = "certificate_request" {} => "send a certificate request (PKCS 10, PEM), signed with its own key",
        /// The text is not a phone number.
        Phone = "phone" { high: u64 }
            => "write a phone number of at most {high} digits, blanks and + - ( ) . / # *, or leave it empty",
        /// The text is not a date in the past.
        BirthDate = "birth_date" {} => "write a date as YYYY-MM-DD that is not in the future",
        /// The patient is 16 or older by the date of birth on record.
        NotUnder16 = "not_under_16" {} => "this is for patients younger than 16: NEWS2 is judged for this one",
        /// NEWS2 was not made for a patient of this age, so somebody has to say whether it is judged.
        News2OfAChild = "news2_of_a_child" {}
            => "write under_16 to go without NEWS2, which was not made for patients younger than 16, or judged to keep it",
        /// The text is not the name of a time zone.
        TimeZone = "time_zone" {} => "write an IANA time zone, as America/New_York",
        /// The text is not a language tag.
        LanguageTag = "language_tag" {} => "write a language tag, as en, es or pt-BR",
        /// The text cannot be the id of a device, kit or gateway.
        Id = "id" { low: u64, high: u64 } => "use {low} to {high} of a-z, 0-9 and '-'",
        /// The text cannot be a sign-in name.
        SignInName = "sign_in_name" { low: u64, high: u64 }
            => "use {low} to {high} of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit",
        /// The id is already taken.
        IdTaken = "id_taken" {} => "choose another id: this one is taken",
        /// The page mark did not come from an earlier page of this list.
        PageMark = "page_mark" {} => "write the mark that the page before gave",

        /// The value is not an instant in milliseconds since 1970.
        Instant = "instant" {} => "write milliseconds since 1970",
        /// The end of the period is not after its beginning.
        AfterFrom = "after_from" {} => "write an instant after from",
        /// The period asked for is too long.
        WindowAtMost = "window_at_most" { longest: Seconds } => "ask for at most {longest} at once",
        /// The instant lies in the future but must not.
        NotInTheFuture = "not_in_the_future" {} => "write an instant that is not in the future",
        /// The instant is too long ago for the beginning of a stay that is only now written down.
        WithinThreeDays = "within_three_days" {} => "write an instant within the last 3 days",
        /// The instant lies before the beginning of the stay.
        AfterAdmission = "after_admission" {} => "write an instant after the patient was admitted",
        /// The instant lies after the end of the stay.
        BeforeEnd = "before_end" {} => "write an instant before the stay ended",
        /// The instant given as the end of a binding lies before its beginning or in the future.
        WithinBinding = "within_binding" {} => "write an instant after the binding began and not in the future, or null for now",

        /// No patient has this id.
        NoSuchPatient = "no_such_patient" {} => "write the id of a patient who exists",
        /// No stay has this id.
        NoSuchEpisode = "no_such_episode" {} => "write the id of an episode that exists",
        /// The stay is one of another patient.
        OtherEpisode = "other_episode" {}
            => "this is not the stay of the observation: open the page of its patient and correct it there",
        /// No kit has this id.
        NoSuchKit = "no_such_kit" {} => "write the id of a kit that exists",
        /// The gateway is not registered.
        NoSuchGateway = "no_such_gateway" {} => "write the id of a gateway that is registered",
        /// The hub uses this id itself.
        IdReserved = "id_reserved" {} => "choose another id: the hub uses this one itself",
        /// The patient did not have this device.
        DeviceOfPatient = "device_of_patient" {} => "write a device that the patient had at that time",
        /// A device must be named for this source.
        DeviceNeeded = "device_needed" {} => "write the device it was read off",
        /// A device is named although the source is not a device.
        NoDevice = "no_device" {} => "leave it out, or write device as the source",

        /// The list has too many entries.
        ItemsAtMost = "items_at_most" { high: u64 } => "give at most {high}",
        /// The entry says "none are known" beside a list, or says neither.
        NoneOrSome = "none_or_some" {} => "write at least one, or say that none are known",
        /// The number is not of a place or a stamp of this incident.
        OfThisIncident = "of_this_incident" {} => "write the number of one of this incident",
        /// The time of a stamp does not lie between its neighbours.
        InOrder = "in_order" {} => "write an instant after the stamp before it, before the one after it, and not in the future",
        /// The task would be due too far in the future.
        WithinAMonth = "within_a_month" {} => "write an instant within the next 31 days",
        /// The new instant is too late, or is not later than the old one.
        WithinADay = "within_a_day" {} => "write a later instant within a day from now",
        /// No member of staff has this id.
        NoSuchPerson = "no_such_person" {} => "write the id of a colleague who exists",
        /// An incident is opened from an alert or from a call, not from both or neither.
        AlertOrCall = "alert_or_call" {} => "write the id of an alert or of a call, not of both",
        /// The alert or task belongs to another stay.
        OfThisStay = "of_this_stay" {} => "write the id of one of this stay",
        /// An instant is given although no call back was promised, or is missing although one was.
        WhenPromised = "when_promised" {} => "write an instant if a call back was promised, and only then",
        /// One section is given twice.
        SectionTwice = "section_twice" {} => "give each section once",
        /// A required field is missing.
        Missing = "missing" {} => "write this field: it may not be left out",
        /// There are fields that do not exist here; the message lists the known ones and does not repeat the unknown.
        UnknownField = "unknown_field" { known: Choices } => "there is no such field, write one of: {known}",
        /// The value is not one of the words that are allowed.
        OneOf = "one_of" { choices: Choices } => "write one of {choices}",
        /// The value is not a whole number.
        WholeNumber = "whole_number" {} => "write a whole number",
        /// The value is not a number.
        Number = "number" {} => "write a number",
        /// The value is not a text.
        Text = "text" {} => "write a text",
        /// The value is neither true nor false.
        TrueOrFalse = "true_or_false" {} => "write true or false",
        /// The value is not a JSON object.
        Object = "object" {} => "write a JSON object",
        /// The value does not have the shape that the API describes.
        Shape = "shape" {} => "write it as /api/openapi.json describes it",

        /// The number is outside this range; its ends are allowed.
        Between = "between" { low: f64, high: f64 } => "write {low} to {high}",
        /// The number is outside the band of its code; its ends are allowed.
        BetweenIn = "between_in" { low: f64, high: f64, unit: Unit } => "write a number from {low} to {high} in {unit}",
        /// The number is outside the band and looks like degrees Fahrenheit.
        LooksLikeFahrenheit = "looks_like_fahrenheit" { low: f64, high: f64, unit: Unit }
            => "write a number from {low} to {high} in {unit}: this looks like degrees Fahrenheit",
        /// The number is outside the band and looks like degrees Celsius that were taken for Fahrenheit.
        LooksLikeCelsius = "looks_like_celsius" { low: f64, high: f64, unit: Unit }
            => "write a number from {low} to {high} in {unit}: this looks like degrees Celsius, converted once too often",
        /// The number is outside the band and looks like millimoles per litre.
        LooksLikeMillimoles = "looks_like_millimoles" { low: f64, high: f64, unit: Unit }
            => "write a number from {low} to {high} in {unit}: this looks like mmol/L",
        /// The number is outside the band and looks like milligrams per decilitre that were taken for millimoles.
        LooksLikeMilligrams = "looks_like_milligrams" { low: f64, high: f64, unit: Unit }
            => "write a number from {low} to {high} in {unit}: this looks like mg/dL, converted once too often",
        /// The number is one that nobody survives, and its author has not confirmed it.
        ConfirmDeadly = "confirm_deadly" { low: f64, unit: Unit }
            => "look at the patient: nobody lives below {low} {unit}; if it is so, confirm it",
        /// The number has more decimals than are stored.
        DecimalsAtMost = "decimals_at_most" { places: u64 } => "write at most {places} decimal places",
        /// The value is not a number in the unit of its code.
        NumberIn = "number_in" { unit: Unit } => "write a number in {unit}",
        /// The unit is not the one in which the value is stored.
        UnitIs = "unit_is" { unit: Unit } => "write {unit}: the value is kept in this unit",
        /// The text is not a UCUM unit.
        UcumUnit = "ucum_unit" {} => "write the UCUM unit without blanks, as g/dL or 10*9/L",
        /// A word is given although the answer to this code is a number.
        AnswerIsANumber = "answer_is_a_number" {} => "leave it out: the answer is a number",
        /// A number is given although the answer to this code is a word.
        AnswerIsAWord = "answer_is_a_word" {} => "leave it out: the answer is a word, in finding",
        /// A unit is given although the answer is in words.
        WordsHaveNoUnit = "words_have_no_unit" {} => "leave it out: words have none",
        /// Both a number and words were given, or neither.
        NumberOrWords = "number_or_words" {} => "write either a number, in value with its unit, or words, in finding",
        /// The check digit of the LOINC code is wrong, so the code is mistyped.
        LoincCheckDigit = "loinc_check_digit" {} => "look the LOINC code up again: its last digit does not go with the others",
        /// The text is neither a key of the catalogue nor a LOINC code.
        UnknownCode = "unknown_code" { choices: Choices } => "write a LOINC code with its check digit, as 718-7, or one of {choices}",

        /// The limit has neither a low nor a high bound.
        LimitNoBound = "limit_no_bound" { vital: Vital } => "{vital}: give a low limit, a high limit, or both",
        /// The low bound is not below the high bound.
        LimitLowNotBelowHigh = "limit_low_not_below_high" { vital: Vital } => "{vital}: the low limit must be below the high limit",
        /// The critical low bound is given without a low bound, or is not below it.
        LimitCriticalLow = "limit_critical_low" { vital: Vital }
            => "{vital}: the critical low limit needs a low limit and must be below it",
        /// The critical high bound is given without a high bound, or is not above it.
        LimitCriticalHigh = "limit_critical_high" { vital: Vital }
            => "{vital}: the critical high limit needs a high limit and must be above it",
        /// The bound lies outside what can be measured.
        LimitImplausible = "limit_implausible" { vital: Vital, low: f64, high: f64, unit: Unit }
            => "{vital}: write a limit from {low} to {high} in {unit}: nothing else can be measured",
        /// The low and the high bound lie too close together.
        LimitTooNarrow = "limit_too_narrow" { vital: Vital }
            => "{vital}: low and high are too close: a value between them could never end an alert",
        /// The delay is too long for this vital sign.
        LimitDelay = "limit_delay" { vital: Vital, longest: Seconds } => "{vital}: the delay must be at most {longest}",
        /// A rung lies neither further out than the rung before it, nor at the same edge with a longer delay and a higher priority.
        RungNotOutside = "rung_not_outside" { vital: Vital }
            => "{vital}: each rung must be further out than the one before it, or wait longer and be more urgent",
        /// A rung further out has a longer delay than the rung before it.
        RungWaitsLonger = "rung_waits_longer" { vital: Vital } => "{vital}: a worse rung may not wait longer than the one before it",
        /// A rung further out has a lower priority than the rung before it.
        RungLessUrgent = "rung_less_urgent" { vital: Vital }
            => "{vital}: a worse rung may not be less urgent than the one before it",
        /// One side of a vital sign has too many rungs.
        TooManyRungs = "too_many_rungs" { vital: Vital, high: u64 } => "{vital}: give at most {high} rungs on a side",
        /// The bounds given beside the rungs contradict them.
        BoundsDiffer = "bounds_differ" { vital: Vital }
            => "{vital}: this says something else than the rungs: write what they say, or leave the rungs out",
        /// There is no rung, although this vital sign must be watched.
        VitalSilenced = "vital_silenced" { vital: Vital }
            => "{vital}: this would never ring; only a palliative profile may leave it out",
        /// All rungs lie beyond the floor: too far out, too late, or of too low a priority.
        BeyondFloor = "beyond_floor" { vital: Vital, high: f64, longest: Seconds }
            => "{vital}: a rung at {high} or nearer must ring within {longest}, medium or high",
        /// The trial covers more patient-days than it may.
        PatientDaysAtMost = "patient_days_at_most" { high: u64 } => "choose fewer patients or days: at most {high} patient-days at once",
        /// A temporary profile ends too late, or has already ended.
        WithinAWeek = "within_a_week" {} => "write an instant within the next seven days, or leave it out",
        /// The instant has already passed.
        InTheFuture = "in_the_future" {} => "write an instant that has not passed",
        /// The shift is too short or too long.
        ShiftLength = "shift_length" { shortest: Seconds, longest: Seconds } => "a shift lasts {shortest} to {longest}",
        /// The shift begins too far in the future.
        WithinSixtyDays = "within_sixty_days" {} => "write an instant within the next 60 days",
        /// The person's account is disabled.
        PersonDisabled = "person_disabled" {} => "this person's account is disabled; choose somebody else",
        /// The duty does not belong to the person's role.
        DutyOfRole = "duty_of_role" {} => "choose a duty of this person's role",
        /// The readback does not name each stay of the handover exactly once.
        EachStayOnce = "each_stay_once" {} => "read back each stay of the handover once",
        /// The same stay is named twice.
        StayTwice = "stay_twice" {} => "name each stay once",
        /// The list has too few or too many entries.
        Entries = "entries" { low: u64, high: u64 } => "write {low} to {high} of them",
        /// Two limits are given for one vital sign.
        LimitTwice = "limit_twice" { vital: Vital } => "{vital}: there are two limits for this vital",

        /// The password is too short or too long.
        PasswordLength = "password_length" { low: u64, high: u64 }
            => "use {low} to {high} characters; a few words are easy to remember",
        /// The new password is the same as the present one.
        PasswordSame = "password_same" {} => "choose another password than the current one",
        /// The password is easy to guess.
        PasswordGuessable = "password_guessable" {} => "do not use your name or one sign repeated",
    }
}

impl Mend {
    /// The mend that asks for one of the codes of a list.
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

/// The mend for a bound that no value of this vital sign can reach.
pub fn implausible(vital: Vital) -> Mend {
    let (low, high) = vital.plausible_raw();
    let (low, high) = (vital.raw_to_f64(low), vital.raw_to_f64(high));
    Mend::LimitImplausible { vital, low, high, unit: Unit(vital.unit()) }
}
