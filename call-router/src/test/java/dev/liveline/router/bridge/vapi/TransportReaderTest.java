package dev.liveline.router.bridge.vapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.router.bridge.media.AssistantSignal;
import dev.liveline.router.bridge.media.AssistantSignal.AssistantSpeaks;
import dev.liveline.router.bridge.media.AssistantSignal.AssistantStarted;
import dev.liveline.router.bridge.media.AssistantSignal.AssistantStopped;
import dev.liveline.router.bridge.media.AssistantSignal.CallerInterrupted;
import dev.liveline.router.bridge.media.AssistantSignal.CallerStarted;
import dev.liveline.router.bridge.media.AssistantSignal.CallerStopped;
import dev.liveline.router.bridge.vapi.TransportMessage.Ended;
import dev.liveline.router.bridge.vapi.TransportMessage.Ignored;
import dev.liveline.router.bridge.vapi.TransportMessage.Signal;

class TransportReaderTest {

    static Stream<Arguments> signals() {
        return Stream.of(
                Arguments.of("{\"type\":\"speech-update\",\"status\":\"started\",\"role\":\"assistant\",\"turn\":2}",
                        new AssistantStarted()),
                Arguments.of("{\"type\":\"speech-update\",\"status\":\"stopped\",\"role\":\"assistant\"}",
                        new AssistantStopped()),
                Arguments.of("{\"role\":\"user\",\"status\":\"started\",\"type\":\"speech-update\"}", new CallerStarted()),
                Arguments.of(
                        "{\"type\":\"speech-update\",\"call\":{\"status\":\"ended\"},\"status\":\"stopped\",\"role\":\"user\"}",
                        new CallerStopped()),
                Arguments.of("{\"type\":\"user-interrupted\",\"turnId\":\"t-81\"}", new CallerInterrupted()),
                Arguments.of("{\"message\":{\"type\":\"user-interrupted\"}}", new CallerInterrupted()),
                Arguments.of("{\"type\":\"assistant.speechStarted\",\"text\":\"Sure\",\"turn\":4}", new AssistantSpeaks(4)));
    }

    @ParameterizedTest
    @MethodSource("signals")
    void whoSpeaksIsRead(String text, AssistantSignal signal) {
        assertThat(TransportReader.read(text)).isEqualTo(new Signal(signal));
    }

    @Test
    void theEndOfTheCallIsRead() {
        assertThat(TransportReader
            .read("{\"type\":\"status-update\",\"status\":\"ended\",\"endedReason\":\"assistant-ended-call\"}"))
            .isEqualTo(new Ended());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "no JSON", "[]", "{}", "{\"type\":7}", "{\"type\":\"transcript\",\"role\":\"user\"}",
            "{\"type\":\"status-update\",\"status\":\"in-progress\"}", "{\"type\":\"speech-update\"}",
            "{\"type\":\"speech-update\",\"status\":\"paused\",\"role\":\"user\"}",
            "{\"type\":\"speech-update\",\"status\":\"started\",\"role\":\"tool\"}",
            "{\"type\":\"conversation-update\",\"messages\":[{\"role\":\"user\",\"status\":\"started\"}]}" })
    void allElseMeansNothing(String text) {
        assertThat(TransportReader.read(text)).isEqualTo(new Ignored());
    }

    @Test
    void aLongConversationIsNotReadToItsEnd() {
        String broken = "{\"type\":\"conversation-update\",\"messages\":[{\"role\":\"user\"";

        assertThat(TransportReader.read(broken)).isEqualTo(new Ignored());
    }

    @Test
    void pressedKeysAreASystemMessageThatAsksForAnAnswer() {
        assertThat(TransportWriter.pressed("12#")).isEqualTo(
                """
                        {"type":"add-message","message":{"role":"system","content":"The caller pressed on the keypad: 12#"},"triggerResponseEnabled":true}""");
    }
}
