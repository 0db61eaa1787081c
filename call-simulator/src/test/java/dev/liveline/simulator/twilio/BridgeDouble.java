package dev.liveline.simulator.twilio;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Queue;

/// The simplest bridge that can work: frames through in both directions, `clear` when Vapi says the caller barged in.
final class BridgeDouble {

    private final WebSocketClient client;
    private final String vapiUrl;
    private final boolean clears;

    /// @param vertx the server's own, so that both sockets live on one event loop
    BridgeDouble(Vertx vertx, String vapiUrl, boolean clears) {
        this.client = vertx.createWebSocketClient();
        this.vapiUrl = vapiUrl;
        this.clears = clears;
    }

    void accept(ServerWebSocket twilio) {
        Queue<Buffer> early = new ArrayDeque<>();
        var vapi = new WebSocket[1];
        var streamSid = new String[1];
        twilio.textMessageHandler(text -> {
            var message = new JsonObject(text);
            switch (message.getString("event")) {
                case "start" -> {
                    streamSid[0] = message.getString("streamSid");
                    client.connect(new WebSocketConnectOptions().setAbsoluteURI(vapiUrl)).onSuccess(opened -> {
                        vapi[0] = opened;
                        early.forEach(opened::writeBinaryMessage);
                        opened.binaryMessageHandler(audio -> twilio.writeTextMessage(new JsonObject().put("event", "media")
                            .put("streamSid", streamSid[0])
                            .put("media", new JsonObject().put("payload", Base64.getEncoder().encodeToString(audio.getBytes())))
                            .encode()));
                        opened.textMessageHandler(json -> {
                            if (clears && "user-interrupted".equals(new JsonObject(json).getString("type"))) {
                                twilio.writeTextMessage(
                                        new JsonObject().put("event", "clear").put("streamSid", streamSid[0]).encode());
                            }
                        });
                        opened.closeHandler(_ -> twilio.close());
                    });
                }
                case "media" -> {
                    var audio = Buffer.buffer(Base64.getDecoder().decode(message.getJsonObject("media").getString("payload")));
                    if (vapi[0] == null) {
                        early.add(audio);
                    } else {
                        vapi[0].writeBinaryMessage(audio);
                    }
                }
                default -> {
                }
            }
        });
        twilio.closeHandler(_ -> {
            if (vapi[0] != null) {
                vapi[0].close();
            }
        });
    }
}
