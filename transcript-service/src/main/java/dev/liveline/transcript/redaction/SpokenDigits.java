package dev.liveline.transcript.redaction;

import java.util.List;
import java.util.Locale;

/// Digits said digit by digit, as digits.
final class SpokenDigits {

    private static final List<String> WORDS = List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight",
            "nine");

    private SpokenDigits() {}

    /// The digits of a run of digits and number words; everything else is left out.
    static String of(String run) {
        String digits = run.toLowerCase(Locale.ROOT).replace("oh", "0");
        for (int digit = 0; digit < WORDS.size(); digit++) {
            digits = digits.replace(WORDS.get(digit), Integer.toString(digit));
        }
        return digits.replaceAll("\\D", "");
    }
}
