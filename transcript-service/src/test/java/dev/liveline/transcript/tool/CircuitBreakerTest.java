package dev.liveline.transcript.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.transcript.tool.CircuitBreaker.Attempt;
import dev.liveline.transcript.tool.CircuitBreaker.Rules;

class CircuitBreakerTest {

    private final CircuitBreaker breaker = new CircuitBreaker(new Rules(8, 4, 15_000));
    private long now = 1_787_000_000_000L;

    @Nested
    class Closed {

        @Test
        void opensWhenHalfOfTheLastEightFailed() {
            answers(true, true, true, true, false, false, false);
            assertThat(breaker.attempt(now)).isNotNull();
            answers(false);
            assertThat(breaker.attempt(now)).isNull();
        }

        @Test
        void staysClosedWhileFewerFail() {
            for (int i = 0; i < 10; i++) {
                answers(true, true, true, true, true, false, false, false);
            }
            assertThat(breaker.attempt(now)).isNotNull();
        }

        @Test
        void doesNotOpenBeforeThereWereEight() {
            answers(false, false, false, false, false, false, false);
            assertThat(breaker.attempt(now)).isNotNull();
        }

        @Test
        void opensAtOnceForAsLongAsTheToolAsksFor() {
            breaker.attempt(now).failed(now, 40_000);
            now += 39_999;
            assertThat(breaker.attempt(now)).isNull();
            now++;
            assertThat(breaker.attempt(now)).isNotNull();
        }
    }

    @Nested
    class Open {

        @Test
        void letsNothingThroughForFifteenSecondsThenOneAttempt() {
            open();
            now += 14_999;
            assertThat(breaker.attempt(now)).isNull();
            now++;
            assertThat(breaker.attempt(now)).isNotNull();
            assertThat(breaker.attempt(now)).isNull();
        }

        @Test
        void isNotClosedByAnAnswerToWhatWasAskedBefore() {
            Attempt before = breaker.attempt(now);
            open();
            before.succeeded();
            assertThat(breaker.attempt(now)).isNull();
        }
    }

    @Nested
    class HalfOpen {

        @Test
        void closesWhenItsAttemptSucceeds() {
            open();
            now += 15_000;
            breaker.attempt(now).succeeded();
            assertThat(breaker.attempt(now)).isNotNull();
            answers(false, false, false);
            assertThat(breaker.attempt(now)).isNotNull();
        }

        @Test
        void opensAgainWhenItsAttemptFails() {
            open();
            now += 15_000;
            breaker.attempt(now).failed(now);
            now += 14_999;
            assertThat(breaker.attempt(now)).isNull();
            now++;
            assertThat(breaker.attempt(now)).isNotNull();
        }
    }

    private void open() {
        answers(false, false, false, false, false, false, false, false);
    }

    private void answers(boolean... successes) {
        for (boolean success : successes) {
            Attempt attempt = breaker.attempt(now);
            if (success) {
                attempt.succeeded();
            } else {
                attempt.failed(now);
            }
        }
    }
}
