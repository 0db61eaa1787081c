package dev.liveline.router.bridge.media;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/// Frames that wait to be sent, oldest first. Bounded in time: a frame that does not fit pushes out the oldest ones, which are counted.
final class FrameQueue {

    /// @param utterance the assistant's utterance it belongs to, 0 for none
    record Frame(byte[] audio, long arrivedMicros, int utterance, boolean sounds) {}

    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final int boundBytes;
    private int bytes;
    private int sounding;
    private int highWaterBytes;
    private long pushedOut;

    FrameQueue(int boundMillis) {
        this.boundBytes = Math.max(MuLaw.FRAME_BYTES, boundMillis * MuLaw.BYTES_PER_MILLI);
    }

    void add(Frame frame) {
        while (bytes + frame.audio().length > boundBytes && !frames.isEmpty()) {
            poll();
            pushedOut++;
        }
        frames.add(frame);
        bytes += frame.audio().length;
        sounding += frame.sounds() ? 1 : 0;
        highWaterBytes = Math.max(highWaterBytes, bytes);
    }

    @Nullable
    Frame peek() {
        return frames.peek();
    }

    @Nullable
    Frame poll() {
        Frame frame = frames.poll();
        if (frame != null) {
            bytes -= frame.audio().length;
            sounding -= frame.sounds() ? 1 : 0;
        }
        return frame;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    boolean sounds() {
        return sounding > 0;
    }

    void clear() {
        frames.clear();
        bytes = 0;
        sounding = 0;
    }

    int millis() {
        return bytes / MuLaw.BYTES_PER_MILLI;
    }

    /// The longest it has been, in milliseconds.
    int highWaterMillis() {
        return highWaterBytes / MuLaw.BYTES_PER_MILLI;
    }

    /// Frames that were lost because the queue was full.
    long pushedOut() {
        return pushedOut;
    }
}
