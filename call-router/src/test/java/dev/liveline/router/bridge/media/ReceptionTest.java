package dev.liveline.router.bridge.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import dev.liveline.router.bridge.media.Reception.Arrival;

class ReceptionTest {

    private final Reception reception = new Reception(60_000);

    private Arrival frame(long chunk, long timestampMillis, long atMillis) {
        return reception.frame(chunk, timestampMillis, atMillis * 1_000);
    }

    @Test
    void anEvenStreamHasNoLossAndNoJitter() {
        for (int i = 1; i <= 100; i++) {
            assertThat(frame(i, i * 20, 500 + i * 20)).isEqualTo(Arrival.ON_TIME);
        }

        assertThat(reception.lost()).isZero();
        assertThat(reception.jitterMillis()).isZero();
    }

    @Test
    void skippedNumbersAreLost() {
        frame(1, 20, 20);
        frame(2, 40, 40);
        frame(6, 120, 120);

        assertThat(reception.lost()).isEqualTo(3);
    }

    @Test
    void aRepeatedNumberIsADuplicateAndNotPlayed() {
        frame(1, 20, 20);
        frame(2, 40, 40);

        assertThat(frame(2, 40, 41)).isEqualTo(Arrival.DUPLICATE);
        assertThat(frame(1, 20, 42).plays()).isFalse();
        assertThat(reception.duplicated()).isEqualTo(2);
        assertThat(reception.lost()).isZero();
    }

    @Test
    void anOvertakenFrameIsLateAndNotPlayedAndStaysLost() {
        frame(1, 20, 20);
        frame(3, 60, 60);

        assertThat(frame(2, 40, 61)).isEqualTo(Arrival.OVERTAKEN);
        assertThat(frame(2, 40, 62)).isEqualTo(Arrival.DUPLICATE);
        assertThat(reception.late()).isEqualTo(1);
        assertThat(reception.lost()).isEqualTo(1);
    }

    @Test
    void aFrameMuchSlowerThanTheFastestIsLateAndPlayed() {
        frame(1, 20, 120);
        frame(2, 40, 140);

        Arrival slow = frame(3, 60, 250);

        assertThat(slow).isEqualTo(Arrival.LATE);
        assertThat(slow.plays()).isTrue();
        assertThat(reception.late()).isEqualTo(1);
    }

    @Test
    void aPauseTheSenderKnowsOfIsNoDelay() {
        frame(1, 20, 20);

        assertThat(frame(2, 5_000, 5_000)).isEqualTo(Arrival.ON_TIME);
        assertThat(reception.late()).isZero();
    }

    @Test
    void jitterIsWhatRfc3550Estimates() {
        double expected = 0;
        for (int i = 1; i <= 200; i++) {
            long swing = i % 2 == 0 ? 8 : 0;
            frame(i, i * 20, i * 20 + swing);
            if (i > 1) {
                expected += (8 - expected) / 16;
            }
        }

        assertThat(reception.jitterMillis()).isCloseTo(expected, within(1e-9));
    }

    @Test
    void framesWithoutNumbersAreTakenAsTheyCome() {
        assertThat(frame(-1, -1, 20)).isEqualTo(Arrival.ON_TIME);
        assertThat(frame(-1, -1, 500)).isEqualTo(Arrival.ON_TIME);
        assertThat(reception.lost()).isZero();
    }

    @Test
    void aCounterThatBeginsAnewDoesNotSilenceTheCaller() {
        for (int i = 1_000; i < 1_100; i++) {
            frame(i, i * 20, i * 20);
        }

        frame(1, 20, 22_020);
        frame(2, 40, 22_040);
        frame(3, 60, 22_060);

        assertThat(frame(4, 80, 22_080)).isEqualTo(Arrival.ON_TIME);
        assertThat(reception.lost()).isZero();
    }

    @Test
    void aJumpOfMinutesIsNoLoss() {
        frame(1, 20, 20);
        frame(100_000, 2_000_000, 40);

        assertThat(reception.lost()).isZero();
    }
}
