package dev.liveline.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/// Stand-ins for those the service speaks to: tools, call-router, a receiver of reports. `GET /reports` lists what the receiver got.
public class PartnersResource implements QuarkusTestResourceLifecycleManager {

    private final AtomicInteger tired = new AtomicInteger();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/tool/ok", exchange -> answer(exchange, 200, "{\"date\":\n\"2026-11-03\"}"));
        server.createContext("/tool/echo", exchange -> answer(exchange, 200, body(exchange)));
        server.createContext("/tool/broken", exchange -> answer(exchange, 500, "secret stack trace"));
        server.createContext("/tool/big", exchange -> answer(exchange, 200, "x".repeat(100_000)));
        server.createContext("/tool/slow", _ -> never());
        server.createContext("/webhook/vapi/routing", exchange -> {
            String asked = body(exchange);
            if (exchange.getRequestHeaders().getFirst("x-signature") == null) {
                answer(exchange, 401, "{}");
            } else if (asked.contains("slow-router")) {
                never();
            } else {
                answer(exchange, 200, "{\"assistantId\":\"a-1\"}");
            }
        });
        server.createContext("/reports", exchange -> {
            if (exchange.getRequestMethod().equals("GET")) {
                answer(exchange, 200, String.join("\n", reports));
            } else {
                reports.add(exchange.getRequestHeaders().getFirst("webhook-id") + " "
                        + exchange.getRequestHeaders().getFirst("webhook-timestamp") + " "
                        + exchange.getRequestHeaders().getFirst("webhook-signature") + " " + body(exchange));
                answer(exchange, reports.size() == 1 ? 503 : 200, "");
            }
        });
        server.createContext("/receiver/gone", exchange -> answer(exchange, 410, ""));
        server.createContext("/receiver/broken", exchange -> answer(exchange, 500, ""));
        server.createContext("/tool/tired", exchange -> {
            tired.incrementAndGet();
            exchange.getResponseHeaders().add("Retry-After", "40");
            answer(exchange, 503, "");
        });
        server.createContext("/tool/times-tired", exchange -> answer(exchange, 200, Integer.toString(tired.get())));
        server.start();
        String base = "http://localhost:" + server.getAddress().getPort();
        return Map.ofEntries(Map.entry("test.partners", base), Map.entry("liveline.tools.find_booking.url", base + "/tool/ok"),
                Map.entry("liveline.tools.echo.url", base + "/tool/echo"),
                Map.entry("liveline.tools.broken.url", base + "/tool/broken"),
                Map.entry("liveline.tools.big.url", base + "/tool/big"),
                Map.entry("liveline.tools.slow.url", base + "/tool/slow"),
                Map.entry("liveline.tools.slow.deadline", "PT0.3S"), Map.entry("liveline.router.url", base),
                Map.entry("liveline.router.deadline", "PT3S"), Map.entry("liveline.reports.urls",
                        base + "/reports," + base + "/receiver/gone," + base + "/receiver/broken"),
                Map.entry("liveline.reports.attempts", "3"), Map.entry("liveline.tools.tired.url", base + "/tool/tired"),
                Map.entry("liveline.reports.secret", "whsec_c2VjcmV0"), Map.entry("liveline.reports.delay", "PT0S"),
                Map.entry("liveline.reports.backoff", "PT0.2S"), Map.entry("liveline.spool.max-messages", "1000"));
    }

    @Override
    public void stop() {
        never.countDown();
        server.stop(0);
    }

    private void never() {
        try {
            never.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
