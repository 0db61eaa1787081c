package dev.liveline.admin.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.lint.LintFixtures;
import dev.liveline.admin.lint.Linter;
import dev.liveline.admin.schema.VapiContract;

class PresetsTest {

    static Stream<String> names() {
        return Presets.ALL.stream().map(Preset::name);
    }

    @Test
    void areTheThreeThatWerePromised() {
        assertThat(names()).containsExactly("live-support", "phone-noisy", "fast-turns");
    }

    @ParameterizedTest
    @MethodSource("names")
    void haveNoFindings(String name) {
        assertThat(new Linter(LintFixtures.WIRING.expectations()).lint(Kind.ASSISTANT, LintFixtures.preset(name))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void areTakenByVapi(String name) {
        ObjectNode wired = LintFixtures.WIRING.complete(Kind.ASSISTANT, Presets.named(name).orElseThrow().assistant());
        assertThat(VapiContract.violations("CreateAssistantDTO", wired)).isEmpty();
    }

    @Test
    void takeOverridesFieldByField() {
        ObjectNode assistant = Presets.with(Presets.named("live-support").orElseThrow(),
                (ObjectNode) Trees.read("{\"name\":\"billing\",\"voice\":{\"voiceId\":\"mark\"},\"hooks\":[]}"));

        assertThat(assistant.at("/name").asText()).isEqualTo("billing");
        assertThat(assistant.at("/voice/voiceId").asText()).isEqualTo("mark");
        assertThat(assistant.at("/voice/provider").asText()).isEqualTo("11labs");
        assertThat(assistant.at("/hooks")).isEmpty();
        assertThat(Presets.named("live-support").orElseThrow().assistant().at("/name").asText()).isEqualTo("live-support");
    }
}
