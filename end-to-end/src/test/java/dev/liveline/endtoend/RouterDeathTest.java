package dev.liveline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two replicas of call-router on one Redis; the one that executes is killed (SIGKILL) after its side effect left and before its outcome was
/// known. Whatever happens then, the effect is not repeated and its outcome is told.
class RouterDeathTest {

    private static final String CALL = "call-of-a-dying-router";
    private static final String CALL_SID = "CA00000000000000000000000000000001";

    @TempDir
    Path state;

    private Routers routers;

    @BeforeEach
    void platformsThatNeverAnswer() throws IOException {
        routers = new Routers(state, _ -> null);
    }

    @AfterEach
    void stop() throws IOException {
        routers.close();
    }

    @Test
    void aCommandWhoseExecutorDiedIsNotExecutedAgainAndEndsAsUnknown() throws Exception {
        int dying = routers.start(Map.of());
        int other = routers.start(Map.of());
        routers.call(CALL, "controlUrl", routers.platformUrl() + "/control");

        command(dying);
        await().atMost(Routers.LONG).until(() -> routers.asked().size() == 1);
        routers.killFirst();

        // In work at first, and then, when its deadline is over, of unknown outcome.
        await().atMost(Routers.LONG).ignoreExceptions().untilAsserted(() -> {
            HttpResponse<String> answer = command(other).get();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"failed\"").contains("unknown outcome");
        });
        await().atMost(Routers.LONG).untilAsserted(() -> assertThat(routers.outcomes()).isEqualTo(1));
        assertThat(routers.asked()).map(Routers.Asked::toString).containsExactly("POST /control");
    }

    @Test
    void aTransferWhoseExecutorDiedIsNotSentToTwilioAgain() throws Exception {
        routers.start(Map.of());
        routers.call(CALL, "callSid", CALL_SID);
        routers.command(CALL, "transfer",
                "{\"commandId\":\"t-1\",\"callId\":\"" + CALL + "\",\"by\":\"assistant\",\"at\":1,\"to\":\"+15553330001\"}");
        await().atMost(Routers.LONG).until(() -> routers.asked().size() == 1);
        routers.killFirst();
        routers.start(Map.of());

        // The entry was never acknowledged: the other replica takes it over, finds the claim, and lets it be.
        await().atMost(Routers.LONG).until(() -> routers.commandsAreDone(CALL));
        await().atMost(Routers.LONG).untilAsserted(() -> assertThat(routers.outcomes()).isEqualTo(1));
        assertThat(routers.asked()).map(Routers.Asked::toString)
            .containsExactly("POST " + Routers.ACCOUNT + "/Calls/" + CALL_SID + ".json");
    }

    private CompletableFuture<HttpResponse<String>> command(int port) {
        String token = routers.key().token("ann", "supervisor", List.of(), Instant.now(), Duration.ofHours(1));
        return routers.http()
            .sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/routing/calls/" + CALL + "/commands"))
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", "once")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"kind\":\"mute-assistant\"}"))
                .build(), BodyHandlers.ofString());
    }
}
