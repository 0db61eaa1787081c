package dev.liveline.simulator.audio;

import java.util.Arrays;

/// G.711 mu-law.
public final class MuLaw {

    /// Bytes in a frame of 20 ms at 8 kHz.
    public static final int FRAME = 160;
    public static final int SAMPLES_PER_SECOND = 8000;
    /// A zero sample.
    public static final byte SILENCE = (byte) 0xFF;

    private static final int BIAS = 0x84;
    private static final int CLIP = 32_635;

    private MuLaw() {}

    public static byte encode(int sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
        int exponent = 7;
        for (int mask = 0x4000; (magnitude & mask) == 0 && exponent > 0; mask >>= 1) {
            exponent--;
        }
        int mantissa = magnitude >> exponent + 3 & 0x0F;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }

    public static int decode(byte code) {
        int bits = ~code & 0xFF;
        int exponent = bits >> 4 & 0x07;
        int magnitude = ((bits & 0x0F) << 3) + BIAS << exponent;
        int sample = magnitude - BIAS;
        return (bits & 0x80) != 0 ? -sample : sample;
    }

    /// A frame of silence.
    public static byte[] silence() {
        var frame = new byte[FRAME];
        Arrays.fill(frame, SILENCE);
        return frame;
    }

    /// Whether somebody is heard in these bytes: their mean level is above that of a quiet line. What a [TaggedFrame] adds does
    /// not count.
    public static boolean isLoud(byte[] audio) {
        long sum = 0;
        int from = audio.length > TaggedFrame.TAG_LENGTH ? TaggedFrame.TAG_LENGTH : 0;
        for (int i = from; i < audio.length; i++) {
            sum += Math.abs(decode(audio[i]));
        }
        return audio.length > from && sum / (audio.length - from) > 400;
    }
}
