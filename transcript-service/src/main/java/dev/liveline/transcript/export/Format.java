package dev.liveline.transcript.export;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// The forms a transcript is written in.
public enum Format {
    JSON("json", "application/json"), TXT("txt", "text/plain"), VTT("vtt", "text/vtt"), SRT("srt", "application/x-subrip");

    private final String word;
    private final String mediaType;

    Format(String word, String mediaType) {
        this.word = word;
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /// By the word of `?format=`; null for an unknown one.
    public static @Nullable Format named(String word) {
        for (Format format : values()) {
            if (format.word.equals(word.toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        return null;
    }

    public String write(Transcript transcript) {
        return switch (this) {
            case JSON -> JsonTranscript.write(transcript);
            case TXT -> TextTranscript.write(transcript);
            case VTT -> VttTranscript.write(transcript);
            case SRT -> SrtTranscript.write(transcript);
        };
    }
}
