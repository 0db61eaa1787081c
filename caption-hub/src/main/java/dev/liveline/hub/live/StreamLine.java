package dev.liveline.hub.live;

import dev.liveline.edge.problem.Problem;
import dev.liveline.hub.audience.CloseReason;
import dev.liveline.hub.audience.Line;
import dev.liveline.hub.audience.Message;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/// An event stream (SSE) as a line. The answer begins once the viewer is let in: until then a refusal can still be an HTTP status. A stream that
/// has begun is told the reason of its end as an event of type `close`.
final class StreamLine implements Line {

    private final HttpServerResponse response;
    private final ChannelHandlerContext wire;
    private final boolean wireIsShared;
    private final SharedFrames frames;
    private final Runnable over;

    /// @param sendBuffer the kernel's, in bytes; 0 leaves it to the kernel
    /// @param over       called when all was said and is on its way
    StreamLine(HttpServerRequest request, SharedFrames frames, int sendBuffer, Runnable over) {
        this.response = request.response();
        this.wire = Wire.of(request);
        this.wireIsShared = request.version() == HttpVersion.HTTP_2;
        this.frames = frames;
        this.over = over;
        if (!wireIsShared) {
            Wire.bound(wire, sendBuffer);
        }
    }

    /// Begins the answer, so that the client knows it is connected.
    @Override
    public void begin() {
        if (!response.headWritten() && !response.ended() && !response.closed()) {
            response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream;charset=UTF-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .putHeader("X-Content-Type-Options", "nosniff");
            response.write("retry: 2000\n: connected\n\n");
        }
    }

    void comment() {
        if (!response.closed() && !response.ended() && response.headWritten()) {
            response.write(": still here\n\n");
        }
    }

    @Override
    public boolean writable() {
        return !response.writeQueueFull();
    }

    @Override
    public void write(Message message) {
        if (!response.closed() && !response.ended()) {
            begin();
            response.write(frames.chunk(message));
        }
    }

    @Override
    public void flush() {
        // Vert.x flushes what it writes.
    }

    @Override
    public void close(CloseReason reason) {
        if (response.closed() || response.ended()) {
            return;
        }
        if (!response.headWritten()) {
            Problems.answer(response, switch (reason) {
                case NOT_YOURS -> Problem.notFound();
                case NOT_ADMITTED, WITHDRAWN -> Problem.unauthorized();
                case GOING_AWAY, TOO_SLOW, FLOODING, BINARY, SILENT, LEFT -> Problem.unavailable("The hub is going away.", 1);
            });
            over.run();
        } else if (reason == CloseReason.SILENT) {
            cut();
        } else {
            response
                .end("event: close\ndata: {\"code\":" + reason.code() + ",\"reason\":\"" + reason.text() + "\",\"reconnect\":"
                        + reason.comeBack() + "}\n\n")
                .onComplete(_ -> over.run());
        }
    }

    /// Ends it at once, whatever lies unsent.
    void cut() {
        if (wireIsShared) {
            response.reset();
        } else {
            wire.close();
        }
    }
}
