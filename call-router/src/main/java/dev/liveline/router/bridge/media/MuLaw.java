package dev.liveline.router.bridge.media;

import java.util.Arrays;

/// G.711 mu-law at 8 kHz, mono: the one form of audio on the bridge, passed on as it is. One byte a sample, eight bytes a millisecond.
public final class MuLaw {

    public static final int BYTES_PER_MILLI = 8;
    public static final int FRAME_MILLIS = 20;
    public static final int FRAME_BYTES = FRAME_MILLIS * BYTES_PER_MILLI;
    public static final long FRAME_MICROS = FRAME_MILLIS * 1_000L;

    /// Positive zero. `0x7F`, negative zero, is silence too.
    public static final byte SILENCE = (byte) 0xFF;

    /// Samples up to this magnitude (of 32,124) are silence: −58 dB, below any line's speech and above comfort noise of a synthetic voice.
    private static final int SILENT = 40;

    private static final short[] MAGNITUDE = magnitudes();

    private MuLaw() {}

    /// A fresh frame of silence.
    public static byte[] silentFrame() {
        byte[] frame = new byte[FRAME_BYTES];
        Arrays.fill(frame, SILENCE);
        return frame;
    }

    /// Whether there is nothing in it but quiet and a click: fewer than a tenth of its samples are louder than silence.
    public static boolean isSilent(byte[] audio) {
        int loud = 0;
        for (byte sample : audio) {
            loud += MAGNITUDE[sample & 0xFF] > SILENT ? 1 : 0;
        }
        return loud * 10 < audio.length || loud == 0;
    }

    /// Root mean square in decibels of full scale: 0 for the loudest square wave, −90 for silence.
    public static double level(byte[] audio) {
        if (audio.length == 0) {
            return -90;
        }
        double sum = 0;
        for (byte sample : audio) {
            double magnitude = MAGNITUDE[sample & 0xFF];
            sum += magnitude * magnitude;
        }
        return sum == 0 ? -90 : Math.max(-90, 10 * Math.log10(sum / audio.length / (32_124.0 * 32_124.0)));
    }

    static long micros(int bytes) {
        return bytes * 1_000L / BYTES_PER_MILLI;
    }

    private static short[] magnitudes() {
        short[] table = new short[256];
        for (int code = 0; code < 256; code++) {
            int bits = ~code & 0xFF;
            int exponent = bits >> 4 & 0x07;
            int mantissa = bits & 0x0F;
            table[code] = (short) (((mantissa << 3) + 0x84 << exponent) - 0x84);
        }
        return table;
    }
}
