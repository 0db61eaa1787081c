package dev.liveline.transcript.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.RoutingEvent;
import dev.liveline.events.RoutingJson;
import dev.liveline.events.Shards;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// Which call a Twilio CallSid belongs to, and what was told under the CallSid before that was known. One hash a CallSid: `call` is the call's
/// id, each other field an event that waits.
///
/// Both sides write their part first and read the other's then: whichever comes second sees both. If both do at once, the event is applied
/// twice, which is harmless.
@Singleton
public final class CallSids {

    private static final String CALL = "call";
    private static final Duration KEPT = Duration.ofHours(12);

    private final Redis redis;
    private final Shards shards;

    CallSids(Redis redis, Shards shards) {
        this.redis = redis;
        this.shards = shards;
    }

    /// The call of a CallSid; null if it is not known yet.
    public Future<@Nullable String> callOf(String callSid) {
        return redis.send(Request.cmd(Command.HGET).arg(key(callSid)).arg(CALL))
            .map(id -> id == null ? null : id.toString());
    }

    /// Lets an event wait for the call of its CallSid.
    ///
    /// @return the call, if it is known after all
    public Future<@Nullable String> await(String callSid, RoutingEvent event) {
        return set(callSid, event.type() + " " + event.at(), RoutingJson.write(event)).compose(_ -> callOf(callSid));
    }

    /// Notes the call of a CallSid.
    ///
    /// @return the events that waited for it, in the order they happened
    public Future<List<RoutingEvent>> join(String callSid, String callId) {
        return set(callSid, CALL, callId).compose(_ -> redis.send(Request.cmd(Command.HGETALL).arg(key(callSid)))).map(hash -> {
            List<RoutingEvent> waiting = new ArrayList<>();
            Hashes.of(hash).forEach((name, value) -> {
                if (!name.equals(CALL)) {
                    waiting.add(RoutingJson.read(name.substring(0, name.indexOf(' ')), value));
                }
            });
            waiting.sort(Comparator.comparingLong(RoutingEvent::at));
            return waiting;
        });
    }

    private Future<Void> set(String callSid, String field, String value) {
        String key = key(callSid);
        return redis.send(Request.cmd(Command.HSET).arg(key).arg(field).arg(value))
            .compose(_ -> redis.send(Request.cmd(Command.PEXPIRE).arg(key).arg(KEPT.toMillis())))
            .mapEmpty();
    }

    /// Forgets a CallSid.
    Future<Void> forget(String callSid) {
        return redis.send(Request.cmd(Command.DEL).arg(key(callSid))).mapEmpty();
    }

    private String key(String callSid) {
        return "liveline:sid:" + shards.tag(callSid) + ":" + callSid;
    }
}
