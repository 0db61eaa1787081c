package dev.liveline.router.bridge.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CallerPacingTest {

    private static final long MILLI = 1_000;
    private static final long SILENCE_AFTER = 60 * MILLI;

    private final AssistantEnd end = new AssistantEnd();
    private final CallerPacing pacing = new CallerPacing(end, SILENCE_AFTER, 1_000, 0);

    /// Ticks each 20 ms until then.
    private void tickFromTo(long fromMillis, long toMillis) {
        for (long at = fromMillis; at <= toMillis; at += 20) {
            pacing.tick(at * MILLI);
        }
    }

    @Nested
    class WhileFramesComeInTime {

        @Test
        void eachGoesOnAtOnceWithoutWaitingForTheTimer() {
            for (int i = 0; i < 50; i++) {
                pacing.offer(Tagged.frame(i), (i * 20 + 7) * MILLI);
                assertThat(end.sent).hasSize(i + 1);
                pacing.tick((i * 20 + 11) * MILLI);
            }

            assertThat(end.sent).containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(String::valueOf).toList());
            assertThat(pacing.takeLatencyMillis()).isZero();
        }

        @Test
        void jitterBelowTheSilenceLimitIsNeitherFilledNorDelayed() {
            long[] at = { 0, 35, 38, 75, 79, 100, 155, 156, 157 };

            for (int i = 0; i < at.length; i++) {
                pacing.tick(at[i] * MILLI);
                pacing.offer(Tagged.frame(i), at[i] * MILLI);
            }

            assertThat(end.sounding()).hasSize(at.length);
            assertThat(pacing.filled()).isZero();
        }
    }

    @Nested
    class WhenTheCallerSideIsSilent {

        @Test
        void silenceGoesOutFiftyTimesASecond() {
            tickFromTo(0, 5_000);

            assertThat(end.silent()).isBetween(246L, 251L);
            assertThat(end.lengths).containsOnly(MuLaw.FRAME_BYTES);
        }

        @Test
        void silenceIsTheMuLawZero() {
            assertThat(MuLaw.silentFrame()).hasSize(160).containsOnly((byte) 0xFF);
        }

        @Test
        void aTimerThatComesLateItselfFillsNothing() {
            pacing.offer(Tagged.frame(1), 0);
            pacing.tick(20 * MILLI);

            pacing.tick(700 * MILLI);

            assertThat(pacing.filled()).isZero();
        }

        @Test
        void audioAfterTheGapFollowsAtOnce() {
            tickFromTo(0, 1_000);
            pacing.offer(Tagged.frame(9), 1_005 * MILLI);

            assertThat(end.sent.getLast()).isEqualTo("9");
        }
    }

    @Nested
    class WhenFramesComeInABurst {

        @Test
        void theyAreSpreadAndKeepTheirOrder() {
            for (int i = 0; i < 20; i++) {
                pacing.offer(Tagged.frame(i), 0);
            }
            assertThat(end.sent).hasSizeLessThanOrEqualTo(3);

            tickFromTo(20, 400);

            assertThat(end.sounding()).containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(String::valueOf).toList());
        }

        @Test
        void jitterAfterwardsCostsNothing() {
            tickFromTo(20, 300);
            for (int i = 0; i < 15; i++) {
                pacing.offer(Tagged.frame(i), 300 * MILLI);
            }
            tickFromTo(320, 600);
            pacing.takeLatencyMillis();

            for (int i = 0; i < 100; i++) {
                long at = 620 + i * 20;
                pacing.tick(at * MILLI);
                pacing.offer(Tagged.frame(100 + i), (at + (i % 3 - 1) * 8) * MILLI);
            }

            assertThat(pacing.takeLatencyMillis()).isZero();
        }

        @Test
        void aBacklogIsGoneAfterAThirdOfItsLengthAndNotAtOnce() {
            for (int i = 0; i < 21; i++) {
                pacing.offer(Tagged.frame(i), 0);
            }
            tickFromTo(20, 60);
            assertThat(end.sounding()).hasSizeLessThan(16);

            tickFromTo(80, 140);

            assertThat(end.sounding()).hasSize(21);
        }
    }

    @Nested
    class WhenFramesAreOfAnotherSize {

        @Test
        void theyAreCutIntoFramesOfTwentyMilliseconds() {
            byte[] audio = new byte[100];
            Arrays.fill(audio, (byte) 0x20);

            for (int i = 0; i < 16; i++) {
                pacing.offer(audio, i * 12_500L);
                pacing.tick(i * 12_500L);
            }

            assertThat(end.lengths).hasSize(10).containsOnly(160);
        }

        @Test
        void theRestBeforeAPauseIsPlayedAndFilledUp() {
            byte[] audio = new byte[200];
            Arrays.fill(audio, (byte) 0x20);
            pacing.offer(audio, 0);

            tickFromTo(20, 120);

            assertThat(end.sounding()).hasSize(2);
        }
    }

    @Nested
    class WhenTheAssistantSideTakesNothing {

        @Test
        void audioWaitsAndGoesOutInOrderAfterwards() {
            end.full = true;
            for (int i = 0; i < 10; i++) {
                pacing.offer(Tagged.frame(i), i * 20 * MILLI);
                pacing.tick(i * 20 * MILLI);
            }
            assertThat(end.sent).isEmpty();

            end.full = false;
            tickFromTo(200, 400);

            assertThat(end.sounding()).containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(String::valueOf).toList());
        }

        @Test
        void theOldestIsDroppedAndCountedOverTheBound() {
            end.full = true;
            for (int i = 0; i < 60; i++) {
                pacing.offer(Tagged.frame(i), i * 20 * MILLI);
                pacing.tick(i * 20 * MILLI);
            }

            end.full = false;
            tickFromTo(1_200, 2_400);

            assertThat(pacing.pushedOut()).isEqualTo(10);
            assertThat(end.sounding()).startsWith("10").endsWith("59").hasSize(50);
            assertThat(pacing.highWaterMillis()).isEqualTo(1_000);
        }

        @Test
        void noSilenceIsOwedForThatTime() {
            end.full = true;
            tickFromTo(0, 10_000);
            end.full = false;

            tickFromTo(10_020, 10_100);

            assertThat(end.silent()).isLessThanOrEqualTo(5);
        }
    }
}
