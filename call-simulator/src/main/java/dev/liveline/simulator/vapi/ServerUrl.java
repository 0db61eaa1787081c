package dev.liveline.simulator.vapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where the messages of a call go and how: a `server` object of Vapi with its credential resolved.
///
/// @param timeout per attempt
/// @param headers the operator's own; they win over the credential's
/// @param backoff when and how often a failed delivery is repeated; by default never
record ServerUrl(String url, Duration timeout, Map<String, String> headers, WebhookSigning signing, Backoff backoff) {

    /// The first of `servers` that names a URL: assistant, then phone number, then organisation.
    static ServerUrl resolve(List<JsonObject> servers, VapiOptions options) {
        for (var server : servers) {
            if (server != null && server.getString("url") != null) {
                return of(server, options);
            }
        }
        return of(new JsonObject().put("url", options.serverUrl()), options);
    }

    private static ServerUrl of(JsonObject server, VapiOptions options) {
        var headers = new HashMap<String, String>();
        server.getJsonObject("headers", new JsonObject())
            .forEach(header -> headers.put(header.getKey(),
                    String.valueOf(header.getValue())));
        var signing = options.credentials().getOrDefault(server.getString("credentialId", ""), options.signing());
        var timeout = Duration.ofMillis((long) (1000 * server.getDouble("timeoutSeconds", 20.0)));
        return new ServerUrl(server.getString("url"), timeout, headers, signing,
                Backoff.of(server.getJsonObject("backoffPlan")));
    }

    boolean known() {
        return !url.isEmpty();
    }

    /// A `backoffPlan`.
    record Backoff(boolean exponential, int maxRetries, Duration base, Set<Integer> excluded) {

        static Backoff of(JsonObject plan) {
            if (plan == null) {
                return new Backoff(false, 0, Duration.ZERO, Set.of());
            }
            var excluded = new HashSet<Integer>();
            plan.getJsonArray("excludedStatusCodes", new JsonArray()).forEach(code -> {
                if (code instanceof Number number) {
                    excluded.add(number.intValue());
                }
            });
            return new Backoff("exponential".equals(plan.getString("type")), plan.getInteger("maxRetries", 0),
                    Duration.ofMillis((long) (1000 * plan.getDouble("baseDelaySeconds", 1.0))), Set.copyOf(excluded));
        }

        boolean allows(int retry, int status) {
            return retry <= maxRetries && !excluded.contains(status);
        }

        Duration before(int retry) {
            return exponential ? base.multipliedBy(1L << Math.min(10, retry - 1)) : base;
        }
    }
}
