package dev.liveline.hub.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.ssl.SslHandler;

class OutletTest {

    @Test
    void isTheSocketItselfWhereNothingButTheEncoderHasASayInWhatIsSent() {
        EmbeddedChannel channel = channel(new WebSocket13FrameDecoder(true, false, 1024), new WebSocket13FrameEncoder(false));
        Outlet outlet = outlet(channel);

        send(outlet, "one");
        channel.pipeline().lastContext().writeAndFlush(new TextWebSocketFrame("two"));
        send(outlet, "three");

        assertThat(outlet.isBare()).isTrue();
        assertThat(sent(channel)).isEqualTo("one" + "\u0081\u0003two" + "three");
    }

    @Test
    void leadsThroughWhateverLiesBetweenTheEncoderAndTheSocket() {
        List<String> seen = new ArrayList<>();
        EmbeddedChannel channel = channel(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                seen.add(((ByteBuf) message).toString(StandardCharsets.ISO_8859_1));
                ((ByteBuf) message).release();
                ctx.write(Unpooled.copiedBuffer("sealed", StandardCharsets.ISO_8859_1), promise);
            }
        }, new WebSocket13FrameDecoder(true, false, 1024), new WebSocket13FrameEncoder(false));
        Outlet outlet = outlet(channel);

        send(outlet, "secret");

        assertThat(outlet.isBare()).isFalse();
        assertThat(seen).containsExactly("secret");
        assertThat(sent(channel)).isEqualTo("sealed");
    }

    @Test
    void isNeverTheSocketItselfUnderTls() throws NoSuchAlgorithmException {
        EmbeddedChannel channel = channel(new SslHandler(SSLContext.getDefault().createSSLEngine()),
                new WebSocket13FrameEncoder(false));

        assertThat(outlet(channel).isBare()).isFalse();
    }

    @Test
    void releasesWhatCannotBeSentAnyMore() {
        EmbeddedChannel channel = channel(new WebSocket13FrameEncoder(false));
        Outlet outlet = outlet(channel);
        channel.close();
        ByteBuf frame = Unpooled.copiedBuffer("late", StandardCharsets.ISO_8859_1);

        outlet.write(frame);
        outlet.flush();

        assertThat(frame.refCnt()).isZero();
        assertThat(outlet.writable()).isFalse();
    }

    @Test
    void isOfNoUseWithoutAnEncoder() {
        EmbeddedChannel channel = channel();

        assertThatThrownBy(() -> outlet(channel)).isInstanceOf(IllegalStateException.class);
    }

    private static EmbeddedChannel channel(ChannelHandler... handlers) {
        EmbeddedChannel channel = new EmbeddedChannel(handlers);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
        return channel;
    }

    private static Outlet outlet(EmbeddedChannel channel) {
        return Outlet.of(channel.pipeline().lastContext());
    }

    private static void send(Outlet outlet, String text) {
        outlet.write(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        outlet.flush();
    }

    private static String sent(EmbeddedChannel channel) {
        StringBuilder all = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            all.append(next.toString(StandardCharsets.ISO_8859_1));
            next.release();
        }
        return all.toString();
    }
}
