package dev.liveline.transcript.export;

import dev.liveline.transcript.export.Transcript.Said;

/// One line an utterance: `[00:00:07] Caller: …`, the time from the call's start.
final class TextTranscript {

    private TextTranscript() {}

    static String write(Transcript transcript) {
        StringBuilder text = new StringBuilder();
        for (Said said : transcript.said()) {
            long start = Math.max(0, said.begunAt() - transcript.startedAt());
            text.append('[')
                .append(Cue.time(start, '.'), 0, 8)
                .append("] ")
                .append(Cue.name(said.speaker()))
                .append(": ")
                .append(Cue.line(said))
                .append('\n');
        }
        return text.toString();
    }
}
