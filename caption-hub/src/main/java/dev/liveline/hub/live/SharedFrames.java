package dev.liveline.hub.live;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import dev.liveline.hub.audience.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;

/// The newest message as it goes over the wire, encoded once for all viewers of a loop. Used on its loop only.
///
/// Messages go out one after the other, each to everybody, so remembering the last one is enough. A text frame of a server is the same for all:
/// RFC 6455 has no mask in this direction, and no extension is negotiated.
final class SharedFrames {

    private static final int TEXT_IN_ONE_FRAME = 0x81;

    private @Nullable Message framed;
    private @Nullable ByteBuf frame;
    private @Nullable Message streamed;
    private @Nullable Buffer chunk;

    /// A WebSocket text frame, to be written once; the bytes are shared.
    ByteBuf frame(Message message) {
        if (message != framed) {
            if (frame != null) {
                frame.release();
            }
            frame = encode(message.json());
            framed = message;
        }
        return frame.retainedDuplicate();
    }

    /// An entry of an event stream, shared.
    Buffer chunk(Message message) {
        if (message != streamed) {
            chunk = event(message);
            streamed = message;
        }
        return chunk;
    }

    private static ByteBuf encode(byte[] text) {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(text.length + 10);
        out.writeByte(TEXT_IN_ONE_FRAME);
        if (text.length < 126) {
            out.writeByte(text.length);
        } else if (text.length < 65536) {
            out.writeByte(126).writeShort(text.length);
        } else {
            out.writeByte(127).writeLong(text.length);
        }
        return out.writeBytes(text);
    }

    /// JSON of ours holds no line break, so `data` is one line.
    private static Buffer event(Message message) {
        StringBuilder head = new StringBuilder(64);
        if (message.seq() > 0) {
            head.append("id: ").append(message.epoch()).append(':').append(message.seq()).append('\n');
        }
        head.append("event: ").append(message.type()).append("\ndata: ");
        return Buffer.buffer(head.length() + message.json().length + 2)
            .appendBytes(head.toString().getBytes(StandardCharsets.UTF_8))
            .appendBytes(message.json())
            .appendString("\n\n");
    }
}
