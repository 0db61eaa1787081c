package dev.liveline.hub.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloodGuardTest {

    private final FloodGuard guard = new FloodGuard(3, 2, 0);

    @Test
    void aBurstIsAdmittedAndNoMore() {
        assertThat(guard.admits(0)).isTrue();
        assertThat(guard.admits(0)).isTrue();
        assertThat(guard.admits(0)).isTrue();
        assertThat(guard.admits(0)).isFalse();
    }

    @Test
    void timeBringsAdmissionBackUpToTheBurst() {
        for (int i = 0; i < 3; i++) {
            guard.admits(0);
        }

        assertThat(guard.admits(500)).isTrue();
        assertThat(guard.admits(500)).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(guard.admits(1_000_000)).isTrue();
        }
        assertThat(guard.admits(1_000_000)).isFalse();
    }

    @Test
    void aClockThatGoesBackAdmitsNothingForIt() {
        for (int i = 0; i < 3; i++) {
            guard.admits(10_000);
        }

        assertThat(guard.admits(0)).isFalse();
    }
}
