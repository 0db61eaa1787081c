package dev.liveline.simulator.audio;

import java.util.ArrayList;
import java.util.List;

/// What came over a stream and when: bounded, thread-safe, complete up to its bound.
public final class FrameLog {

    /// 20 minutes at 50 frames a second.
    private static final int BOUND = 60_000;

    private final List<Seen> seen = new ArrayList<>();

    /// A frame that passed.
    ///
    /// @param nanos [System#nanoTime()] when it did
    /// @param tag its mark; an utterance of -1 stands for a frame without one
    /// @param bytes its length
    public record Seen(long nanos, TaggedFrame tag, int bytes) {}

    private static final TaggedFrame UNTAGGED = new TaggedFrame(-1, -1);

    public void add(byte[] frame) {
        add(System.nanoTime(), frame);
    }

    public synchronized void add(long nanos, byte[] frame) {
        if (seen.size() < BOUND) {
            seen.add(new Seen(nanos, TaggedFrame.of(frame).orElse(UNTAGGED), frame.length));
        }
    }

    public synchronized List<Seen> all() {
        return List.copyOf(seen);
    }

    public synchronized int count() {
        return seen.size();
    }

    /// The numbers of the marked frames, in the order they passed.
    public List<Integer> numbers() {
        return all().stream().map(Seen::tag).filter(tag -> tag.utterance() >= 0).map(TaggedFrame::number).toList();
    }
}
