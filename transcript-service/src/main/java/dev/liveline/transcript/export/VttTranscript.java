package dev.liveline.transcript.export;

import java.util.List;

/// W3C WebVTT: speakers as voice tags, text escaped.
final class VttTranscript {

    private VttTranscript() {}

    static String write(Transcript transcript) {
        StringBuilder vtt = new StringBuilder("WEBVTT\n");
        List<Cue> cues = Cue.of(transcript);
        for (int i = 0; i < cues.size(); i++) {
            Cue cue = cues.get(i);
            vtt.append('\n')
                .append(i + 1)
                .append('\n')
                .append(Cue.time(cue.startMs(), '.'))
                .append(" --> ")
                .append(Cue.time(cue.endMs(), '.'))
                .append("\n<v ")
                .append(cue.speaker())
                .append('>')
                .append(escape(cue.text()))
                .append("</v>\n");
        }
        return vtt.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
