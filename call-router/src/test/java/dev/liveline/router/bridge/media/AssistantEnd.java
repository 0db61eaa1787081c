package dev.liveline.router.bridge.media;

import java.util.ArrayList;
import java.util.List;

/// The assistant's end as a list of tags.
final class AssistantEnd implements ToAssistant {

    final List<String> sent = new ArrayList<>();
    final List<Integer> lengths = new ArrayList<>();
    boolean full;

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void audio(byte[] frame, long waitedMicros) {
        sent.add(Tagged.tag(frame));
        lengths.add(frame.length);
    }

    List<String> sounding() {
        return sent.stream().filter(tag -> !tag.equals(Tagged.SILENCE)).toList();
    }

    long silent() {
        return sent.stream().filter(tag -> tag.equals(Tagged.SILENCE)).count();
    }
}
