package dev.liveline.simulator.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/// Turns a text into the [Utterance] a streaming recogniser would make of its being spoken.
///
/// A caller's partials are lower case without punctuation, arrive every few words, and now and then mishear the newest
/// words, which a later partial puts right. An assistant's partials follow a text that is known, so they only grow.
public final class Recogniser {

    /// About 150 words a minute.
    private static final int MILLIS_PER_WORD = 400;

    private static final Map<String, String> MISHEARD = Map.ofEntries(Map.entry("refund", "re fun"),
            Map.entry("order", "border"),
            Map.entry("booking", "looking"), Map.entry("two", "to"), Map.entry("for", "four"), Map.entry("four", "for"),
            Map.entry("flight", "fright"), Map.entry("charged", "charge"), Map.entry("parcel", "partial"),
            Map.entry("router", "rooter"), Map.entry("number", "numb"), Map.entry("cancel", "can sell"),
            Map.entry("change", "chain"), Map.entry("account", "a count"), Map.entry("weeks", "weak"),
            Map.entry("right", "write"),
            Map.entry("wait", "weight"), Map.entry("speak", "peak"), Map.entry("yes", "yet"), Map.entry("card", "car"),
            Map.entry("address", "a dress"), Map.entry("appointment", "a point"), Map.entry("twice", "twist"));

    private final SplittableRandom random;

    public Recogniser(long seed) {
        this(new SplittableRandom(seed));
    }

    Recogniser(SplittableRandom random) {
        this.random = random;
    }

    /// What is made of a caller who says `text`.
    public Utterance hear(String text) {
        var words = text.split("\\s+");
        var partials = new ArrayList<Utterance.Revision>();
        int millis = 0;
        int heard = 0;
        while (heard < words.length) {
            int group = Math.min(words.length - heard, 1 + random.nextInt(3));
            heard += group;
            millis += group * paceMillis();
            partials.add(new Utterance.Revision(Duration.ofMillis(millis), provisional(words, heard)));
        }
        // As often as not the recogniser settles on the right words, still unpunctuated, just before it finalises.
        if (random.nextBoolean()) {
            millis += 80 + random.nextInt(120);
            partials.add(new Utterance.Revision(Duration.ofMillis(millis), plain(words, words.length)));
        }
        var length = Duration.ofMillis(millis + 60 + random.nextInt(140));
        var confidence = random.nextInt(10) == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.round((0.78 + 0.21 * random.nextDouble()) * 100) / 100.0);
        return new Utterance(text, withoutRepeats(partials), length, confidence);
    }

    /// What is made of an assistant who says `text`.
    public Utterance follow(String text) {
        var words = text.split("\\s+");
        var partials = new ArrayList<Utterance.Revision>();
        int millis = 0;
        int spoken = 0;
        while (spoken < words.length) {
            int group = Math.min(words.length - spoken, 2 + random.nextInt(3));
            spoken += group;
            millis += group * paceMillis();
            partials
                .add(new Utterance.Revision(Duration.ofMillis(millis), String.join(" ", List.of(words).subList(0, spoken))));
        }
        return new Utterance(text, partials, Duration.ofMillis(millis + 100), OptionalDouble.empty());
    }

    private int paceMillis() {
        return MILLIS_PER_WORD * 3 / 4 + random.nextInt(MILLIS_PER_WORD / 2);
    }

    private String provisional(String[] words, int count) {
        var newest = bare(words[count - 1]);
        var mistaken = MISHEARD.get(newest);
        if (mistaken != null && random.nextInt(3) > 0) {
            return prefix(words, count - 1) + mistaken;
        }
        if (newest.length() > 5 && random.nextInt(4) == 0) {
            return prefix(words, count - 1) + newest.substring(0, 3 + random.nextInt(newest.length() - 4));
        }
        return plain(words, count);
    }

    private static String prefix(String[] words, int count) {
        return count == 0 ? "" : plain(words, count) + " ";
    }

    private static String plain(String[] words, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(bare(words[i]));
        }
        return text.toString();
    }

    private static String bare(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        int end = lower.length();
        while (end > 1 && ".,!?;:".indexOf(lower.charAt(end - 1)) >= 0) {
            end--;
        }
        return lower.substring(0, end);
    }

    private static List<Utterance.Revision> withoutRepeats(List<Utterance.Revision> partials) {
        var kept = new ArrayList<Utterance.Revision>();
        for (var partial : partials) {
            if (kept.isEmpty() || !kept.getLast().text().equals(partial.text())) {
                kept.add(partial);
            }
        }
        return kept;
    }
}
