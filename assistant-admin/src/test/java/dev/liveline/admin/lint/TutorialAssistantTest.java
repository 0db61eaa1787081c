package dev.liveline.admin.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.schema.VapiContract;

/// An assistant with every fault that Liveline's brief says the tutorial's has, against Vapi's schema of today.
///
/// The tutorial is CallStack Tech's "Implementing Real-Time Streaming with VAPI for Live Support Chat Systems" (dev.to/callstacktech, and
/// callstack.tech/blog). Its listing is not copied here: only the beginning of the article, which ends before it, could be
/// read when this was written. `tutorial-assistant.json` is ours; of the article it has the providers and the intent.
class TutorialAssistantTest {

    private final Linter linter = new Linter(LintFixtures.WIRING.expectations());

    @Test
    void hasEachOfItsFaultsListed() throws IOException {
        assertThat(found(tutorial())).containsExactlyInAnyOrder("error obsolete-server-url /serverUrl",
                "error obsolete-server-url-secret /serverUrlSecret", "error obsolete-recording-enabled /recordingEnabled",
                "error obsolete-silence-timeout /silenceTimeoutSeconds",
                "error obsolete-end-call-function /endCallFunctionEnabled", "error provider-misspelled /voice/provider",
                "error streaming-latency-type /voice/optimizeStreamingLatency",
                "error transcriber-audio-format /transcriber/encoding",
                "error transcriber-audio-format /transcriber/sampleRate",
                "error server-message-invented /serverMessages/0", "error server-message-invented /serverMessages/1",
                "error server-message-invented /serverMessages/2", "error server-message-invented /serverMessages/3",
                "error server-messages-incomplete /serverMessages", "warning server-message-legacy /serverMessages/4",
                "advice barge-in-unset ", "advice endpointing-unset ", "advice duration-unset ",
                "advice background-sound-on-telephone ", "advice numerals-off /transcriber", "advice escalation-missing /model",
                "advice prompt-length-guidance /model/messages");
    }

    /// Each row of the comparison of tutorial and contract that concerns an assistant, alone.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /serverUrl                      | "https://elsewhere.test/hook"     | obsolete-server-url
            /serverUrlSecret                | "tutorial-webhook-secret"         | obsolete-server-url-secret
            /recordingEnabled               | true                              | obsolete-recording-enabled
            /voice/provider                 | "elevenlabs"                      | provider-misspelled
            /transcriber                    | {"provider": "elevenlabs"}        | provider-misspelled
            /transcriber/encoding           | "mulaw"                           | transcriber-audio-format
            /transcriber/sampleRate         | 8000                              | transcriber-audio-format
            /voice/optimizeStreamingLatency | true                              | streaming-latency-type
            /voice/optimizeStreamingLatency | "true"                            | streaming-latency-type
            /serverMessages/0               | "call-started"                    | server-message-invented
            /serverMessages/0               | "speech-started"                  | server-message-invented
            /serverMessages/0               | "speech-ended"                    | server-message-invented
            /serverMessages/0               | "call-ended"                      | server-message-invented
            /serverMessages/0               | "function-call"                   | server-message-legacy
            /server                         | {"url": "https://elsewhere.test"} | server-credential-missing
            /server/backoffPlan/maxRetries  | 0                                 | backoff-plan-missing
            """)
    void aFaultOfItsIsFoundWhereItStandsAndVapiTakesWhatIsFixed(String pointer, String value, String rule) {
        ObjectNode faulty = LintFixtures.clean();
        new Patch.Put(Pointer.of(pointer), Trees.read(value)).apply(faulty);

        assertThat(linter.lint(Kind.ASSISTANT, faulty)).filteredOn(finding -> finding.rule().equals(rule))
            .singleElement()
            .satisfies(finding -> assertThat(finding.at().toString().startsWith(pointer)
                    || pointer.startsWith(finding.at().toString()))
                .isTrue());
        ObjectNode fixed = linter.fix(Kind.ASSISTANT, faulty);
        assertThat(linter.lint(Kind.ASSISTANT, fixed)).noneMatch(finding -> finding.severity() == Severity.ERROR);
        assertThat(VapiContract.violations("CreateAssistantDTO", fixed)).isEmpty();
    }

    @Test
    void isTakenByVapiOnceFixed() throws IOException {
        ObjectNode fixed = linter.fix(Kind.ASSISTANT, tutorial());

        assertThat(linter.lint(Kind.ASSISTANT, fixed)).noneMatch(finding -> finding.severity() == Severity.ERROR);
        assertThat(VapiContract.violations("CreateAssistantDTO", fixed)).isEmpty();
        assertThat(VapiContract.violations("CreateAssistantDTO", LintFixtures.WIRING.complete(Kind.ASSISTANT, fixed)))
            .isEmpty();
        assertThat(VapiContract.violations("CreateAssistantDTO", tutorial())).hasSizeGreaterThan(11);
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
        assertThat(fixed.path("serverMessages").valueStream().map(JsonNode::asText)).doesNotHaveDuplicates()
            .containsAll(LintFixtures.WIRING.expectations().serverMessages());
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

    private List<String> found(ObjectNode assistant) {
        return linter.lint(Kind.ASSISTANT, assistant)
            .stream()
            .map(finding -> finding.severity().word() + " " + finding.rule() + " " + finding.at())
            .toList();
    }

    private static ObjectNode tutorial() throws IOException {
        try (InputStream in = TutorialAssistantTest.class.getResourceAsStream("/lint/tutorial-assistant.json")) {
            return (ObjectNode) Trees.read(in.readAllBytes());
        }
    }
}
