package dev.liveline.router.bridge;

import java.net.URI;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.router.bridge.vapi.TransportWriter;
import dev.liveline.router.redis.Admission;
import dev.liveline.router.redis.BudgetedRedis;
import dev.liveline.router.vapi.VapiCalls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;

/// Calls that Vapi made for the bridge and that nobody ever spoke on: Vapi's socket did not open, or Twilio's stream did not start. A socket that
/// is closed ends its call; these have none, so each is ended at its control URL, once, and then its slot is free.
///
/// Who takes a call's ticket ends it: the bridge that got no line, the request for what comes after the bridge, the report that the caller's leg
/// is over, or, when Twilio tells nothing, a timer of the replica that asked for the call. A call of whose stream there is a sign
/// (`liveline:bridge:<CallSid>:streams`) is left to its bridge by that timer.
@ApplicationScoped
public class UnbridgedCalls {

    private static final Logger LOG = Logger.getLogger(UnbridgedCalls.class);

    private final Vertx vertx;
    private final BridgeTickets tickets;
    private final VapiCalls vapi;
    private final Admission admission;
    private final BudgetedRedis redis;
    private final BridgeMetrics metrics;
    private final long streamWithinMs;

    public UnbridgedCalls(Vertx vertx, BridgeTickets tickets, VapiCalls vapi, Admission admission, BudgetedRedis redis,
            BridgeConfig config, BridgeMetrics metrics) {
        this.vertx = vertx;
        this.tickets = tickets;
        this.vapi = vapi;
        this.admission = admission;
        this.redis = redis;
        this.metrics = metrics;
        this.streamWithinMs = config.streamWithin().toMillis();
    }

    /// The caller's stream has begun.
    void streams(String callSid) {
        redis.send(Request.cmd(Command.SET).arg(streamKey(callSid)).arg("1").arg("PX").arg(2 * streamWithinMs))
            .onFailure(away -> LOG.debugf("leg %s: that it streams is not known elsewhere", callSid));
    }

    /// The caller was told to open a stream: if there is none in time, Vapi's call is ended. While Redis is away nobody knows, and it is not.
    public void endUnlessStreaming(String callSid) {
        vertx.setTimer(streamWithinMs, _ -> redis.send(Request.cmd(Command.EXISTS).arg(streamKey(callSid)))
            .onSuccess(streams -> {
                if (streams.toInteger() == 0) {
                    end(callSid);
                }
            })
            .onFailure(away -> LOG.debugf("leg %s: whether it streams is not known", callSid)));
    }

    /// Nobody will speak on it any more. Does nothing if its bridge has ended it, or somebody else does.
    ///
    /// @return done when Vapi has been told; never fails
    public Future<Void> end(String callSid) {
        return tickets.take(callSid)
            .compose(taken -> taken.isEmpty() ? Future.<Void>succeededFuture() : end(taken.get()))
            .recover(away -> {
                LOG.warnf("leg %s: whether a call of Vapi waits for it is not known: %s", callSid, away.getMessage());
                return Future.succeededFuture();
            });
    }

    /// The call was erased: nothing says any more that its caller streamed.
    public Future<Void> forget(String callSid) {
        return redis.send(Request.cmd(Command.DEL).arg(streamKey(callSid))).mapEmpty();
    }

    private Future<Void> end(BridgedCall call) {
        metrics.unbridged();
        return told(call.controlUrl()).otherwise(failure -> {
            LOG.warnf("call %s was never spoken on and could not be ended: %s", call.callId(),
                    failure.getClass().getSimpleName());
            return 0;
        }).compose(_ -> admission.leave(call.callId())).otherwiseEmpty();
    }

    private Future<Integer> told(@Nullable URI controlUrl) {
        return controlUrl == null
                ? Future.failedFuture(new IllegalStateException("no control URL"))
                : vapi.control(controlUrl, TransportWriter.END_CALL);
    }

    private static String streamKey(String callSid) {
        return "liveline:bridge:" + callSid + ":streams";
    }
}
