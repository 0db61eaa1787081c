package dev.liveline.simulator.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SoundTest {

    @Nested
    class MuLawCodes {

        @Test
        void standForTheSamplesOfG711() {
            assertThat(MuLaw.encode(0)).isEqualTo((byte) 0xFF);
            assertThat(MuLaw.encode(-32_768)).isEqualTo((byte) 0x00);
            assertThat(MuLaw.decode((byte) 0x80)).isEqualTo(32_124);
            assertThat(MuLaw.decode((byte) 0x00)).isEqualTo(-32_124);
        }

        @Test
        void surviveDecodingAndEncoding() {
            for (int code = 0; code < 256; code++) {
                // 0x7F is the other zero.
                if (code != 0x7F) {
                    assertThat(MuLaw.encode(MuLaw.decode((byte) code))).isEqualTo((byte) code);
                }
            }
        }
    }

    @Nested
    class SpokenWords {

        @Test
        void areHeardAndSilenceIsNot() {
            var frames = Speech.frames("I would like a refund", 115);
            assertThat(frames).hasSize(5 * 20).allMatch(frame -> frame.length == MuLaw.FRAME);
            assertThat(frames.stream().filter(MuLaw::isLoud).count()).isGreaterThan(80);
            assertThat(MuLaw.isLoud(MuLaw.silence())).isFalse();
        }

        @Test
        void soundTheSameEachTime() {
            assertThat(Speech.frames("Hello there", 115)).usingRecursiveComparison()
                .isEqualTo(Speech.frames("Hello there", 115));
        }
    }

    @Nested
    class ATaggedFrame {

        @Test
        void isRecognisedWhereverItComesOut() {
            assertThat(TaggedFrame.of(new TaggedFrame(7, 123_456).into(MuLaw.silence()))).contains(new TaggedFrame(7, 123_456));
            assertThat(TaggedFrame.of(MuLaw.silence())).isEmpty();
            assertThat(MuLaw.isLoud(new TaggedFrame(7, 123_456).into(MuLaw.silence()))).isFalse();
        }
    }

    @Nested
    class APassage {

        @Test
        void countsWhatWasLostRepeatedAndOvertaken() {
            // Given
            var from = new FrameLog();
            var to = new FrameLog();
            for (int number = 0; number < 6; number++) {
                from.add(number * 1_000_000L, new TaggedFrame(1, number).into(MuLaw.silence()));
            }
            for (int number : new int[]{ 0, 2, 1, 1, 4 }) {
                to.add(10_000_000L + number * 1_000_000L, new TaggedFrame(1, number).into(MuLaw.silence()));
            }
            // When
            var passage = Passage.of(from, to);
            // Then
            assertThat(passage.sent()).isEqualTo(5);
            assertThat(passage.lost()).isEqualTo(1);
            assertThat(passage.repeated()).isEqualTo(1);
            assertThat(passage.overtaken()).isEqualTo(1);
            assertThat(passage.latency(0.99)).isEqualTo(Duration.ofMillis(10));
        }
    }
}
