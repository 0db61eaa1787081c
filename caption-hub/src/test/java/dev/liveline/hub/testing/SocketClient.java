package dev.liveline.hub.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.vertx.core.json.JsonObject;

/// A WebSocket client that notes what it gets.
public final class SocketClient implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final StringBuilder unfinished = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private volatile boolean reading = true;
    private @Nullable WebSocket socket;

    /// Connects; fails with a `WebSocketHandshakeException` if it is refused.
    public static SocketClient connect(URI uri, Map<String, String> headers) {
        SocketClient client = new SocketClient();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(20));
        headers.forEach(builder::header);
        client.socket = builder.buildAsync(uri, client).join();
        return client;
    }

    /// The status of the refusal; 101 if there was none.
    public static int statusOf(URI uri, Map<String, String> headers) {
        try (SocketClient _ = connect(uri, headers)) {
            return 101;
        } catch (CompletionException refused) {
            return ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode();
        }
    }

    public List<String> messages() {
        return messages;
    }

    public List<JsonObject> json() {
        return messages.stream().map(JsonObject::new).toList();
    }

    /// The close code; -1 while it is open, 1006 if it was cut.
    public int closeCode() {
        return closed.getNow(-1);
    }

    public SocketClient say(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    /// Reads nothing any more.
    public void stopReading() {
        reading = false;
    }

    public void readOn() {
        reading = true;
        socket.request(1);
    }

    /// Cuts the connection without a word.
    public void cut() {
        socket.abort();
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        unfinished.append(data);
        if (last) {
            messages.add(unfinished.toString());
            unfinished.setLength(0);
        }
        if (reading) {
            from.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        if (reading) {
            from.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }
}
