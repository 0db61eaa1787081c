package dev.liveline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.liveline.endtoend.Routers.Asked;
import dev.liveline.simulator.twilio.TwilioSignature;

/// A take-over whose replica is killed (SIGKILL) after each of its steps in turn: the agent's phone rings, the caller is moved into the room, the
/// agent joins them. The other replica finishes or undoes it, once; in the end the caller has the agent, the assistant, or somebody of the
/// number's plan.
class TakeOverDeathTest {

    private static final String CALL = "call-of-a-dying-take-over";
    private static final String CALLER = "CA00000000000000000000000000000001";
    private static final String AGENT = "CA00000000000000000000000000000002";
    private static final String ROOM = "CF00000000000000000000000000000001";
    private static final String MOVE = "POST " + Routers.ACCOUNT + "/Calls/" + CALLER + ".json";
    private static final String RING = "POST " + Routers.ACCOUNT + "/Calls.json";
    private static final Map<String, String> QUICK = Map.of("LIVELINE_ROUTING_REPETITION_BUDGET", "1s",
            "LIVELINE_ROOMS_ALONE", "1s", "LIVELINE_ROOMS_LOOK_EVERY", "1s", "LIVELINE_ROOMS_SWEEP_EVERY", "1s",
            "LIVELINE_ROUTING_DEFAULT_FALLBACK_DIAL", "+15554440001");

    @TempDir
    Path state;

    /// The request that Twilio takes and does not answer.
    private volatile String unanswered = "";
    /// Whether Twilio says that the caller has company.
    private volatile boolean agentCameIn;
    private Routers routers;

    @BeforeEach
    void callWithAnAssistant() throws IOException {
        routers = new Routers(state, this::answer);
        routers.call(CALL, "callSid", CALLER);
    }

    @AfterEach
    void stop() throws IOException {
        routers.close();
    }

    private String answer(Asked question) {
        if (question.toString().equals(unanswered)) {
            return null;
        }
        if (question.path().endsWith("/Conferences.json")) {
            return "{\"conferences\":[{\"sid\":\"" + ROOM + "\",\"status\":\"in-progress\"}]}";
        }
        if (question.path().endsWith("/Participants.json")) {
            return "{\"participants\":[" + participant(CALLER) + (agentCameIn ? "," + participant(AGENT) : "") + "]}";
        }
        return question.toString().equals(RING) ? "{\"sid\":\"" + AGENT + "\"}" : "{\"sid\":\"" + CALLER + "\"}";
    }

    private static String participant(String callSid) {
        return "{\"call_sid\":\"" + callSid + "\",\"conference_sid\":\"" + ROOM
                + "\",\"muted\":false,\"hold\":false,\"coaching\":false,\"status\":\"connected\"}";
    }

    private void takeOver() throws IOException {
        routers.command(CALL, "take-over", "{\"commandId\":\"t-1\",\"callId\":\"" + CALL
                + "\",\"by\":\"ann\",\"at\":1,\"agent\":\"+15553330001\"}");
    }

    private long times(String question) {
        return routers.asked().stream().filter(asked -> asked.toString().equals(question)).count();
    }

    private void happensOnce(String question) {
        await().atMost(Routers.LONG).until(() -> times(question) == 1);
    }

    /// The TwiML of each move of the caller, oldest first.
    private List<String> moves() {
        return routers.asked()
            .stream()
            .filter(asked -> asked.toString().equals(MOVE))
            .map(asked -> form(asked).get("Twiml"))
            .toList();
    }

