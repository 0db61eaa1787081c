package dev.liveline.router.bridge.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

class MuLawTest {

    private static byte[] filled(int code) {
        byte[] audio = new byte[160];
        Arrays.fill(audio, (byte) code);
        return audio;
    }

    @Test
    void bothZeroesAreSilent() {
        assertThat(MuLaw.isSilent(filled(0xFF))).isTrue();
        assertThat(MuLaw.isSilent(filled(0x7F))).isTrue();
    }

    @Test
    void aClickIsSilentAndATenthOfSoundIsNot() {
        byte[] audio = filled(0xFF);
        Arrays.fill(audio, 0, 15, (byte) 0x00);
        assertThat(MuLaw.isSilent(audio)).isTrue();

        audio[15] = 0x00;
        assertThat(MuLaw.isSilent(audio)).isFalse();
    }

    @Test
    void levelsAreDecibelsOfFullScale() {
        assertThat(MuLaw.level(filled(0x00))).isCloseTo(0, within(1e-9));
        assertThat(MuLaw.level(filled(0x80))).isCloseTo(0, within(1e-9));
        assertThat(MuLaw.level(filled(0xFF))).isEqualTo(-90);
        assertThat(MuLaw.level(filled(0x10))).isCloseTo(-6.1, within(0.1));
    }
}
