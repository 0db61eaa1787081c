package dev.liveline.simulator.vapi;

import dev.liveline.simulator.scenario.TimedMessage;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The WebSocket side of the cloud: `/<call>/transport` for the WebSocket transport, `/twilio/<call>/stream` for Twilio's Media
/// Streams of bypass calls.
final class Transports {

    private final Context loop;
    private final Function<String, Optional<LiveCall>> calls;
    private final Set<ServerWebSocket> open = new HashSet<>();
    private volatile boolean refusing;

    Transports(Context loop, Function<String, Optional<LiveCall>> calls) {
        this.loop = loop;
        this.calls = calls;
    }

    static String bypassTwiml(String webSocketUrl, String callId) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Connect><Stream url=\"" + webSocketUrl + "/twilio/"
                + callId
                + "/stream\"><Parameter name=\"callId\" value=\"" + callId + "\"/></Stream></Connect></Response>";
    }

    void refuse(boolean refused) {
        refusing = refused;
    }

    void open(HttpServerRequest request) {
        var path = request.path().substring(1).split("/");
        boolean twilio = path.length == 3 && path[0].equals("twilio") && path[2].equals("stream");
        boolean transport = path.length == 2 && path[1].equals("transport");
        var call = twilio || transport ? calls.apply(path[twilio ? 1 : 0]) : Optional.<LiveCall>empty();
        if (refusing || call.isEmpty() || call.get().isOver() || transport && call.get().line().isEmpty()) {
            request.response().setStatusCode(refusing ? 503 : 404).end();
            return;
        }
        request.toWebSocket().onSuccess(socket -> {
            open.add(socket);
            socket.endHandler(_ -> open.remove(socket));
            if (twilio) {
                twilioStream(socket, call.get());
            } else {
                call.get().line().orElseThrow().connect(socket);
            }
        });
    }

    /// Twilio's stream of a bypass call: the call begins with `start` and ends with `stop` or the socket.
    private void twilioStream(ServerWebSocket socket, LiveCall call) {
        call.listen(new LiveCall.Listener() {
            @Override
            public void said(LiveCall said, TimedMessage message) {
                // A phone's caller gets sound, not messages.
            }

            @Override
            public void over(LiveCall over) {
                socket.close();
            }
        });
        socket.textMessageHandler(text -> {
            var message = new JsonObject(text);
            if ("start".equals(message.getString("event"))) {
                call.start(message.getJsonObject("start").getString("callSid", ""));
            } else if ("stop".equals(message.getString("event"))) {
                call.endNow("customer-ended-call");
            }
        });
        socket.closeHandler(_ -> loop.runOnContext(_ -> call.endNow("phone-call-provider-closed-websocket")));
    }

    void close() {
        Set.copyOf(open).forEach(ServerWebSocket::close);
    }
}
