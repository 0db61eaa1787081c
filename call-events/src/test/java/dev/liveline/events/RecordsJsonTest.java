package dev.liveline.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.events.Command.Order;

class RecordsJsonTest {

    @Nested
    class RoutingEvents {

        private static final List<RoutingEvent> ALL = List.of(
                new RoutingEvent.CallPlaced("CA1", 5, true, "CA1", "inbound", "+15550100123", "+15550100999", "billing", "sip",
                        "as"),
                new RoutingEvent.CallPlaced("019b", 5, false, null, "outbound", null, null, null, "bridge", null),
                new RoutingEvent.WentToFallback("CA1", 6, "CA1", "+15550100123", "+15550100999", "billing", "dial",
                        "vapi-slow"),
                new RoutingEvent.LegStatus("CA1", 7, "CA1", "caller", "completed", 3L),
                new RoutingEvent.CallOver("CA1", 8, null, "caller-hung-up"),
                new RoutingEvent.MediaReport("019b", 9, 2, 3.25, 1.5), new RoutingEvent.MediaBargeIn("019b", 10, -1),
                new RoutingEvent.CommandOutcome("019b", 11, "c-1", "say", true, "Mia", null));

        static Stream<RoutingEvent> all() {
            return ALL.stream();
        }

        @ParameterizedTest
        @MethodSource("all")
        void readBackAsTheyWereWritten(RoutingEvent event) {
            assertThat(RoutingJson.read(event.type(), RoutingJson.write(event))).isEqualTo(event);
        }

        @Test
        void areAllCovered() {
            assertThat(ALL.stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(RoutingEvent.class.getPermittedSubclasses());
        }

        @ParameterizedTest
        @MethodSource("all")
        void hideNumbersFromLogs(RoutingEvent event) {
            assertThat(event.toString()).doesNotContain("+1555");
        }
    }

    @Nested
    class Commands {

        private static final Order ORDER = new Order("c-1", "019b", "Mia", 5);
        private static final List<Command> ALL = List.of(new Command.Say(ORDER, "One moment.", true),
                new Command.AddMessage(ORDER, "system", "Caller is verified."), new Command.MuteAssistant(ORDER),
                new Command.UnmuteAssistant(ORDER), new Command.MuteCustomer(ORDER), new Command.UnmuteCustomer(ORDER),
                new Command.Transfer(ORDER, "+15550100777", null, null), new Command.Transfer(ORDER, null, "billing", "asked"),
                new Command.TakeOver(ORDER, "sip:mia@example.test"), new Command.EndCall(ORDER),
                new Command.Supervise(ORDER, Supervision.MONITOR, "+15550100001"),
                new Command.Supervise(ORDER, Supervision.COACH, null),
                new Command.Supervise(ORDER, Supervision.BARGE, "sip:sue@example.test"),
                new Command.Release(ORDER, "customer-ended-call"), new Command.Forget(ORDER, "CA1"),
                new Command.Forget(ORDER, null));

        static Stream<Command> all() {
            return ALL.stream();
        }

        @ParameterizedTest
        @MethodSource("all")
        void readBackAsTheyWereWritten(Command command) {
            assertThat(CommandJson.read(command.kind(), CommandJson.write(command))).isEqualTo(command);
        }

        @Test
        void areAllCovered() {
            assertThat(ALL.stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Command.class.getPermittedSubclasses());
        }

        @ParameterizedTest
        @MethodSource("all")
        void hideWordsAndNumbersFromLogs(Command command) {
            assertThat(command.toString()).doesNotContain("+1555", "One moment", "verified", "example.test");
        }

        @Test
        void ofAnUnknownKindAreSetAside() {
            assertThatThrownBy(() -> CommandJson.read("dance", "{\"commandId\":\"a\",\"callId\":\"b\",\"by\":\"c\",\"at\":1}"))
                .isInstanceOf(UnreadableEntry.class);
        }
    }

    @Nested
    class Keys {

        @Test
        void ofOneCallLieInOneSlot() {
            CallKeys keys = CallKeys.of(new Shards(16), "019b0c11-7a52-7000-8c1e-2f6f0d1b7a10");
            String tag = new Shards(16).tag("019b0c11-7a52-7000-8c1e-2f6f0d1b7a10");
            assertThat(
                    List.of(keys.call(), keys.log(), keys.erased(), keys.live(), keys.ended(), keys.events(), keys.commands()))
                .allMatch(key -> key.contains(tag));
        }

        @Test
        void stayWhereTheyAreOverReleases() {
            assertThat(new Shards(16).of("019b0c11-7a52-7000-8c1e-2f6f0d1b7a10")).isEqualTo(3);
            assertThat(new Shards(4).of("CA00000000000000000000000000000001")).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(strings = { "", "{07}", "a b", "a\n", "-a", "a*" })
        void areNotMadeOfWhatIsNoCallId(String id) {
            assertThat(CallKeys.isCallId(id)).isFalse();
            assertThatThrownBy(() -> CallKeys.of(new Shards(4), id)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void areNotMadeOfEndlessIds() {
            assertThat(CallKeys.isCallId("a".repeat(128))).isTrue();
            assertThat(CallKeys.isCallId("a".repeat(129))).isFalse();
        }
    }
}
