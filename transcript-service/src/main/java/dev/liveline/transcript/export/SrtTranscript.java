package dev.liveline.transcript.export;

import java.util.List;

/// SubRip. It has no escapes: angle brackets, which players take for tags, become typographic ones, and a brace that would begin an override
/// (`{\an8}`) is set apart from its backslash.
final class SrtTranscript {

    private SrtTranscript() {}

    static String write(Transcript transcript) {
        StringBuilder srt = new StringBuilder();
        List<Cue> cues = Cue.of(transcript);
        for (int i = 0; i < cues.size(); i++) {
            Cue cue = cues.get(i);
            srt.append(i + 1)
                .append("\r\n")
                .append(Cue.time(cue.startMs(), ','))
                .append(" --> ")
                .append(Cue.time(cue.endMs(), ','))
                .append("\r\n")
                .append(cue.speaker())
                .append(": ")
                .append(cue.text().replace('<', '‹').replace('>', '›').replace("{\\", "{ \\"))
                .append("\r\n\r\n");
        }
        return srt.toString();
    }
}
