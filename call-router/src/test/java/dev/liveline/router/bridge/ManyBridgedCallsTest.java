package dev.liveline.router.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.liveline.events.redis.TestRedis;
import dev.liveline.simulator.bench.BridgeLoad;
import dev.liveline.simulator.bench.BridgeLoad.MediaSocket;
import dev.liveline.simulator.bench.BridgeLoad.Stretch;

/// A small form of the benchmark P6 (`./liveline bench --bridge`): real speech both ways on several calls at once. What came through counts
/// here, not how fast.
class ManyBridgedCallsTest {

    private static final int CALLS = 10;
    private static final Duration TIME = Duration.ofSeconds(6);

    private static TestRedis redis;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @Test
    void noFrameIsLostOrOvertakenAndNothingOfACutUtteranceIsHeard() throws Exception {
        try (BridgeHouse house = new BridgeHouse(redis.uri(), Map.of());
                BridgeLoad load = new BridgeLoad(
                        new MediaSocket(house.port(), URI.create(MediaUrl.of(URI.create(BridgeHouse.PUBLIC_URL))),
                                BridgeHouse.TOKEN),
                        CALLS)) {
            load.start(house::announce);
            Stretch going = load.measure(TIME);
            Stretch rest = load.finish();

            assertThat(going.toAssistant().received() + rest.toAssistant().received()).as("of callers")
                .isGreaterThan(CALLS * 250);
            assertThat(going.toCaller().received() + rest.toCaller().received()).as("of assistants").isGreaterThan(CALLS * 100);
            assertThat(going.bargeIns() + rest.bargeIns()).as("barge-ins").isPositive();
            for (Stretch stretch : new Stretch[]{ going, rest }) {
                assertThat(stretch.toAssistant().lost()).as("lost on the way to the assistant").isZero();
                assertThat(stretch.toAssistant().outOfOrder()).as("overtaken on the way to the assistant").isZero();
                assertThat(stretch.toCaller().lost()).as("lost on the way to the caller").isZero();
                assertThat(stretch.toCaller().outOfOrder()).as("overtaken on the way to the caller").isZero();
                assertThat(stretch.heardAfterClear()).as("of a cut utterance, after clear").isZero();
            }
        }
    }
}
