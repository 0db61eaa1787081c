package dev.liveline.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liveline.simulator.scenario.ServerMessage.SpeechChanged;
import dev.liveline.simulator.scenario.ServerMessage.TranscriptHeard;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {

    private static List<TimedMessage> timeline(long seed) {
        return Timeline.of(new ScenarioGenerator(seed).call(0));
    }

    @Nested
    class OfAnyCall {

        @ParameterizedTest
        @ValueSource(longs = { 1, 2, 3, 5, 8, 13, 21, 34, 55, 89 })
        void timesRiseAndOrdinalsCount(long seed) {
            var last = Duration.ofMillis(-1);
            int ordinal = 0;
            for (var timed : timeline(seed)) {
                assertThat(timed.at()).isGreaterThan(last);
                assertThat(timed.ordinal()).isEqualTo(ordinal++);
                last = timed.at();
            }
        }

        @ParameterizedTest
        @ValueSource(longs = { 1, 2, 3, 5, 8, 13, 21, 34, 55, 89 })
        void anUtteranceHasItsPartialsThenOneFinal(long seed) {
            Map<Speaker, Integer> finals = new HashMap<>();
            for (var timed : timeline(seed)) {
                if (timed.message() instanceof TranscriptHeard heard) {
                    assertThat(heard.utterance()).isEqualTo(finals.getOrDefault(heard.speaker(), 0));
                    if (heard.isFinal()) {
                        finals.merge(heard.speaker(), 1, Integer::sum);
                    }
                }
            }
        }

        @ParameterizedTest
        @ValueSource(longs = { 1, 2, 3, 5, 8, 13, 21, 34, 55, 89 })
        void whoeverStartsSpeakingStopsBeforeStartingAgain(long seed) {
            Map<Speaker, Boolean> speaking = new HashMap<>();
            for (var timed : timeline(seed)) {
                if (timed.message() instanceof SpeechChanged(var speaker, var started, _)) {
                    assertThat(speaking.getOrDefault(speaker, false)).isNotEqualTo(started);
                    speaking.put(speaker, started);
                }
            }
            assertThat(speaking.values()).doesNotContain(true);
        }

        @ParameterizedTest
        @ValueSource(longs = { 1, 2, 3, 5, 8, 13, 21, 34, 55, 89 })
        void itBeginsWithRingingAndEndsWithTheReport(long seed) {
            var messages = timeline(seed);
            assertThat(messages.getFirst().message()).isEqualTo(new ServerMessage.StatusChanged("ringing"));
            assertThat(messages.getLast().message()).isInstanceOf(ServerMessage.Reported.class);
            assertThat(messages.get(messages.size() - 2).message()).isInstanceOf(ServerMessage.Ended.class);
        }
    }

    @Nested
    class WhenTheCallerBargesIn {

        @ParameterizedTest
        @ValueSource(longs = { 1, 2, 3, 5, 8, 13, 21, 34, 55, 89 })
        void theAssistantsFinalIsWhatWasHeardAndComesAfterTheInterruption(long seed) {
            var call = new ScenarioGenerator(seed).call(0);
            var heard = call.turns()
                .stream()
                .filter(Turn.CutShort.class::isInstance)
                .map(turn -> ((Turn.CutShort) turn).heard())
                .filter(text -> !text.isEmpty())
                .toList();
            assertThat(Outcome.of(call).said(Speaker.ASSISTANT)).containsAll(heard);
            assertThat(Outcome.of(call).bargeIns()).isEqualTo(call.bargeIns());
        }
    }
}
