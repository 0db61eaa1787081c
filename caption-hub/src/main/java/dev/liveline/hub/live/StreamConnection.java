package dev.liveline.hub.live;

import dev.liveline.hub.access.Gate.Admitted;
import dev.liveline.hub.audience.CloseReason;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/// An event stream: gets a comment now and then, and is dropped when its wire takes nothing for two rounds.
final class StreamConnection extends Connection {

    private static final int ROUNDS_STUCK = 2;

    private final StreamLine line;
    private int stuck;

    StreamConnection(LiveServices services, LiveLoop loop, Admitted admitted, HttpServerRequest request) {
        super(services, loop, loop.comments(), admitted);
        HttpServerResponse response = request.response();
        this.line = new StreamLine(request, loop.frames(), services.limits().sendBuffer(), this::gone);
        response.drainHandler(_ -> viewer().drain());
        response.exceptionHandler(_ -> gone());
        response.closeHandler(_ -> gone());
    }

    StreamLine line() {
        return line;
    }

    @Override
    void checkLife() {
        if (line.writable()) {
            stuck = 0;
            line.comment();
        } else if (++stuck >= ROUNDS_STUCK) {
            viewer().close(CloseReason.SILENT);
        }
    }

    @Override
    void cut() {
        line.cut();
    }
}
