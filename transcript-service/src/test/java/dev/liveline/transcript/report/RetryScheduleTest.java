package dev.liveline.transcript.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private final RetrySchedule usual = new RetrySchedule(Duration.ofSeconds(20), Duration.ofHours(2), 10);

    @Test
    void triplesItsPausesUpToTheLongestOverSomeEightHours() {
        List<Duration> pauses = IntStream.range(1, 10).mapToObj(failures -> usual.after(failures, null)).toList();

        assertThat(pauses).extracting(Duration::toSeconds)
            .containsExactly(20L, 60L, 180L, 540L, 1620L, 4860L, 7200L, 7200L, 7200L);
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isBetween(Duration.ofHours(8), Duration.ofHours(9));
    }

    @Test
    void endsAfterItsAttempts() {
        assertThat(usual.after(10, null)).isNull();
        assertThat(usual.after(11, Duration.ofSeconds(5))).isNull();
    }

    @Test
    void heedsAReceiverThatAsksForMoreTimeButNotForTooMuch() {
        assertThat(usual.after(1, Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
        assertThat(usual.after(4, Duration.ofSeconds(1))).isEqualTo(Duration.ofMinutes(9));
        assertThat(usual.after(1, Duration.ofDays(3))).isEqualTo(Duration.ofHours(2));
    }
}
