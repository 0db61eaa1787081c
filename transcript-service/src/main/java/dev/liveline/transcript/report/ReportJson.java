package dev.liveline.transcript.report;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.call.EndingFamily;
import dev.liveline.transcript.call.Identity;
import dev.liveline.transcript.call.Life;
import dev.liveline.transcript.export.Format;
import dev.liveline.transcript.export.Transcript;
import io.vertx.core.json.JsonObject;

/// `{type: "call.ended", timestamp, data: {call, transcript}}`: the call's facts as `GET /calls/{id}` names them, and its JSON transcript.
final class ReportJson {

    private ReportJson() {}

    static String write(CallState state, Transcript transcript) {
        Identity who = state.identity();
        JsonObject call = new JsonObject().put("callId", state.callId()).put("epoch", state.epoch()).put("seq", state.seq());
        put(call, "from", who.from());
        put(call, "to", who.to());
        put(call, "team", who.team());
        put(call, "assistantId", who.assistantId());
        put(call, "route", who.route());
        Life life = state.life();
        if (life != null) {
            call.put("status", life.status().wire()).put("startedAt", life.startedAt());
            put(call, "endedAt", life.endedAt());
            put(call, "endedReason", life.endedReason());
            EndingFamily fault = life.fault();
            put(call, "fault", fault == null ? null : fault.word());
            put(call, "askedForPersonAt", life.askedForPersonAt());
        }
        call.put("utterances", state.utterances()).put("bargeIns", state.bargeIns());
        JsonObject data = new JsonObject().put("call", call)
            .put("transcript", new JsonObject(Format.JSON.write(transcript)));
        long endedAt = life == null || life.endedAt() == null ? state.lastEventAt() : life.endedAt();
        return new JsonObject().put("type", "call.ended")
            .put("timestamp", Instant.ofEpochMilli(endedAt).toString())
            .put("data", data)
            .encode();
    }

    private static void put(JsonObject json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
