package dev.liveline.transcript.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Digits that stand together in a text, written or said one by one ("four one double one"), with at most a few spaces, commas, full stops or
/// dashes between them.
///
/// @param start  of the first digit in the text
/// @param end    behind the last
/// @param digits in their order; a doubled one stands there twice
record DigitRun(int start, int end, List<Digit> digits) {

    /// @param start   of the digit, or of the word that says it
    /// @param end     behind it
    /// @param isApart whether something stands between it and the digit before it
    record Digit(int value, int start, int end, boolean isApart) {}

    private static final List<String> WORDS = List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight",
            "nine");
    private static final Pattern DIGIT = Pattern.compile(
            "\\p{Nd}|\\b(?:(double|triple) )?(zero|oh|one|two|three|four|five|six|seven|eight|nine)\\b"
                    + "|\\b(double|triple) (\\p{Nd})(?!\\p{Nd})",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern GAP = Pattern.compile("[\\s\\u00a0\\u202f,.\\u2010-\\u2015-]{0,3}");
    private static final Pattern GAP_OF_PHONE = Pattern.compile("[\\s\\u00a0\\u202f,.()\\u2010-\\u2015-]{0,3}");
    private static final int TEN = 10;

    DigitRun {
        digits = List.copyOf(digits);
    }

    /// All runs of a text, in their order.
    static List<DigitRun> in(String text) {
        return in(text, GAP);
    }

    /// The same where digits may also stand in brackets, as the area code of a phone number does.
    static List<DigitRun> ofPhone(String text) {
        return in(text, GAP_OF_PHONE);
    }

    private static List<DigitRun> in(String text, Pattern gap) {
        List<DigitRun> runs = new ArrayList<>();
        List<Digit> open = new ArrayList<>();
        Matcher found = DIGIT.matcher(text);
        while (found.find()) {
            int before = open.isEmpty() ? -1 : open.getLast().end();
            if (before >= 0 && !gap.matcher(text).region(before, found.start()).matches()) {
                runs.add(of(open));
                open.clear();
                before = -1;
            }
            int times = times(found.group(1) == null ? found.group(3) : found.group(1));
            for (int i = 0; i < times; i++) {
                open.add(new Digit(value(found), found.start(), found.end(), i > 0 || before >= 0 && before < found.start()));
            }
        }
        if (!open.isEmpty()) {
            runs.add(of(open));
        }
        return runs;
    }

    private static DigitRun of(List<Digit> digits) {
        return new DigitRun(digits.getFirst().start(), digits.getLast().end(), digits);
    }

    private static int times(@Nullable String word) {
        return word == null ? 1 : word.equalsIgnoreCase("double") ? 2 : 3;
    }

    private static int value(Matcher found) {
        String word = found.group(2);
        if (word == null) {
            return Character.digit(found.group().codePointBefore(found.group().length()), TEN);
        }
        return word.equalsIgnoreCase("oh") ? 0 : WORDS.indexOf(word.toLowerCase(Locale.ROOT));
    }

    int size() {
        return digits.size();
    }

    /// Whether every digit stands alone, as when a number is said digit by digit.
    boolean isSpelt() {
        return digits.stream().skip(1).allMatch(Digit::isApart);
    }

    /// Whether a part of the run begins and ends where something stands between digits, or where the run does.
    boolean isWhole(int from, int to) {
        return (from == 0 || digits.get(from).isApart()) && (to == size() || digits.get(to).isApart());
    }

    /// Whether the digits of a part end in the check digit of ISO/IEC 7812 (Luhn).
    boolean passesLuhn(int from, int to) {
        int sum = 0;
        for (int i = 0; i < to - from; i++) {
            int digit = digits.get(to - 1 - i).value();
            int doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
            sum += i % 2 == 0 ? digit : doubled;
        }
        return sum % TEN == 0;
    }
}
