package dev.liveline.transcript.tool;

import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import dev.liveline.transcript.Applied;
import dev.liveline.transcript.Calls;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.call.Happening;
import dev.liveline.transcript.call.Happening.PersonAsked;
import dev.liveline.transcript.call.Happening.ToolAnswered;
import dev.liveline.transcript.call.Identity;
import dev.liveline.transcript.tool.ToolResult.Failed;
import dev.liveline.transcript.tool.ToolResult.Given;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/// Runs the assistant's tools. Every request gets a result: an unknown, failing or slow tool yields an error in words. A request that is
/// delivered again while it runs, or soon after, gets the answer of the first.
@Singleton
public final class Tools {

    /// The built-in tool that asks for a person: `{reason, team?}`.
    public static final String ESCALATE = "escalate_to_human";
    private static final int REMEMBERED = 1_000;
    private static final int WORDS = 500;

    private final HttpTools http;
    private final Calls calls;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Map<String, Future<ToolResult>> recent = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Future<ToolResult>> eldest) {
            return size() > REMEMBERED;
        }
    });

    Tools(HttpTools http, Calls calls, InstantSource clock, MeterRegistry registry) {
        this.http = http;
        this.calls = calls;
        this.clock = clock;
        this.registry = registry;
    }

    /// Never fails.
    public Future<ToolResult> run(ToolRequest request) {
        return recent.computeIfAbsent(request.callId() + ' ' + request.toolCallId(), _ -> start(request));
    }

    private Future<ToolResult> start(ToolRequest request) {
        long begun = System.nanoTime();
        Future<ToolResult> result = request.name().equals(ESCALATE) ? escalate(request)
                : http.knows(request.name()) ? http.ask(request)
                        : Future.succeededFuture(new Failed("unknown",
                                request.name().isEmpty() ? "The call names no tool."
                                        : "There is no tool named " + name(request) + "."));
        return result.onSuccess(given -> told(request, given, System.nanoTime() - begun));
    }

    /// The transfer is on the stream, or in the spool, before the assistant hears that a person will come.
    private Future<ToolResult> escalate(ToolRequest request) {
        JsonObject arguments = object(request.arguments());
        PersonAsked asked = new PersonAsked(request.toolCallId(), bounded(arguments, "team"), bounded(arguments, "reason"));
        return calls.apply(request.callId(), fact(request, asked), null).map(applied -> switch (applied) {
            case Applied.Durable _,Applied.Noted _,Applied.Spooled _ -> new Given("A person will take over in a moment.");
            case Applied.Erased _,Applied.Replayed _,Applied.Refused _ ->
                new Failed("not-taken", "A person cannot be reached at the moment.");
        });
    }

    private void told(ToolRequest request, ToolResult result, long nanos) {
        boolean ok = result instanceof Given;
        String outcome = result instanceof Failed failed ? failed.kind() : "ok";
        registry.timer("liveline_transcript_tool", "outcome", outcome).record(nanos, TimeUnit.NANOSECONDS);
        ToolAnswered answered = new ToolAnswered(request.toolCallId(), name(request),
                ok ? ToolAnswered.Outcome.OK : ToolAnswered.Outcome.ERROR, TimeUnit.NANOSECONDS.toMillis(nanos));
        calls.apply(request.callId(), fact(request, answered), null);
    }

    private Fact fact(ToolRequest request, Happening what) {
        return new Fact(clock.millis(), request.askedAt(), Identity.UNKNOWN, what);
    }

    private static String name(ToolRequest request) {
        return request.name().length() <= 100 ? request.name() : request.name().substring(0, 100);
    }

    private static JsonObject object(String json) {
        try {
            return new JsonObject(json);
        } catch (DecodeException noObject) {
            return new JsonObject();
        }
    }

    private static @Nullable String bounded(JsonObject arguments, String name) {
        if (!(arguments.getValue(name) instanceof String text) || text.isBlank()) {
            return null;
        }
        String line = ToolResult.line(text);
        return line.length() <= WORDS ? line : line.substring(0, WORDS);
    }
}
