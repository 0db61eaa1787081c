package dev.liveline.admin.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.schema.VapiContract;

/// The assistant of the tutorial that Liveline started from, with the faults it has against Vapi's schema of today.
class TutorialAssistantTest {

    private final Linter linter = new Linter(LintFixtures.WIRING.expectations());

    @Test
    void hasEachOfItsFaultsListed() throws IOException {
        assertThat(linter.lint(Kind.ASSISTANT, tutorial())).filteredOn(finding -> finding.severity() == Severity.ERROR)
            .extracting(finding -> finding.rule() + " " + finding.at())
            .containsExactlyInAnyOrder("obsolete-server-url /serverUrl", "obsolete-server-url-secret /serverUrlSecret",
                    "obsolete-recording-enabled /recordingEnabled", "obsolete-silence-timeout /silenceTimeoutSeconds",
                    "obsolete-end-call-function /endCallFunctionEnabled", "provider-misspelled /voice/provider",
                    "streaming-latency-type /voice/optimizeStreamingLatency", "transcriber-audio-format /transcriber/encoding",
                    "transcriber-audio-format /transcriber/sampleRate", "server-messages-incomplete /serverMessages");
    }

    @Test
    void isTakenByVapiOnceFixed() throws IOException {
        ObjectNode fixed = linter.fix(Kind.ASSISTANT, tutorial());

        assertThat(linter.lint(Kind.ASSISTANT, fixed)).noneMatch(finding -> finding.severity() == Severity.ERROR);
        assertThat(VapiContract.violations("CreateAssistantDTO", fixed)).isEmpty();
        assertThat(VapiContract.violations("CreateAssistantDTO", LintFixtures.WIRING.complete(Kind.ASSISTANT, fixed)))
            .isEmpty();
        assertThat(VapiContract.violations("CreateAssistantDTO", tutorial())).hasSizeGreaterThan(7);
    }

    @Test
    void keepsWhatItMeantWhenFixed() throws IOException {
        ObjectNode fixed = linter.fix(Kind.ASSISTANT, tutorial());

        assertThat(fixed.at("/server/url").asText()).isEqualTo("https://line.example.test/webhook/vapi");
        assertThat(fixed.at("/artifactPlan/recordingEnabled").asBoolean()).isTrue();
        assertThat(fixed.at("/voice/provider").asText()).isEqualTo("11labs");
        assertThat(fixed.at("/voice/optimizeStreamingLatency").asInt()).isEqualTo(3);
        assertThat(fixed.at("/model/tools/0/type").asText()).isEqualTo("endCall");
        assertThat(fixed.at("/hooks/0/options/timeoutSeconds").asInt()).isEqualTo(30);
        assertThat(Trees.write(fixed)).doesNotContain("tutorial-webhook-secret");
        assertThat(linter.fix(Kind.ASSISTANT, fixed)).isEqualTo(fixed);
    }

    @Test
    void isNotChangedByLint() throws IOException {
        ObjectNode assistant = tutorial();
        linter.lint(Kind.ASSISTANT, assistant);
        linter.fix(Kind.ASSISTANT, assistant);
        assertThat(assistant).isEqualTo(tutorial());
    }

    @Test
    void neverHasItsSecretRepeated() throws IOException {
        assertThat(Finding.json(linter.lint(Kind.ASSISTANT, tutorial())).toString()).doesNotContain("tutorial-webhook-secret");
    }

    private static ObjectNode tutorial() throws IOException {
        try (InputStream in = TutorialAssistantTest.class.getResourceAsStream("/lint/tutorial-assistant.json")) {
            return (ObjectNode) Trees.read(in.readAllBytes());
        }
    }
}
