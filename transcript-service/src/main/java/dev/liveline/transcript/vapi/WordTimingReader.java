package dev.liveline.transcript.vapi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.liveline.transcript.call.SpokenPlan;
import dev.liveline.transcript.vapi.VapiMessage.WordTiming;

/// Reads `timing` of `assistant.speechStarted`: the times of each word of one segment of a turn, as two lists (`word-alignment`) or word by word
/// (`word-progress`).
final class WordTimingReader {

    private final JsonParser parser;
    private final List<String> words = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();

    WordTimingReader(JsonParser parser) {
        this.parser = parser;
    }

    @Nullable
    WordTiming read() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "words" -> items(this::word);
                case "wordsEndTimesMs" -> items(() -> {
                    if (parser.currentToken().isNumeric()) {
                        end(parser.getDoubleValue());
                    }
                });
                default -> parser.skipChildren();
            }
        }
        int timed = Math.min(words.size(), ends.size());
        return timed == 0 ? null : new WordTiming(List.copyOf(words.subList(0, timed)), List.copyOf(ends.subList(0, timed)));
    }

    private interface Item {
        void read() throws IOException;
    }

    private void items(Item item) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item.read();
        }
    }

    private void word() throws IOException {
        switch (parser.currentToken()) {
            case VALUE_STRING -> add(parser.getText());
            case START_OBJECT -> timedWord();
            default -> parser.skipChildren();
        }
    }

    private void timedWord() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("word") && value == JsonToken.VALUE_STRING) {
                add(parser.getText());
            } else if (name.equals("endMs") && value.isNumeric()) {
                end(parser.getDoubleValue());
            } else {
                parser.skipChildren();
            }
        }
    }

    private void add(String word) {
        if (words.size() < SpokenPlan.MAX_WORDS) {
            words.add(word);
        }
    }

    private void end(double millis) {
        if (ends.size() < SpokenPlan.MAX_WORDS) {
            ends.add((int) Math.clamp(millis, 0, Integer.MAX_VALUE));
        }
    }
}
