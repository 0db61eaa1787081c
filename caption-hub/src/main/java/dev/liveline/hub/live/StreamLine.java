package dev.liveline.hub.live;

import dev.liveline.edge.problem.Problem;
import dev.liveline.hub.audience.CloseReason;
import dev.liveline.hub.audience.Line;
import dev.liveline.hub.audience.Message;
import io.vertx.core.http.HttpServerResponse;

/// An event stream (SSE) as a line. The answer begins with the first message: until then a refusal can still be an HTTP status. A stream that
/// has begun is told the reason of its end as an event of type `close`.
final class StreamLine implements Line {

    private final HttpServerResponse response;
    private final SharedFrames frames;

    StreamLine(HttpServerResponse response, SharedFrames frames) {
        this.response = response;
        this.frames = frames;
    }

    /// Begins the answer, so that the client knows it is connected.
    void begin() {
        if (!response.headWritten() && !response.ended()) {
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
                case GOING_AWAY, TOO_SLOW, FLOODING, SILENT, LEFT -> Problem.unavailable("The hub is going away.", 1);
            });
        } else if (reason == CloseReason.SILENT) {
            response.reset();
        } else {
            response
                .end("event: close\ndata: {\"code\":" + reason.code() + ",\"reason\":\"" + reason.text() + "\",\"reconnect\":"
                        + reason.comeBack() + "}\n\n");
        }
    }
}
