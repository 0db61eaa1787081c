package dev.liveline.simulator.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes believable support calls from a seed: the same seed and index give the same call for ever.
///
/// Thread-safe; a call costs tens of microseconds.
public final class ScenarioGenerator {

    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");
    private static final List<String> DAYS = List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
    private static final List<String> PRODUCTS = List.of("coffee machine", "desk lamp", "jacket", "suitcase", "headphones",
            "kettle", "phone case", "office chair");
    private static final List<String> STREETS = List.of("Harbour Road", "Mill Lane", "Station Street", "Orchard Avenue",
            "Bridge Street");
    private static final List<String> LETTERS = List.of("K7Q", "B2M", "RZ4", "T9A", "H3W");

    private final long seed;

    public ScenarioGenerator(long seed) {
        this.seed = seed;
    }

    /// The call of that index, 0 and up.
    public ScriptedCall call(long index) {
        long callSeed = mix(seed, index);
        var random = new SplittableRandom(callSeed);
        var topic = Topics.ALL.get(random.nextInt(Topics.ALL.size()));
        var turns = new ArrayList<Turn>();
        var recogniser = new Recogniser(random.split());
        turns.add(spoken(Speaker.ASSISTANT, Duration.ofMillis(300), pick(Topics.GREETINGS, random), recogniser));
        converse(topic.lines(), slots(random), turns, recogniser, random);
        boolean escalates = topic.name().equals("complaint");
        if (!escalates) {
            turns.add(spoken(Speaker.CALLER, pause(random), pick(Topics.THANKS, random), recogniser));
            turns.add(spoken(Speaker.ASSISTANT, pause(random), pick(Topics.FAREWELLS, random), recogniser));
        }
        return new ScriptedCall(callSeed, callId(random), "+1555010" + digits(4, random), "+1555020" + digits(4, random),
                topic.name(), turns, escalates ? "assistant-forwarded-call" : ending(random));
    }

    /// Calls 0, 1, 2 … without end.
    public Stream<ScriptedCall> calls() {
        return Stream.iterate(0L, index -> index + 1).map(this::call);
    }

    private static void converse(List<String> lines, Map<String, String> slots, List<Turn> turns, Recogniser recogniser,
            SplittableRandom random) {
        boolean bargingIn = false;
        int tools = 0;
        for (var line : lines) {
            var said = fill(pick(List.of(line.substring(2).split("\\|")), random), slots, random);
            switch (line.charAt(0)) {
                case 'C' -> turns.add(spoken(Speaker.CALLER, bargingIn ? Duration.ZERO : pause(random), said, recogniser));
                case 'A' -> turns.add(spoken(Speaker.ASSISTANT, pause(random), said, recogniser));
                case 'X' -> turns.add(random.nextInt(4) == 0
                        ? spoken(Speaker.ASSISTANT, pause(random), finished(said), recogniser)
                        : cutShort(said, recogniser, random));
                case 'T' -> turns.add(tool("call_" + Long.toString(random.nextLong() >>> 24, 36) + tools++, said));
                default -> throw new IllegalStateException("unknown kind of line: " + line);
            }
            bargingIn = turns.getLast() instanceof Turn.CutShort;
        }
    }

    private static Turn spoken(Speaker speaker, Duration pause, String text, Recogniser recogniser) {
        return new Turn.Spoken(speaker, pause, utterances(speaker, text, recogniser));
    }

    private static List<Utterance> utterances(Speaker speaker, String text, Recogniser recogniser) {
        return Stream.of(text.split("(?<=[.!?]) "))
            .map(sentence -> speaker == Speaker.CALLER ? recogniser.hear(sentence) : recogniser.follow(sentence))
            .toList();
    }

    private static Turn cutShort(String text, Recogniser recogniser, SplittableRandom random) {
        var planned = utterances(Speaker.ASSISTANT, text, recogniser);
        long whole = planned.getLast().length().toMillis();
        var cutAfter = Duration.ofMillis(whole * (25 + random.nextInt(60)) / 100);
        return new Turn.CutShort(pause(random), planned, cutAfter);
    }

    private static Turn tool(String id, String line) {
        int space = line.indexOf(' ');
        var argument = line.substring(space + 1).split("=", 2);
        return new Turn.ToolUsed(Duration.ofMillis(150), id, line.substring(0, space), Map.of(argument[0], argument[1]));
    }

    /// A line written to be cut off, made whole when nobody cuts it.
    private static String finished(String line) {
        return line.endsWith(".") ? line : line + " you will hear from us.";
    }

    private static Map<String, String> slots(SplittableRandom random) {
        var slots = new LinkedHashMap<String, String>();
        slots.put("order", digits(5, random));
        slots.put("reference", pick(LETTERS, random) + digits(3, random));
        slots.put("product", pick(PRODUCTS, random));
        slots.put("size", pick(List.of("medium", "large", "small"), random));
        slots.put("amount", (5 + random.nextInt(90)) + " dollars");
        slots.put("number", Integer.toString(1 + random.nextInt(180)));
        slots.put("street", pick(STREETS, random));
        slots.put("account", "NW" + digits(6, random));
        slots.put("digits", Integer.toString(2 + random.nextInt(7)) + (1 + random.nextInt(9)));
        return slots;
    }

    private static String fill(String line, Map<String, String> slots, SplittableRandom random) {
        var days = new HashMap<String, String>();
        return SLOT.matcher(line)
            .replaceAll(slot -> Matcher.quoteReplacement(slot.group(1).equals("day")
                    ? days.computeIfAbsent("day", _ -> pick(DAYS, random))
                    : slots.get(slot.group(1))));
    }

    private static String ending(SplittableRandom random) {
        return pick(List.of("customer-ended-call", "customer-ended-call", "customer-ended-call", "assistant-ended-call",
                "assistant-said-end-call-phrase"), random);
    }

    private static Duration pause(SplittableRandom random) {
        return Duration.ofMillis(350 + random.nextInt(900));
    }

    private static String digits(int count, SplittableRandom random) {
        var digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    /// Version 7 in shape, as Vapi's newer call ids are; the time part is the seed's, not the clock's.
    private static String callId(SplittableRandom random) {
        var hex = String.format("%016x%016x", random.nextLong(), random.nextLong());
        return "019b" + hex.substring(0, 4) + "-" + hex.substring(4, 8) + "-7" + hex.substring(8, 11) + "-8"
                + hex.substring(11, 14)
                + "-" + hex.substring(14, 26);
    }

    private static <T> T pick(List<T> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }

    private static long mix(long seed, long index) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index).nextLong();
    }
}
