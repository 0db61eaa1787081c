package dev.liveline.hub.live;

import dev.liveline.hub.audience.CloseReason;
import dev.liveline.hub.audience.Line;
import dev.liveline.hub.audience.Message;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.http.ServerWebSocket;

/// A WebSocket as a line. Captions go to the Netty channel below the socket, as shared frames; Vert.x keeps the handshake, pings, pongs and
/// closing.
final class SocketLine implements Line {

    private final ServerWebSocket socket;
    private final ChannelHandlerContext wire;
    private final Outlet outlet;
    private final SharedFrames frames;

    SocketLine(ServerWebSocket socket, ChannelHandlerContext wire, SharedFrames frames) {
        this.socket = socket;
        this.wire = wire;
        this.outlet = Outlet.of(wire);
        this.frames = frames;
    }

    @Override
    public boolean writable() {
        return outlet.writable();
    }

    @Override
    public void write(Message message) {
        outlet.write(frames.frame(message));
    }

    @Override
    public void flush() {
        outlet.flush();
    }

    void violated(WebSocketCloseStatus status) {
        wire.writeAndFlush(new CloseWebSocketFrame(status));
    }

    @Override
    public void close(CloseReason reason) {
        switch (reason) {
            case LEFT -> {
                // It went by itself: nothing is left to close.
            }
            case SILENT -> wire.close();
            case GOING_AWAY, NOT_ADMITTED, NOT_YOURS, TOO_SLOW, WITHDRAWN, FLOODING, BINARY -> {
                if (!socket.isClosed()) {
                    socket.close((short) reason.code(), reason.text());
                }
            }
        }
    }
}
