package dev.liveline.transcript.redaction;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces sensitive passages of a text by a word in brackets. In a partial a number may still be growing: a long run of digits at its end is
/// taken out before anybody can tell what it will be.
public final class Redaction {

    /// Takes nothing out.
    public static final Redaction NONE = new Redaction(Set.of());

    private static final String DIGIT = "(?:\\d|\\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\\b)";
    private static final String GAP = "[ ,.-]{0,3}";
    private static final Pattern CARD = digits(13, 19);
    private static final Pattern GROWING = Pattern.compile(DIGIT + "(?:" + GAP + DIGIT + "){6,18}+[ ,.-]*$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern EMAIL = Pattern.compile("[\\w.+-]{1,64}+@[\\w-]{1,63}+(?:\\.[\\w-]{1,63}+){1,5}+");
    private static final Pattern SPOKEN_EMAIL = Pattern.compile(
            "\\b[\\w.+-]{1,64} at [\\w-]{1,63}(?: dot [a-z]{2,24}){1,4}\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern PHONE = Pattern.compile("(?<![\\w.])\\+?\\(?\\d(?:[ ().-]{0,2}\\d){6,14}+(?!\\w)");
    private static final Pattern SPOKEN_PHONE = digits(7, 15);
    private static final Pattern NATIONAL_ID = Pattern.compile("""
            \\b(?:\\d{3}[ -]\\d{2}[ -]\\d{4}\
            |[A-CEGHJ-PR-TW-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]\
            |[XYZ]?-?\\d{7,8}-?[A-HJ-NP-TV-Z])\\b""", Pattern.CASE_INSENSITIVE);

    private final Set<SensitiveClass> classes;

    public Redaction(Set<SensitiveClass> classes) {
        this.classes = Set.copyOf(classes);
    }

    private static Pattern digits(int least, int most) {
        return Pattern.compile(DIGIT + "(?:" + GAP + DIGIT + "){" + (least - 1) + "," + (most - 1) + "}",
                Pattern.CASE_INSENSITIVE);
    }

    /// @param last whether the text will not change any more
    /// @return the very same text if nothing was sensitive
    public String of(String text, boolean last) {
        if (classes.isEmpty()) {
            return text;
        }
        String redacted = text;
        if (classes.contains(SensitiveClass.CARD)) {
            redacted = CARD.matcher(redacted).replaceAll(Redaction::card);
        }
        if (classes.contains(SensitiveClass.NATIONAL_ID)) {
            redacted = NATIONAL_ID.matcher(redacted).replaceAll("[id]");
        }
        if (classes.contains(SensitiveClass.EMAIL)) {
            redacted = SPOKEN_EMAIL.matcher(EMAIL.matcher(redacted).replaceAll("[email]")).replaceAll("[email]");
        }
        if (classes.contains(SensitiveClass.PHONE)) {
            redacted = SPOKEN_PHONE.matcher(PHONE.matcher(redacted).replaceAll("[phone]")).replaceAll("[phone]");
        }
        if (!last && (classes.contains(SensitiveClass.CARD) || classes.contains(SensitiveClass.NATIONAL_ID))) {
            redacted = GROWING.matcher(redacted).replaceAll("[number]");
        }
        return redacted.equals(text) ? text : redacted;
    }

    private static String card(MatchResult run) {
        return luhn(run.group()) ? "[card]" : Matcher.quoteReplacement(run.group());
    }

    private static boolean luhn(String run) {
        String digits = SpokenDigits.of(run);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
            sum += i % 2 == 0 ? digit : doubled;
        }
        return sum % 10 == 0;
    }
}
