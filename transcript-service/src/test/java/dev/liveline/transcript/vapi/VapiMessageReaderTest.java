package dev.liveline.transcript.vapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.scenario.Timeline;
import dev.liveline.simulator.vapi.CallFacts;
import dev.liveline.simulator.vapi.CallJson;
import dev.liveline.simulator.vapi.Dialect;

class VapiMessageReaderTest {

    @Nested
    class ALongCall {

        @Test
        void reducesEveryMessageToTheSameFactHoweverBulkyItIs() {
            ScriptedCall call = new ScenarioGenerator(7).call(0);
            CallJson slim = new CallJson(CallFacts.of(call, 1_787_000_000_000L), Dialect.schema());
            CallJson bulky = new CallJson(CallFacts.of(call, 1_787_000_000_000L),
                    Dialect.schema().artifactPadding(50_000).twilioCredentials(true));
            Timeline.of(call).forEach(message -> {
                byte[] body = bulky.render(message);
                assertThat(body.length).isGreaterThan(50_000);
                assertThat(VapiFacts.of(body, 1)).isEqualTo(VapiFacts.of(slim.render(message), 1));
            });
        }

        @ParameterizedTest
        @ValueSource(strings = { "message", "call" })
        void isReadFromAFewOfItsBytesWhereverItsBulkIs(String place) throws MalformedMessage {
            byte[] body = ParseBenchmark.body(64 * 1024, place);
            assertThat(MessageTrim.trim(body)).hasSizeLessThan(1000);
            VapiMessage message = VapiMessageReader.read(body);
            assertThat(message.callId()).isEqualTo("019b0c11-7a52-7000-8c1e-2f6f0d1b7a10");
            assertThat(message.identity().controlUrl()).isEqualTo("https://control.example.test/c");
            assertThat(message.text()).isEqualTo("I'd like to change my \"booking\".");
        }

        @Test
        void isRefusedWhereverItsBodyIsCutOff() {
            byte[] body = ParseBenchmark.body(8 * 1024, "message");
            for (int end = 0; end < body.length; end += 97) {
                byte[] cut = Arrays.copyOf(body, end);
                assertThatThrownBy(() -> VapiMessageReader.read(cut)).as("cut at " + end).isInstanceOf(MalformedMessage.class);
            }
        }

        @Test
        void keepsATextThatLooksLikeBulk() throws MalformedMessage {
            String body = "{\"message\":{\"type\":\"transcript\",\"role\":\"user\",\"transcript\":\"artifact\",\"artifact\" : [\"]}\\\\\\\"\","
                    + "\"" + "x".repeat(5000) + "\"],\"call\":{\"id\":\"c\"},\"transcriptType\":\"final\"}}";
            VapiMessage message = VapiMessageReader.read(body.getBytes(StandardCharsets.UTF_8));
            assertThat(message.text()).isEqualTo("artifact");
            assertThat(message.callId()).isEqualTo("c");
        }
    }

    @Nested
    class AFinal {

        @ParameterizedTest
        @ValueSource(strings = { "transcript", "transcript[transcriptType=\\\"final\\\"]",
                "transcript[transcriptType='final']" })
        void isReadInEverySpelling(String type) throws MalformedMessage {
            String kind = type.equals("transcript") ? ",\"transcriptType\":\"final\"" : "";
            VapiMessage message = read(
                    "{\"message\":{\"type\":\"" + type + "\",\"role\":\"user\",\"transcript\":\"Yes.\"" + kind
                            + ",\"confidence\":0.93,\"call\":{\"id\":\"c\"}}}");
            assertThat(message.type()).isEqualTo("transcript");
            assertThat(message.transcriptType()).isEqualTo("final");
            assertThat(message.confidence()).isEqualTo(0.93);
        }
    }

    @Nested
    class ACall {

