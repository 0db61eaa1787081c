package dev.liveline.simulator.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liveline.simulator.scenario.Speaker;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CaptionWatcherTest {

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private static final int EVENTS = 6;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> positions = new CopyOnWriteArrayList<>();
    private volatile int closeCode = 4000;
    private final HttpServer hub = vertx.createHttpServer().webSocketHandler(this::serve).requestHandler(request -> {
        positions.add(String.valueOf(request.getHeader("Last-Event-ID")));
        request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
        long from = from(request.getHeader("Last-Event-ID"));
        for (long seq = from + 1; seq <= Math.min(from + 2, EVENTS); seq++) {
            request.response().write(": keep-alive\n\nid: e1:" + seq + "\nevent: caption\ndata: " + event(seq) + "\n\n");
        }
        if (from < EVENTS) {
            vertx.setTimer(20, _ -> request.connection().close());
        }
    }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /// A hub that sends two events a connection and then goes away.
    private void serve(ServerWebSocket socket) {
        var since = socket.query() == null ? null : socket.query().replace("since=", "");
        positions.add(String.valueOf(since));
        long from = from(since);
        for (long seq = from + 1; seq <= Math.min(from + 2, EVENTS); seq++) {
            socket.writeTextMessage(event(seq));
        }
        if (from < EVENTS) {
            vertx.setTimer(20, _ -> socket.close((short) closeCode));
        }
    }

    private static long from(String position) {
        return position == null ? 0 : Long.parseLong(position.substring(position.indexOf(':') + 1));
    }

    private static String event(long seq) {
        return new JsonObject().put("callId", "c-1")
            .put("epoch", "e1")
            .put("seq", seq)
            .put("type", "caption")
            .put("speaker", "caller")
            .put("utterance", seq)
            .put("revision", 1)
            .put("final", true)
            .put("text", "ñ " + seq)
            .put("at", seq)
            .encode();
    }

    private String url() {
        return "http://127.0.0.1:" + hub.actualPort();
    }

    private static void seesEverything(CaptionWatcher watcher) {
        Awaitility.await()
            .untilAsserted(
                    () -> assertThat(watcher.record().said(Speaker.CALLER)).containsExactly("ñ 1", "ñ 2", "ñ 3", "ñ 4", "ñ 5",
                            "ñ 6"));
        assertThat(watcher.record().breaches()).isEmpty();
    }

    @Nested
    class OverWebSocket {

        @Test
        void itComesBackWhereItWas() {
            try (var watcher = CaptionWatcher.overWebSocket(vertx, url(), "t", "c-1").start()) {
                seesEverything(watcher);
                assertThat(positions).startsWith("null", "e1:2", "e1:4");
                // The third one goes a moment after its last event.
                Awaitility.await().untilAsserted(() -> assertThat(watcher.closes()).containsEntry(4000, 3));
            }
        }

        @Test
        void itStaysAwayWhenItIsSentAway() {
            closeCode = 4003;
            try (var watcher = CaptionWatcher.overWebSocket(vertx, url(), "t", "c-1").start()) {
                Awaitility.await().untilAsserted(() -> assertThat(watcher.isGone()).isTrue());
                assertThat(watcher.connections()).isEqualTo(1);
            }
        }
    }

    @Nested
    class OverSse {

        @Test
        void itComesBackWhereItWas() {
            try (var watcher = CaptionWatcher.overSse(vertx, url(), "t", "c-1").start()) {
                seesEverything(watcher);
                assertThat(positions).startsWith("null", "e1:2", "e1:4");
            }
        }
    }
}
