//! Units in which devices write, and how each becomes the unit of its vital: exact fractions.

/// A unit and its conversion: value = (number - zero) * times / over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub times: i64,
    pub over: i64,
    pub zero: i64,
}

impl Unit {
    /// The unit of the vital sign itself: no conversion.
    pub const ITS_OWN: Unit = Unit::ratio(1, 1);
    /// Degrees Fahrenheit to Celsius.
    pub const FAHRENHEIT: Unit = Unit { times: 5, over: 9, zero: 32 };
    /// Kilopascals to millimetres of mercury: one of these is 133.322387415 Pa.
    pub const KILOPASCAL: Unit = Unit::ratio(1_000_000_000, 133_322_387);
    /// Pounds (avoirdupois) to kilograms, by definition.
    pub const POUND: Unit = Unit::ratio(45_359_237, 100_000_000);
    /// Kilograms of glucose a litre to milligrams a decilitre.
    pub const KG_PER_LITRE: Unit = Unit::ratio(100_000, 1);
    /// Moles of glucose a litre to milligrams a decilitre; a mole is 180.156 g.
    pub const MOL_PER_LITRE: Unit = Unit::ratio(180_156, 10);

    const fn ratio(times: i64, over: i64) -> Unit {
        Unit { times, over, zero: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::number::Number;
    use super::*;

    #[test]
    fn known_points_of_each_unit_come_out() {
        let of = |mantissa, exponent, unit, decimals| Number::Decimal { mantissa, exponent }.steps(unit, decimals);
        assert_eq!(of(212, 0, Unit::FAHRENHEIT, 2), Some(10_000));
        assert_eq!(of(-40, 0, Unit::FAHRENHEIT, 2), Some(-4_000));
        assert_eq!(of(986, -1, Unit::FAHRENHEIT, 2), Some(3_700));
        assert_eq!(of(101_325, -3, Unit::KILOPASCAL, 1), Some(7_600), "an atmosphere");
        assert_eq!(of(160, -1, Unit::KILOPASCAL, 1), Some(1_200));
        assert_eq!(of(1, 2, Unit::POUND, 3), Some(45_359));
        assert_eq!(of(12, -4, Unit::KG_PER_LITRE, 1), Some(1_200));
        assert_eq!(of(55, -4, Unit::MOL_PER_LITRE, 1), Some(991));
    }
}