        @Test
        void isKnownByWhicheverPlaceTellsOfIt() throws MalformedMessage {
            VapiMessage message = read("""
                    {"message":{"type":"hang","timestamp":"2026-11-02T10:00:04Z","call":{"id":"c","type":"outboundPhoneCall",
                    "customer":{"number":"+15550100123"},"phoneCallProviderId":"CA1","transport":{"callSid":"CA2"},
                    "monitor":{"controlUrl":"https://x"}},"phoneNumber":{"number":"+15550100999","twilioAuthToken":"t"}}}""");
            assertThat(message.timestamp()).isEqualTo(1_793_613_604_000L);
            assertThat(message.identity().from()).isEqualTo("+15550100999");
            assertThat(message.identity().to()).isEqualTo("+15550100123");
            assertThat(message.identity().callSid()).isEqualTo("CA2");
            assertThat(message.toString()).doesNotContain("https://x");
        }

        @Test
        void needsNoCommonFieldAtAll() throws MalformedMessage {
            assertThat(read("{\"message\":{\"type\":\"hang\"}}").callId()).isNull();
            assertThat(read("{\"x\":[1,{\"message\":{}}],\"message\":{\"type\":\"hang\",\"call\":null,\"timestamp\":null}}")
                .timestamp())
                .isNull();
        }
    }

    @Nested
    class ANumber {

        @ParameterizedTest
        @ValueSource(strings = { "99999999999", "1e300", "-7e300", "123456789012345678901234567890" })
        void thatCannotBeIsNoReasonToRefuseAMessage(String number) throws MalformedMessage {
            VapiMessage message = read("{\"message\":{\"type\":\"assistant.speechStarted\",\"text\":\"Sure\",\"turn\":" + number
                    + ",\"confidence\":" + number + ",\"endedAt\":" + number + "}}");
            assertThat(message.text()).isEqualTo("Sure");
        }
    }

    @Nested
    class AToolCall {

        @Test
        void hasItsArgumentsWhereParametersAreTheSchema() throws MalformedMessage {
            assertThat(read("""
                    {"message":{"type":"tool-calls","toolCallList":[{"id":"a","name":"find","arguments":{"ref":"K7Q"},
                    "parameters":{"type":"object"}},{"id":"b","name":"find","parameters":{"ref":"K7Q"}}]}}""").toolCalls())
                .extracting(VapiMessage.ToolCall::arguments)
                .containsExactly("{\"ref\":\"K7Q\"}", "{\"ref\":\"K7Q\"}");
        }
    }

    @Nested
    class AMessageAboutSomethingElse {

        @ParameterizedTest
        @ValueSource(strings = { "chat.created", "chat.deleted", "session.created", "session.updated", "session.deleted",
                "campaign.predial", "call.artifact.upload", "call.deleted", "call.delete.failed",
                "status-update\",\"status\":\"not-found",
                "status-update\",\"status\":\"deletion-failed" })
        void opensNoCallThatItNames(String type) {
            byte[] body = ("{\"message\":{\"type\":\"" + type + "\",\"call\":{\"id\":\"c\"}}}")
                .getBytes(StandardCharsets.UTF_8);
            assertThat(VapiFacts.of(body, 1)).isNull();
        }
    }

    @Nested
    class WordTiming {

        @Test
        void isReadExactOrByProgress() throws MalformedMessage {
            assertThat(read("""
                    {"message":{"type":"assistant.speechStarted","turn":4,"text":"Sure, one","timing":{"type":"word-alignment",
                    "words":["Sure,"," ","one"],"wordsStartTimesMs":[0,300,340],"wordsEndTimesMs":[290,330,520]}}}""")
                .wordTiming())
                .isEqualTo(
                        new VapiMessage.WordTiming(java.util.List.of("Sure,", " ", "one"), java.util.List.of(290, 330, 520)));
            assertThat(read("""
                    {"message":{"type":"assistant.speechStarted","text":"Sure","timing":{"type":"word-progress","wordsSpoken":1,
                    "totalWords":1,"words":[{"word":"Sure","startMs":0,"endMs":290}]}}}""").wordTiming())
                .isEqualTo(new VapiMessage.WordTiming(java.util.List.of("Sure"), java.util.List.of(290)));
        }
    }

    private static VapiMessage read(String body) throws MalformedMessage {
        return VapiMessageReader.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
