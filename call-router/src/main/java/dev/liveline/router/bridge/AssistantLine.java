package dev.liveline.router.bridge;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.router.bridge.media.ToAssistant;
import dev.liveline.router.bridge.vapi.CloseMeaning;
import dev.liveline.router.bridge.vapi.CloseMeaning.CallEnded;
import dev.liveline.router.bridge.vapi.CloseMeaning.Lost;
import dev.liveline.router.bridge.vapi.CloseMeaning.Mendable;
import dev.liveline.router.bridge.vapi.TransportWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;

/// One call's socket to Vapi: opened, opened again when it breaks in a way that can be mended, closed. Lives on the event loop it was opened
/// from. While there is no connection it takes no audio, so that audio waits.
final class AssistantLine implements ToAssistant {

    /// Who hears of it, on the same event loop; nothing more once it has hung up.
    interface Listener {

        void assistantAudio(byte[] audio);

        void assistantText(String text);

        /// For good.
        ///
        /// @param ended whether it was the normal end of the call
        void assistantGone(boolean ended);
    }

    private static final Logger LOG = Logger.getLogger(AssistantLine.class);
    private static final int QUEUE_BYTES = 8 * 1024;
    private static final int WORDS_WAITING_AT_MOST = 16;
    private static final int BROKEN = 1006;
    private static final long RETRY_MIN_MS = 250;
    /// A socket that was open for so long may be mended once more.
    private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final AssistantLines lines;
    private final BridgedCall call;
    private final Listener listener;
    private final Queue<String> words = new ArrayDeque<>();

    private @Nullable WebSocket socket;
    private boolean hungUp;
    /// What a connection gets that is there, or comes, after this side has hung up.
    private Consumer<WebSocket> goodbye = AssistantLine::endCall;
    private boolean wasOpen;
    private boolean mended;
    private long giveUpNanos;
    private long openedNanos;
    private long heardNanos;

    AssistantLine(AssistantLines lines, BridgedCall call, Listener listener) {
        this.lines = lines;
        this.call = call;
        this.listener = listener;
    }

    void open() {
        giveUpNanos = System.nanoTime() + lines.config().connectWithin().toNanos();
        attempt(RETRY_MIN_MS);
    }

    @Override
    public boolean isFull() {
        WebSocket open = socket;
        return open == null || open.isClosed() || open.writeQueueFull();
    }

    @Override
    public void audio(byte[] frame, long waitedMicros) {
        WebSocket open = socket;
        if (open != null) {
            open.writeBinaryMessage(Buffer.buffer(frame));
            lines.metrics().toAssistant(waitedMicros);
        }
    }

    /// Whether there was ever a connection.
    boolean wasOpen() {
        return wasOpen;
    }

    /// Tells of pressed keys, at once or when the connection is there again. What is more than may wait until then is lost and counted.
    void say(String text) {
        WebSocket open = socket;
        if (open != null && !open.isClosed()) {
            open.writeTextMessage(text);
        } else if (words.size() < WORDS_WAITING_AT_MOST) {
            words.add(text);
        } else {
            lines.metrics().keysLost();
        }
    }

    /// Asks a silent peer whether it is there, and gives up one that has not answered for too long.
    void checkPeer(long nowNanos) {
        WebSocket open = socket;
        if (open == null) {
            return;
        }
        long silent = nowNanos - heardNanos;
        if (silent > lines.config().deadAfter().toNanos()) {
            open.close();
            closed(open, BROKEN);
        } else if (silent > lines.config().deadAfter().toNanos() / 3) {
            open.writePing(Buffer.buffer("liveline"));
        }
    }

    /// Ends Vapi's call and the connection; one that is just being opened ends as soon as it is.
    void hangUp() {
        hangUp(AssistantLine::endCall);
    }

    /// Leaves Vapi's call to somebody else; one that is just being opened is closed as soon as it is.
    void leave() {
        hangUp(WebSocket::close);
    }

    private void hangUp(Consumer<WebSocket> farewell) {
        hungUp = true;
        goodbye = farewell;
        WebSocket open = socket;
        socket = null;
        if (open != null) {
            goodbye.accept(open);
        }
    }

