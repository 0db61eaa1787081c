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
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// One session of the streaming protocol: a call whose id is the session's. Answers every message with what was said so far and where the
/// call is.
final class IngestSession {

    /// Finals repeated in an answer.
    private static final int SHOWN = 50;

    private final String id;
    private final Calls calls;
    private final InstantSource clock;
    private final ArrayDeque<JsonObject> finals = new ArrayDeque<>();

    IngestSession(String id, Calls calls, InstantSource clock) {
        this.id = id;
        this.calls = calls;
        this.clock = clock;
    }

    String id() {
        return id;
    }

    /// Fails if it cannot be taken now.
    Future<JsonObject> start() {
        return apply(new StatusTold(CallStatus.IN_PROGRESS, null))
            .compose(applied -> applied instanceof Applied.Refused
                    ? Future.failedFuture("neither Redis nor the spool can take it")
                    : Future.succeededFuture(created(id)));
    }

    static JsonObject created(String sessionId) {
        return new JsonObject().put("type", "session.created").put("sessionId", sessionId);
    }

    Future<JsonObject> hear(IngestMessage.Heard heard) {
        return apply(new TextHeard(heard.speaker(), heard.text(), heard.last(), heard.confidence())).map(applied -> {
            if (heard.last()) {
                remember(said(heard.speaker(), heard.text(), true));
            }
            return update(applied);
        });
    }

    Future<JsonObject> interrupt() {
        return apply(new InterruptTold()).map(this::update);
    }

    Future<JsonObject> end() {
        return apply(new StatusTold(CallStatus.ENDED, "session-ended")).map(this::update);
    }

    private Future<Applied> apply(Happening what) {
        return calls.apply(id, new Fact(clock.millis(), null, Identity.UNKNOWN, what), null);
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
