package dev.liveline.transcript.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.liveline.events.Speaker;
import dev.liveline.transcript.export.Transcript.Said;

/// One caption of a file: times from the call's start, one line of plain text.
///
/// @param startMs and `endMs`: milliseconds from the call's start; the end is after the start
record Cue(long startMs, long endMs, String speaker, String text) {

    /// A cue is on screen for so long at least: shorter ones are refused by validators or flash by.
    private static final long SHORTEST_MS = 200;

    /// All that is white space, a control character, or ends a line for whoever goes by Unicode.
    private static final Pattern LINE_BREAKING = Pattern.compile("[\\s\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}]+");

    /// In the order of their start, as players want them.
    static List<Cue> of(Transcript transcript) {
        List<Cue> cues = new ArrayList<>();
        for (Said said : transcript.said()) {
            long start = Math.max(0, said.begunAt() - transcript.startedAt());
            long end = Math.max(start + SHORTEST_MS, said.endedAt() - transcript.startedAt());
            cues.add(new Cue(start, end, name(said.speaker()), line(said)));
        }
        cues.sort(Comparator.comparingLong(Cue::startMs));
        return cues;
    }

    static String name(Speaker speaker) {
        return switch (speaker) {
            case CALLER -> "Caller";
            case ASSISTANT -> "Assistant";
            case AGENT -> "Agent";
        };
    }

    /// The text in one line, with a mark where it was cut short.
    static String line(Said said) {
        String text = LINE_BREAKING.matcher(said.text()).replaceAll(" ").strip();
        return said.cut() ? text + " — [interrupted]" : text;
    }

    /// `hh:mm:ss` and milliseconds after a separator.
    static String time(long millis, char separator) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d%c%03d", millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60,
                separator, millis % 1000);
    }
}
