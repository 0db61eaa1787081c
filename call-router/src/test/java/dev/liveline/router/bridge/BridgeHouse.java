package dev.liveline.router.bridge;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.events.RoutingEvent;
import dev.liveline.events.RoutingJson;
import dev.liveline.events.Shards;
import dev.liveline.events.Streams;
import dev.liveline.events.redis.StreamAppender;
import dev.liveline.router.RouterConfig;
import dev.liveline.router.redis.Admission;
import dev.liveline.router.redis.BudgetedRedis;
import dev.liveline.router.redis.RoutingOutbox;
import dev.liveline.router.vapi.VapiCalls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.Router;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// The bridge with its real parts and a real Redis, on a bare Vert.x instead of the whole service.
final class BridgeHouse implements AutoCloseable {

    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final String PUBLIC_URL = "http://localhost:1";

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final BridgeTickets tickets;
    final BridgeEndings endings;
    final UnbridgedCalls unbridged;
    final Bridges bridges;
    private final Redis redis;
    private final HttpServer server;
    private final WebSocketClient twilio;

    /// @param settings of `liveline.bridge`, without that prefix
    BridgeHouse(String redisUri, Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(Map.of("liveline.public-url", PUBLIC_URL, "VAPI_API_KEY", "vapi-key",
                "VAPI_BASE_URL", "http://localhost:1", "TWILIO_ACCOUNT_SID", "AC1", "liveline.routing.redis-budget", "3s",
                "TWILIO_AUTH_TOKEN", TOKEN));
        settings.forEach((name, value) -> properties.put("liveline.bridge." + name, value));
        SmallRyeConfig config = new SmallRyeConfigBuilder().addDefaultInterceptors()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(RouterConfig.class)
            .withMapping(BridgeConfig.class)
            .withMapping(LivelineConfig.class)
            .withSources(new PropertiesConfigSource(properties, "test", 500))
            .build();
        RouterConfig routerConfig = config.getConfigMapping(RouterConfig.class);
        BridgeConfig bridgeConfig = config.getConfigMapping(BridgeConfig.class);
        LivelineConfig livelineConfig = config.getConfigMapping(LivelineConfig.class);
        redis = Redis.createClient(vertx, redisUri);
        BudgetedRedis budgeted = new BudgetedRedis(vertx, redis, routerConfig, metrics);
        RoutingOutbox outbox = new RoutingOutbox(vertx, new StreamAppender(redis, new Shards(4), 10_000), metrics);
        BridgeMetrics bridgeMetrics = new BridgeMetrics(metrics);
        tickets = new BridgeTickets(budgeted, routerConfig);
        endings = new BridgeEndings(budgeted);
        unbridged = new UnbridgedCalls(vertx, tickets, new VapiCalls(vertx, routerConfig, metrics),
                new Admission(budgeted, InstantSource.system(), routerConfig, metrics), budgeted, bridgeConfig, bridgeMetrics);
        bridges = new Bridges(vertx, tickets, endings, unbridged,
                new AssistantLines(vertx, bridgeConfig, routerConfig, bridgeMetrics), outbox, bridgeConfig, bridgeMetrics,
                InstantSource.system());
        MediaSocket socket = new MediaSocket(bridges, bridgeConfig, bridgeMetrics, livelineConfig, routerConfig);
        Router router = Router.router(vertx);
        socket.route(router);
        server = Await.on(vertx.createHttpServer().requestHandler(router).listen(0, "localhost"));
        twilio = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(1_000));
    }

    /// What the voice webhook does.
    void announce(String callSid, URI websocketUrl) {
        announce(callSid, websocketUrl, null);
    }

    void announce(String callSid, URI websocketUrl, @Nullable URI controlUrl) {
        Await.on(tickets.store(
                new BridgedCall("call-of-" + callSid, callSid, "a-1", websocketUrl, controlUrl, "team", "+15550100999")));
    }

    int port() {
        return server.actualPort();
    }

    Future<WebSocket> handshake(String signature) {
        WebSocketConnectOptions options = new WebSocketConnectOptions().setHost("localhost")
            .setPort(server.actualPort())
            .setURI(MediaUrl.PATH);
        if (signature != null) {
            options.addHeader("x-twilio-signature", signature);
        }
        return twilio.connect(options);
    }

    CallerPeer caller(String callSid) {
        return new CallerPeer(Await.on(handshake(signature(MediaUrl.of(URI.create(PUBLIC_URL))))), callSid);
    }

    Optional<BridgeEnding> endingOf(String callSid) {
        return Await.on(endings.of(callSid));
    }

    /// The routing events so far, oldest first.
    List<RoutingEvent> routingEvents() {
        Response entries = Await
            .on(redis.send(Request.cmd(Command.XRANGE).arg(Streams.ROUTING).arg("-").arg("+")));
        return entries.stream()
            .map(entry -> RoutingJson.read(entry.get(1).get(1).toString(), entry.get(1).get(5).toString()))
            .toList();
    }

    boolean holdsSlot(String holder) {
        return Await.on(redis.send(Request.cmd(Command.ZSCORE).arg("liveline:vapi:slots").arg(holder))) != null;
    }

    void takeSlot(String holder) {
        Await.on(redis.send(Request.cmd(Command.ZADD).arg("liveline:vapi:slots").arg(Long.MAX_VALUE / 2).arg(holder)));
    }

    double count(String name) {
        return metrics.get(name).counter().count();
    }

    double count(String name, String tag, String value) {
        return metrics.get(name).tag(tag, value).counter().count();
    }

    static String signature(String url) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(url.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Override
    public void close() {
        Await.on(server.close());
        Await.until().until(() -> metrics.get("liveline_bridge_live").gauge().value() == 0);
        Await.on(vertx.close());
    }
}
