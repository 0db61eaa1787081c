package dev.liveline.transcript.redaction;

/// What can be taken out of words; configured by these names.
public enum SensitiveClass {
    /// Payment card numbers that pass the Luhn check, in digits or spoken digit by digit.
    CARD,
    /// E-mail addresses, written or spoken ("ann at example dot com").
    EMAIL,
    /// Phone numbers of 7 to 15 digits.
    PHONE,
    /// US social security numbers, UK national insurance numbers, Spanish DNI and NIE.
    NATIONAL_ID
}
