package dev.liveline.hub.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import dev.liveline.events.Speaker;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.HubProcess;

/// A viewer of two calls who never reads: of the one that all others watch too, and of one of its own that fills its wire, so that it is stuck
/// from the beginning and the others see nothing of how it came to that.
final class StoppedReader implements AutoCloseable {

    private static final String FILLING = "x".repeat(4_000);
    private static final int MOST_FILLINGS = 4_000;

    private final Socket socket = new Socket();

    /// Returns when the hub holds back what it writes to this viewer.
    static StoppedReader at(HubProcess hub, String token, CallWriter watched, CallWriter own) throws IOException {
        StoppedReader reader = new StoppedReader();
        URI root = hub.root();
        reader.socket.setReceiveBufferSize(4096);
        reader.socket.connect(new InetSocketAddress(root.getHost(), root.getPort()));
        reader.say(
                ("GET /captions HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        double joins = hub.metrics().get("liveline_hub_joins");
        reader.say(subscription(watched));
        reader.say(subscription(own));
        while (hub.metrics().get("liveline_hub_joins") < joins + 2) {
            Thread.onSpinWait();
        }
        int filled = 0;
        while (filled++ < MOST_FILLINGS && hub.metrics().get("liveline_hub_outbox_high_messages") == 0) {
            own.last(Speaker.CALLER, FILLING);
        }
        return reader;
    }

    private void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// A masked text frame; the mask is zero.
    private static byte[] subscription(CallWriter call) {
        byte[] text = ("{\"subscribe\":\"" + call.callId() + "\"}").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        frame.write(0x80 | text.length);
        frame.writeBytes(new byte[4]);
        frame.writeBytes(text);
        return frame.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
