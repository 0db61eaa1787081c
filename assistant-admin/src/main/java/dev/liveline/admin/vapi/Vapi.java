package dev.liveline.admin.vapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;

import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.AdminConfig;
import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.edge.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonArray;

/// Vapi's resources. Everything that goes wrong is a [Problem]: 400, 409 and 422 with Vapi's own words, 404, 429 and 503 with `Retry-After`, 502
/// and 504 where Vapi or the way to it failed.
///
/// Only GETs are repeated after a failure: a POST that was not answered may have been done. A 429 was not done, so it is repeated for all.
@ApplicationScoped
public class Vapi {

    /// Vapi's own maximum.
    public static final int PAGE = 1000;

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
    private static final Duration PAUSE_UNASKED = Duration.ofSeconds(1);

    private final VapiLine line;
    private final Pace pace;
    private final AdminConfig.Vapi config;
    private final RandomGenerator random;
    private final MeterRegistry meters;

    Vapi(VapiLine line, AdminConfig config, RandomGenerator random, MeterRegistry meters) {
        this.line = line;
        this.config = config.vapi();
        this.pace = new Pace(config.vapi().concurrency());
        this.random = random;
        this.meters = meters;
    }

    public ObjectNode create(Kind kind, ObjectNode body) {
        String text = Trees.write(body);
        return object(exchange(kind, "create", false, api -> api.create(kind.word(), text)), body);
    }

    /// @throws Problem 404 if there is none
    public ObjectNode get(Kind kind, String id) {
        return object(exchange(kind, "get", true, api -> api.get(kind.word(), known(id))), Trees.object());
    }

    /// Replaces each top-level field that the body has, whole; leaves the others.
    public ObjectNode update(Kind kind, String id, ObjectNode body) {
        String text = Trees.write(body);
        return object(exchange(kind, "update", false, api -> api.update(kind.word(), known(id), text)), body);
    }

    public ObjectNode delete(Kind kind, String id) {
        return object(exchange(kind, "delete", false, api -> api.delete(kind.word(), known(id))), Trees.object());
    }

