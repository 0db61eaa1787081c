package dev.liveline.router.bridge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/// What the server allows on sockets: Twilio's messages are a few hundred bytes, and compressing base64 of telephone sound costs more than it
/// saves.
@ApplicationScoped
public class MediaServerOptions implements HttpServerOptionsCustomizer {

    private static final int MESSAGE_BYTES_AT_MOST = 64 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        limit(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        limit(options);
    }

    private static void limit(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(MESSAGE_BYTES_AT_MOST)
            .setMaxWebSocketMessageSize(MESSAGE_BYTES_AT_MOST)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false);
    }
}
