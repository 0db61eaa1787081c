package dev.liveline.simulator.vapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VapiApiTest {

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private VapiCloud vapi = VapiCloud.start(VapiOptions.defaults().concurrencyLimit(2).bypassPatience(Duration.ofMillis(300)));
    private ApiClient api = new ApiClient(vapi);

    @AfterEach
    void stop() {
        vapi.close();
    }

    private static JsonObject assistant(String name) {
        return new JsonObject().put("name", name)
            .put("voice", new JsonObject().put("provider", "11labs").put("voiceId", "v"))
            .put("transcriber", new JsonObject().put("provider", "deepgram").put("model", "nova-3"));
    }

    private static JsonObject outbound(String assistantId) {
        return new JsonObject().put("assistantId", assistantId)
            .put("phoneNumberId", "p-1")
            .put("customer",
                    new JsonObject().put("number", "+15550100123"));
    }

    @Nested
    class WithoutTheKey {

        @Test
        void nothingIsAnswered() throws Exception {
            var answer = new ApiClient(vapi, "guess").get("/assistant");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.object().getInteger("statusCode")).isEqualTo(401);
        }
    }

    @Nested
    class AnAssistant {

        @Test
        void isMadeReadChangedAndDeleted() throws Exception {
            // Given
            var made = api.send("POST", "/assistant", assistant("one").put("hooks", new JsonArray().add("a")));
            assertThat(made.status()).isEqualTo(201);
            var path = "/assistant/" + made.object().getString("id");
            // When
            var changed = api.send("PATCH", path, new JsonObject().put("hooks", new JsonArray().add("b")).putNull("voice"));
            // Then
            assertThat(changed.status()).isEqualTo(200);
            assertThat(changed.object().getJsonArray("hooks")).isEqualTo(new JsonArray().add("b"));
            assertThat(changed.object().containsKey("voice")).isFalse();
            assertThat(changed.object().getString("updatedAt")).isGreaterThan(made.object().getString("updatedAt"));
            assertThat(api.get(path).object()).isEqualTo(changed.object());
            assertThat(api.send("DELETE", path, null).status()).isEqualTo(200);
            assertThat(api.get(path).status()).isEqualTo(404);
        }

        @Test
        void isRefusedWithPropertiesThatDoNotExist() throws Exception {
            // Given
            var obsolete = assistant("old").put("serverUrl", "https://x").put("recordingEnabled", true);
            obsolete.getJsonObject("transcriber").put("encoding", "mulaw");
            obsolete.getJsonObject("voice").put("provider", "elevenlabs");
            // When
            var answer = api.send("POST", "/assistant", obsolete);
            // Then
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.object().getString("error")).isEqualTo("Bad Request");
            assertThat(answer.object().getJsonArray("message").stream().map(String::valueOf)).contains(
                    "property serverUrl should not exist", "property recordingEnabled should not exist",
                    "transcriber.property encoding should not exist")
                .anyMatch(message -> message.startsWith("voice.provider must be one of"));
            assertThat(vapi.assistants()).hasSize(1);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                {"provider":"openai","topP":1}                              | model.property topP should not exist
                {"provider":"groq","promptCacheKey":"a"}                    | model.property promptCacheKey should not exist
                {"provider":"vapi","maxTokens":100}                         | model.property maxTokens should not exist
                {"provider":"gpt-4.1"}                                      | model.provider must be one of
                {"messages":[{"role":"system","content":"Hi.","name":"a"}]} | model.messages.0.property name should not exist
                {"toolRefs":[{"toolId":"t","name":"a"}]}                    | model.toolRefs.0.property name should not exist
                {"tools":[{"type":"endCall"},{"type":"endCall","say":"."}]} | model.tools.1.property say should not exist
                {"tools":[{"type":"nobody"}]}                               | model.tools.0.type must be one of
                {"tools":[{"type":"function","function":{"url":"x"}}]}      | model.tools.0.function.property url should not exist
                {"tools":[{"type":"function","server":{"secret":"x"}}]}     | model.tools.0.server.property secret should not exist
                {"knowledgeBase":{"server":{"url":"x","secret":"x"}}}       | model.knowledgeBase.server.property secret should not exist
                """)
        void isRefusedWithAModelVapiDoesNotKnow(String model, String fault) throws Exception {
            var given = new JsonObject().put("provider", "openai").put("model", "gpt-4.1").mergeIn(new JsonObject(model));

            var made = api.send("POST", "/assistant", assistant("one").put("model", given));
            var changed = api.send("PATCH", "/assistant/as-simulated", new JsonObject().put("model", given));
            var overridden = api.send("POST", "/call",
                    outbound("as-simulated").put("assistantOverrides", new JsonObject().put("model", given)));

            assertThat(faults(made)).anyMatch(one -> one.startsWith(fault));
            assertThat(faults(changed)).anyMatch(one -> one.startsWith(fault));
            assertThat(faults(overridden)).anyMatch(one -> one.startsWith("assistantOverrides." + fault));
        }

        private static Stream<String> faults(ApiClient.Answer refusal) {
            assertThat(refusal.status()).isEqualTo(400);
            return refusal.object().getJsonArray("message").stream().map(String::valueOf);
        }

        @Test
        void isTakenWithAllThatAModelMayHold() throws Exception {
            var model = new JsonObject("""
                    {"provider":"custom-llm","model":"ours","url":"https://llm.example.test","headers":{"X-Any":"1"},
                     "temperature":0.4,"maxTokens":250,"messages":[{"role":"system","content":"Be brief."}],
                     "toolIds":["t-1"],"toolRefs":[{"toolId":"t-2","version":1}],
                     "tools":[{"type":"function","async":false,"function":{"name":"look_up","strict":true,
                                "parameters":{"type":"object","properties":{"any":{"type":"string"}}}}},
                              {"type":"query","knowledgeBases":[]}],
                     "knowledgeBase":{"provider":"custom-knowledge-base","server":{"url":"https://kb.example.test"}}}""");

            assertThat(api.send("POST", "/assistant", assistant("one").put("model", model)).status()).isEqualTo(201);
        }

        @Test
        void isRefusedWithMalformedJsonOrATooLongName() throws Exception {
            assertThat(api.send("POST", "/assistant", assistant("x".repeat(41))).status()).isEqualTo(400);
            assertThat(api.send("PATCH", "/assistant/as-simulated", new JsonObject().put("nonsense", 1)).status())
                .isEqualTo(400);
        }

        @Test
        void inUseIsNotDeleted() throws Exception {
            vapi.pin("as-simulated");
            assertThat(api.send("DELETE", "/assistant/as-simulated", null).status()).isEqualTo(409);
        }
    }

    @Nested
    class AList {

        @Test
        void isPagedByCreationTime() throws Exception {
            // Given
            for (int i = 0; i < 7; i++) {
                api.send("POST", "/assistant", assistant("a-" + i));
            }
            // When
            var names = new HashSet<String>();
            var page = api.get("/assistant?limit=3").array();
            while (!page.isEmpty()) {
                page.forEach(one -> names.add(((JsonObject) one).getString("name")));
                var oldest = page.getJsonObject(page.size() - 1).getString("createdAt");
                page = api.get("/assistant?limit=3&createdAtLt=" + oldest).array();
            }
            // Then
            assertThat(names).hasSize(8);
            assertThat(api.get("/assistant?limit=1001").status()).isEqualTo(400);
            assertThat(api.get("/assistant?createdAtLt=yesterday").status()).isEqualTo(400);
        }
    }

    @Nested
    class PhoneNumbersAndTools {

        @Test
        void haveTheFieldsOfTheirKind() throws Exception {
            var twilio = new JsonObject().put("provider", "twilio")
                .put("number", "+15550200001")
                .put("twilioAccountSid", "AC1")
                .put("twilioAuthToken", "t");
            assertThat(api.send("POST", "/phone-number", twilio).status()).isEqualTo(201);
            assertThat(api.send("POST", "/phone-number", twilio.copy().put("sipUri", "sip:a@sip.vapi.ai")).status())
                .isEqualTo(400);
            assertThat(api.send("POST", "/phone-number", new JsonObject().put("provider", "nobody")).status()).isEqualTo(400);
            var tool = api.send("POST", "/tool", new JsonObject().put("type", "function")
                .put("function",
                        new JsonObject().put("name", "escalate_to_human")));
            assertThat(tool.status()).isEqualTo(201);
            assertThat(
                    api.send("PATCH", "/tool/" + tool.object().getString("id"), new JsonObject().put("async", true)).status())
                .isEqualTo(200);
            assertThat(api.send("PATCH", "/tool/" + tool.object().getString("id"), new JsonObject().put("url", "x")).status())
                .isEqualTo(400);
        }
    }

    @Nested
    class PlacingACall {

        @Test
        void isRefusedAtTheConcurrencyLimit() throws Exception {
            assertThat(api.send("POST", "/call", outbound("as-simulated")).status()).isEqualTo(201);
            assertThat(api.send("POST", "/call", outbound("as-simulated")).status()).isEqualTo(201);
            var refused = api.send("POST", "/call", outbound("as-simulated"));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.object().getString("error")).isEqualTo("Over Concurrency Limit");
            vapi.calls().forEach(LiveCall::hangUp);
            Awaitility.await().untilAsserted(() -> assertThat(vapi.live()).isZero());
            assertThat(api.send("POST", "/call", outbound("as-simulated")).status()).isEqualTo(201);
        }

        @Test
        void wantsAnAssistantThatExistsAndSomebodyToCall() throws Exception {
            assertThat(api.send("POST", "/call", outbound("nobody")).status()).isEqualTo(400);
            var body = outbound("as-simulated");
            body.remove("customer");
            assertThat(api.send("POST", "/call", body).status()).isEqualTo(400);
            assertThat(api.send("POST", "/call", outbound("as-simulated").put("interrupt", true)).status()).isEqualTo(400);
        }

        @Test
        void byBypassEndsWhenNoStreamComes() throws Exception {
            var made = api.send("POST", "/call", outbound("as-simulated").put("phoneCallProviderBypassEnabled", true));
            assertThat(made.object().getJsonObject("phoneCallProviderDetails").getString("twiml")).contains("<Stream url=");
            var path = "/call/" + made.object().getString("id");
            Awaitility.await()
                .untilAsserted(() -> assertThat(api.get(path).object().getString("endedReason"))
                    .isEqualTo("phone-call-provider-bypass-enabled-but-no-call-received"));
        }
    }

    @Nested
    class ABrokenApi {

        @Test
        void failsAsItWasTold() throws Exception {
            vapi.breakApi(new ApiFault.Failing(500));
            assertThat(api.get("/assistant").status()).isEqualTo(500);
            vapi.breakApi(new ApiFault.Garbage());
            assertThat(api.get("/assistant").body()).doesNotStartWith("[");
            vapi.breakApi(new ApiFault.AtLimit());
            assertThat(api.send("POST", "/call", outbound("as-simulated")).status()).isEqualTo(400);
            vapi.breakApi(new ApiFault.Refusing());
            assertThatThrownBy(() -> api.get("/assistant")).isInstanceOf(IOException.class);
            vapi.repairApi();
            assertThat(api.get("/assistant").status()).isEqualTo(200);
        }

        @Test
        void limitsTheRateOfRequests() throws Exception {
            vapi.close();
            vapi = VapiCloud.start(VapiOptions.defaults().requestsPerSecond(3));
            api = new ApiClient(vapi);
            var statuses = new HashSet<Integer>();
            for (int i = 0; i < 8; i++) {
                statuses.add(api.get("/assistant").status());
            }
            assertThat(statuses).containsExactlyInAnyOrder(200, 429);
            Awaitility.await().untilAsserted(() -> assertThat(api.get("/assistant").status()).isEqualTo(200));
        }
    }
}
