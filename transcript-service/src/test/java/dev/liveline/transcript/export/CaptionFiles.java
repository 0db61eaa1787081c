package dev.liveline.transcript.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads WebVTT and SubRip files back, as strictly as their definitions allow: what a player forgives is an error here. Shares nothing with
/// what writes them.
final class CaptionFiles {

    /// One cue as a player would show it.
    record Shown(long startMs, long endMs, String voice, String text) {}

    private static final Pattern VTT_TIMES = Pattern
        .compile("(\\d{2,}):([0-5]\\d):([0-5]\\d)\\.(\\d{3}) --> (\\d{2,}):([0-5]\\d):([0-5]\\d)\\.(\\d{3})");
    private static final Pattern SRT_TIMES = Pattern.compile(VTT_TIMES.pattern().replace("\\.", ","));
    private static final Pattern VOICE = Pattern.compile("<v ([^\\n\\r&<>]+)>([^<>]*)</v>");
    private static final Pattern REFERENCE = Pattern.compile("&(amp|lt|gt|lrm|rlm|nbsp);");

    private CaptionFiles() {}

    /// W3C WebVTT §4.1–4.2: `WEBVTT`, then blocks parted by blank lines: an identifier, times, the cue's text. Starts never go back (§4.1).
    static List<Shown> vtt(String file) {
        assertThat(file).doesNotContain("\r", "\0").endsWith("\n");
        String[] blocks = file.substring(0, file.length() - 1).split("\n\n", -1);
        assertThat(blocks[0]).isEqualTo("WEBVTT");
        List<Shown> cues = new ArrayList<>();
        for (int i = 1; i < blocks.length; i++) {
            String[] lines = blocks[i].split("\n", -1);
            assertThat(lines).as(blocks[i]).hasSize(3);
            assertThat(lines[0]).as("identifier").isEqualTo(Integer.toString(i)).doesNotContain("-->");
            assertThat(lines[2]).as("a cue's text holds no arrow").doesNotContain("-->");
            Matcher voice = VOICE.matcher(lines[2]);
            assertThat(voice.matches()).as(lines[2]).isTrue();
            cues.add(cue(VTT_TIMES, lines[1], voice.group(1), decoded(voice.group(2)), cues));
        }
        return cues;
    }

    /// SubRip as VLC and the libraries take it: cues counted from 1, CRLF, times with a comma, one blank line behind each.
    static List<Shown> srt(String file) {
        assertThat(file.replace("\r\n", "")).doesNotContain("\r", "\n");
        List<Shown> cues = new ArrayList<>();
        if (file.isEmpty()) {
            return cues;
        }
        assertThat(file).endsWith("\r\n\r\n");
        for (String block : file.substring(0, file.length() - 4).split("\r\n\r\n", -1)) {
            String[] lines = block.split("\r\n", -1);
            assertThat(lines).as(block).hasSize(3);
            assertThat(lines[0]).isEqualTo(Integer.toString(cues.size() + 1));
            assertThat(lines[2]).doesNotContain("<", ">", "{\\", "-->");
            String[] spoken = lines[2].split(": ", 2);
            cues.add(cue(SRT_TIMES, lines[1], spoken[0], spoken[1], cues));
        }
        return cues;
    }

    private static Shown cue(Pattern times, String line, String voice, String text, List<Shown> before) {
        Matcher found = times.matcher(line);
        assertThat(found.matches()).as(line).isTrue();
        Shown cue = new Shown(millis(found, 1), millis(found, 5), voice, text);
        assertThat(cue.endMs()).as("a cue ends after it starts").isGreaterThan(cue.startMs());
        assertThat(cue.startMs()).as("starts never go back")
            .isGreaterThanOrEqualTo(before.isEmpty() ? 0 : before.getLast().startMs());
        return cue;
    }

    private static long millis(Matcher times, int from) {
        return ((Long.parseLong(times.group(from)) * 60 + Long.parseLong(times.group(from + 1))) * 60
                + Long.parseLong(times.group(from + 2))) * 1000 + Long.parseLong(times.group(from + 3));
    }

    private static String decoded(String text) {
        assertThat(REFERENCE.matcher(text).replaceAll("")).as("every ampersand begins a reference").doesNotContain("&");
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
