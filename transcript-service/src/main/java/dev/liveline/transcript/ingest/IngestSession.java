package dev.liveline.transcript.ingest;

import java.time.InstantSource;
import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallStatus;
import dev.liveline.events.Speaker;
import dev.liveline.transcript.Applied;
import dev.liveline.transcript.Calls;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.call.Happening;
import dev.liveline.transcript.call.Happening.InterruptTold;
import dev.liveline.transcript.call.Happening.StatusTold;
import dev.liveline.transcript.call.Happening.TextHeard;
import dev.liveline.transcript.call.Identity;
import dev.liveline.transcript.call.Track.OpenUtterance;
import dev.liveline.transcript.redaction.RedactedFacts;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// One session of the streaming protocol: a call whose id is the session's. Answers every message with what was said so far and where the
/// call is.
final class IngestSession {

    /// Finals repeated in an answer.
    private static final int SHOWN = 50;
    private static final String NOT_TAKEN = "neither Redis nor the spool can take it";

    private final String id;
    private final Calls calls;
    private final InstantSource clock;
    private final RedactedFacts redacted;
    private final ArrayDeque<JsonObject> finals = new ArrayDeque<>();
    /// Of the call at the last answer.
    private long seq;

    /// @param redacted what is said is repeated as it is stored
    IngestSession(String id, Calls calls, InstantSource clock, RedactedFacts redacted) {
        this.id = id;
        this.calls = calls;
        this.clock = clock;
        this.redacted = redacted;
    }

    String id() {
        return id;
    }

    /// Fails if it cannot be taken now.
    Future<JsonObject> start() {
        return apply(new StatusTold(CallStatus.IN_PROGRESS, null))
            .compose(applied -> {
                know(applied);
                return applied instanceof Applied.Refused ? Future.failedFuture(NOT_TAKEN)
                        : Future.succeededFuture(created(id));
            });
    }

    static JsonObject created(String sessionId) {
        return new JsonObject().put("type", "session.created").put("sessionId", sessionId);
    }

    Future<JsonObject> hear(IngestMessage.Heard heard) {
        Fact fact = redacted
            .of(fact(new TextHeard(heard.speaker(), heard.text(), heard.last(), heard.confidence())));
        return calls.apply(id, fact, null).map(applied -> {
            if (fact.what() instanceof TextHeard(Speaker speaker, String text, boolean last, _) && last && isNews(applied)) {
                remember(said(speaker, text, true));
            }
            return update(applied);
        });
    }

    /// Whether something came of a final: one that is known, or was not taken, is not said.
    private boolean isNews(Applied applied) {
        return switch (applied) {
            case Applied.Durable(CallState state) -> state.seq() != seq;
            case Applied.Spooled _ -> true;
            case Applied.Noted _,Applied.Erased _,Applied.Replayed _,Applied.Refused _ -> false;
        };
    }

    Future<JsonObject> interrupt() {
        return apply(new InterruptTold()).map(this::update);
    }

    /// Fails if it cannot be taken now.
    Future<JsonObject> end() {
        return apply(new StatusTold(CallStatus.ENDED, "session-ended")).compose(applied -> applied instanceof Applied.Refused
                ? Future.failedFuture(NOT_TAKEN)
                : Future.succeededFuture(update(applied)));
    }

    private void know(Applied applied) {
        if (applied instanceof Applied.Durable(CallState state)) {
            seq = state.seq();
        }
    }

    private Future<Applied> apply(Happening what) {
        return calls.apply(id, fact(what), null);
    }

    private Fact fact(Happening what) {
        return new Fact(clock.millis(), null, Identity.UNKNOWN, what);
    }

    private void remember(JsonObject said) {
        if (finals.size() == SHOWN) {
            finals.removeFirst();
        }
        finals.add(said);
    }

    private static JsonObject said(Speaker speaker, String text, boolean last) {
        return new JsonObject().put("speaker", speaker.wire()).put("text", text).put("final", last);
    }

    private JsonObject update(Applied applied) {
        JsonArray transcripts = new JsonArray();
        finals.forEach(transcripts::add);
        JsonObject metadata = new JsonObject().put("accepted", !(applied instanceof Applied.Refused));
        know(applied);
        if (applied instanceof Applied.Durable(CallState state)) {
            addOpen(transcripts, state.caller().open());
            addOpen(transcripts, state.assistant().open());
            metadata.put("epoch", state.epoch())
                .put("seq", state.seq())
                .put("status", state.life() == null ? "unknown" : state.life().status().wire())
                .put("utterances", state.utterances())
                .put("bargeIns", state.bargeIns());
        }
        return new JsonObject().put("type", "transcript.update")
            .put("sessionId", id)
            .put("transcripts", transcripts)
            .put("metadata", metadata);
    }

    private static void addOpen(JsonArray transcripts, @Nullable OpenUtterance open) {
        if (open != null) {
            transcripts.add(said(open.caption().speaker(), open.caption().text(), false));
        }
    }
}
