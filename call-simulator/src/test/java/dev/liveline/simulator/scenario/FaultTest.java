package dev.liveline.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FaultTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ScriptedCall call = new ScenarioGenerator(11).call(4);
    private final List<TimedMessage> messages = Timeline.of(call);

    @Nested
    class Anyway {

        @Test
        void theSameSeedGivesTheSameDeliveries() {
            List<Fault> all = List.of(new Fault.Duplicated(0.3, SECOND), new Fault.Reordered(0.3, SECOND),
                    new Fault.Delayed(0.01, SECOND), new Fault.Dropped(0.1, Fault.Loss.ANYTHING));
            assertThat(Fault.deliver(messages, all, 5)).isEqualTo(Fault.deliver(messages, all, 5));
            assertThat(Fault.deliver(messages, all, 5)).isNotEqualTo(Fault.deliver(messages, all, 6));
        }

        @Test
        void withoutFaultsEverythingIsOnTime() {
            assertThat(Fault.deliver(messages, List.of(), 5)).isEqualTo(Delivery.faithful(messages));
        }
    }

    @Nested
    class WithDuplicates {

        @Test
        void theOutcomeIsTheSame() {
            var deliveries = Fault.deliver(messages, List.of(new Fault.Duplicated(0.5, SECOND)), 5);
            assertThat(deliveries).hasSizeGreaterThan(messages.size()).anyMatch(Delivery::repeated);
            assertThat(Outcome.of(deliveries)).isEqualTo(Outcome.of(call));
        }
    }

    @Nested
    class WithReordering {

        @Test
        void messagesOvertakeOthersButNoneIsLost() {
            var deliveries = Fault.deliver(messages, List.of(new Fault.Reordered(0.5, SECOND)), 5);
            assertThat(deliveries).hasSameSizeAs(messages);
            assertThat(deliveries).isNotEqualTo(Delivery.faithful(messages));
            assertThat(Outcome.of(deliveries)).isEqualTo(Outcome.of(call));
        }
    }

    @Nested
    class WithDelay {

        @Test
        void orderIsKept() {
            var deliveries = Fault.deliver(messages, List.of(new Fault.Delayed(0.05, SECOND)), 5);
            assertThat(deliveries).extracting(Delivery::message).isEqualTo(messages);
            assertThat(deliveries.getLast().dueAt()).isEqualTo(messages.getLast().at().plus(SECOND));
        }
    }

    @Nested
    class WithLoss {

        @Test
        void replaceableLossesLeaveTheOutcomeAlone() {
            var deliveries = Fault.deliver(messages, List.of(new Fault.Dropped(0.7, Fault.Loss.REPLACEABLE)), 5);
            assertThat(deliveries).hasSizeLessThan(messages.size());
            assertThat(Outcome.of(deliveries)).isEqualTo(Outcome.of(call));
        }

        @Test
        void aLostFinalIsNotExpected() {
            var deliveries = Fault.deliver(messages, List.of(new Fault.Dropped(1, Fault.Loss.ANYTHING)), 5);
            assertThat(Outcome.of(deliveries).finals()).isEmpty();
        }
    }
}
