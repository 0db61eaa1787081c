package dev.liveline.router.bridge;

import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;

/// Twilio's end of a media stream in a test's hand. Marks are echoed when the test says so, and all at once after `clear`, as Twilio does.
final class CallerPeer {

    final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private final WebSocket socket;
    private final String callSid;
    private final Queue<String> pending = new ArrayDeque<>();
    private int sequence;
    private int chunk;
    volatile Integer closedWith;
    volatile String closeReason;

    CallerPeer(WebSocket socket, String callSid) {
        this.socket = socket;
        this.callSid = callSid;
        socket.textMessageHandler(text -> {
            JsonObject message = new JsonObject(text);
            switch (message.getString("event")) {
                case "mark" -> pending.add(message.getJsonObject("mark").getString("name"));
                case "clear" -> echo();
                default -> {
                }
            }
            received.add(message);
        });
        socket.closeHandler(_ -> {
            closeReason = socket.closeReason();
            closedWith = socket.closeStatusCode() == null ? 1006 : (int) socket.closeStatusCode();
        });
    }

    void start() {
        start("audio/x-mulaw", 8_000);
    }

    void start(String encoding, int sampleRate) {
        send(new JsonObject().put("event", "connected").put("protocol", "Call").put("version", "1.0.0"));
        send(message("start").put("start",
                new JsonObject().put("callSid", callSid)
                    .put("streamSid", "MZ1")
                    .put("mediaFormat",
                            new JsonObject().put("encoding", encoding).put("sampleRate", sampleRate).put("channels", 1))));
    }

    void speak(byte[] audio) {
        chunk++;
        send(message("media").put("media",
                new JsonObject().put("track", "inbound")
                    .put("chunk", String.valueOf(chunk))
                    .put("timestamp", String.valueOf(chunk * 20))
                    .put("payload", Base64.getEncoder().encodeToString(audio))));
    }

    void press(String key) {
        send(message("dtmf").put("dtmf", new JsonObject().put("track", "inbound_track").put("digit", key)));
    }

    void stop() {
        send(message("stop").put("stop", new JsonObject().put("callSid", callSid)));
    }

    void send(String text) {
        socket.writeTextMessage(text);
    }

    /// Echoes all pending marks.
    void echo() {
        for (String name = pending.poll(); name != null; name = pending.poll()) {
            send(message("mark").put("mark", new JsonObject().put("name", name)));
        }
    }

    void close() {
        socket.close();
    }

    /// Audio that came, oldest first.
    List<byte[]> heard() {
        return received.stream()
            .filter(message -> message.getString("event").equals("media"))
            .map(message -> Base64.getDecoder().decode(message.getJsonObject("media").getString("payload")))
            .toList();
    }

    boolean wasCleared() {
        return received.stream().anyMatch(message -> message.getString("event").equals("clear"));
    }

    private JsonObject message(String event) {
        return new JsonObject().put("event", event)
            .put("sequenceNumber", String.valueOf(++sequence))
            .put("streamSid", "MZ1");
    }

    private void send(JsonObject message) {
        socket.writeTextMessage(message.encode());
    }
}
