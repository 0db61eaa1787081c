package dev.liveline.hub.testing;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.awaitility.Awaitility;

import dev.liveline.events.CallKeys;
import dev.liveline.events.Shards;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// A running hub and the Redis below it, as a test sees them.
///
/// @param root where the hub listens, such as `http://localhost:8084`
public record HubUnderTest(URI root, Redis redis, Shards shards) {

    static {
        // A machine that does much else meanwhile is slow, not broken.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    /// A call of team `support` that nobody has written to yet.
    public CallWriter newCall() {
        return newCall("support");
    }

    public CallWriter newCall(String team) {
        return new CallWriter(redis, shards, UUID.randomUUID().toString(), "e1", team);
    }

    /// Takes all calls off the list of live ones, so that a test leaves nothing in the lobby for the next.
    public void clearLobby() {
        shards.all()
            .forEach(shard -> redis.send(Request.cmd(Command.DEL).arg(CallKeys.live(shard)))
                .toCompletionStage()
                .toCompletableFuture()
                .join());
    }

    /// @param path with its query, such as `/captions/c1?since=e1:4`
    public SocketClient socket(String path, String token) {
        return SocketClient.connect(webSocket(path), bearer(token));
    }

    public SocketClient socketWithTicket(String path, String ticket) {
        return SocketClient.connect(webSocket(path + (path.contains("?") ? "&" : "?") + "ticket=" + ticket), Map.of());
    }

    /// Watches one call over a WebSocket.
    public SocketClient watch(CallWriter call, String query, String token) {
        return socket("/captions/" + call.callId() + query, token);
    }

    public StreamClient stream(String path, String token, String... headers) {
        Map<String, String> all = new HashMap<>(bearer(token));
        for (int i = 0; i + 1 < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return StreamClient.connect(root.resolve(path), all);
    }

    /// The status a socket is answered with; 101 if it is let in.
    public int upgradeStatus(String path, Map<String, String> headers) {
        return SocketClient.statusOf(webSocket(path), headers);
    }

    public URI webSocket(String path) {
        return URI.create("ws" + root.toString().substring(4).replaceAll("/$", "") + path);
    }

    public static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }
}
