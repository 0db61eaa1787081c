package dev.liveline.transcript.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallEvent;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.CallKeys;
import dev.liveline.events.CommandJson;
import dev.liveline.events.EventEntry;
import dev.liveline.events.EventJson;
import dev.liveline.events.Shards;
import dev.liveline.edge.webhook.SpentSignature;
import dev.liveline.transcript.call.CallState;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;

/// The call of `commit.lua`: its arguments from a [Step], its answer as an [Outcome].
final class CommitScript {

    /// Field of a log entry beside those of [dev.liveline.events.LogEntry]: when the words of a final began, for the times of cues.
    static final String BEGUN_AT = "s";

    private static final long REFRESH_MILLIS = 5_000;

    private final Shards shards;
    private final CommitSettings settings;
    private final String source;
    private final String sha;

    CommitScript(Shards shards, CommitSettings settings) {
        this.shards = shards;
        this.settings = settings;
        this.source = "local STREAM_LENGTH, REMEMBER, PUBLISHED, DATABASE = '%d', '%d', %b, '%s'\n".formatted(
                settings.streamLength(),
                settings.rememberSignatures().toMillis(), !settings.redis().isCluster(), settings.redis().channel(""))
                + source("commit.lua");
        this.sha = sha1(source);
    }

    /// @param whole whether to send the script itself, for a Redis that does not know it (any more)
    Request request(Step step, boolean whole) {
        CallState loaded = step.loaded();
        CallKeys keys = CallKeys.of(shards, loaded.callId());
        List<SpentSignature> signatures = step.signatures();
        List<String> entries = entries(step);
        boolean changed = loaded != step.next();
        List<String> fields = changed ? fields(step, entries) : List.of();
        List<List<String>> others = changed ? otherWrites(step, keys) : List.of();
        Set<String> otherKeys = keysOf(others);

        Request request = whole ? Request.cmd(Command.EVAL).arg(source) : Request.cmd(Command.EVALSHA).arg(sha);
        request.arg(3 + signatures.size() + otherKeys.size()).arg(keys.call()).arg(keys.events()).arg(keys.erased());
        String tag = shards.tag(loaded.callId());
        for (SpentSignature signature : signatures) {
            request.arg(signature.set(tag));
        }
        otherKeys.forEach(request::arg);
        request.arg(loaded.version() == 0 ? "" : StateFields.standing(loaded, loaded.version()))
            .arg(signatures.size())
            .arg(fields.size())
            .arg(entries.size());
        for (SpentSignature signature : signatures) {
            request.arg(signature.number());
        }
        for (String word : fields) {
            request.arg(word);
        }
        String open = fields.isEmpty() ? "" : fields.getLast();
        for (String entry : entries) {
            request.arg(entry.equals(open) ? "" : entry);
        }
        for (List<String> words : others) {
            request.arg(words.size());
            words.forEach(request::arg);
        }
        return request;
    }

    private static List<String> entries(Step step) {
        String team = step.next().identity().team();
        List<String> entries = new ArrayList<>(step.events().size());
        for (CallEvent event : step.events()) {
            entries.add(EventEntry.of(event, team).write());
        }
        return entries;
    }

    /// @param entries of the step's events, in their order: an open utterance is kept as it was told
    private static List<String> fields(Step step, List<String> entries) {
        CallState next = step.next();
        List<String> fields = new ArrayList<>(16);
        StateFields.changes(step.loaded(), next, step.loaded().version() + 1, caption -> {
            int told = step.events().indexOf(caption);
            return told < 0 ? EventEntry.of(caption, next.identity().team()).write() : entries.get(told);
        }, (name, value) -> {
            fields.add(name);
            fields.add(value);
        });
        return fields;
    }

    private static Set<String> keysOf(List<List<String>> writes) {
        if (writes.isEmpty()) {
            return Set.of();
        }
        Set<String> keys = new LinkedHashSet<>();
        writes.forEach(words -> keys.add(words.get(1)));
        return keys;
    }

    /// What a step writes beside the call's hash and the event stream, as commands whose second word is their key: nothing for most
    /// partial captions.
    private List<List<String>> otherWrites(Step step, CallKeys keys) {
        CallState next = step.next();
        List<List<String>> writes = new ArrayList<>(0);
        if (step.loaded().version() == 0) {
            // A log without its call is a leftover: its ids would refuse ours.
            writes.add(List.of("DEL", keys.log()));
        }
        for (CallEvent event : step.events()) {
            if (isLogged(event)) {
                Long vapiAt = event.envelope().vapiAt();
                writes.add(List.of("XADD", keys.log(), event.envelope().seq() + "-0", "t", event.type(), "a",
                        Long.toString(event.envelope().at()), "v", vapiAt == null ? "" : vapiAt.toString(), "b",
                        EventJson.own(event),
                        BEGUN_AT, begun(step, event)));
            }
        }
        for (dev.liveline.events.Command command : step.commands()) {
            writes.add(List.of("XADD", keys.commands(), "MAXLEN", "~", Integer.toString(settings.streamLength()), "*", "type",
                    command.kind(), "call", next.callId(), "json", CommandJson.write(command)));
        }
        if (endsNow(step)) {
            String due = Long.toString(next.lastEventAt() + settings.reportAfter().toMillis());
            for (int receiver = 0; receiver < settings.reportTo(); receiver++) {
                writes.add(List.of("ZADD", ReportQueue.due(shards.of(next.callId())), due,
                        ReportQueue.member(receiver, next.callId())));
            }
        }
        if (refreshes(step.loaded(), next)) {
            String keep = Long.toString((next.isEnded() ? settings.retention() : settings.keepLive()).toMillis());
            writes.add(List.of("PEXPIRE", keys.call(), keep));
            writes.add(List.of("PEXPIRE", keys.log(), keep));
            if (next.isEnded()) {
                writes.add(List.of("ZREM", keys.live(), next.callId()));
            }
            long score = next.isEnded() && next.life() != null ? next.life().startedAt() : next.lastEventAt();
            writes.add(List.of("ZADD", next.isEnded() ? keys.ended() : keys.live(), Long.toString(score), next.callId()));
        }
        return writes;
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

    private static String begun(Step step, CallEvent event) {
        Long at = step.begunAt().get(event.envelope().seq());
        return at == null ? "" : at.toString();
    }

    private static boolean isLogged(CallEvent event) {
        return !(event instanceof Caption caption) || caption.last();
    }

    Outcome outcome(Step step, Response answer) {
        if (answer.type() != ResponseType.MULTI) {
            return new Outcome.Committed(
                    step.loaded() == step.next() ? step.next() : step.next().at(step.loaded().version() + 1));
        }
        return switch (answer.get(0).toString()) {
            case "erased" -> new Outcome.Erased();
            case "spent" -> new Outcome.Spent(indices(answer));
            case "conflict" -> new Outcome.Conflict(
                    answer.size() == 1 ? null : StateFields.read(step.next().callId(), Hashes.of(answer, 1)));
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
