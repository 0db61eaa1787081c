package dev.liveline.edge;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;

/// What a WebSocket may bring at once, in every service: `liveline.sockets.max-bytes` a frame and a message. A larger one closes it with 1009.
///
/// Vert.x's own bounds are 64 and 256 KiB, and it negotiates compression with whoever offers it, so that a small frame could become a large
/// message, at our cost. The settings of the WebSockets Next extension do not reach sockets taken below it, as ours are.
@Singleton
public class SocketBounds implements HttpServerOptionsCustomizer {

    private final int maxBytes;

    SocketBounds(@ConfigProperty(name = "liveline.sockets.max-bytes", defaultValue = "65536") int maxBytes) {
        this.maxBytes = maxBytes;
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
