package dev.liveline.transcript.redaction;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces sensitive passages of a text by a word in brackets. In a partial a number or an address may still be growing: a long run of digits
/// at its end, and an address without its end, is taken out before anybody can tell what it will be.
public final class Redaction {

    /// Takes nothing out.
    public static final Redaction NONE = new Redaction(Set.of());

    private static final int CARD_MIN = 13;
    private static final int CARD_MAX = 19;
    private static final int PHONE_MIN = 7;
    private static final int GROWING_MIN = 7;
    private static final int SOCIAL_SECURITY = 9;
    private static final Pattern AFTER_DIGITS = Pattern.compile("[\\s,.\\u2010-\\u2015-]*");

    private static final String LOCAL = "[\\p{L}\\p{N}_.+%-]{1,64}";
    private static final String LABEL = "[\\p{L}\\p{N}_-]{1,63}";
    private static final String SPOKEN_LOCAL = "(?<![\\p{L}\\p{N}])" + LOCAL + "(?: (?:dot|underscore|dash|hyphen|plus) "
            + LOCAL + "){0,4}";
    private static final Pattern EMAIL = pattern(LOCAL + "+@" + LABEL + "+(?:(?:\\.| dot )" + LABEL + "+){1,5}+");
    private static final Pattern SPOKEN_EMAIL = pattern(
            SPOKEN_LOCAL + " at " + LABEL + "(?:(?:\\.| dot )" + LABEL + "){0,4}(?:\\.| dot )\\p{L}{2,24}\\b");
    private static final Pattern GROWING_EMAIL = pattern(
            "(?:" + LOCAL + "+@(?:" + LABEL + "+(?:(?:\\.| dot )" + LABEL + "+){0,5}(?:\\.| dot ?)?)?|"
                    + SPOKEN_LOCAL + " at " + LABEL + "(?: dot " + LABEL + "){0,4} dot(?: \\p{L}?)?)$");
    private static final Pattern NATIONAL_ID = pattern("""
            \\b(?:\\d{3}[ .\\u2010-\\u2015-]\\d{2}[ .\\u2010-\\u2015-]\\d{4}\
            |[A-CEGHJ-PR-TW-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]\
            |[XYZ]?-?\\d{7,8}-?[A-HJ-NP-TV-Z])\\b""");
    /// With a space before its letter only with the right letter: "12345678 a day" is none.
    private static final Pattern SPACED_DNI = pattern("\\b([XYZ]?) ?(\\d{7,8}) ([A-HJ-NP-TV-Z])\\b");
    private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    /// Digits in plenty that are an amount, or a date and perhaps its hour.
    private static final Pattern AMOUNT_OR_DATE = pattern(
            "\\d{1,3}(?:,\\d{3})+(?:\\.\\d{1,2})?|\\d{4}-\\d\\d-\\d\\d(?: \\d\\d)?");

    private final Set<SensitiveClass> classes;

