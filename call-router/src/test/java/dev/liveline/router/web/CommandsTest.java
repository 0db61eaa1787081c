package dev.liveline.router.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Command;
import dev.liveline.events.Command.Order;
import dev.liveline.events.RoutingEvent.CommandOutcome;
import dev.liveline.events.Shards;
import dev.liveline.events.redis.StreamAppender;
import dev.liveline.router.Clouds;
import dev.liveline.router.RedisProbe;
import dev.liveline.router.RouterResource;
import dev.liveline.router.TwilioClient;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.twilio.Callee;
import dev.liveline.simulator.twilio.PhoneCall;
import dev.liveline.simulator.twilio.Reached;
import dev.liveline.simulator.twilio.RestFault;
import dev.liveline.simulator.vapi.ApiFault;
import dev.liveline.simulator.vapi.LiveCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(RouterResource.class)
class CommandsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    @Inject
    StreamAppender appender;

    private final Clouds clouds = Clouds.get();
    private RedisProbe probe;
    private LiveCall call;

    @BeforeEach
    void aLiveCallOfBilling() {
        probe = new RedisProbe(redis, shards);
        call = clouds.vapi.placeCall(new ScenarioGenerator(UUID.randomUUID().hashCode()).call(0), Clouds.ASSISTANT);
        probe.call(call.id(), Map.of("status", "in-progress", "team", "billing", "to", "+15550001000", "controlUrl",
                call.facts().controlUrl()));
    }

    @Nested
    class ThroughTheControlUrl {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                {"kind":"say","text":"One moment.","interrupt":true} | {"type":"say","content":"One moment.","interruptAssistantEnabled":true}
                {"kind":"say","text":"Hm."}                          | {"type":"say","content":"Hm.","interruptAssistantEnabled":false}
                {"kind":"add-message","role":"system","text":"VIP"}  | {"type":"add-message","message":{"role":"system","content":"VIP"}}
                {"kind":"mute-assistant"}                            | {"type":"control","control":"mute-assistant"}
                {"kind":"unmute-assistant"}                          | {"type":"control","control":"unmute-assistant"}
                {"kind":"mute-customer"}                             | {"type":"control","control":"mute-customer"}
                {"kind":"unmute-customer"}                           | {"type":"control","control":"unmute-customer"}
                {"kind":"transfer","to":"+15553330001"}              | {"type":"transfer","destination":{"type":"number","number":"+15553330001"}}
                {"kind":"take-over","agent":"sip:ann@pbx.test"}      | {"type":"transfer","destination":{"type":"sip","sipUri":"sip:ann@pbx.test"}}
                {"kind":"end-call"}                                  | {"type":"end-call"}
                """)
        void sendsVapisOwnBody(String asked, String sent) {
            command(asked).statusCode(200).body("outcome", equalTo("done")).body("commandId", notNullValue());

            assertThat(call.controls()).containsExactly(new JsonObject(sent));
            await().atMost(LONG)
                .untilAsserted(() -> assertThat(probe.outcomes(call.id())).singleElement()
                    .satisfies(outcome -> {
                        assertThat(outcome.done()).isTrue();
                        assertThat(outcome.by()).isEqualTo("ann");
                    }));
        }

        @Test
        void failsIfTheUrlFails() {
            clouds.vapi.breakApi(new ApiFault.Failing(500));

            command("{\"kind\":\"mute-assistant\"}").statusCode(200).body("outcome", equalTo("failed"));

            await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(probe.outcomes(call.id())).extracting(CommandOutcome::done).containsExactly(false));
        }

        @Test
        void failsIfTheUrlIsSlow() {
            clouds.vapi.breakApi(new ApiFault.Slow(Duration.ofSeconds(4)));
            command("{\"kind\":\"mute-assistant\"}").statusCode(200).body("outcome", equalTo("failed"));
        }

        @Test
        void failsIfThereIsNone() {
            probe.call("no-url", Map.of("status", "in-progress", "team", "billing"));
            command("no-url", "{\"kind\":\"mute-assistant\"}", null).statusCode(200)
                .body("outcome", equalTo("failed"));
        }
    }

    @Nested
    class AtTwilio {

        private PhoneCall caller;
        private String callId;
        private String number;

        @BeforeEach
        void aBypassCall() {
            number = "+1666" + (5_000_000 + Math.abs(UUID.randomUUID().hashCode() % 1_000_000));
            TwilioClient.route(number,
                    """
                            {"mode":"bypass","assistantId":"%s","phoneNumberId":"%s","team":"billing","fallback":{"say":"Nobody here."}}"""
                        .formatted(Clouds.ASSISTANT, Clouds.PHONE_NUMBER_ID));
            caller = clouds.twilio.placeCall("+15557771000", number);
            await().atMost(LONG).until(() -> caller.reached().stream().anyMatch(Reached.Assistant.class::isInstance));
            callId = caller.reached().stream().map(reached -> ((Reached.Assistant) reached).callId()).findFirst().orElseThrow();
            probe.call(callId, Map.of("status", "in-progress", "team", "billing", "to", number, "route", "bypass", "callSid",
                    caller.sid(), "controlUrl", clouds.vapi.call(callId).orElseThrow().facts().controlUrl()));
        }

        @Test
        void transfersTheCallerToANumber() {
            String colleague = number.replace("+1666", "+1777");
            clouds.twilio.callee(colleague, Callee.answering());

            command(callId, "{\"kind\":\"transfer\",\"to\":\"" + colleague + "\"}", null).statusCode(200)
                .body("outcome", equalTo("done"));

            await().atMost(LONG).untilAsserted(() -> assertThat(caller.reached()).endsWith(new Reached.Person(colleague)));
        }

        @Test
        void sendsACallerWhoseTransferFailsDownTheNumbersPlan() {
            String colleague = number.replace("+1666", "+1777");
            clouds.twilio.callee(colleague, Callee.busy());

            command(callId, "{\"kind\":\"transfer\",\"to\":\"" + colleague + "\"}", null).statusCode(200);

            await().atMost(LONG).untilAsserted(() -> assertThat(caller.reached()).endsWith(new Reached.Words("Nobody here.")));
        }

        @Test
        void transfersTheCallerToATeamsQueue() {
            command(callId, "{\"kind\":\"transfer\",\"team\":\"billing\"}", null).statusCode(200)
                .body("outcome", equalTo("done"));

            await().atMost(LONG).untilAsserted(() -> assertThat(caller.reached()).endsWith(new Reached.Queue("billing")));
        }

        @Test
        void joinsCallerAndAgentInARoomOnceTheAgentAnswers() {
            String agent = number.replace("+1666", "+1888");
            clouds.twilio.callee(agent, Callee.answering());

            command(callId, "{\"kind\":\"take-over\",\"agent\":\"" + agent + "\"}", null).statusCode(200)
                .body("outcome", equalTo("done"));

            await().atMost(LONG)
                .untilAsserted(() -> assertThat(caller.reached()).last().isInstanceOf(Reached.Conference.class));
            await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(probe.outcomes(callId)).extracting(CommandOutcome::done).containsExactly(true, true));
        }

        @Test
        void leavesTheCallerWithTheAssistantIfTheAgentDoesNotAnswer() {
            String agent = number.replace("+1666", "+1888");
            clouds.twilio.callee(agent, Callee.absent());

            command(callId, "{\"kind\":\"take-over\",\"agent\":\"" + agent + "\"}", null).statusCode(200)
                .body("outcome", equalTo("done"));

            await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(probe.outcomes(callId)).extracting(CommandOutcome::done).containsExactly(true, false));
            assertThat(caller.reached()).noneMatch(Reached.Conference.class::isInstance);
        }

        @Test
        void failsIfTheCallersLegIsOver() {
            probe.call(callId, Map.of("callSid", "CA_not_one"));
            command(callId, "{\"kind\":\"transfer\",\"to\":\"+15553330001\"}", null).statusCode(200)
                .body("outcome", equalTo("failed"));
        }

        @Test
        void isABadGatewayIfTwilioRefusesAndStaysOneForItsKey() {
            String nowhere = "{\"kind\":\"transfer\",\"to\":\"+12\"}";
            int before = clouds.twilio.requests().size();

            command(callId, nowhere, "refused").statusCode(502).contentType("application/problem+json");
            command(callId, nowhere, "refused").statusCode(502);

            assertThat(clouds.twilio.requests()).hasSize(before + 1);
        }

        @Test
        void sendsOnceEvenIfTwilioIsUnavailable() {
            clouds.twilio.breakApi(new RestFault.Unavailable());
            int before = clouds.twilio.requests().size();

            command(callId, "{\"kind\":\"transfer\",\"to\":\"+15553330001\"}", null).statusCode(200)
                .body("outcome", equalTo("failed"));

            assertThat(clouds.twilio.requests()).hasSize(before + 1);
        }
    }

    @Nested
    class ARepeatedKey {

        @Test
        void getsTheSameAnswerAndHasNoSecondEffect() {
            String first = command(call.id(), "{\"kind\":\"mute-assistant\"}", "k-1").statusCode(200).extract().asString();
            String second = command(call.id(), "{\"kind\":\"mute-assistant\"}", "k-1").statusCode(200).extract().asString();

            assertThat(second).isEqualTo(first);
            assertThat(call.controls()).hasSize(1);
        }

        @Test
        void getsTheSameAnswerAfterTheCallHasEnded() {
            String first = command(call.id(), "{\"kind\":\"mute-assistant\"}", "k-2").statusCode(200).extract().asString();
            probe.call(call.id(), Map.of("status", "ended"));
            assertThat(command(call.id(), "{\"kind\":\"mute-assistant\"}", "k-2").statusCode(200).extract().asString())
                .isEqualTo(first);
        }

        @Test
        void isRefusedWithAnotherBody() {
            command(call.id(), "{\"kind\":\"mute-assistant\"}", "k-3").statusCode(200);
            command(call.id(), "{\"kind\":\"end-call\"}", "k-3").statusCode(422);
        }

        @Test
        void isInConflictWhileTheFirstRuns() {
            clouds.vapi.breakApi(new ApiFault.Slow(Duration.ofSeconds(2)));
            CompletableFuture<Integer> first = CompletableFuture.supplyAsync(
                    () -> command(call.id(), "{\"kind\":\"mute-assistant\"}", "k-4").extract().statusCode());
            await().atMost(LONG).until(() -> !call.controls().isEmpty());

            command(call.id(), "{\"kind\":\"mute-assistant\"}", "k-4").statusCode(409);

            assertThat(first.join()).isEqualTo(200);
            assertThat(call.controls()).hasSize(1);
        }
    }

    @Nested
    class Refuses {

        @Test
        void callsThatAreNotThere() {
            command("nobody", "{\"kind\":\"end-call\"}", null).statusCode(404);
        }

        @Test
        void callsOfAnotherTeamAsIfTheyWereNotThere() {
            CommandClient.command(call.id(), TestTokens.agent("sales"), "{\"kind\":\"end-call\"}").statusCode(404);
        }

        @Test
        void callsThatHaveEnded() {
            probe.call(call.id(), Map.of("status", "ended"));
            command("{\"kind\":\"end-call\"}").statusCode(409);
        }

        @ParameterizedTest
        @ValueSource(strings = { "{}", "{\"kind\":\"dance\"}", "{\"kind\":\"release\"}", "{\"kind\":\"say\"}",
                "{\"kind\":\"say\",\"text\":\" \"}",
                "{\"kind\":\"add-message\",\"text\":\"x\",\"role\":\"boss\"}", "{\"kind\":\"transfer\"}",
                "{\"kind\":\"transfer\",\"to\":\"+15553330001\",\"team\":\"x\"}",
                "{\"kind\":\"transfer\",\"to\":\"5553330001\"}",
                "{\"kind\":\"take-over\",\"agent\":\"ann\"}" })
        void argumentsThatMakeNoSense(String body) {
            command(body).statusCode(422).contentType("application/problem+json");
        }

        @Test
        void whoHasNoToken() {
            given().contentType("application/json").body("{}").post("/routing/calls/x/commands").then().statusCode(401);
        }
    }

    @Nested
    class FromTheStream {

        @Test
        void isReadByOneConnectionForAllShardsOfOneRedis() {
            await().atMost(LONG)
                .untilAsserted(() -> assertThat(probe
                    .send(io.vertx.redis.client.Request.cmd(io.vertx.redis.client.Command.CLIENT).arg("LIST"))
                    .toString()
                    .lines())
                    .filteredOn(client -> client.contains(" cmd=xreadgroup "))
                    .hasSize(1));
        }

        @Test
        void isExecutedOnceThoughDeliveredTwice() {
            Command mute = new Command.MuteAssistant(new Order(UUID.randomUUID().toString(), call.id(), "assistant", 1));
            appender.append(mute);
            appender.append(mute);

            await().atMost(LONG).untilAsserted(() -> assertThat(probe.outcomes(call.id())).hasSize(1));
            await().during(Duration.ofMillis(500)).atMost(LONG).untilAsserted(() -> assertThat(call.controls()).hasSize(1));
        }

        @Test
        void isFinishedAsUnknownIfItsExecutorDiedHalfWay() {
            Command mute = new Command.MuteAssistant(new Order(UUID.randomUUID().toString(), call.id(), "assistant", 1));
            String tag = shards.tag(call.id());
            String key = "liveline:command:" + tag + ":" + mute.order().commandId();
            probe.send(io.vertx.redis.client.Request.cmd(io.vertx.redis.client.Command.HSET)
                .arg(key)
                .arg("state")
                .arg("running")
                .arg("fingerprint")
                .arg("x")
                .arg("call")
                .arg(call.id())
                .arg("kind")
                .arg("mute-assistant")
                .arg("by")
                .arg("assistant"));
            probe.send(io.vertx.redis.client.Request.cmd(io.vertx.redis.client.Command.ZADD)
                .arg("liveline:commands:" + tag + ":open")
                .arg("1")
                .arg(mute.order().commandId()));
            appender.append(mute);

            await().atMost(LONG)
                .untilAsserted(() -> assertThat(probe.outcomes(call.id())).singleElement().satisfies(outcome -> {
                    assertThat(outcome.done()).isFalse();
                    assertThat(outcome.detail()).contains("unknown outcome");
                }));
            assertThat(call.controls()).isEmpty();
        }
    }

    @Nested
    class OfAnErasedCall {

        @Test
        void leavesNoKeyBehind() {
            String number = "+1671" + (5_000_000 + Math.abs(UUID.randomUUID().hashCode() % 1_000_000));
            TwilioClient.route(number, """
                    {"mode":"bridge","assistantId":"%s","team":"billing","fallback":{"say":"Nobody here."}}"""
                .formatted(Clouds.ASSISTANT));
            String callSid = "CA" + UUID.randomUUID().toString().replace("-", "");
            TwilioClient.voice(callSid, number, Map.of("I-Twilio-Idempotency-Token", "t-" + callSid)).then().statusCode(200);
            command(call.id(), "{\"kind\":\"mute-assistant\"}", "k-forgotten").statusCode(200);
            // As if the caller's stream had begun.
            probe.send(io.vertx.redis.client.Request.cmd(io.vertx.redis.client.Command.SET)
                .arg("liveline:bridge:" + callSid + ":streams")
                .arg("1"));
            await().atMost(LONG).untilAsserted(() -> assertThat(keys(callSid)).hasSizeGreaterThan(4));
            await().atMost(LONG).untilAsserted(() -> assertThat(keys(":of:" + call.id())).hasSize(1));

            appender.append(new Command.Forget(new Order(call.id() + ":forget", call.id(), "liveline", 1), callSid));

            await().atMost(LONG).untilAsserted(() -> assertThat(keys(callSid)).isEmpty());
            String commandId = UUID
                .nameUUIDFromBytes(("ann\n" + call.id() + "\nk-forgotten").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
            await().atMost(LONG).untilAsserted(() -> assertThat(keys(commandId)).isEmpty());
            await().atMost(LONG).untilAsserted(() -> assertThat(keys(":of:" + call.id())).isEmpty());
        }

        private List<String> keys(String part) {
            return probe.send(io.vertx.redis.client.Request.cmd(io.vertx.redis.client.Command.KEYS).arg("*" + part + "*"))
                .stream()
                .map(Object::toString)
                .toList();
        }
    }

    private ValidatableResponse command(String body) {
        return command(call.id(), body, null);
    }

    private ValidatableResponse command(String callId, String body, String key) {
        return CommandClient.command(callId, TestTokens.agent("billing"), body, key);
    }
}
