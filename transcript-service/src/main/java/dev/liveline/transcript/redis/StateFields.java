package dev.liveline.transcript.redis;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.CallFields;
import dev.liveline.events.CallStatus;
import dev.liveline.events.EventEntry;
import dev.liveline.events.EventJson;
import dev.liveline.events.Speaker;
import dev.liveline.events.Standing;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.call.FinalMarks;
import dev.liveline.transcript.call.Identity;
import dev.liveline.transcript.call.Life;
import dev.liveline.transcript.call.Quality;
import dev.liveline.transcript.call.Track;
import dev.liveline.transcript.call.Track.OpenUtterance;

/// A call's state as fields of its hash: those of [CallFields], which others read, and private ones, whose names begin with `_`.
///
/// Only what changed is written; parts of the state that are the same instance have not changed.
final class StateFields {

    private static final String STATUS_AT = "_statusAt";
    private static final String FINALS = "_finals";
    private static final String BARGED_IN_AT = "_bargedInAt";
    private static final String PLAN = "_plan";
    private static final String TRANSCRIBED = "_transcribed";
    private static final String SETTLED = "_settled";
    private static final String QUALITY = "_quality";

    private static final List<Speaker> SPEAKERS = List.of(Speaker.values());

    private StateFields() {}

    /// What the hash says of where a committed call stands.
    static String standing(CallState call, long version) {
        return new Standing(call.epoch(), version, call.seq(), call.lastEventAt()).write();
    }

    /// Gives every field of `next` that may differ from `before` to a sink, an open utterance last.
    ///
    /// @param version that `next` is committed as
    /// @param entries the text of an open utterance's entry
    static void changes(CallState before, CallState next, long version, Function<Caption, String> entries,
            BiConsumer<String, String> sink) {
        boolean all = before.version() == 0;
        sink.accept(CallFields.STANDING, standing(next, version));
        if (all || before.identity() != next.identity()) {
            identity(next.identity(), sink);
        }
        if (all || before.life() != next.life()) {
            life(Objects.requireNonNull(next.life()), sink);
        }
        if (all || before.utterances() != next.utterances()) {
            sink.accept(CallFields.UTTERANCES, Integer.toString(next.utterances()));
        }
        if (before.finals() != next.finals()) {
            sink.accept(FINALS, marks(next.finals()));
        }
        if (all || before.bargeIns() != next.bargeIns()) {
            sink.accept(CallFields.BARGE_INS, Integer.toString(next.bargeIns()));
            sink.accept(BARGED_IN_AT, Long.toString(next.bargedInAt()));
        }
        if (before.plan() != next.plan()) {
            sink.accept(PLAN, PlanText.write(next.plan()));
        }
        if (before.transcribed() != next.transcribed()) {
            sink.accept(TRANSCRIBED, next.transcribed() ? "1" : "0");
        }
        if (before.settled() != next.settled()) {
            sink.accept(SETTLED, String.join("\n", next.settled()));
        }
        if (before.quality() != next.quality()) {
            sink.accept(QUALITY, quality(next.quality()));
        }
        for (Speaker speaker : SPEAKERS) {
            if (before.track(speaker) != next.track(speaker)) {
                track(speaker, before.track(speaker), next.track(speaker), entries, sink);
            }
        }
    }

    private static void identity(Identity identity, BiConsumer<String, String> sink) {
        optional(CallFields.FROM, identity.from(), sink);
        optional(CallFields.TO, identity.to(), sink);
        optional(CallFields.TEAM, identity.team(), sink);
        optional(CallFields.ASSISTANT_ID, identity.assistantId(), sink);
        optional(CallFields.ROUTE, identity.route(), sink);
        optional(CallFields.CALL_SID, identity.callSid(), sink);
        optional(CallFields.CONTROL_URL, identity.controlUrl(), sink);
    }

    private static void life(Life life, BiConsumer<String, String> sink) {
        sink.accept(CallFields.STATUS, life.status().wire());
        sink.accept(STATUS_AT, Long.toString(life.statusAt()));
        sink.accept(CallFields.STARTED_AT, Long.toString(life.startedAt()));
        optional(CallFields.ENDED_AT, life.endedAt(), sink);
        optional(CallFields.ENDED_REASON, life.endedReason(), sink);
        optional(CallFields.ASKED_FOR_PERSON_AT, life.askedForPersonAt(), sink);
    }

    private static void optional(String name, @Nullable Object value, BiConsumer<String, String> sink) {
        if (value != null) {
            sink.accept(name, value.toString());
        }
    }

