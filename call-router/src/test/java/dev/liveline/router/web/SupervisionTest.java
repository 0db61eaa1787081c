package dev.liveline.router.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Command;
import dev.liveline.events.Command.Order;
import dev.liveline.events.RoutingEvent.CommandOutcome;
import dev.liveline.events.RoutingEvent.WentToFallback;
import dev.liveline.events.Shards;
import dev.liveline.events.Supervision;
import dev.liveline.events.redis.StreamAppender;
import dev.liveline.router.Clouds;
import dev.liveline.router.RedisProbe;
import dev.liveline.router.RouterResource;
import dev.liveline.router.TwilioClient;
import dev.liveline.simulator.twilio.Callee;
import dev.liveline.simulator.twilio.PhoneCall;
import dev.liveline.simulator.twilio.Reached;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(RouterResource.class)
class SupervisionTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    /// Longer than any test, though people live fifty times faster here.
    private static final Callee TALKS = Callee.answering(Duration.ofHours(4));

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    @Inject
    StreamAppender appender;

    private final Clouds clouds = Clouds.get();
    private RedisProbe probe;
    private String number;
    private String agentPhone;
    private String supervisorPhone;
    private PhoneCall caller;
    private String callId;

    @BeforeEach
    void aCallerWithTheAssistant() {
        probe = new RedisProbe(redis, shards);
        number = "+1667" + (5_000_000 + Math.abs(UUID.randomUUID().hashCode() % 1_000_000));
        agentPhone = number.replace("+1667", "+1668");
        supervisorPhone = number.replace("+1667", "+1669");
        clouds.twilio.callee(agentPhone, TALKS);
        clouds.twilio.callee(supervisorPhone, TALKS);
        TwilioClient.route(number,
                """
                        {"mode":"bypass","assistantId":"%s","phoneNumberId":"%s","team":"billing","fallback":{"say":"Nobody here."}}"""
                    .formatted(Clouds.ASSISTANT, Clouds.PHONE_NUMBER_ID));
        caller = clouds.twilio.placeCall("+15557771000", number);
        await().atMost(LONG).until(() -> caller.reached().stream().anyMatch(Reached.Assistant.class::isInstance));
        callId = caller.reached().stream().map(reached -> ((Reached.Assistant) reached).callId()).findFirst().orElseThrow();
        probe.call(callId, Map.of("status", "in-progress", "team", "billing", "to", number, "route", "bypass", "callSid",
                caller.sid()));
    }

    @Nested
    class OfAConversationBetweenPeople {

        private PhoneCall agent;

        @BeforeEach
        void anAgentHasTakenTheCallOver() {
            command(TestTokens.agent("billing"), "{\"kind\":\"take-over\",\"agent\":\"" + agentPhone + "\"}").statusCode(200);
            agent = leg(agentPhone);
            await().atMost(LONG).until(() -> heardBy(caller).equals(Set.of(agent.sid())));
            // What transcript-service says once the assistant is out.
            probe.call(callId, Map.of("status", "ended"));
            await().atMost(LONG)
                .until(() -> "1".equals(probe.send(io.vertx.redis.client.Request.cmd(io.vertx.redis.client.Command.HEXISTS)
                    .arg("liveline:room:" + callId)
                    .arg("agentSince")).toString()));
        }

        @Test
        void monitorsWithoutBeingHeard() {
            PhoneCall supervisor = joins("monitor");

            assertThat(heardBy(supervisor)).containsOnly(caller.sid(), agent.sid());
            assertThat(heardBy(caller)).containsOnly(agent.sid());
            assertThat(heardBy(agent)).containsOnly(caller.sid());
            // Nor is the phone heard ringing, and nothing ends when it is hung up.
            assertThat(clouds.twilio.requests()).filteredOn(request -> supervisorPhone.equals(request.form().get("To")))
                .singleElement()
                .satisfies(invitation -> assertThat(invitation.form()).containsEntry("EarlyMedia", "false")
                    .containsEntry("Beep", "false")
                    .containsEntry("EndConferenceOnExit", "false")
                    .containsEntry("StartConferenceOnEnter", "false"));
        }

        @Test
        void coachesTheAgentAlone() {
            PhoneCall supervisor = joins("coach");

            assertThat(heardBy(supervisor)).containsOnly(caller.sid(), agent.sid());
            assertThat(heardBy(agent)).containsOnly(caller.sid(), supervisor.sid());
            assertThat(heardBy(caller)).containsOnly(agent.sid());
        }

        @Test
        void bargesIn() {
            PhoneCall supervisor = joins("barge");

            assertThat(heardBy(caller)).containsOnly(agent.sid(), supervisor.sid());
            assertThat(heardBy(agent)).containsOnly(caller.sid(), supervisor.sid());
        }

        @Test
        void goesFromOneMannerToAnotherOnOneCall() {
            PhoneCall supervisor = joins("monitor");

            supervise("{\"kind\":\"coach\"}").statusCode(200).body("outcome", equalTo("done"));
            assertThat(heardBy(agent)).contains(supervisor.sid());
            assertThat(heardBy(caller)).doesNotContain(supervisor.sid());

            supervise("{\"kind\":\"barge\"}").statusCode(200).body("outcome", equalTo("done"));
            assertThat(heardBy(caller)).contains(supervisor.sid());

            supervise("{\"kind\":\"monitor\"}").statusCode(200).body("outcome", equalTo("done"));
            assertThat(heardBy(caller)).containsOnly(agent.sid());
            assertThat(heardBy(agent)).containsOnly(caller.sid());

            assertThat(clouds.twilio.calls()).filteredOn(call -> call.to().equals(supervisorPhone)).hasSize(1);
        }

        @Test
        void endsNothingWhenTheSupervisorLeaves() {
            PhoneCall supervisor = joins("barge");

            supervisor.hangUp();

            await().atMost(LONG).untilAsserted(() -> assertThat(told(":left")).singleElement().satisfies(left -> {
                assertThat(left.done()).isTrue();
                assertThat(left.by()).isEqualTo("sue");
            }));
            assertThat(heardBy(caller)).containsOnly(agent.sid());
            assertThat(caller.isOver()).isFalse();
        }

        @Test
        void isToldToBeOverWhenTheAgentHangsUp() {
            agent.hangUp();

            await().atMost(LONG).untilAsserted(() -> assertThat(told(":room")).singleElement());
        }

        @Test
        void isToldToBeOverWhenTheCallerHangsUp() {
            caller.hangUp();

            await().atMost(LONG).untilAsserted(() -> assertThat(told(":room")).singleElement().satisfies(over -> {
                assertThat(over.done()).isTrue();
                assertThat(over.by()).isEqualTo("ann");
            }));
        }

        @Test
        void leavesTheCallerWithWhoBargedInIfTheAgentGoes() {
            PhoneCall supervisor = joins("barge");

            agent.hangUp();

            await().atMost(LONG).untilAsserted(() -> assertThat(heardBy(caller)).containsOnly(supervisor.sid()));
            supervisor.hangUp();
            await().atMost(LONG).until(caller::isOver);
            assertThat(caller.reached()).noneMatch(Reached.Words.class::isInstance);
        }

        @Test
        void tellsOfASupervisorWhoDoesNotAnswer() {
            clouds.twilio.callee(supervisorPhone, Callee.absent());

            supervise("monitor", supervisorPhone).statusCode(200).body("outcome", equalTo("done"));

            await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(told(":supervisor")).extracting(CommandOutcome::done).containsExactly(false));
            assertThat(heardBy(caller)).containsOnly(agent.sid());
        }

        @Test
        void callsOnceForARepeatedKey() {
            String body = "{\"kind\":\"monitor\",\"supervisor\":\"" + supervisorPhone + "\"}";
            String first = keyed(body, "k-sup").statusCode(200).extract().asString();
            assertThat(keyed(body, "k-sup").statusCode(200).extract().asString()).isEqualTo(first);
            assertThat(clouds.twilio.calls()).filteredOn(call -> call.to().equals(supervisorPhone)).hasSize(1);
        }

        @Test
        void isTakenFromTheStream() {
            appender.append(new Command.Supervise(new Order(UUID.randomUUID().toString(), callId, "sue", 1), Supervision.COACH,
                    supervisorPhone));
            PhoneCall supervisor = leg(supervisorPhone);
            await().atMost(LONG).untilAsserted(() -> assertThat(heardBy(agent)).contains(supervisor.sid()));
        }

        @ParameterizedTest
        @ValueSource(strings = { "monitor", "coach", "barge" })
        void isNotForAgents(String kind) {
            command(TestTokens.agent("billing"), body(kind, supervisorPhone)).statusCode(403)
                .contentType("application/problem+json");
        }

        @Test
        void needsAPhoneToCall() {
            supervise("{\"kind\":\"monitor\"}").statusCode(422);
            supervise("monitor", "sue").statusCode(422);
        }

        @Test
        void isListedForWhoMaySeeTheCallAsLongAsTheyTalk() {
            assertThat(held(TestTokens.supervisor())).containsExactly(callId);
            assertThat(held(TestTokens.agent("billing"))).containsExactly(callId);
            assertThat(held(TestTokens.agent("sales"))).isEmpty();
            RestAssured.get("/routing/rooms").then().statusCode(401);

            agent.hangUp();

            await().atMost(LONG).untilAsserted(() -> assertThat(held(TestTokens.supervisor())).isEmpty());
        }

        @Test
        void isAConflictOnceTheCallerHasGone() {
            caller.hangUp();
            await().atMost(LONG).untilAsserted(() -> supervise("monitor", supervisorPhone).statusCode(409));
        }
    }

    @Nested
    class OfACallThatTheAssistantHas {

        @Test
        void isAConflictThatSaysWhatToDo() {
            supervise("monitor", supervisorPhone).statusCode(409).body("detail", containsString("take-over first"));
        }
    }

    @Nested
    class ACallerAloneInARoom {

        @Test
        void goesToTheNumbersPlan() {
            // The agent picked up, and was gone before they came into the room.
            TwilioClient.post("/twilio/agent?call=" + callId + "&command=c-1&leg=" + caller.sid() + "&by=ann&number=%2B"
                    + number.substring(1),
                    new TreeMap<>(Map.of("CallSid", "CAgone", "AccountSid", RedisResource.TWILIO_ACCOUNT_SID)),
                    Map.of())
                .then()
                .statusCode(200)
                .body(containsString("<Conference"));
            assertThat(caller.reached()).last().isInstanceOf(Reached.Conference.class);

            await().atMost(LONG).untilAsserted(() -> assertThat(caller.reached()).endsWith(new Reached.Words("Nobody here.")));
            await().atMost(LONG)
                .untilAsserted(() -> assertThat(probe.routing(callId)).filteredOn(WentToFallback.class::isInstance)
                    .singleElement()
                    .extracting(event -> ((WentToFallback) event).reason())
                    .isEqualTo("agent-lost"));
            await().atMost(LONG)
                .untilAsserted(() -> assertThat(told(":room")).extracting(CommandOutcome::done).containsExactly(false));
        }
    }

    private List<String> held(String token) {
        return RestAssured.given()
            .auth()
            .oauth2(token)
            .get("/routing/rooms")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath()
            .getList("rooms.findAll { it.callId == '" + callId + "' && it.agent == 'ann' && it.since > 0 }.callId");
    }

    private PhoneCall joins(String kind) {
        supervise(kind, supervisorPhone).statusCode(200).body("outcome", equalTo("done"));
        PhoneCall supervisor = leg(supervisorPhone);
        await().atMost(LONG).until(() -> !heardBy(supervisor).isEmpty());
        await().atMost(LONG)
            .untilAsserted(() -> assertThat(told(":supervisor")).extracting(CommandOutcome::done).contains(true));
        return supervisor;
    }

    private PhoneCall leg(String to) {
        return await().atMost(LONG)
            .until(() -> clouds.twilio.calls().stream().filter(call -> call.to().equals(to)).findFirst(),
                    Optional::isPresent)
            .orElseThrow();
    }

    private Set<String> heardBy(PhoneCall listener) {
        return clouds.twilio.heardBy(listener).join();
    }

    private List<CommandOutcome> told(String step) {
        return probe.outcomes(callId).stream().filter(outcome -> outcome.commandId().endsWith(step)).toList();
    }

    private static String body(String kind, String supervisor) {
        return "{\"kind\":\"" + kind + "\",\"supervisor\":\"" + supervisor + "\"}";
    }

    private ValidatableResponse supervise(String kind, String supervisor) {
        return supervise(body(kind, supervisor));
    }

    private ValidatableResponse supervise(String body) {
        return command(TestTokens.supervisor(), body);
    }

    private ValidatableResponse keyed(String body, String key) {
        return CommandClient.command(callId, TestTokens.supervisor(), body, key);
    }

    private ValidatableResponse command(String token, String body) {
        return CommandClient.command(callId, token, body);
    }
}
