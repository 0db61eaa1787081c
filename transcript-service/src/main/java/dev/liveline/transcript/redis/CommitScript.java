package dev.liveline.transcript.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.liveline.edge.webhook.ReplayGuard;
import dev.liveline.events.CallEvent;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.CallKeys;
import dev.liveline.events.CommandJson;
import dev.liveline.events.EventEntry;
import dev.liveline.events.EventJson;
import dev.liveline.events.Shards;
import dev.liveline.transcript.call.CallState;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// The call of `commit.lua`: its arguments from a [Step], its answer as an [Outcome].
final class CommitScript {

    /// Field of a log entry beside those of [dev.liveline.events.LogEntry]: when the words of a final began, for the times of cues.
    static final String BEGUN_AT = "s";

    private static final String SOURCE = source("commit.lua");
    private static final String SHA = sha1(SOURCE);
    private static final long REFRESH_MILLIS = 5_000;

    private final Shards shards;
    private final CommitSettings settings;

    CommitScript(Shards shards, CommitSettings settings) {
        this.shards = shards;
        this.settings = settings;
    }

    /// @param whole whether to send the script itself, for a Redis that does not know it (any more)
    Request request(Step step, boolean whole) {
        CallState next = step.next();
        CallKeys keys = CallKeys.of(shards, next.callId());
        Request request = whole ? Request.cmd(Command.EVAL).arg(SOURCE) : Request.cmd(Command.EVALSHA).arg(SHA);
        request.arg(8 + step.replayKeys().size())
            .arg(keys.call())
            .arg(keys.log())
            .arg(keys.erased())
            .arg(keys.live())
            .arg(keys.ended())
            .arg(keys.events())
            .arg(keys.commands())
            .arg(ReportQueue.due(shards.of(next.callId())));
        String tag = shards.tag(next.callId());
        step.replayKeys().forEach(key -> request.arg(ReplayGuard.key(tag, key)));
        CallState loaded = step.loaded();
        boolean unchanged = loaded == next;
        boolean ended = next.isEnded();
        request.arg(loaded.version())
            .arg(loaded.version() == 0 ? "" : loaded.epoch())
            .arg(next.callId())
            .arg((ended ? settings.retention() : settings.keepLive()).toMillis())
            .arg(settings.streamLength())
            .arg(settings.streamLength())
            .arg(settings.rememberSignatures().toMillis())
            .arg(ended ? "ended" : "live")
            .arg(refreshes(loaded, next)
                    ? Long.toString(ended && next.life() != null ? next.life().startedAt() : next.lastEventAt())
                    : "");
        request.arg(endsNow(step) ? settings.reportTo() : 0).arg(next.lastEventAt() + settings.reportAfter().toMillis());
        if (unchanged) {
            return request.arg(0).arg(0).arg(0).arg(0);
        }
        return body(request, step);
    }

    /// Expiry and place among the live calls are known to within [#REFRESH_MILLIS]: refreshing both at every partial would be a third of
    /// what a commit costs Redis. A call's first commit, its last and all after that refresh them always.
    private static boolean refreshes(CallState loaded, CallState next) {
        return loaded.version() == 0 || next.isEnded()
                || loaded.lastEventAt() / REFRESH_MILLIS != next.lastEventAt() / REFRESH_MILLIS;
    }

    private static boolean endsNow(Step step) {
        return step.next().isEnded() && !step.loaded().isEnded();
    }

    private static Request body(Request request, Step step) {
        List<String> fields = new ArrayList<>(24);
        StateFields.changes(step.loaded(), step.next(), step.loaded().version() + 1, (name, value) -> {
            fields.add(name);
            fields.add(value);
        });
        List<CallEvent> logged = step.events().stream().filter(CommitScript::isLogged).toList();
        request.arg(fields.size() / 2).arg(logged.size()).arg(step.events().size()).arg(step.commands().size());
        fields.forEach(request::arg);
        for (CallEvent event : logged) {
            Long vapiAt = event.envelope().vapiAt();
            request.arg(event.envelope().seq() + "-0")
                .arg(event.type())
                .arg(event.envelope().at())
                .arg(vapiAt == null ? "" : vapiAt.toString())
                .arg(EventJson.own(event))
                .arg(begun(step, event));
        }
        String team = step.next().identity().team();
        for (CallEvent event : step.events()) {
            EventEntry entry = EventEntry.of(event, team);
            request.arg(entry.epoch())
                .arg(entry.seq())
                .arg(entry.type())
                .arg(team == null ? "" : team)
                .arg(entry.utterance() == null ? "" : entry.utterance())
                .arg(entry.partial() ? "1" : "")
                .arg(entry.json());
        }
        for (dev.liveline.events.Command command : step.commands()) {
            request.arg(command.kind()).arg(CommandJson.write(command));
        }
        return request;
    }

    private static String begun(Step step, CallEvent event) {
        Long at = step.begunAt().get(event.envelope().seq());
        return at == null ? "" : at.toString();
    }

    private static boolean isLogged(CallEvent event) {
        return !(event instanceof Caption caption) || caption.last();
    }

    Outcome outcome(Step step, Response answer) {
        return switch (answer.get(0).toString()) {
            case "ok" -> new Outcome.Committed(
                    step.loaded() == step.next() ? step.next() : step.next().at(step.loaded().version() + 1));
            case "erased" -> new Outcome.Erased();
            case "spent" -> new Outcome.Spent(indices(answer));
            case "conflict" -> new Outcome.Conflict(
                    answer.size() == 1 ? null : StateFields.read(step.next().callId(), fields(answer, 1)));
            default -> throw new IllegalStateException("the commit script answered something it cannot");
        };
    }

    private static Set<Integer> indices(Response answer) {
        Set<Integer> indices = new HashSet<>();
        for (int i = 1; i < answer.size(); i++) {
            indices.add(Integer.valueOf(answer.get(i).toString()));
        }
        return indices;
    }

    /// Names and values in turn, from an index on.
    static Map<String, String> fields(Response flat, int from) {
        Map<String, String> fields = new HashMap<>();
        for (int i = from; i + 1 < flat.size(); i += 2) {
            fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        return fields;
    }

    static String source(String name) {
        try (InputStream in = CommitScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static String sha1(String text) {
        try {
            return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