    private static void track(Speaker speaker, Track before, Track track, Function<Caption, String> entries,
            BiConsumer<String, String> sink) {
        OpenUtterance open = track.open();
        if (before.speaking() != track.speaking()) {
            switch (speaker) {
                case CALLER -> sink.accept(CallFields.SPEAKING_CALLER, track.speaking() ? "1" : "0");
                case ASSISTANT -> sink.accept(CallFields.SPEAKING_ASSISTANT, track.speaking() ? "1" : "0");
                case AGENT -> {
                }
            }
        }
        String times = (track.speaking() ? 1 : 0) + " " + track.speechAt() + " " + track.newestFinalAt() + " "
                + track.newestFinal();
        sink.accept(trackField(speaker), open == null ? times
                : times + " " + open.openedAt() + " " + open.newestAt() + " " + (open.planned() ? 1 : 0));
        sink.accept(CallFields.open(speaker), open == null ? "" : entries.apply(open.caption()));
    }

    private static String trackField(Speaker speaker) {
        return "_" + speaker.wire();
    }

    private static String marks(FinalMarks finals) {
        long[] marks = finals.marks();
        ByteBuffer bytes = ByteBuffer.allocate(marks.length * Long.BYTES);
        bytes.asLongBuffer().put(marks);
        return Base64.getEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static String quality(Quality q) {
        return q.erasedWords() + " " + q.finalWords() + " " + q.finals() + " " + q.finalLagMs() + " " + q.turns() + " "
                + q.responseMs() + " " + q.laggyTurns() + " " + q.callerDoneAt();
    }

    /// Reads a call's hash.
    ///
    /// @throws IllegalStateException if it is not one that [#changes] wrote
    static CallState read(String callId, Map<String, String> fields) {
        try {
            Standing standing = Standing.read(text(fields, CallFields.STANDING));
            return new CallState(callId, standing.epoch(), standing.version(), standing.seq(), readIdentity(fields),
                    readLife(fields), readTrack(Speaker.CALLER, fields),
                    readTrack(Speaker.ASSISTANT, fields), readTrack(Speaker.AGENT, fields),
                    (int) number(fields, CallFields.UTTERANCES), readMarks(fields.getOrDefault(FINALS, "")),
                    (int) number(fields, CallFields.BARGE_INS), number(fields, BARGED_IN_AT),
                    PlanText.read(fields.getOrDefault(PLAN, "")), "1".equals(fields.get(TRANSCRIBED)),
                    readSettled(fields.getOrDefault(SETTLED, "")), readQuality(fields.get(QUALITY)),
                    standing.lastEventAt());
        } catch (RuntimeException unreadable) {
            throw new IllegalStateException("the hash of call " + callId + " is not readable", unreadable);
        }
    }

    private static Identity readIdentity(Map<String, String> fields) {
        return new Identity(fields.get(CallFields.FROM), fields.get(CallFields.TO), fields.get(CallFields.TEAM),
                fields.get(CallFields.ASSISTANT_ID), fields.get(CallFields.ROUTE), fields.get(CallFields.CALL_SID),
                fields.get(CallFields.CONTROL_URL));
    }

    private static Life readLife(Map<String, String> fields) {
        return new Life(CallStatus.of(text(fields, CallFields.STATUS)), number(fields, STATUS_AT),
                number(fields, CallFields.STARTED_AT), optionalNumber(fields, CallFields.ENDED_AT),
                fields.get(CallFields.ENDED_REASON), optionalNumber(fields, CallFields.ASKED_FOR_PERSON_AT));
    }

    private static Track readTrack(Speaker speaker, Map<String, String> fields) {
        String times = fields.get(trackField(speaker));
        if (times == null) {
            return Track.SILENT;
        }
        String[] parts = times.split(" ");
        OpenUtterance open = null;
        if (parts.length > 4
                && EventJson.read(EventEntry.read(text(fields, CallFields.open(speaker))).json()) instanceof Caption caption) {
            open = new OpenUtterance(caption, Long.parseLong(parts[4]), Long.parseLong(parts[5]), parts[6].equals("1"));
        }
        return new Track(parts[0].equals("1"), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]),
                open);
    }

    private static FinalMarks readMarks(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        long[] marks = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(marks);
        return FinalMarks.restored(marks);
    }

    private static List<String> readSettled(String lines) {
        return lines.isEmpty() ? List.of() : new ArrayList<>(List.of(lines.split("\n")));
    }

    private static Quality readQuality(@Nullable String text) {
        if (text == null) {
            return Quality.NONE;
        }
        String[] p = text.split(" ");
        return new Quality(Integer.parseInt(p[0]), Integer.parseInt(p[1]), Integer.parseInt(p[2]), Long.parseLong(p[3]),
                Integer.parseInt(p[4]), Long.parseLong(p[5]), Integer.parseInt(p[6]), Long.parseLong(p[7]));
    }

    private static String text(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(text(fields, name));
    }

    private static @Nullable Long optionalNumber(Map<String, String> fields, String name) {
        String value = fields.get(name);
        return value == null ? null : Long.valueOf(value);
    }
}
