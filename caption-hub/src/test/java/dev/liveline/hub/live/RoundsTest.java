package dev.liveline.hub.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.netty.channel.embedded.EmbeddedChannel;

class RoundsTest {

    private static final int NOTHING_IS_DUE = -1;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Rounds rounds = new Rounds(channel.eventLoop(), Duration.ofSeconds(20));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void costNothingWhileNobodyIsThere() {
        assertThat(nanosToTheNextStop()).isEqualTo(NOTHING_IS_DUE);
    }

    @Test
    void areMadeAsLongAsSomebodyIsThere() {
        Connection first = someone();
        Connection second = someone();
        rounds.add(first);
        rounds.add(second);
        rounds.remove(first);
        assertThat(nanosToTheNextStop()).isBetween(0L, TimeUnit.MILLISECONDS.toNanos(200));

        rounds.remove(second);
        assertThat(nanosToTheNextStop()).isEqualTo(NOTHING_IS_DUE);

        rounds.add(first);
        assertThat(nanosToTheNextStop()).isBetween(0L, TimeUnit.MILLISECONDS.toNanos(200));
    }

    @Test
    void goOnForTheOthersWhenSomebodyIsSaidTwiceToHaveLeft() {
        Connection staying = someone();
        Connection leaving = someone();
        rounds.add(staying);
        rounds.add(leaving);
        rounds.remove(leaving);
        rounds.remove(leaving);
        assertThat(nanosToTheNextStop()).isNotEqualTo(NOTHING_IS_DUE);
    }

    private long nanosToTheNextStop() {
        return channel.runScheduledPendingTasks();
    }

    private static Connection someone() {
        return new Connection(null, null, null, null) {
            @Override
            void checkLife() {}

            @Override
            void cut() {}
        };
    }
}
