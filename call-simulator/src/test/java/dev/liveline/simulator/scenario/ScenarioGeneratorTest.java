package dev.liveline.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScenarioGeneratorTest {

    @Nested
    class FromTheSameSeed {

        @Test
        void theSameCallComesForEver() {
            assertThat(new ScenarioGenerator(42).call(17)).isEqualTo(new ScenarioGenerator(42).call(17));
        }

        @Test
        void aCallDoesNotDependOnThoseMadeBefore() {
            var generator = new ScenarioGenerator(42);
            generator.calls().limit(5).toList();
            assertThat(generator.call(9)).isEqualTo(new ScenarioGenerator(42).call(9));
        }
    }

    @Nested
    class OverManyCalls {

        private final List<ScriptedCall> calls = new ScenarioGenerator(1).calls().limit(2_000).toList();

        @Test
        void everyTopicComesUp() {
            assertThat(calls.stream().map(ScriptedCall::topic).collect(Collectors.toSet())).hasSameSizeAs(Topics.ALL);
        }

        @Test
        void noTwoCallsShareAnId() {
            assertThat(calls.stream().map(ScriptedCall::callId).distinct()).hasSameSizeAs(calls);
            assertThat(calls).allMatch(call -> call.callId().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        }

        @Test
        void everySlotIsFilled() {
            assertThat(calls.stream().flatMap(call -> Outcome.of(call).finals().stream()).map(Outcome.Line::text))
                .noneMatch(text -> text.contains("{") || text.contains("|"));
        }

        @Test
        void aCutTurnIsFollowedByTheCaller() {
            for (var call : calls) {
                for (int i = 0; i < call.turns().size(); i++) {
                    if (call.turns().get(i) instanceof Turn.CutShort) {
                        assertThat(call.turns().get(i + 1)).isInstanceOfSatisfying(Turn.Spoken.class,
                                turn -> assertThat(turn.speaker()).isEqualTo(Speaker.CALLER));
                    }
                }
            }
        }

        @Test
        void callersBargeInAndPartialsAreRevisedNowAndThen() {
            assertThat(calls).anyMatch(call -> call.bargeIns() == 0).anyMatch(call -> call.bargeIns() > 0);
            var revised = new HashSet<String>();
            for (var call : calls) {
                for (var turn : call.turns()) {
                    if (turn instanceof Turn.Spoken(var speaker, _, var said) && speaker == Speaker.CALLER) {
                        said.stream().filter(ScenarioGeneratorTest::isRevised).map(Utterance::text).forEach(revised::add);
                    }
                }
            }
            assertThat(revised).hasSizeGreaterThan(20);
        }

        @Test
        void partialsLieWithinTheirUtterance() {
            for (var call : calls) {
                for (var turn : call.turns()) {
                    if (turn instanceof Turn.Spoken(_, _, var said)) {
                        assertThat(said).allMatch(utterance -> utterance.partials()
                            .stream()
                            .allMatch(partial -> partial.after().compareTo(utterance.length()) <= 0));
                    }
                }
            }
        }
    }

    /// Whether some partial takes back a part of the one before.
    private static boolean isRevised(Utterance utterance) {
        var partials = utterance.partials();
        for (int i = 1; i < partials.size(); i++) {
            if (!partials.get(i).text().startsWith(partials.get(i - 1).text())) {
                return true;
            }
        }
        return false;
    }
}
