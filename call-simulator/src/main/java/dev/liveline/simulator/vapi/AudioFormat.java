package dev.liveline.simulator.vapi;

import dev.liveline.simulator.audio.MuLaw;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/// The `audioFormat` of a WebSocket transport: mu-law at 8 kHz, or 16-bit little-endian PCM at a multiple of 8 kHz.
record AudioFormat(boolean muLaw, int sampleRate) {

    static AudioFormat of(JsonObject format) {
        boolean muLaw = format.getString("format", "pcm_s16le").equals("mulaw");
        return new AudioFormat(muLaw, format.getInteger("sampleRate", muLaw ? 8000 : 16_000));
    }

    /// What is wrong with a requested format.
    static Optional<String> fault(JsonObject format) {
        if (!List.of("pcm_s16le", "mulaw").contains(format.getString("format", "pcm_s16le"))) {
            return Optional.of("transport.audioFormat.format must be one of the following values: pcm_s16le, mulaw");
        }
        var asked = of(format);
        boolean known = asked.muLaw() ? asked.sampleRate() == 8000 : asked.sampleRate() % 8000 == 0 && asked.sampleRate() > 0;
        return known ? Optional.empty() : Optional.of("transport.audioFormat.sampleRate is not supported for this format");
    }

    /// Bytes in 20 ms.
    int frameBytes() {
        return muLaw ? MuLaw.FRAME : 2 * sampleRate / 50;
    }

    /// A mu-law frame in this format.
    byte[] encode(byte[] frame) {
        if (muLaw) {
            return frame;
        }
        int repeat = sampleRate / 8000;
        var pcm = new byte[2 * frame.length * repeat];
        int at = 0;
        for (var code : frame) {
            int sample = MuLaw.decode(code);
            for (int i = 0; i < repeat; i++) {
                pcm[at++] = (byte) sample;
                pcm[at++] = (byte) (sample >> 8);
            }
        }
        return pcm;
    }

    /// A frame of this format as mu-law.
    byte[] decode(byte[] bytes) {
        if (muLaw) {
            return bytes;
        }
        int step = 2 * sampleRate / 8000;
        var frame = new byte[bytes.length / step];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = MuLaw.encode((short) (bytes[i * step] & 0xFF | bytes[i * step + 1] << 8));
        }
        return frame;
    }
}
