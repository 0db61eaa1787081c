package dev.liveline.router.bridge.media;

import java.util.ArrayList;
import java.util.List;

/// The caller's end as a list: audio by its tag, `mark:<name>`, `clear`.
final class CallerEnd implements ToCaller {

    final List<String> sent = new ArrayList<>();
    boolean full;

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void audio(byte[] frame, long waitedMicros) {
        sent.add(Tagged.tag(frame));
    }

    @Override
    public void mark(String name) {
        sent.add("mark:" + name);
    }

    @Override
    public void clear() {
        sent.add("clear");
    }

    List<String> audio() {
        return sent.stream().filter(s -> !s.startsWith("mark:") && !s.equals("clear")).toList();
    }

    List<String> marks() {
        return sent.stream().filter(s -> s.startsWith("mark:")).map(s -> s.substring(5)).toList();
    }
}
