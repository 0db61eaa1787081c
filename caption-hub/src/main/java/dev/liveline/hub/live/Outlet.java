package dev.liveline.hub.live;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;

/// Where frames that are encoded already enter a WebSocket's Netty pipeline: below the handler that encodes frames. Where nothing else has a say
/// between there and the socket, they go to the socket itself; where something has, TLS first of all, through it.
///
/// With a thousand viewers each object that a write passes is fetched from memory anew, a thousand times.
final class Outlet {

    private final Channel channel;
    private final ChannelHandlerContext encoder;
    private final Channel.@Nullable Unsafe bare;

    private Outlet(ChannelHandlerContext encoder, boolean bare) {
        this.channel = encoder.channel();
        this.encoder = encoder;
        this.bare = bare ? channel.unsafe() : null;
    }

    /// @param socket any context of an open WebSocket
    static Outlet of(ChannelHandlerContext socket) {
        ChannelHandlerContext encoder = socket.pipeline().context(WebSocketFrameEncoder.class);
        if (encoder == null) {
            throw new IllegalStateException("no WebSocket: nothing encodes frames");
        }
        return new Outlet(encoder, isBare(encoder));
    }

    private static boolean isBare(ChannelHandlerContext encoder) {
        for (Map.Entry<String, ChannelHandler> handler : encoder.pipeline()) {
            if (handler.getValue() == encoder.handler()) {
                return true;
            }
            if (handler.getValue() instanceof ChannelOutboundHandler) {
                return false;
            }
        }
        throw new IllegalStateException("the encoder is not in its own pipeline");
    }

    boolean isBare() {
        return bare != null;
    }

    boolean writable() {
        return channel.isWritable();
    }

    /// @param frame released when it is on its way, or when the socket is gone
    void write(ByteBuf frame) {
        if (bare != null) {
            bare.write(frame, channel.voidPromise());
        } else {
            encoder.write(frame, encoder.voidPromise());
        }
    }

    void flush() {
        if (bare != null) {
            bare.flush();
        } else {
            encoder.flush();
        }
    }
}
