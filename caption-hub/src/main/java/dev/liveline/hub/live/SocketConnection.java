package dev.liveline.hub.live;

import dev.liveline.events.CallKeys;
import dev.liveline.hub.access.Gate.Admitted;
import dev.liveline.hub.audience.CloseReason;
import dev.liveline.hub.audience.Position;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/// A WebSocket: pinged, and listened to within bounds.
final class SocketConnection extends Connection {

    private static final Buffer NOTHING = Buffer.buffer();
    private static final int PINGS_UNANSWERED = 2;

    private final ServerWebSocket socket;
    private final SocketLine line;
    private final FloodGuard flood;
    private final boolean multiplexed;
    private int unanswered;

    SocketConnection(LiveServices services, LiveLoop loop, Admitted admitted, ServerWebSocket socket,
            ChannelHandlerContext wire, boolean multiplexed) {
        super(services, loop, loop.pings(), admitted);
        this.socket = socket;
        this.line = new SocketLine(socket, wire, loop.frames());
        this.flood = new FloodGuard(services.limits().inbound().burst(), services.limits().inbound().perSecond(),
                services.clock().millis());
        this.multiplexed = multiplexed;
        socket.frameHandler(_ -> heard());
        socket.textMessageHandler(this::said);
        socket.binaryMessageHandler(_ -> viewer().close(CloseReason.BINARY));
        socket.pongHandler(_ -> unanswered = 0);
        socket.drainHandler(_ -> viewer().drain());
        socket.exceptionHandler(this::failed);
        socket.closeHandler(_ -> gone());
    }

    SocketLine line() {
        return line;
    }

    @Override
    void checkLife() {
        if (unanswered >= PINGS_UNANSWERED) {
            viewer().close(CloseReason.SILENT);
        } else {
            unanswered++;
            socket.writePing(NOTHING);
        }
    }

    @Override
    void cut() {
        line.close(CloseReason.SILENT);
    }

    /// A frame that breaks the protocol or the bounds: Vert.x cuts the connection right after; the peer is told why if it still listens. After
    /// fragments that add up to too much Vert.x would leave it open: it would then be nobody's, and counted nowhere.
    private void failed(Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException violation) {
            line.violated(violation.closeStatus());
        } else if (!socket.isClosed()) {
            WebSocketCloseStatus tooBig = WebSocketCloseStatus.MESSAGE_TOO_BIG;
            socket.close((short) tooBig.code(), tooBig.reasonText());
        }
        gone();
    }

    private void heard() {
        unanswered = 0;
        if (!flood.admits(services().clock().millis())) {
            viewer().close(CloseReason.FLOODING);
        }
    }

    private void said(String text) {
        if (viewer().isClosed()) {
            return;
        }
        switch (Inbound.parse(text)) {
            case Inbound.Ping ping -> viewer().tell(Inbound.pong(ping));
            case Inbound.Subscribe asked -> subscribe(asked);
            case Inbound.Unsubscribe asked -> {
                if (multiplexed) {
                    viewer().unwatch(asked.callId());
                }
            }
            case Inbound.Unreadable _ -> {
                if (multiplexed) {
                    viewer().tell(Inbound.error("malformed", null));
                }
            }
        }
    }

    private void subscribe(Inbound.Subscribe asked) {
        if (!multiplexed) {
            return;
        }
        if (!CallKeys.isCallId(asked.callId())) {
            viewer().tell(Inbound.error("not-found", asked.callId()));
        } else if (!viewer().watches(asked.callId()) && viewer().watched() >= services().limits().maxSubscriptions()) {
            viewer().tell(Inbound.error("too-many", asked.callId()));
        } else {
            viewer().watch(asked.callId(), Position.parse(asked.since()));
        }
    }
}
