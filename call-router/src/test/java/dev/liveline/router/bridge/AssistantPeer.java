package dev.liveline.router.bridge;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.WebSocketInternal;

/// The end of Vapi's WebSocket transport in a test's hand: it does what the test says and nothing by itself.
final class AssistantPeer {

    /// One connection.
    static final class Line {

        final String path;
        final String authorization;
        final List<byte[]> heard = new CopyOnWriteArrayList<>();
        final List<String> texts = new CopyOnWriteArrayList<>();
        private final ServerWebSocket socket;
        volatile Integer closedWith;

        private Line(ServerWebSocket socket) {
            this.socket = socket;
            this.path = socket.path();
            this.authorization = socket.headers().get("Authorization");
            socket.binaryMessageHandler(audio -> heard.add(audio.getBytes()));
            socket.textMessageHandler(texts::add);
            socket.closeHandler(_ -> closedWith = socket.closeStatusCode() == null ? 1006 : (int) socket.closeStatusCode());
        }

        void speak(byte[] audio) {
            socket.writeBinaryMessage(Buffer.buffer(audio));
        }

        void say(String text) {
            socket.writeTextMessage(text);
        }

        void speech(String role, String status) {
            say("{\"type\":\"speech-update\",\"status\":\"" + status + "\",\"role\":\"" + role + "\"}");
        }

        /// The connection ends without a close frame.
        void breakOff() {
            ((WebSocketInternal) socket).channelHandlerContext().close();
        }

        void close(int code) {
            socket.close((short) code);
        }
    }

    final List<Line> lines = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final List<HttpServerRequest> atTheDoor = new CopyOnWriteArrayList<>();
    /// Status of the next handshakes; 0 lets them through.
    volatile int refuseWith;
    /// Whether the next handshakes wait for [#letIn].
    volatile boolean hesitates;

    AssistantPeer(Vertx vertx) {
        server = Await.on(vertx.createHttpServer().requestHandler(request -> {
            if (refuseWith > 0) {
                request.response().setStatusCode(refuseWith).end();
            } else if (hesitates) {
                request.pause();
                atTheDoor.add(request);
            } else {
                welcome(request);
            }
        }).listen(0, "localhost"));
    }

    /// How many handshakes wait.
    int waiting() {
        return atTheDoor.size();
    }

    /// Answers the handshakes that wait.
    void letIn() {
        atTheDoor.forEach(this::welcome);
    }

    private void welcome(HttpServerRequest request) {
        request.toWebSocket().onSuccess(socket -> lines.add(new Line(socket)));
    }

    URI address(String callId) {
        return URI.create("ws://localhost:" + server.actualPort() + "/" + callId + "/transport");
    }

    void close() {
        Await.on(server.close());
    }
}
