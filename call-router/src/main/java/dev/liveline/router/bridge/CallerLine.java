package dev.liveline.router.bridge;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.router.bridge.media.ToCaller;
import dev.liveline.router.bridge.twilio.StreamMessage;
import dev.liveline.router.bridge.twilio.StreamMessage.Start;
import dev.liveline.router.bridge.twilio.StreamReader;
import dev.liveline.router.bridge.twilio.StreamWriter;
import dev.liveline.router.bridge.twilio.UnreadableMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/// One call's media socket of Twilio: reads its messages, writes ours, and knows whether anybody is still there. Lives on the socket's event
/// loop.
final class CallerLine implements ToCaller {

    /// Who hears of it, on the same event loop.
    interface Listener {

        /// @param atMicros when it came, on the clock of [System#nanoTime()]
        void callerSent(StreamMessage message, long atMicros);

        /// The socket is closed, whoever closed it.
        void callerClosed();

        /// The socket is there, but of no use any more.
        void callerGivenUp(BridgeEnding ending);
    }

    private static final Logger LOG = Logger.getLogger(CallerLine.class);
    private static final int QUEUE_BYTES = 8 * 1024;
    private static final int MALFORMED_AT_MOST = 50;

    private final ServerWebSocket socket;
    private final BridgeMetrics metrics;
    private final Listener listener;
    private final long deadAfterNanos;

    private long heardNanos = System.nanoTime();
    private int malformed;
    private @Nullable String callSid;
    private @Nullable StreamWriter writer;

    CallerLine(ServerWebSocket socket, BridgeConfig config, BridgeMetrics metrics, Listener listener) {
        this.socket = socket;
        this.metrics = metrics;
        this.listener = listener;
        this.deadAfterNanos = config.deadAfter().toNanos();
    }

    void listen() {
        socket.setWriteQueueMaxSize(QUEUE_BYTES);
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(_ -> unreadable("binary message"));
        socket.pongHandler(_ -> heardNanos = System.nanoTime());
        socket.exceptionHandler(broken -> LOG.debugf("media socket: %s", broken.toString()));
        socket.closeHandler(_ -> listener.callerClosed());
    }

    /// The stream has begun: from now on it can be written to.
    void begin(Start start) {
        callSid = start.callSid();
        writer = new StreamWriter(start.streamSid());
    }

    @Override
    public boolean isFull() {
        return socket.isClosed() || socket.writeQueueFull();
    }

    @Override
    public void audio(byte[] frame, long waitedMicros) {
        send(writer().media(frame));
        metrics.toCaller(waitedMicros);
    }

    @Override
    public void mark(String name) {
        send(writer().mark(name));
    }

    @Override
    public void clear() {
        send(writer().clear());
    }

    /// Asks a silent peer whether it is there, and gives up one that has not answered for too long.
    void checkPeer(long nowNanos) {
        long silent = nowNanos - heardNanos;
        if (silent > deadAfterNanos) {
            LOG.warnf("leg %s: media socket silent for too long", callSid);
            listener.callerGivenUp(BridgeEnding.STREAM_LOST);
        } else if (silent > deadAfterNanos / 3) {
            socket.writePing(Buffer.buffer("liveline"));
        }
    }

    void close(BridgeEnding ending) {
        if (!socket.isClosed()) {
            socket.close(ending.closeCode(), ending.word());
        }
    }

    private void received(String text) {
        heardNanos = System.nanoTime();
        try {
            listener.callerSent(StreamReader.read(text), heardNanos / 1_000);
        } catch (UnreadableMessage broken) {
            unreadable(broken.getMessage());
        }
    }

    private void unreadable(String why) {
        metrics.malformed();
        LOG.debugf("leg %s: unreadable message: %s", callSid, why);
        if (++malformed > MALFORMED_AT_MOST) {
            listener.callerGivenUp(BridgeEnding.UNREADABLE);
        }
    }

    private void send(String text) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(text);
        }
    }

    private StreamWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("the stream has not begun");
        }
        return writer;
    }
}
