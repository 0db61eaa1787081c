package dev.liveline.router.bridge;

import dev.liveline.router.RouterConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import jakarta.enterprise.context.ApplicationScoped;

/// Opens calls' sockets to Vapi, all with one client and our key.
@ApplicationScoped
public class AssistantLines {

    /// Some messages carry the whole conversation so far.
    private static final int MESSAGE_BYTES_AT_MOST = 4 * 1024 * 1024;

    private final Vertx vertx;
    private final BridgeConfig config;
    private final BridgeMetrics metrics;
    private final String apiKey;
    private final boolean mayBePlain;
    private final WebSocketClient client;

    public AssistantLines(Vertx vertx, BridgeConfig config, RouterConfig router, BridgeMetrics metrics) {
        this.vertx = vertx;
        this.config = config;
        this.metrics = metrics;
        this.apiKey = router.vapi().apiKey().orElse("");
        this.mayBePlain = "http".equals(router.vapi().baseUrl().getScheme());
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(2 * config.maxCalls())
            .setMaxFrameSize(MESSAGE_BYTES_AT_MOST)
            .setMaxMessageSize(MESSAGE_BYTES_AT_MOST)
            .setTryUsePerMessageCompression(false)
            .setTryUsePerFrameCompression(false)
            .setTcpNoDelay(true));
    }

    /// To be called on the call's event loop.
    AssistantLine open(BridgedCall call, AssistantLine.Listener listener) {
        AssistantLine line = new AssistantLine(this, call, listener);
        line.open();
        return line;
    }

    Vertx vertx() {
        return vertx;
    }

    WebSocketClient client() {
        return client;
    }

    BridgeConfig config() {
        return config;
    }

    BridgeMetrics metrics() {
        return metrics;
    }

    String apiKey() {
        return apiKey;
    }

    /// Whether our key may go over an unencrypted connection: only where Vapi itself is reached without encryption, which is to say never in
    /// production.
    boolean mayBePlain() {
        return mayBePlain;
    }
}
