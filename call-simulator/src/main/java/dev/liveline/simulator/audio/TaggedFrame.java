package dev.liveline.simulator.audio;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A mark in the first eight bytes of a frame, too short to hear, by which it is recognised wherever it comes out unchanged.
///
/// @param utterance which stretch of speech the frame belongs to, from 1; 0 is silence
/// @param number of the frame, counted over a stream from 0
public record TaggedFrame(int utterance, int number) {

    static final int TAG_LENGTH = 8;
    private static final short MAGIC = 0x5AA5;

    /// The frame with the mark written into it; the array is changed.
    public byte[] into(byte[] frame) {
        ByteBuffer.wrap(frame).putShort(MAGIC).putShort((short) utterance).putInt(number);
        return frame;
    }

    /// The mark of a frame, if it has one.
    public static Optional<TaggedFrame> of(byte[] frame) {
        if (frame.length < TAG_LENGTH) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.wrap(frame);
        return bytes.getShort() == MAGIC
                ? Optional.of(new TaggedFrame(bytes.getShort() & 0xFFFF, bytes.getInt()))
                : Optional.empty();
    }
}
