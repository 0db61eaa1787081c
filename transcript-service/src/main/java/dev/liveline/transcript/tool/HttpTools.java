package dev.liveline.transcript.tool;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.inject.Singleton;

import dev.liveline.transcript.HttpPosts;
import dev.liveline.transcript.HttpPosts.Answer;
import dev.liveline.transcript.HttpPosts.Trouble;
import dev.liveline.transcript.tool.CircuitBreaker.Attempt;
import dev.liveline.transcript.tool.CircuitBreaker.Rules;
import dev.liveline.transcript.tool.ToolConfig.HttpTool;
import dev.liveline.transcript.tool.ToolResult.Failed;
import dev.liveline.transcript.tool.ToolResult.Given;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/// Tools that live behind a URL: each with a deadline, a bound on its answer, and a circuit breaker of its own, so that one that hangs costs
/// its callers one short sentence and nobody else anything.
@Singleton
final class HttpTools {

    private static final int CONNECTIONS = 64;
    /// Longer than that nobody's `Retry-After` keeps a tool from its callers.
    private static final long LONGEST_PAUSE_MS = 60_000;

    private record Endpoint(HttpTool tool, CircuitBreaker breaker) {}

    private final HttpPosts posts;
    private final InstantSource clock;
    private final Map<String, Endpoint> endpoints = new HashMap<>();

    HttpTools(Vertx vertx, ToolConfig config, InstantSource clock) {
        this.posts = new HttpPosts(vertx, CONNECTIONS);
        this.clock = clock;
        config.tools().forEach((name, tool) -> endpoints.put(name, new Endpoint(tool, new CircuitBreaker(Rules.USUAL))));
    }

    boolean knows(String name) {
        return endpoints.containsKey(name);
    }

    /// Never fails.
    Future<ToolResult> ask(ToolRequest request) {
        Endpoint endpoint = endpoints.get(request.name());
        Attempt attempt = endpoint.breaker().attempt(clock.millis());
        if (attempt == null) {
            return Future.succeededFuture(new Failed("open", "The tool is out of order at the moment."));
        }
        return post(endpoint.tool(), request).onComplete(answered -> judge(attempt, answered))
            .map(HttpTools::result)
            .otherwise(HttpTools::failure);
    }

    private Future<Answer> post(HttpTool tool, ToolRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json, text/plain");
        headers.put("Idempotency-Key", request.toolCallId().replaceAll("[^\\x21-\\x7e]", ""));
        tool.authorization().ifPresent(value -> headers.put("Authorization", value));
        Buffer body = new JsonObject().put("callId", request.callId())
            .put("toolCallId", request.toolCallId())
            .put("name", request.name())
            .put("arguments", arguments(request.arguments()))
            .toBuffer();
        return posts.post(tool.url().toString(), headers, body, tool.deadline(), tool.maxResponse());
    }

    /// Arguments that are no JSON are handed on as the text they are: the tool may know better.
    private static Object arguments(String text) {
        try {
            return Json.decodeValue(text);
        } catch (DecodeException noJson) {
            return text;
        }
    }

    /// What an answer says of the tool itself: that it refuses one request (4xx) says nothing against it.
    private void judge(Attempt attempt, AsyncResult<Answer> answered) {
        long now = clock.millis();
        if (answered.failed()) {
            attempt.failed(now);
            return;
        }
        Answer answer = answered.result();
        boolean overloaded = answer.status() == 429 || answer.status() == 503;
        Duration pause = overloaded ? answer.pause(now) : null;
        if (pause != null && pause.isPositive()) {
            attempt.failed(now, Math.min(pause.toMillis(), LONGEST_PAUSE_MS));
        } else if (overloaded || answer.status() >= 500) {
            attempt.failed(now);
        } else {
            attempt.succeeded();
        }
    }

    private static ToolResult result(Answer answer) {
        return answer.isOk() ? new Given(ToolResult.line(answer.body().toString()))
                : new Failed("status", "The tool answered " + answer.status() + ".");
    }

    private static ToolResult failure(Throwable cause) {
        return switch (cause instanceof HttpPosts.Failed failed ? failed.trouble() : Trouble.UNREACHABLE) {
            case LATE -> new Failed("timeout", "The tool did not answer in time.");
            case TOO_LONG -> new Failed("too-long", "The tool answered too much.");
            case UNREACHABLE -> new Failed("unreachable", "The tool could not be reached.");
        };
    }
}
