package dev.liveline.simulator.vapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liveline.simulator.scenario.ServerMessage;
import dev.liveline.simulator.scenario.ServerMessage.Reported;
import dev.liveline.simulator.scenario.ServerMessage.ToolCalled;
import dev.liveline.simulator.scenario.ServerMessage.TranscriptHeard;
import dev.liveline.simulator.scenario.Speaker;
import dev.liveline.simulator.scenario.TimedMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallJsonTest {

    private static final ToolCalled TOOL = new ToolCalled("call_A1", "find_booking", Map.of("ref", "K7Q"));
    private static final TranscriptHeard FINAL = new TranscriptHeard(Speaker.CALLER, 0, true, "I'd like to change my booking.",
            OptionalDouble.of(0.93));

    private static JsonObject render(Dialect dialect, ServerMessage message) {
        var facts = CallFacts.inbound("c-1", "+15550100001", "+15550200001", 1_787_000_000_000L);
        var bytes = new CallJson(facts, dialect).render(new TimedMessage(0, Duration.ofMillis(1500), message));
        return new JsonObject(Buffer.buffer(bytes)).getJsonObject("message");
    }

    @Nested
    class AFinal {

        @Test
        void carriesItsConfidenceAndTheTimeItHappened() {
            var message = render(Dialect.schema(), FINAL);
            assertThat(message.getString("type")).isEqualTo("transcript");
            assertThat(message.getString("role")).isEqualTo("user");
            assertThat(message.getDouble("confidence")).isEqualTo(0.93);
            assertThat(message.getString("confidenceSource")).isEqualTo("provider");
            assertThat(message.getLong("timestamp")).isEqualTo(1_787_000_001_500L);
            assertThat(message.getJsonObject("artifact").getJsonArray("messages").getJsonObject(0).getString("role"))
                .isEqualTo("user");
        }

        @Test
        void mayHaveEitherBracketedType() {
            assertThat(render(Dialect.schema().finals(Dialect.FinalType.BRACKETED), FINAL).getString("type"))
                .isEqualTo("transcript[transcriptType=\"final\"]");
            assertThat(render(Dialect.schema().finals(Dialect.FinalType.BRACKETED_SINGLE_QUOTES), FINAL).getString("type"))
                .isEqualTo("transcript[transcriptType='final']");
        }

        @Test
        void ofTheAssistantHasNoConfidence() {
            var message = render(Dialect.schema(),
                    new TranscriptHeard(Speaker.ASSISTANT, 0, true, "Hello.", OptionalDouble.of(0.9)));
            assertThat(message.fieldNames()).doesNotContain("confidence", "confidenceSource");
        }
    }

    @Nested
    class AToolCall {

        @ParameterizedTest
        @EnumSource(Dialect.ToolCallShape.class)
        void hasTheShapeOfItsDialect(Dialect.ToolCallShape shape) {
            var message = render(Dialect.schema().toolCalls(shape), TOOL);
            var name = switch (shape) {
                case LEGACY -> message.getJsonObject("functionCall").getString("name");
                case OLD_KEY -> message.getJsonArray("toolCalls").getJsonObject(0).getJsonObject("function").getString("name");
                case NESTED_STRING, NESTED_OBJECT ->
                    message.getJsonArray("toolCallList").getJsonObject(0).getJsonObject("function").getString("name");
                case FLAT_PARAMETERS, FLAT_ARGUMENTS -> message.getJsonArray("toolCallList").getJsonObject(0).getString("name");
            };
            var arguments = switch (shape) {
                case LEGACY -> message.getJsonObject("functionCall").getJsonObject("parameters");
                case OLD_KEY -> new JsonObject(message.getJsonArray("toolCalls")
                    .getJsonObject(0)
                    .getJsonObject("function")
                    .getString("arguments"));
                case NESTED_STRING -> new JsonObject(message.getJsonArray("toolCallList")
                    .getJsonObject(0)
                    .getJsonObject("function")
                    .getString("arguments"));
                case NESTED_OBJECT ->
                    message.getJsonArray("toolCallList").getJsonObject(0).getJsonObject("function").getJsonObject("arguments");
                case FLAT_PARAMETERS -> message.getJsonArray("toolCallList").getJsonObject(0).getJsonObject("parameters");
                case FLAT_ARGUMENTS -> message.getJsonArray("toolCallList").getJsonObject(0).getJsonObject("arguments");
            };
            assertThat(name).isEqualTo("find_booking");
            assertThat(arguments).isEqualTo(new JsonObject().put("ref", "K7Q"));
            assertThat(message.getString("type"))
                .isEqualTo(shape == Dialect.ToolCallShape.LEGACY ? "function-call" : "tool-calls");
        }
    }

    @Nested
    class AReport {

        @Test
        void hasItsTranscriptWhereTheDialectPutsIt() {
            var report = new Reported("customer-ended-call", "All well.", Duration.ofSeconds(1));
            var schema = render(Dialect.schema(), report);
            assertThat(schema.getJsonObject("analysis").getString("summary")).isEqualTo("All well.");
            assertThat(schema.fieldNames()).doesNotContain("transcript", "summary");
            var old = render(Dialect.schema().report(Dialect.ReportShape.TOP_LEVEL), report);
            assertThat(old.getString("summary")).isEqualTo("All well.");
            assertThat(old.containsKey("recordingUrl")).isTrue();
        }
    }

    @Nested
    class TheEnvelope {

        @Test
        void carriesTwilioCredentialsOnlyWhenAskedTo() {
            assertThat(render(Dialect.schema(), FINAL).encode()).doesNotContain("twilioAuthToken");
            assertThat(render(Dialect.schema().twilioCredentials(true), FINAL).getJsonObject("phoneNumber").fieldNames())
                .contains("twilioAuthToken");
        }

        @Test
        void mayBeBareOrHeavy() {
            assertThat(render(Dialect.schema().commonFields(false), FINAL).fieldNames()).doesNotContain("timestamp", "artifact",
                    "customer");
            assertThat(render(Dialect.schema().artifactPadding(100_000), FINAL).encode().length()).isGreaterThan(100_000);
        }
    }
}
