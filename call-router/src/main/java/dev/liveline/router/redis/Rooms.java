package dev.liveline.router.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.router.RouterConfig;
import dev.liveline.router.room.Room;
import dev.liveline.router.room.Supervisor;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;

/// The rooms there are: the hash `liveline:room:<callId>` holds one, the sorted set `liveline:rooms:watched` says when somebody has to look
/// after it. A call has one room at a time; what is told of an earlier one, by its name, changes nothing.
@ApplicationScoped
public class Rooms {

    private static final Logger LOG = Logger.getLogger(Rooms.class);
    private static final String WATCHED = "liveline:rooms:watched";
    private static final String SUPERVISOR = "supervisor:";
    private static final int TAKEN_AT_ONCE = 100;

    /// A room in place of an earlier one, for its time. In one step: Redis may take a command when nobody waits for it any more to send the
    /// next.
    private static final String OPEN = """
            redis.call('DEL', KEYS[1])
            redis.call('HSET', KEYS[1], unpack(ARGV, 2))
            return redis.call('PEXPIRE', KEYS[1], ARGV[1])
            """;
    /// Changes fields of the room of that name: KEYS room; ARGV name, field, value, … An empty value deletes. Answers whether it was there.
    private static final String CHANGE = """
            if redis.call('HGET', KEYS[1], 'name') ~= ARGV[1] then
              return 0
            end
            for i = 2, #ARGV, 2 do
              if ARGV[i + 1] == '' then
                redis.call('HDEL', KEYS[1], ARGV[i])
              else
                redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
              end
            end
            return 1
            """;
    private static final String AGENT_IN = """
            if redis.call('HGET', KEYS[1], 'name') ~= ARGV[1] then
              return 0
            end
            redis.call('HSETNX', KEYS[1], 'agentSince', ARGV[2])
            redis.call('HDEL', KEYS[1], 'aloneSince')
            return 1
            """;
    private static final String LEFT_BEHIND = """
            if redis.call('HGET', KEYS[1], 'name') ~= ARGV[1] then
              return 0
            end
            redis.call('HSETNX', KEYS[1], 'aloneSince', ARGV[2])
            return 1
            """;
    private static final String CLOSE = """
            if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 'name') ~= ARGV[1] then
              return 0
            end
            return redis.call('DEL', KEYS[1])
            """;
    /// Takes what is due and puts it off, so that one replica looks after each.
    private static final String DUE = """
            local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
            for _, id in ipairs(due) do
              redis.call('ZADD', KEYS[1], 'XX', ARGV[2], id)
            end
            return due
            """;

    private final BudgetedRedis redis;
    private final long keptMs;

    public Rooms(BudgetedRedis redis, RouterConfig config) {
        this.redis = redis;
        this.keptMs = config.routing().legsKept().toMillis();
    }

    /// Makes a room known, in place of an earlier one of the call.
    ///
    /// @param lookAt when it is to be looked after
    /// @throws RedisOutOfReach if Redis does not answer
    public void open(Room room, long lookAt) {
        List<Object> opened = new ArrayList<>(List.of(keptMs));
        fields(room).forEach((name, value) -> opened.addAll(List.of(name, value)));
        // Watched first: who dies in between leaves an entry that is found to be of nothing.
        Waiting.on(watch(room.callId(), lookAt)
            .compose(_ -> redis.eval(OPEN, List.of(key(room.callId())), opened.toArray())));
    }

    /// @throws RedisOutOfReach if Redis does not answer
    public Optional<Room> find(String callId) {
        return Waiting.on(read(callId));
    }

    /// The rooms there are, those first that are looked after next.
    ///
    /// @param most rooms beyond are left out
    /// @throws RedisOutOfReach if Redis does not answer
    public List<Room> all(int most) {
        Response watched = Waiting.on(redis.send(Request.cmd(Command.ZRANGE).arg(WATCHED).arg(0).arg(most - 1)));
        List<Future<Optional<Room>>> found = new ArrayList<>();
        if (watched != null) {
            watched.forEach(callId -> found.add(read(callId.toString())));
        }
        Waiting.on(Future.all(found));
        return found.stream().flatMap(room -> room.result().stream()).toList();
    }

    /// Twilio's id of a room.
    public void named(String callId, String name, String sid) {
        change(callId, name, "sid", sid);
    }

    /// The agent came in: the caller has company.
    public void agentIn(String callId, String name, long at) {
        Waiting.on(redis.eval(AGENT_IN, List.of(key(callId)), name, at));
    }