    /// One page as Vapi cuts it: newest first.
    ///
    /// @param query `limit`, `createdAtLe` …
    public List<ObjectNode> list(Kind kind, Map<String, String> query) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        query.forEach(parameters::putSingle);
        JsonNode page = tree(exchange(kind, "list", true, api -> api.list(kind.word(), parameters)), Trees.object());
        List<ObjectNode> found = new ArrayList<>();
        if (!page.isArray()) {
            throw Problem.badGateway("Vapi answered with something that is not a list.");
        }
        page.forEach(element -> {
            if (element instanceof ObjectNode object) {
                found.add(object);
            }
        });
        return found;
    }

    /// Every resource of a kind, oldest last: pages by `createdAt`, because Vapi has no cursor.
    public List<ObjectNode> all(Kind kind) {
        Map<String, ObjectNode> found = new LinkedHashMap<>();
        Map<String, String> query = new LinkedHashMap<>(Map.of("limit", Integer.toString(PAGE)));
        while (true) {
            List<ObjectNode> page = list(kind, query);
            int before = found.size();
            page.forEach(resource -> found.putIfAbsent(resource.path("id").asText(), resource));
            if (page.size() < PAGE) {
                return List.copyOf(found.values());
            }
            if (found.size() == before) {
                throw Problem
                    .badGateway("Vapi has more than " + PAGE + " resources of one moment; they cannot be told apart by page.");
            }
            query.put("createdAtLe", page.getLast().path("createdAt").asText());
        }
    }

    /// Ids go into Vapi's paths: what cannot be one is not found.
    private static String known(String id) {
        if (!id.matches("[A-Za-z0-9-]{1,64}")) {
            throw Problem.of(404, "Vapi has no such resource.");
        }
        return id;
    }

    private VapiAnswer exchange(Kind kind, String operation, boolean safe, VapiLine.Exchange exchange) {
        long deadline = System.nanoTime() + config.patience().toNanos();
        int attempts = safe ? config.attempts() : 1;
        int failed = 0;
        int refused = 0;
        try {
            while (true) {
                VapiAnswer answer;
                try {
                    answer = once(exchange, deadline);
                } catch (VapiDown down) {
                    count(kind, operation, "failed");
                    failed++;
                    Duration backoff = jittered(FIRST_BACKOFF, failed);
                    if (failed >= attempts || System.nanoTime() + backoff.toNanos() - deadline > 0) {
                        Problem problem = Problem.of(down.status() == 0 ? 504 : 502, down.getMessage()
                                + (safe ? "" : " Whether it did what was asked is not known."));
                        throw down.status() == 0 ? problem : problem.with("vapiStatus", down.status());
                    }
                    Thread.sleep(backoff);
                    continue;
                }
                if (answer.status() != 429) {
                    count(kind, operation, answer.isRefused() ? "refused" : "done");
                    return answer;
                }
                count(kind, operation, "throttled");
                refused++;
                Duration pause = answer.retryAfter().orElse(jittered(PAUSE_UNASKED, refused));
                pace.pause(pause);
                if (System.nanoTime() + pause.toNanos() - deadline > 0) {
                    throw Problem.tooManyRequests("Vapi's rate limit is reached.",
                            Math.max(1, 1 + pace.pausedFor().toSeconds()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("The service is stopping.", 5);
        }
    }

    private VapiAnswer once(VapiLine.Exchange exchange, long deadline) throws VapiDown, InterruptedException {
        if (!pace.enter(deadline)) {
            throw pace.pausedFor().isPositive()
                    ? Problem.tooManyRequests("Vapi asked for a pause.", 1 + pace.pausedFor().toSeconds())
                    : Problem.unavailable("Too many requests to Vapi are waiting here.", 5);
        }
        try {
            return line.send(exchange);
        } catch (CircuitBreakerOpenException open) {
            throw Problem.unavailable("Vapi fails; it is left alone for a few seconds.", 5);
        } finally {
            pace.leave();
        }
    }

    private Duration jittered(Duration first, int time) {
        long nanos = first.toNanos() << Math.min(time - 1, 6);
        return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    }

    private void count(Kind kind, String operation, String outcome) {
        meters.counter("liveline.vapi.requests", "kind", kind.word(), "operation", operation, "outcome", outcome).increment();
    }

    private static ObjectNode object(VapiAnswer answer, JsonNode sent) {
        if (tree(answer, sent) instanceof ObjectNode object) {
            return object;
        }
        throw Problem.badGateway("Vapi answered with something that is not an object.");
    }

    private static JsonNode tree(VapiAnswer answer, JsonNode sent) {
        if (answer.isRefused()) {
            throw refusal(answer, sent);
        }
        try {
            return Trees.read(answer.body().getBytes(StandardCharsets.UTF_8));
        } catch (IOException notJson) {
            throw Problem.badGateway("Vapi answered with something that is not JSON.");
        }
    }

    /// Keeps Vapi's messages, without secrets that they may quote from what was sent.
    private static Problem refusal(VapiAnswer answer, JsonNode sent) {
        List<String> messages = messages(answer.body(), text -> Secrets.scrub(text, sent));
        String words = messages.isEmpty() ? ""
                : " " + String.join("; ", messages) + (messages.getLast().matches("(?s).*[.!?…]") ? "" : ".");
        return switch (answer.status()) {
            case 401, 403 -> Problem.badGateway("Vapi does not accept this service's key (VAPI_API_KEY).").code("vapi-key");
            case 404 -> Problem.of(404, "Vapi has no such resource.").code("vapi-refused");
            default -> Problem.of(answer.status(), "Vapi refused it." + words)
                .code("vapi-refused")
                .with("errors", new JsonArray(messages))
                .with("vapiStatus", answer.status());
        };
    }

    /// `{"message": text | [texts], "error": …}` as observed; anything else has none worth repeating.
    private static List<String> messages(String body, Function<String, String> clean) {
        try {
            JsonNode tree = Trees.read(body.getBytes(StandardCharsets.UTF_8));
            JsonNode message = tree.path("message");
            List<String> messages = new ArrayList<>();
            if (message.isTextual()) {
                messages.add(message.textValue());
            }
            message.forEach(element -> messages.add(element.asText()));
            if (messages.isEmpty() && tree.path("error").isTextual()) {
                messages.add(tree.path("error").textValue());
            }
            return messages.stream()
                .limit(50)
                .map(text -> text.length() > 500 ? text.substring(0, 500) + "…" : text)
                .map(clean)
                .toList();
        } catch (IOException notJson) {
            return List.of();
        }
    }
}
