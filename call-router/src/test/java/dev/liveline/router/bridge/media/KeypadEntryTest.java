package dev.liveline.router.bridge.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeypadEntryTest {

    private final KeypadEntry entry = new KeypadEntry(1_500_000);

    @Test
    void keysPressedOneAfterTheOtherAreOneEntry() {
        entry.press("4", 0);
        entry.press("2", 1_000_000);
        assertThat(entry.tick(2_000_000)).isEmpty();

        assertThat(entry.tick(2_500_000)).contains("42");
        assertThat(entry.tick(9_000_000)).isEmpty();
    }

    @Test
    void hashEndsAnEntryAtOnce() {
        entry.press("7", 0);

        assertThat(entry.press("#", 10)).contains("7#");
    }

    @Test
    void whatIsNoKeyIsIgnored() {
        entry.press("\"", 0);
        entry.press("", 0);
        entry.press("12", 0);

        assertThat(entry.tick(9_000_000)).isEmpty();
    }

    @Test
    void anEntryIsBounded() {
        for (int i = 0; i < 31; i++) {
            assertThat(entry.press("1", 0)).isEmpty();
        }

        assertThat(entry.press("1", 0)).hasValueSatisfying(keys -> assertThat(keys).hasSize(32));
    }
}