    private static Map<String, String> form(Asked asked) {
        return Arrays.stream(asked.body().split("&"))
            .map(field -> field.split("=", 2))
            .collect(Collectors.toMap(field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8),
                    (first, _) -> first));
    }

    /// Twilio asks what it was told to ask when the agent's phone rang.
    ///
    /// @param url `Url` when they answer, `StatusCallback` for what becomes of them
    private CompletableFuture<HttpResponse<String>> twilioAsks(int port, String url, String status) {
        Asked ring = routers.asked().stream().filter(asked -> asked.toString().equals(RING)).findFirst().orElseThrow();
        String target = form(ring).get(url);
        Map<String, String> fields = new TreeMap<>(Map.of("CallSid", AGENT, "CallStatus", status));
        return routers.http()
            .sendAsync(
                    HttpRequest.newBuilder(URI.create(target.replace(Routers.PUBLIC_URL, "http://127.0.0.1:" + port)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Twilio-Signature", new TwilioSignature(Routers.TWILIO_TOKEN).of(target, fields))
                        .POST(BodyPublishers.ofString(fields.entrySet()
                            .stream()
                            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                            .collect(Collectors.joining("&"))))
                        .build(),
                    BodyHandlers.ofString());
    }

    /// The first replica dies when the agent's phone has begun to ring.
    ///
    /// @return the port of the other
    private int diesWhileTheAgentsPhoneRings() throws Exception {
        routers.start(QUICK);
        unanswered = RING;
        takeOver();
        happensOnce(RING);
        routers.killFirst();
        int other = routers.start(QUICK);
        await().atMost(Routers.LONG).until(() -> routers.commandsAreDone(CALL));
        return other;
    }

    /// The first replica dies when it has moved the caller and not told the agent's phone where to go.
    ///
    /// @return the port of the other
    private int diesWhileTheCallerIsMoved() throws Exception {
        int dying = routers.start(QUICK);
        int other = routers.start(QUICK);
        takeOver();
        happensOnce(RING);
        await().atMost(Routers.LONG).until(() -> routers.outcomes("t-1") == 1);
        unanswered = MOVE;
        twilioAsks(dying, "Url", "in-progress");
        happensOnce(MOVE);
        routers.killFirst();
        unanswered = "";
        return other;
    }

    @Test
    void whileTheAgentsPhoneRingsTheOtherConnectsThemOnceTheyAnswer() throws Exception {
        int other = diesWhileTheAgentsPhoneRings();

        HttpResponse<String> joined = twilioAsks(other, "Url", "in-progress").get();

        assertThat(joined.body()).contains("<Conference").contains("liveline-t-1");
        assertThat(times(RING)).isEqualTo(1);
        assertThat(moves()).hasSize(1).first().asString().contains("<Conference");
        await().atMost(Routers.LONG).untilAsserted(() -> {
            assertThat(routers.outcomes("t-1")).as("of the command").isEqualTo(1);
            assertThat(routers.outcomes("t-1:agent")).as("of the second step").isEqualTo(1);
        });
    }

    @Test
    void whileTheAgentsPhoneRingsTheCallerStaysWithTheAssistantIfNobodyAnswers() throws Exception {
        int other = diesWhileTheAgentsPhoneRings();

        assertThat(twilioAsks(other, "StatusCallback", "no-answer").get().statusCode()).isEqualTo(200);

        await().atMost(Routers.LONG).untilAsserted(() -> {
            assertThat(routers.outcomes("t-1:agent")).isEqualTo(1);
            assertThat(routers.routingEvents()).contains("the assistant stays");
        });
        assertThat(times(RING)).isEqualTo(1);
        assertThat(moves()).isEmpty();
    }

    @Test
    void whileTheCallerIsMovedTheOtherLetsTheAgentInAndMovesNobodyAgain() throws Exception {
        agentCameIn = true;
        int other = diesWhileTheCallerIsMoved();

        // Twilio's retry of the request that was never answered.
        HttpResponse<String> joined = twilioAsks(other, "Url", "in-progress").get();

        assertThat(joined.body()).contains("<Conference").contains("liveline-t-1");
        assertThat(times(RING)).isEqualTo(1);
        assertThat(moves()).hasSize(1).first().asString().contains("<Conference");
    }

    @Test
    void onceTheCallerWaitsAloneTheOtherLeadsThemToTheNumbersPlan() throws Exception {
        diesWhileTheCallerIsMoved();

        await().atMost(Routers.LONG).until(() -> moves().size() == 2);
        assertThat(moves().getLast()).contains("+15554440001").doesNotContain("<Conference");
        await().atMost(Routers.LONG).untilAsserted(() -> assertThat(routers.outcomes("t-1:room")).isEqualTo(1));
        assertThat(times(RING)).isEqualTo(1);
        assertThat(moves()).hasSize(2);
    }
}
