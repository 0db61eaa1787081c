package dev.liveline.transcript.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import dev.liveline.events.BargeInSource;
import dev.liveline.events.CallEvent;
import dev.liveline.events.CallEvent.BargeIn;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.Envelope;
import dev.liveline.events.Speaker;
import dev.liveline.transcript.export.Transcript.Event;

class TranscriptTest {

    private static final long BEGIN = 1_787_000_000_000L;

    private final Transcript transcript = Transcript.of("c-1", "e1", 9, BEGIN,
            List.of(said(2, 4_000, 1, Speaker.ASSISTANT, "Let me tell you about", 3_000L),
                    new Event(new BargeIn(at(3, 3_900), BargeInSource.VAPI, 1, "Let me", null), null),
                    said(4, 6_000, 2, Speaker.CALLER, "No --> <b>thanks</b> & bye\n\nnow", 5_000L),
                    said(5, 2_000, 3, Speaker.CALLER, "I said this first.", null)));

    @Test
    void isOrderedByWhenItWasSaid() {
        assertThat(transcript.said()).extracting(Transcript.Said::text)
            .containsExactly("I said this first.", "Let me tell you about", "No --> <b>thanks</b> & bye\n\nnow");
    }

    @Test
    void asWebVttHasVoicesTimesAndEscapes() {
        assertThat(Format.VTT.write(transcript)).isEqualTo("""
                WEBVTT

                1
                00:00:00.920 --> 00:00:02.000
                <v Caller>I said this first.</v>

                2
                00:00:03.000 --> 00:00:04.000
                <v Assistant>Let me tell you about — [interrupted]</v>

                3
                00:00:05.000 --> 00:00:06.000
                <v Caller>No --&gt; &lt;b&gt;thanks&lt;/b&gt; &amp; bye now</v>
                """);
    }

    @Test
    void asSubRipHasNumberedCuesAndNoTags() {
        String srt = Format.SRT.write(transcript);
        assertThat(srt).startsWith("1\r\n00:00:00,920 --> 00:00:02,000\r\nCaller: I said this first.\r\n\r\n2\r\n");
        assertThat(srt).contains("Caller: No --› ‹b›thanks‹/b› & bye now");
        assertThat(srt.split("\r\n\r\n")).allMatch(cue -> Pattern
            .compile("\\d+\r\n\\d\\d:\\d\\d:\\d\\d,\\d{3} --> \\d\\d:\\d\\d:\\d\\d,\\d{3}\r\n[^\r\n]+(\r\n)?")
            .matcher(cue)
            .matches());
    }

    @Test
    void asTextIsALineAnUtterance() {
        assertThat(Format.TXT.write(transcript).lines()).containsExactly("[00:00:00] Caller: I said this first.",
                "[00:00:03] Assistant: Let me tell you about — [interrupted]",
                "[00:00:05] Caller: No --> <b>thanks</b> & bye now");
    }

    @Test
    void asJsonHasTheCaptionsWithoutTheirSeq() {
        assertThat(Format.JSON.write(transcript)).startsWith("{\"callId\":\"c-1\",\"epoch\":\"e1\",\"seq\":9,\"captions\":["
                + "{\"callId\":\"c-1\",\"epoch\":\"e1\",\"type\":\"caption\",\"at\":1787000002001,\"vapiAt\":1787000002000,"
                + "\"speaker\":\"caller\",\"utterance\":3,\"revision\":1,\"final\":true,\"text\":\"I said this first.\"},")
            .contains("\"text\":\"Let me tell you about\",\"cut\":true,\"heard\":\"Let me\"}");
    }

    private static Event said(long seq, long time, int utterance, Speaker speaker, String text, Long begunAt) {
        CallEvent caption = new Caption(at(seq, time), speaker, utterance, 1, true, text, null);
        return new Event(caption, begunAt == null ? null : BEGIN + begunAt);
    }

    private static Envelope at(long seq, long time) {
        return new Envelope("c-1", "e1", seq, BEGIN + time + 1, BEGIN + time);
    }
}