    private void attempt(long pauseMs) {
        long left = TimeUnit.NANOSECONDS.toMillis(giveUpNanos - System.nanoTime());
        if (hungUp) {
            return;
        }
        if (left <= 0) {
            gone(false);
            return;
        }
        URI url = call.websocketUrl();
        boolean encrypted = "wss".equalsIgnoreCase(url.getScheme());
        if (url.getHost() == null || !encrypted && !lines.mayBePlain()) {
            LOG.errorf("call %s: Vapi's socket address is unusable, or would show our key unencrypted", call.callId());
            gone(false);
            return;
        }
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        WebSocketConnectOptions options = new WebSocketConnectOptions().setHost(url.getHost())
            .setPort(url.getPort() >= 0 ? url.getPort() : encrypted ? 443 : 80)
            .setSsl(encrypted)
            .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
            .setAllowOriginHeader(false)
            .addHeader("Authorization", "Bearer " + lines.apiKey());
        options.setConnectTimeout(left).setTimeout(left);
        lines.client().connect(options).onSuccess(this::opened).onFailure(failure -> failed(failure, pauseMs));
    }

    private void opened(WebSocket open) {
        if (hungUp) {
            goodbye.accept(open);
            return;
        }
        socket = open;
        wasOpen = true;
        openedNanos = System.nanoTime();
        heardNanos = openedNanos;
        open.setWriteQueueMaxSize(QUEUE_BYTES);
        open.binaryMessageHandler(audio -> {
            heardNanos = System.nanoTime();
            if (!hungUp) {
                listener.assistantAudio(audio.getBytes());
            }
        });
        open.textMessageHandler(text -> {
            heardNanos = System.nanoTime();
            if (!hungUp) {
                listener.assistantText(text);
            }
        });
        open.pongHandler(_ -> heardNanos = System.nanoTime());
        open.exceptionHandler(broken -> LOG.debugf("call %s: assistant's socket: %s", call.callId(), broken.toString()));
        open.closeHandler(_ -> closed(open, open.closeStatusCode() == null ? BROKEN : open.closeStatusCode()));
        for (String waiting = words.poll(); waiting != null; waiting = words.poll()) {
            open.writeTextMessage(waiting);
        }
    }

    private void failed(Throwable failure, long pauseMs) {
        if (hungUp) {
            return;
        }
        boolean refused = failure instanceof UpgradeRejectedException rejected && rejected.getStatus() >= 400
                && rejected.getStatus() < 500;
        LOG.warnf("call %s: assistant's socket did not open: %s", call.callId(), reason(failure));
        if (refused) {
            gone(false);
        } else {
            again(pauseMs, Math.min(2 * pauseMs, 2_000));
        }
    }

    private void closed(WebSocket which, int code) {
        if (hungUp || socket != which) {
            return;
        }
        socket = null;
        if (System.nanoTime() - openedNanos > STEADY_NANOS) {
            mended = false;
        }
        switch (CloseMeaning.of(code)) {
            case CallEnded _ -> gone(true);
            case Mendable(long pause) when !mended -> {
                LOG.warnf("call %s: assistant's socket closed with %d, trying again", call.callId(), code);
                mended = true;
                giveUpNanos = System.nanoTime() + lines.config().reconnectWithin().toNanos();
                again(pause, RETRY_MIN_MS);
            }
            case Mendable _,Lost _ -> {
                LOG.warnf("call %s: assistant's socket closed with %d", call.callId(), code);
                gone(false);
            }
        }
    }

    private void again(long pauseMs, long nextPauseMs) {
        lines.metrics().reconnect();
        if (pauseMs == 0) {
            attempt(nextPauseMs);
        } else {
            lines.vertx().setTimer(pauseMs, _ -> attempt(nextPauseMs));
        }
    }

    private void gone(boolean ended) {
        if (!hungUp) {
            hungUp = true;
            listener.assistantGone(ended);
        }
    }

    private static void endCall(WebSocket open) {
        if (!open.isClosed()) {
            open.writeTextMessage(TransportWriter.END_CALL);
            open.close();
        }
    }

    /// A failure's text may hold the address, which is a capability.
    private static String reason(Throwable failure) {
        return failure instanceof UpgradeRejectedException rejected
                ? "answered " + rejected.getStatus()
                : failure.getClass().getSimpleName();
    }
}
