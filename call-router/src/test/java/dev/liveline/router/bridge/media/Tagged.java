package dev.liveline.router.bridge.media;

import java.util.Arrays;

/// Audio that sounds and can be told apart: the tag is in its first four samples.
final class Tagged {

    static final String SILENCE = "silence";

    private Tagged() {}

    static byte[] frame(int tag) {
        byte[] audio = new byte[MuLaw.FRAME_BYTES];
        Arrays.fill(audio, (byte) 0x20);
        for (int i = 0; i < 4; i++) {
            audio[i] = (byte) (0x10 | tag >> 4 * i & 0x0F);
        }
        return audio;
    }

    static String tag(byte[] audio) {
        if (MuLaw.isSilent(audio)) {
            return SILENCE;
        }
        int tag = 0;
        for (int i = 0; i < 4; i++) {
            tag |= (audio[i] & 0x0F) << 4 * i;
        }
        return String.valueOf(tag);
    }
}
