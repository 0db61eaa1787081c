package dev.liveline.transcript.redaction;

/// What can be taken out of words; configured by these names.
public enum SensitiveClass {
    /// Payment card numbers that pass the Luhn check, in digits or spoken digit by digit; also with an expiry date or a security code beside them.
    CARD,
    /// E-mail addresses, written or spoken ("ann at example dot com").
    EMAIL,
    /// Phone numbers: whatever has seven digits and more in a row and is no amount or date, so order numbers too.
    PHONE,
    /// US social security numbers (written in groups, or spoken digit by digit), UK national insurance numbers, Spanish DNI and NIE.
    NATIONAL_ID
}
