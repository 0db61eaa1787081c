package dev.liveline.router.bridge.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlayedMarksTest {

    private final PlayedMarks marks = new PlayedMarks();

    @Test
    void nothingIsKnownBeforeAnEcho() {
        marks.next(1, 0);

        assertThat(marks.heardMillis(1, 500, 900_000)).isEqualTo(-1);
    }

    @Test
    void anEchoSaysWhatWasHeardAndTimeGoesOnFromThere() {
        String begin = marks.next(1, 0);
        marks.next(1, 1_000);
        marks.echoed(begin, 100_000);

        assertThat(marks.heardMillis(1, 1_400, 100_000)).isZero();
        assertThat(marks.heardMillis(1, 1_400, 450_000)).isEqualTo(350);
    }

    @Test
    void neverMoreThanTheNextPendingMark() {
        String begin = marks.next(1, 0);
        marks.next(1, 1_000);
        marks.echoed(begin, 0);

        assertThat(marks.heardMillis(1, 1_400, 9_000_000)).isEqualTo(1_000);
    }

    @Test
    void neverMoreThanWasSent() {
        marks.echoed(marks.next(1, 0), 0);

        assertThat(marks.heardMillis(1, 240, 9_000_000)).isEqualTo(240);
    }

    @Test
    void echoesOfAClearCountForNothing() {
        String begin = marks.next(1, 0);
        String second = marks.next(1, 1_000);
        marks.echoed(begin, 0);
        marks.clear();

        marks.echoed(second, 10_000);

        assertThat(marks.heardMillis(1, 1_400, 20_000)).isEqualTo(-1);
        assertThat(marks.stale()).isEqualTo(1);
    }

    @Test
    void namesOfOthersCountForNothing() {
        for (String name : new String[]{ "", "x", "1.2", "a.b.c", "0.1.99", "0..", "..", "0.1.-5", "99999999999.1.1" }) {
            marks.echoed(name, 0);
        }

        assertThat(marks.heardMillis(1, 1_000, 0)).isEqualTo(-1);
        assertThat(marks.stale()).isEqualTo(9);
    }

    @Test
    void aLaterEchoStandsForThoseBeforeIt() {
        marks.next(1, 0);
        String second = marks.next(1, 1_000);
        marks.echoed(second, 0);

        assertThat(marks.areAllEchoed()).isTrue();
        assertThat(marks.heardMillis(1, 1_000, 0)).isEqualTo(1_000);
    }
}
