package dev.liveline.simulator.drive;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Follows one call at caption-hub and keeps a [CaptionRecord] of it. Whenever the connection is lost it comes back with its last
/// position; a close code that forbids that (4001, 4003, 4009) ends it.
///
/// ```java
/// try (var watcher = CaptionWatcher.overWebSocket(vertx, "http://localhost:8084", token, call.id()).start()) {
///     await().untilAsserted(() -> assertThat(watcher.record().shortcomings(call.outcome())).isEmpty());
/// }
/// ```
public final class CaptionWatcher implements AutoCloseable {

    private static final Duration COMES_BACK_AFTER = Duration.ofMillis(50);
    private static final int MAX_MESSAGE = 8 << 20;

    private final Vertx vertx;
    private final Context loop;
    private final String hubUrl;
    private final String token;
    private final boolean sse;
    private final CaptionRecord record;
    private final Map<Integer, Integer> closes = new ConcurrentHashMap<>();
    private final HttpClient http;
    private final WebSocketClient sockets;
    private volatile Consumer<JsonObject> onMessage = _ -> {
    };
    private volatile int connections;
    private volatile boolean stopped;
    private volatile boolean gone;
    private WebSocket socket;
    private HttpClientRequest request;
    private Buffer unread = Buffer.buffer();

    private CaptionWatcher(Vertx vertx, String hubUrl, String token, String callId, boolean sse) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.hubUrl = hubUrl;
        this.token = token;
        this.sse = sse;
        this.record = new CaptionRecord(callId);
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(2000));
        this.sockets = vertx.createWebSocketClient(
                new WebSocketClientOptions().setConnectTimeout(2000)
                    .setMaxFrameSize(MAX_MESSAGE)
                    .setMaxMessageSize(MAX_MESSAGE));
    }

    /// A watcher on `GET /captions/<callId>`, not started.
    ///
    /// @param hubUrl origin of caption-hub or the gateway, `http://…`
    public static CaptionWatcher overWebSocket(Vertx vertx, String hubUrl, String token, String callId) {
        return new CaptionWatcher(vertx, hubUrl, token, callId, false);
    }

    /// A watcher on `GET /captions/<callId>/events`, not started.
    public static CaptionWatcher overSse(Vertx vertx, String hubUrl, String token, String callId) {
        return new CaptionWatcher(vertx, hubUrl, token, callId, true);
    }

    /// Hands each message on as well, after it is in the record; set before [#start()].
    public CaptionWatcher onMessage(Consumer<JsonObject> listener) {
        onMessage = listener;
        return this;
    }

    public CaptionWatcher start() {
        loop.runOnContext(_ -> connect());
        return this;
    }

    public CaptionRecord record() {
        return record;
    }

    /// How often it was connected.
    public int connections() {
        return connections;
    }

    /// How often each WebSocket close code was met; 1006 is a connection lost without one.
    public Map<Integer, Integer> closes() {
        return new HashMap<>(closes);
    }

    /// Whether the hub sent it away for good.
    public boolean isGone() {
        return gone;
    }

    /// Drops the connection as a failing network would; the watcher comes back by itself.
    public void drop() {
        loop.runOnContext(_ -> {
            if (socket != null) {
                socket.close();
            }
            if (request != null) {
                request.connection().close();
            }
        });
    }

    @Override
    public void close() {
        stopped = true;
        loop.runOnContext(_ -> {
            sockets.close();
            http.close();
        });
    }

    private void connect() {
        if (stopped || gone) {
            return;
        }
        if (sse) {
            connectSse();
        } else {
            connectSocket();
        }
    }

    private void comeBack() {
        socket = null;
        request = null;
        if (!stopped && !gone) {
            vertx.setTimer(COMES_BACK_AFTER.toMillis(), _ -> connect());
        }
    }

    private void connectSocket() {
        var since = record.position().map(position -> "?since=" + position).orElse("");
        var options = new WebSocketConnectOptions()
            .setAbsoluteURI(hubUrl.replaceFirst("^http", "ws") + "/captions/" + record.callId() + since)
            .addHeader("Authorization", "Bearer " + token);
        sockets.connect(options).onSuccess(opened -> {
            connections++;
            socket = opened;
            opened.textMessageHandler(text -> receive(new JsonObject(text)));
            opened.closeHandler(_ -> {
                int code = opened.closeStatusCode() == null ? 1006 : opened.closeStatusCode();
                closes.merge(code, 1, Integer::sum);
                gone = code == 4001 || code == 4003 || code == 4009;
                comeBack();
            });
        }).onFailure(_ -> comeBack());
    }

    private void connectSse() {
        unread = Buffer.buffer();
        http.request(new RequestOptions().setMethod(HttpMethod.GET)
            .setAbsoluteURI(hubUrl + "/captions/" + record.callId() + "/events")).compose(ready -> {
                request = ready;
                ready.putHeader("Authorization", "Bearer " + token).putHeader("Accept", "text/event-stream");
                record.position().ifPresent(position -> ready.putHeader("Last-Event-ID", position));
                return ready.send().onSuccess(this::read);
            }).onFailure(_ -> comeBack());
    }

    private void read(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            closes.merge(response.statusCode(), 1, Integer::sum);
            gone = response.statusCode() == 401 || response.statusCode() == 403 || response.statusCode() == 404;
            response.request().connection().close();
            comeBack();
            return;
        }
        connections++;
        response.handler(chunk -> {
            unread.appendBuffer(chunk);
            readEvents();
        });
        response.exceptionHandler(_ -> comeBack());
        response.endHandler(_ -> comeBack());
    }

    private void readEvents() {
        // By bytes: a chunk may end inside a character.
        int end = unread.length() - 2;
        while (end >= 0 && (unread.getByte(end) != '\n' || unread.getByte(end + 1) != '\n')) {
            end--;
        }
        if (end < 0) {
            return;
        }
        var text = unread.getString(0, end);
        unread = unread.getBuffer(end + 2, unread.length());
        for (var event : text.split("\n\n")) {
            var data = new StringBuilder();
            for (var line : event.split("\n")) {
                if (line.startsWith("data:")) {
                    data.append(line.substring(line.startsWith("data: ") ? 6 : 5));
                }
            }
            if (!data.isEmpty()) {
                receive(new JsonObject(data.toString()));
            }
        }
    }

    private void receive(JsonObject message) {
        record.apply(message);
        onMessage.accept(message);
    }
}
