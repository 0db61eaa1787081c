package dev.liveline.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.events.CallEvent.BargeIn;
import dev.liveline.events.CallEvent.CallEnded;
import dev.liveline.events.CallEvent.CallStarted;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.CallEvent.CommandFinished;
import dev.liveline.events.CallEvent.MediaQuality;
import dev.liveline.events.CallEvent.Speech;
import dev.liveline.events.CallEvent.StatusChanged;
import dev.liveline.events.CallEvent.ToolAnswered;

/// The golden file is the public contract: a change of it breaks every client.
class EventJsonTest {

    private static final long AT = 1_787_000_000_000L;

    private static final List<CallEvent> EVENTS = List.of(
            new CallStarted(head(1, 0, null), "+15550100123", "+15550100999", "as-1", "sip", "billing"),
            new CallStarted(head(2, 0, null), null, null, null, null, null),
            new StatusChanged(head(3, 1, AT - 10), CallStatus.IN_PROGRESS),
            new Caption(head(4, 2, AT), Speaker.CALLER, 1, 2, false, "say \"hi\" \\ to\nÄ€😀 </script>", null),
            new Caption(head(5, 3, null), Speaker.ASSISTANT, 2, 1, true, "", 0.93),
            new Speech(head(6, 4, null), Speaker.AGENT, true),
            new BargeIn(head(7, 5, null), BargeInSource.MEDIA, 2, "Thank you", 1.0),
            new BargeIn(head(8, 5, null), BargeInSource.VAPI, 2, null, null),
            new ToolAnswered(head(9, 6, null), "call_A1", "find_booking", false, 31),
            new CommandFinished(head(10, 7, null), "c-1", "say", false, "Mia", "refused"),
            new MediaQuality(head(11, 8, null), 0, 3.5, 2),
            new CallEnded(head(12, 9, null), "customer-ended-call", 94_000));

    @Test
    void isExactlyTheContract() throws IOException {
        assertThat(EVENTS.stream().map(EventJson::write)).containsExactlyElementsOf(golden());
    }

    @Test
    void isTheSameWhenPutTogetherFromTheLog() throws IOException {
        List<String> fromLog = EVENTS.stream().map(event -> {
            Envelope e = event.envelope();
            return new LogEntry(e.seq(), event.type(), e.at(), e.vapiAt(), EventJson.own(event)).json(e.callId(), e.epoch());
        }).toList();
        assertThat(fromLog).isEqualTo(golden());
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsBackWhatWasWritten(CallEvent event) {
        assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
    }

    @Test
    void coversEveryKindOfEvent() {
        assertThat(EVENTS.stream().map(Object::getClass).collect(Collectors.toSet()))
            .containsExactlyInAnyOrder(CallEvent.class.getPermittedSubclasses());
    }

    @Test
    void ignoresMembersItDoesNotKnow() {
        CallEvent event = EventJson
            .read("{\"callId\":\"c\",\"epoch\":\"e\",\"seq\":1,\"at\":2,\"new\":{\"a\":[1]},\"type\":\"speech\","
                    + "\"speaker\":\"caller\",\"speaking\":false}");
        assertThat(event).isEqualTo(new Speech(new Envelope("c", "e", 1, 2, null), Speaker.CALLER, false));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "[]", "{", "null", "{\"type\":\"speech\"}",
            "{\"callId\":\"c\",\"epoch\":\"e\",\"seq\":1,\"at\":2,\"type\":\"other\"}",
            "{\"callId\":\"c\",\"epoch\":\"e\",\"seq\":1,\"at\":2,\"type\":\"speech\",\"speaker\":\"nobody\",\"speaking\":true}" })
    void setsWhatIsNoEventAside(String json) {
        assertThatThrownBy(() -> EventJson.read(json)).isInstanceOf(UnreadableEntry.class);
    }

    @ParameterizedTest
    @MethodSource("events")
    void hidesWordsAndNumbersFromLogs(CallEvent event) {
        assertThat(event.toString()).doesNotContain("+1555", "say \"hi\"", "Thank you");
        assertThat(EventEntry.of(event, "billing").toString()).doesNotContain("+1555", "say \"hi\"", "Thank you");
    }

    private static Stream<CallEvent> events() {
        return EVENTS.stream();
    }

    private static Envelope head(long seq, long after, Long vapiAt) {
        return new Envelope("019b-a", "e1", seq, AT + after, vapiAt);
    }

    private static List<String> golden() throws IOException {
        try (InputStream file = EventJsonTest.class.getResourceAsStream("/golden/events.jsonl")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