    public Redaction(Set<SensitiveClass> classes) {
        this.classes = Set.copyOf(classes);
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /// @param last whether the text will not change any more
    /// @return the very same text if nothing was sensitive
    public String of(String text, boolean last) {
        if (classes.isEmpty()) {
            return text;
        }
        String redacted = text;
        if (classes.contains(SensitiveClass.CARD)) {
            redacted = withoutCards(redacted);
        }
        if (classes.contains(SensitiveClass.NATIONAL_ID)) {
            redacted = withoutNationalIds(redacted);
        }
        if (classes.contains(SensitiveClass.EMAIL)) {
            redacted = SPOKEN_EMAIL.matcher(EMAIL.matcher(redacted).replaceAll("[email]")).replaceAll("[email]");
            redacted = last ? redacted : GROWING_EMAIL.matcher(redacted).replaceAll("[email]");
        }
        if (classes.contains(SensitiveClass.PHONE)) {
            redacted = withoutPhones(redacted);
        }
        if (!last && (classes.contains(SensitiveClass.CARD) || classes.contains(SensitiveClass.NATIONAL_ID))) {
            redacted = withoutGrowing(redacted);
        }
        return redacted.equals(text) ? text : redacted;
    }

    private static String withoutCards(String text) {
        Passages cards = new Passages(text);
        for (DigitRun run : DigitRun.in(text)) {
            int from = 0;
            while (run.size() - from >= CARD_MIN) {
                int to = endOfCard(run, from);
                if (to > 0) {
                    cards.replace(run.digits().get(from).start(), run.digits().get(to - 1).end(), "[card]");
                }
                from = to > 0 ? to : from + 1;
            }
        }
        return cards.text();
    }

    /// A whole run of a card's length; in one where other digits stand beside it (an expiry date, a security code), a part that begins and
    /// ends where digits are set apart and that could be of a card's issuer.
    ///
    /// @return 0 if no card begins there
    private static int endOfCard(DigitRun run, int from) {
        if (from == 0 && run.size() <= CARD_MAX && run.passesLuhn(0, run.size())) {
            return run.size();
        }
        int first = run.digits().get(from).value();
        if (first < 2 || first > 6) {
            return 0;
        }
        for (int to = Math.min(run.size(), from + CARD_MAX); to - from >= CARD_MIN; to--) {
            if (run.isWhole(from, to) && run.passesLuhn(from, to)) {
                return to;
            }
        }
        return 0;
    }

    private static String withoutNationalIds(String text) {
        String written = SPACED_DNI.matcher(NATIONAL_ID.matcher(text).replaceAll("[id]")).replaceAll(Redaction::spacedDni);
        Passages spelt = new Passages(written);
        for (DigitRun run : DigitRun.in(written)) {
            if (run.size() == SOCIAL_SECURITY && run.isSpelt()) {
                spelt.replace(run.start(), run.end(), "[id]");
            }
        }
        return spelt.text();
    }

    private static String spacedDni(MatchResult id) {
        String foreigner = id.group(1).isEmpty() ? "" : Integer.toString("XYZ".indexOf(id.group(1).toUpperCase(Locale.ROOT)));
        int letter = (int) (Long.parseLong(foreigner + id.group(2)) % DNI_LETTERS.length());
        boolean right = DNI_LETTERS.charAt(letter) == Character.toUpperCase(id.group(3).charAt(0));
        return right ? "[id]" : Matcher.quoteReplacement(id.group());
    }

    private static String withoutPhones(String text) {
        Passages phones = new Passages(text);
        for (DigitRun run : DigitRun.ofPhone(text)) {
            if (run.size() >= PHONE_MIN && !AMOUNT_OR_DATE.matcher(text.substring(run.start(), run.end())).matches()) {
                phones.replace(beforePlus(text, run.start()), run.end(), "[phone]");
            }
        }
        return phones.text();
    }

    /// Where a number begins whose first digit stands there: at its plus or bracket.
    private static int beforePlus(String text, int digit) {
        int start = digit;
        while (start > 0 && "+(".indexOf(text.charAt(start - 1)) >= 0) {
            start--;
        }
        return start;
    }

    private static String withoutGrowing(String text) {
        List<DigitRun> runs = DigitRun.in(text);
        if (runs.isEmpty()) {
            return text;
        }
        DigitRun newest = runs.getLast();
        boolean atTheEnd = newest.size() >= GROWING_MIN
                && AFTER_DIGITS.matcher(text).region(newest.end(), text.length()).matches();
        return atTheEnd ? text.substring(0, newest.start()) + "[number]" : text;
    }

    /// A text some passages of which are replaced, in their order.
    private static final class Passages {
        private final String text;
        private final StringBuilder replaced = new StringBuilder();
        private int copied;

        private Passages(String text) {
            this.text = text;
        }

        private void replace(int start, int end, String word) {
            replaced.append(text, copied, start).append(word);
            copied = end;
        }

        private String text() {
            return copied == 0 ? text : replaced.append(text, copied, text.length()).toString();
        }
    }
}
