package dev.liveline.hub.live;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/// The Netty channel below a request, for what Vert.x does not offer: bounding the kernel's buffer, and cutting a connection whose peer reads
/// nothing. A close in order waits until all that was written before is on its way, which then is never.
final class Wire {

    private Wire() {}

    /// From Vert.x's own handler outwards.
    static ChannelHandlerContext of(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channelHandlerContext();
    }

    /// @param sendBuffer in bytes; 0 leaves it to the kernel
    static void bound(ChannelHandlerContext wire, int sendBuffer) {
        if (sendBuffer > 0) {
            wire.channel().config().setOption(ChannelOption.SO_SNDBUF, sendBuffer);
        }
    }
}
