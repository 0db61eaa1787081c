package dev.liveline.transcript.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dev.liveline.events.BargeInSource;
import dev.liveline.events.CallEvent.BargeIn;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.Envelope;
import dev.liveline.events.Speaker;
import dev.liveline.transcript.export.CaptionFiles.Shown;
import dev.liveline.transcript.export.Transcript.Event;

/// Whatever was said, in whatever order it arrived, the files keep to their grammars and show it.
class CaptionFilesTest {

    private static final long BEGIN = 1_787_000_000_000L;
    private static final List<String> SNIPPETS = List.of("yes", "-->", "<v Bob>", "</v>", "&amp;", "&", "{\\an8}", "<i>",
            "\n\n",
            "\r\n", "\t", "00:00:01,000 --> 00:00:02,000", "WEBVTT", "NOTE", "1", "«¿qué?»", "日本語", "😀", "\u0000", "\u2028",
            "\u0085",
            "a: b", "\\", "—", "&lt;b&gt;");

    @Test
    void keepToTheirGrammarsAndShowWhatWasSaid() {
        LongStream.range(0, 500).forEach(seed -> {
            Transcript transcript = transcript(new SplittableRandom(seed));
            List<String> texts = Cue.of(transcript).stream().map(Cue::text).toList();

            List<Shown> vtt = CaptionFiles.vtt(Format.VTT.write(transcript));
            assertThat(vtt).as("seed " + seed).extracting(Shown::text).isEqualTo(texts);
            assertThat(texts).allSatisfy(text -> assertThat(text.lines()).hasSize(1).doesNotContain("\u2028"));
            assertThat(texts).noneMatch(text -> text.matches(".*[\\x{85}\\x{2028}\\x{2029}].*"));
            assertThat(vtt).extracting(Shown::voice).isSubsetOf("Caller", "Assistant", "Agent");

            List<Shown> srt = CaptionFiles.srt(Format.SRT.write(transcript));
            assertThat(srt).as("seed " + seed).extracting(Shown::voice).isEqualTo(vtt.stream().map(Shown::voice).toList());
            assertThat(srt).extracting(Shown::startMs).isEqualTo(vtt.stream().map(Shown::startMs).toList());
            assertThat(srt).extracting(cue -> plain(cue.text()))
                .isEqualTo(texts.stream().map(CaptionFilesTest::plain).toList());

            long cuts = transcript.said().stream().filter(Transcript.Said::cut).count();
            assertThat(vtt.stream().filter(cue -> cue.text().endsWith("— [interrupted]"))).hasSize((int) cuts);
        });
    }

    @Test
    void areValidWhereNothingWasSaid() {
        Transcript nothing = Transcript.of("c-1", "e1", 1, BEGIN, List.of());
        assertThat(CaptionFiles.vtt(Format.VTT.write(nothing))).isEmpty();
        assertThat(CaptionFiles.srt(Format.SRT.write(nothing))).isEmpty();
    }

    /// What SubRip cannot say apart.
    private static String plain(String text) {
        return text.replace('<', '‹').replace('>', '›').replace("{ \\", "{\\");
    }

    private static Transcript transcript(SplittableRandom random) {
        List<Event> events = new ArrayList<>();
        int utterances = random.nextInt(12);
        for (int n = 1; n <= utterances; n++) {
            Speaker speaker = Speaker.values()[random.nextInt(3)];
            // Before the call began by our reckoning, up to five hours in.
            long time = BEGIN + random.nextLong(-2_000, 18_000_000);
            Long begunAt = random.nextBoolean() ? null : Long.valueOf(time + random.nextLong(-9_000, 50));
            if (random.nextInt(3) == 0) {
                events.add(new Event(new BargeIn(at(events.size(), time), BargeInSource.VAPI, n, null, null), null));
            }
            events.add(new Event(new Caption(at(events.size(), time), speaker, n, 1, true, text(random), null), begunAt));
        }
        return Transcript.of("c-1", "e1", events.size(), BEGIN, events);
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder("w");
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(random.nextBoolean() ? " " : "").append(SNIPPETS.get(random.nextInt(SNIPPETS.size())));
        }
        return text.toString();
    }

    private static Envelope at(long seq, long time) {
        return new Envelope("c-1", "e1", seq + 1, time + 1, time);
    }
}
