package dev.liveline.simulator.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;

class GatewayTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private Ports ports;

    @BeforeEach
    void start() {
        ports = freePorts();
        await(Gateway.start(vertx, ports));
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        await(vertx.close());
    }

    @Test
    void handsWhatASocketSaysBothWays() throws InterruptedException {
        serve(request -> request.toWebSocket().onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage)));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = open(heard);
        socket.sendText("hello", true).join();
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("hello");
        socket.abort();
    }

    @Test
    void keepsHeadersAndBodyOfARefusedUpgrade() {
        serve(request -> request.response()
            .setStatusCode(401)
            .putHeader("WWW-Authenticate", "Bearer")
            .putHeader("Content-Type", "application/problem+json")
            .end("{\"status\":401}"));
        assertThatThrownBy(() -> open(new LinkedBlockingQueue<>())).isInstanceOf(CompletionException.class)
            .hasCauseInstanceOf(WebSocketHandshakeException.class)
            .satisfies(failure -> {
                var refusal = ((WebSocketHandshakeException) failure.getCause()).getResponse();
                assertThat(refusal.statusCode()).isEqualTo(401);
                assertThat(refusal.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
                assertThat(refusal.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                assertThat(refusal.headers().firstValue("Content-Length")).hasValue("14");
            });
    }

    @Test
    void handsOnAnAnswerWithoutAnEndToWhoAskedForAnUpgrade() throws IOException {
        CompletableFuture<Void> left = new CompletableFuture<>();
        serve(request -> {
            request.response().putHeader("Content-Type", "text/event-stream").setChunked(true).write("data: first\n\n");
            request.response().closeHandler(_ -> left.complete(null));
        });
        try (Socket viewer = new Socket("localhost", ports.gateway())) {
            viewer.setSoTimeout(20_000);
            viewer.getOutputStream()
                .write(("GET /captions/lobby HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(readUntil(viewer.getInputStream(), "data: first")).startsWith("HTTP/1.1 200")
                .contains("text/event-stream");
        }
        left.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void takesAnUpgradeThatIsNoHandshakeForTheRequestItIs() {
        serve(request -> request.body().onSuccess(body -> request.response().end(body)));
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST)
            .setHost("localhost")
            .setPort(ports.gateway())
            .setURI("/tickets")
            .putHeader("Connection", "Upgrade")
            .putHeader("Upgrade", "websocket");
        assertThat(await(vertx.createHttpClient()
            .request(options)
            .compose(request -> request.send("hello"))
            .compose(HttpClientResponse::body)).toString()).isEqualTo("hello");
    }

    @Test
    void saysNothingOfViewersOfAnEventStreamWhoLeave() throws IOException {
        Queue<LogRecord> warnings = new ConcurrentLinkedQueue<>();
        Handler log = warningsTo(warnings);
        Logger root = Logger.getLogger("");
        root.addHandler(log);
        try {
            AtomicInteger viewers = new AtomicInteger();
            Queue<Integer> left = new ConcurrentLinkedQueue<>();
            serve(request -> {
                int viewer = viewers.incrementAndGet();
                request.response().putHeader("Content-Type", "text/event-stream").setChunked(true);
                long ticks = vertx.setPeriodic(1, _ -> request.response().write("data: " + "x".repeat(500) + "\n\n"));
                request.response().closeHandler(_ -> {
                    vertx.cancelTimer(ticks);
                    left.add(viewer);
                });
            });
            for (int i = 0; i < 10; i++) {
                try (Socket viewer = new Socket("localhost", ports.gateway())) {
                    viewer.setSoTimeout(20_000);
                    viewer.setSoLinger(i % 2 == 0, 0);
                    viewer.getOutputStream()
                        .write("GET /captions/lobby HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    readUntil(viewer.getInputStream(), "data: ");
                }
            }
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(left).hasSize(10));
            assertThat(warnings).extracting(LogRecord::getMessage).isEmpty();
        } finally {
            root.removeHandler(log);
        }
    }

    private static Handler warningsTo(Queue<LogRecord> warnings) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                    warnings.add(line);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static String readUntil(InputStream in, String mark) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(mark) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    @Test
    void tellsOfAServiceThatDoesNotAnswer() {
        assertThatThrownBy(() -> open(new LinkedBlockingQueue<>())).hasCauseInstanceOf(WebSocketHandshakeException.class)
            .satisfies(failure -> assertThat(((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode())
                .isEqualTo(502));
    }

    private void serve(io.vertx.core.Handler<HttpServerRequest> handler) {
        await(vertx.createHttpServer().requestHandler(handler).listen(ports.of(Service.CAPTION_HUB), "localhost"));
    }

    private WebSocket open(BlockingQueue<String> heard) {
        return client.newWebSocketBuilder()
            .buildAsync(URI.create("ws://localhost:" + ports.gateway() + "/captions/c-1"), new WebSocket.Listener() {
                @Override
                public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                    heard.add(text.toString());
                    socket.request(1);
                    return null;
                }
            })
            .join();
    }

    private static Ports freePorts() {
        for (int attempt = 0; attempt < 100; attempt++) {
            Ports ports = new Ports(ThreadLocalRandom.current().nextInt(1_000, 20_000));
            if (isFree(ports.gateway()) && isFree(ports.of(Service.CAPTION_HUB))) {
                return ports;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