    /// Somebody left the caller behind, who may be alone now: somebody has to look.
    ///
    /// @return whether the room is the call's
    public boolean leftBehind(String callId, String name, long at, long lookAt) {
        Response changed = Waiting.on(redis.eval(LEFT_BEHIND, List.of(key(callId)), name, at));
        boolean ours = changed != null && changed.toInteger() == 1;
        if (ours) {
            Waiting.on(watch(callId, lookAt));
        }
        return ours;
    }

    /// A supervisor's leg is in the room, or on its way.
    public void supervised(String callId, String name, Supervisor supervisor) {
        change(callId, name, SUPERVISOR + supervisor.callSid(), supervisor.by());
    }

    public void supervisorLeft(String callId, String name, String callSid) {
        change(callId, name, SUPERVISOR + callSid, "");
    }

    /// What was found, and when to look again.
    public void lookAgain(String callId, String name, @Nullable Long aloneSince, long at) {
        change(callId, name, "aloneSince", aloneSince == null ? "" : aloneSince.toString());
        Waiting.on(watch(callId, at));
    }

    /// The caller is not in the room any more.
    ///
    /// @param name of the room; null for whichever it is
    public void close(String callId, @Nullable String name) {
        Response closed = Waiting.on(redis.eval(CLOSE, List.of(key(callId)), name == null ? "" : name));
        if (closed != null && closed.toInteger() == 1) {
            unwatch(callId);
        }
    }

    /// The caller was led elsewhere. Nobody waits for this: a room that stays known is found to be empty.
    public void leave(String callId) {
        redis.eval(CLOSE, List.of(key(callId)), "")
            .onFailure(away -> LOG.debugf("the room of %s was not forgotten yet", callId));
    }

    /// The call was erased.
    public Future<Void> forget(String callId) {
        return redis.send(Request.cmd(Command.DEL).arg(key(callId)))
            .compose(_ -> redis.send(Request.cmd(Command.ZREM).arg(WATCHED).arg(callId)))
            .mapEmpty();
    }

    /// There is nothing to look after.
    public void unwatch(String callId) {
        Waiting.on(redis.send(Request.cmd(Command.ZREM).arg(WATCHED).arg(callId)));
    }

    /// Calls whose room is to be looked after; each is handed to one replica, which has until `again`.
    ///
    /// @throws RedisOutOfReach if Redis does not answer
    public List<String> due(long now, long again) {
        Response due = Waiting.on(redis.eval(DUE, List.of(WATCHED), now, again, TAKEN_AT_ONCE));
        List<String> callIds = new ArrayList<>();
        if (due != null) {
            due.forEach(callId -> callIds.add(callId.toString()));
        }
        return callIds;
    }

    private Future<Optional<Room>> read(String callId) {
        return redis.send(Request.cmd(Command.HGETALL).arg(key(callId))).map(found -> {
            Map<String, String> fields = found == null ? Map.of() : fields(found);
            return fields.containsKey("name") ? Optional.of(read(callId, fields)) : Optional.empty();
        });
    }

    private void change(String callId, String name, String field, String value) {
        Waiting.on(redis.eval(CHANGE, List.of(key(callId)), name, field, value));
    }

    private Future<@Nullable Response> watch(String callId, long at) {
        return redis.send(Request.cmd(Command.ZADD).arg(WATCHED).arg(at).arg(callId));
    }

    /// A map, or with the older protocol a list of names and values.
    private static Map<String, String> fields(Response hash) {
        Map<String, String> fields = new HashMap<>();
        if (hash.getKeys().isEmpty()) {
            for (int i = 0; i + 1 < hash.size(); i += 2) {
                fields.put(hash.get(i).toString(), hash.get(i + 1).toString());
            }
        } else {
            hash.getKeys().forEach(name -> fields.put(name, hash.get(name).toString()));
        }
        return fields;
    }

    private static Map<String, String> fields(Room room) {
        Map<String, String> fields = new HashMap<>(Map.of("name", room.name(), "command", room.commandId(), "caller",
                room.callerSid(), "agent", room.agentSid(), "number", room.number(), "by", room.by()));
        if (room.aloneSince() != null) {
            fields.put("aloneSince", room.aloneSince().toString());
        }
        return fields;
    }

    private static Room read(String callId, Map<String, String> fields) {
        List<Supervisor> supervisors = new ArrayList<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(SUPERVISOR)) {
                supervisors.add(new Supervisor(value, name.substring(SUPERVISOR.length())));
            }
        });
        return new Room(callId, fields.get("name"), fields.get("sid"), fields.get("command"), fields.get("caller"),
                fields.get("agent"), fields.get("number"), fields.get("by"), time(fields.get("agentSince")),
                time(fields.get("aloneSince")), supervisors);
    }

    private static @Nullable Long time(@Nullable String millis) {
        return millis == null ? null : Long.valueOf(millis);
    }

    private static String key(String callId) {
        return "liveline:room:" + callId;
    }
}
