package dev.liveline.admin.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.liveline.edge.testing.RedisResource;

/// What stands at the public origin: the webhook, checking signatures as Vapi's default HMAC credential makes them, or carelessly.
public final class Line implements AutoCloseable {

    private final HttpServer server;
    private final boolean careful;
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    private Line(int port, boolean careful) {
        this.careful = careful;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    public static Line careful(int port) {
        return new Line(port, true);
    }

    /// Takes everything.
    public static Line careless(int port) {
        return new Line(port, false);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public List<String> bodies() {
        return bodies;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bodies.add(exchange.getRequestHeaders() + " " + body);
            String stamp = exchange.getRequestHeaders().getFirst("x-timestamp");
            boolean right = signature(stamp + "." + body).equals(exchange.getRequestHeaders().getFirst("x-signature"));
            exchange.sendResponseHeaders(!careful || right ? 200 : 401, -1);
        }
    }

    private static String signature(String payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(RedisResource.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
