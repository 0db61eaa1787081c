package dev.liveline.simulator.vapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liveline.simulator.audio.MuLaw;
import dev.liveline.simulator.audio.TaggedFrame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AudioLineTest {

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient();
    private final VapiCloud vapi = VapiCloud.start(VapiOptions.defaults());
    private final List<byte[]> heard = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private LiveCall call;
    private String url;

    @BeforeEach
    void place() throws Exception {
        var made = new ApiClient(vapi).send("POST", "/call",
                new JsonObject().put("assistantId", "as-simulated")
                    .put("transport", new JsonObject().put("provider", "vapi.websocket")
                        .put("audioFormat",
                                new JsonObject().put("format", "mulaw").put("container", "raw").put("sampleRate", 8000))));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.object().getString("type")).isEqualTo("vapi.websocketCall");
        call = vapi.call(made.object().getString("id")).orElseThrow();
        url = made.object().getJsonObject("transport").getString("websocketCallUrl");
    }

    @AfterEach
    void stop() {
        vapi.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private WebSocket connect() throws Exception {
        var socket = client.connect(new WebSocketConnectOptions().setAbsoluteURI(url)).onSuccess(opened -> {
            opened.binaryMessageHandler(audio -> heard.add(audio.getBytes()));
            opened.textMessageHandler(text -> told.add(new JsonObject(text).getString("type")));
        }).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        var silence = Buffer.buffer(MuLaw.silence());
        vertx.setPeriodic(20, _ -> {
            if (!socket.isClosed()) {
                socket.writeBinaryMessage(silence);
            }
        });
        return socket;
    }

    @Nested
    class WithAClientConnected {

        @Test
        void theAssistantGreetsInSoundAndMessages() throws Exception {
            connect();
            Awaitility.await()
                .untilAsserted(() -> assertThat(heard).anyMatch(
                        frame -> frame.length == MuLaw.FRAME && TaggedFrame.of(frame).orElseThrow().utterance() == 1
                                && MuLaw.isLoud(frame)));
            Awaitility.await()
                .untilAsserted(
                        () -> assertThat(told).contains("status-update", "speech-update", "transcript").doesNotContain("hang"));
            Awaitility.await().untilAsserted(() -> assertThat(call.line().orElseThrow().received().count()).isPositive());
        }

        @Test
        void aLostConnectionMayComeBack() throws Exception {
            // Given
            var first = connect();
            Awaitility.await().untilAsserted(() -> assertThat(heard).isNotEmpty());
            // When
            call.dropTransport();
            Awaitility.await().untilAsserted(() -> assertThat(first.isClosed()).isTrue());
            heard.clear();
            connect();
            // Then
            Awaitility.await().untilAsserted(() -> assertThat(heard).isNotEmpty());
            Awaitility.await().untilAsserted(() -> assertThat(call.status()).isEqualTo("in-progress"));
        }

        @Test
        void controlMessagesAreObeyedAndOthersRefused() throws Exception {
            var socket = connect();
            Awaitility.await().untilAsserted(() -> assertThat(call.status()).isEqualTo("in-progress"));
            socket.writeTextMessage("{\"type\":\"interrupt\"}");
            socket.writeTextMessage("{\"type\":\"end-call\"}");
            call.finished().get(30, TimeUnit.SECONDS);
            assertThat(call.line().orElseThrow().refused()).containsExactly("{\"type\":\"interrupt\"}");
            assertThat(call.endedReason()).isEqualTo("manually-canceled");
            Awaitility.await().untilAsserted(() -> assertThat(socket.isClosed()).isTrue());
        }
    }

    @Nested
    class WhileTransportsAreRefused {

        @Test
        void nobodyConnects() {
            vapi.refuseTransports(true);
            assertThatThrownBy(AudioLineTest.this::connect).hasMessageContaining("503");
        }
    }
}
