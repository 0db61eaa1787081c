package dev.liveline.hub;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;

/// What a viewer's socket may bring at once. Vert.x's own bounds are 64 and 256 KiB, and it negotiates compression with whoever offers it: a
/// frame of 4 KiB could then become one of 4 MiB. The settings of the WebSockets Next extension do not reach sockets taken below it.
@ApplicationScoped
public class SocketBounds implements HttpServerOptionsCustomizer {

    private final int maxBytes;

    SocketBounds(HubConfig config) {
        this.maxBytes = config.viewers().inbound().maxBytes();
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        bound(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        bound(options);
    }

    private void bound(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(maxBytes)
            .setMaxWebSocketMessageSize(maxBytes)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false);
    }
}
