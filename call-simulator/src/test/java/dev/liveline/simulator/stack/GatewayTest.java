package dev.liveline.simulator.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

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
