package dev.liveline.simulator.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What came over a stream and when: bounded, thread-safe, complete up to its bound.
public final class FrameLog {

    /// 20 minutes at 50 frames a second.
    private static final int BOUND = 60_000;
    private static final TaggedFrame UNTAGGED = new TaggedFrame(-1, -1);

    private long[] nanos = new long[256];
    private long[] tags = new long[256];
    private short[] lengths = new short[256];
    private int count;

    /// A frame that passed.
    ///
    /// @param nanos [System#nanoTime()] when it did
    /// @param tag its mark; an utterance of -1 stands for a frame without one
    /// @param bytes its length
    public record Seen(long nanos, TaggedFrame tag, int bytes) {}

    public void add(byte[] frame) {
        add(System.nanoTime(), frame);
    }

    public synchronized void add(long at, byte[] frame) {
        if (count == BOUND) {
            return;
        }
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
            tags = Arrays.copyOf(tags, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        var tag = TaggedFrame.of(frame).orElse(UNTAGGED);
        nanos[count] = at;
        tags[count] = (long) tag.utterance() << 32 | tag.number() & 0xFFFF_FFFFL;
        lengths[count++] = (short) Math.min(frame.length, Short.MAX_VALUE);
    }

    public synchronized List<Seen> all() {
        var all = new ArrayList<Seen>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Seen(nanos[i], new TaggedFrame((int) (tags[i] >> 32), (int) tags[i]), lengths[i]));
        }
        return all;
    }

    public synchronized int count() {
        return count;
    }

    /// The numbers of the marked frames, in the order they passed.
    public List<Integer> numbers() {
        return all().stream().map(Seen::tag).filter(tag -> tag.utterance() >= 0).map(TaggedFrame::number).toList();
    }
}
