package dev.liveline.transcript.tool;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

import dev.liveline.transcript.tool.ToolConfig.HttpTool;
import dev.liveline.transcript.tool.ToolResult.Failed;
import dev.liveline.transcript.tool.ToolResult.Given;
import io.smallrye.faulttolerance.api.TypedGuard;
import dev.liveline.transcript.HttpAnswers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/// Tools that live behind a URL: each with a deadline, a bound on its answer, and a circuit breaker of its own, so that one that hangs costs
/// its callers one short sentence and nobody else anything.
@Singleton
final class HttpTools {

    /// Requests to all tools at once, per host; more wait, within their deadlines.
    private static final int CONNECTIONS = 64;

    private record Endpoint(HttpTool tool, TypedGuard<CompletionStage<String>> guard) {}

    private final HttpClient http;
    private final Map<String, Endpoint> endpoints = new HashMap<>();

    HttpTools(Vertx vertx, ToolConfig config) {
        this.http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setConnectTimeout(2000));
        config.tools().forEach((name, tool) -> endpoints.put(name, new Endpoint(tool, guard(tool))));
    }

    private static TypedGuard<CompletionStage<String>> guard(HttpTool tool) {
        return TypedGuard.create(new TypeLiteral<CompletionStage<String>>() {
            private static final long serialVersionUID = 1L;
        })
            .withThreadOffload(false)
            .withTimeout()
            .duration(tool.deadline().toMillis(), ChronoUnit.MILLIS)
            .done()
            .withCircuitBreaker()
            .requestVolumeThreshold(8)
            .failureRatio(0.5)
            .delay(15, ChronoUnit.SECONDS)
            .successThreshold(1)
            .done()
            .build();
    }

    boolean knows(String name) {
        return endpoints.containsKey(name);
    }

    /// Never fails.
    Future<ToolResult> ask(ToolRequest request) {
        Endpoint endpoint = endpoints.get(request.name());
        CompletionStage<String> asked;
        try {
            asked = endpoint.guard().get(() -> post(endpoint.tool(), request).toCompletionStage());
        } catch (RuntimeException refused) {
            return Future.succeededFuture(failure(refused));
        }
        return Future.fromCompletionStage(asked)
            .<ToolResult>map(text -> new Given(ToolResult.line(text)))
            .otherwise(HttpTools::failure);
    }

    private Future<String> post(HttpTool tool, ToolRequest request) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST)
            .setAbsoluteURI(tool.url().toString())
            .setTimeout(tool.deadline().toMillis())
            .setFollowRedirects(false)
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "application/json, text/plain")
            .putHeader("Idempotency-Key", request.toolCallId().replaceAll("[^\\x21-\\x7e]", ""));
        tool.authorization().ifPresent(value -> options.putHeader("Authorization", value));
        Buffer body = new JsonObject().put("callId", request.callId())
            .put("toolCallId", request.toolCallId())
            .put("name", request.name())
            .put("arguments", arguments(request.arguments()))
            .toBuffer();
        return http.request(options).compose(http -> http.send(body)).compose(response -> read(response, tool.maxResponse()));
    }

    /// Arguments that are no JSON are handed on as the text they are: the tool may know better.
    private static Object arguments(String text) {
        try {
            return Json.decodeValue(text);
        } catch (DecodeException noJson) {
            return text;
        }
    }

    private static Future<String> read(HttpClientResponse response, int most) {
        if (response.statusCode() / 100 != 2) {
            HttpAnswers.dropRest(response);
            return Future.failedFuture(new ToolFailure("status", "The tool answered " + response.statusCode() + "."));
        }
        Promise<String> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > most) {
                read.tryFail(new ToolFailure("too-long", "The tool answered too much."));
                HttpAnswers.dropRest(response);
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(read::tryFail);
        response.endHandler(_ -> read.tryComplete(body.toString(StandardCharsets.UTF_8)));
        return read.future();
    }

    private static ToolResult failure(Throwable cause) {
        return switch (cause) {
            case ToolFailure failure -> new Failed(failure.kind, failure.getMessage());
            case CircuitBreakerOpenException _ -> new Failed("open", "The tool is out of order at the moment.");
            case org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException _ ->
                new Failed("timeout", "The tool did not answer in time.");
            case TimeoutException _ -> new Failed("timeout", "The tool did not answer in time.");
            default -> new Failed("unreachable", "The tool could not be reached.");
        };
    }

    private static final class ToolFailure extends Exception {
        private static final long serialVersionUID = 1L;
        private final String kind;

        private ToolFailure(String kind, String words) {
            super(words, null, false, false);
            this.kind = kind;
        }
    }
}
