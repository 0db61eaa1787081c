package dev.liveline.router.bridge;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.liveline.router.RouterConfig;
import dev.liveline.router.redis.BudgetedRedis;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;

/// What the voice webhook hands to the media socket, by CallSid, over Redis (`liveline:bridge:<CallSid>`): any replica may get the socket of
/// any call. The newest few thousand are kept here too, so that a replica bridges its own calls while Redis is away.
@ApplicationScoped
public class BridgeTickets {

    private static final int KEPT_HERE = 2_000;

    private final BudgetedRedis redis;
    private final long timeToLiveMs;
    private final Map<String, BridgedCall> here = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BridgedCall> eldest) {
            return size() > KEPT_HERE;
        }
    });

    public BridgeTickets(BudgetedRedis redis, RouterConfig config) {
        this.redis = redis;
        this.timeToLiveMs = config.routing().bridgeTicket().toMillis();
    }

    /// Fails if Redis did not take it in time; this replica knows it all the same.
    public Future<Void> store(BridgedCall call) {
        here.put(call.callSid(), call);
        JsonObject json = new JsonObject().put("callId", call.callId())
            .put("assistantId", call.assistantId())
            .put("websocketUrl", call.websocketUrl().toString())
            .put("number", call.number());
        if (call.controlUrl() != null) {
            json.put("controlUrl", call.controlUrl().toString());
        }
        if (call.team() != null) {
            json.put("team", call.team());
        }
        return redis.send(Request.cmd(Command.SET).arg(key(call.callSid())).arg(json.encode()).arg("PX").arg(timeToLiveMs))
            .mapEmpty();
    }

    /// The call of a caller's leg, empty if nobody announced it or its ticket has expired. Fails only if it is not known here and Redis is
    /// out of reach. It can be read again, for a second attempt at the socket.
    public Future<Optional<BridgedCall>> find(String callSid) {
        BridgedCall known = here.get(callSid);
        if (known != null) {
            return Future.succeededFuture(Optional.of(known));
        }
        return redis.send(Request.cmd(Command.GET).arg(key(callSid)))
            .map(found -> found == null ? Optional.empty() : Optional.of(read(callSid, found.toString())));
    }

    /// The call is over: its ticket is worth nothing any more.
    public Future<Void> forget(String callSid) {
        here.remove(callSid);
        return redis.send(Request.cmd(Command.DEL).arg(key(callSid))).mapEmpty();
    }

    /// The call, for the one who asks first: nobody finds it any more. Empty if it was taken or forgotten, or never was. Fails only if it is
    /// not known here and Redis is out of reach.
    public Future<Optional<BridgedCall>> take(String callSid) {
        BridgedCall known = here.remove(callSid);
        return redis.send(Request.cmd(Command.GETDEL).arg(key(callSid)))
            .map(found -> found == null ? Optional.<BridgedCall>empty() : Optional.of(read(callSid, found.toString())))
            .recover(away -> known == null ? Future.failedFuture(away) : Future.succeededFuture(Optional.of(known)));
    }

    private static BridgedCall read(String callSid, String stored) {
        JsonObject json = new JsonObject(stored);
        String controlUrl = json.getString("controlUrl");
        return new BridgedCall(json.getString("callId"), callSid, json.getString("assistantId"),
                URI.create(json.getString("websocketUrl")), controlUrl == null ? null : URI.create(controlUrl),
                json.getString("team"), json.getString("number"));
    }

    private static String key(String callSid) {
        return "liveline:bridge:" + callSid;
    }
}
