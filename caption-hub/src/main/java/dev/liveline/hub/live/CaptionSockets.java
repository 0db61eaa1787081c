package dev.liveline.hub.live;

import java.util.Locale;
import java.util.function.BiConsumer;

import dev.liveline.edge.problem.Problem;
import dev.liveline.events.CallKeys;
import dev.liveline.hub.access.Gate.Admitted;
import dev.liveline.hub.audience.Audience;
import dev.liveline.hub.audience.CloseReason;
import dev.liveline.hub.audience.Position;
import dev.liveline.hub.audience.Viewer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;

/// `GET /captions/{callId}` and `GET /captions` as WebSockets.
public final class CaptionSockets {

    private static final String VERSION = "13";

    private final LiveServices services;

    public CaptionSockets(LiveServices services) {
        this.services = services;
    }

    /// One call; `?since=<epoch>:<seq>` resumes.
    public void oneCall(RoutingContext request) {
        String callId = request.pathParam("callId");
        Position since = Position.parse(request.request().getParam("since"));
        upgrade(request, false, (audience, connection) -> {
            Viewer viewer = audience.admitToCall(connection.line(), connection.guest().person()::sees);
            connection.open(viewer);
            if (CallKeys.isCallId(callId)) {
                viewer.watch(callId, since);
            } else {
                viewer.close(CloseReason.NOT_YOURS);
            }
        });
    }

    /// Any number of calls, subscribed and unsubscribed by messages.
    public void manyCalls(RoutingContext request) {
        upgrade(request, true, (audience, connection) -> connection.open(audience.admitToCalls(connection.line(),
                connection.guest().person()::sees, callId -> Inbound.error("not-found", callId))));
    }

    private void upgrade(RoutingContext request, boolean multiplexed, BiConsumer<Audience, SocketConnection> welcome) {
        Admission.admit(services, request, admitted -> {
            HttpServerRequest http = request.request();
            if (!isHandshake(http)) {
                admitted.place().giveBack();
                throw Problem.of(426, "This path speaks WebSocket, version " + VERSION + ".")
                    .header("Upgrade", "websocket")
                    .header("Sec-WebSocket-Version", VERSION);
            }
            http.toWebSocket()
                .onSuccess(socket -> {
                    ChannelHandlerContext wire = Wire.of(http);
                    slim(wire, http);
                    wire.pipeline().addBefore(wire.name(), "utf8", new Utf8FrameValidator());
                    connected(socket, wire, admitted, multiplexed, welcome);
                })
                .onFailure(_ -> admitted.place().giveBack());
        });
    }

    private void connected(ServerWebSocket socket, ChannelHandlerContext wire, Admitted admitted, boolean multiplexed,
            BiConsumer<Audience, SocketConnection> welcome) {
        Wire.bound(wire, services.limits().sendBuffer());
        LiveLoop loop = services.loops().of((EventLoop) wire.executor());
        welcome.accept(loop.audience(), new SocketConnection(services, loop, admitted, socket, wire, multiplexed));
    }

    /// Drops what an open socket needs no more: the request's headers, which hold the token, and the HTTP idle timer, which would allocate
    /// at every write. Signs of life are looked for by pings.
    private static void slim(ChannelHandlerContext wire, HttpServerRequest http) {
        http.headers().clear();
        if (wire.pipeline().get(IdleStateHandler.class) != null) {
            wire.pipeline().remove(IdleStateHandler.class);
        }
    }

    private static boolean isHandshake(HttpServerRequest http) {
        String connection = http.getHeader("Connection");
        String key = http.getHeader("Sec-WebSocket-Key");
        return "websocket".equalsIgnoreCase(http.getHeader("Upgrade"))
                && connection != null && connection.toLowerCase(Locale.ROOT).contains("upgrade")
                && VERSION.equals(http.getHeader("Sec-WebSocket-Version"))
                // 16 bytes in Base64.
                && key != null && key.length() == 24;
    }
}
