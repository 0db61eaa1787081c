package dev.liveline.simulator.twilio;

import dev.liveline.simulator.scenario.ScriptedCall;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// One leg on the stand-in Twilio, and everything it lived through. May be asked from any thread.
public final class PhoneCall {

    private final TwilioCloud cloud;
    private final String sid = Sids.next("CA");
    private final String parentSid;
    private final String direction;
    private final String from;
    private final String to;
    private final ScriptedCall script;
    private final StreamManner manner;
    private final long createdAt = System.currentTimeMillis();
    private final List<WebhookAnswer> answers = new CopyOnWriteArrayList<>();
    private final List<Reached> reached = new CopyOnWriteArrayList<>();
    private final List<String> dialStatuses = new CopyOnWriteArrayList<>();
    private final List<MediaStream> streams = new CopyOnWriteArrayList<>();
    private final CompletableFuture<PhoneCall> finished = new CompletableFuture<>();
    private volatile String status;

    PhoneCall(TwilioCloud cloud, String parentSid, String direction, String from, String to, ScriptedCall script,
            StreamManner manner) {
        this.cloud = cloud;
        this.parentSid = parentSid;
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.script = script;
        this.manner = manner;
        this.status = direction.equals("inbound") ? "ringing" : "queued";
    }

    public String sid() {
        return sid;
    }

    public String from() {
        return from;
    }

    public String to() {
        return to;
    }

    /// The leg this one was dialled from; empty for a first leg.
    public String parentSid() {
        return parentSid;
    }

    boolean isInbound() {
        return direction.equals("inbound");
    }

    public ScriptedCall script() {
        return script;
    }

    StreamManner manner() {
        return manner;
    }

    /// Twilio's `CallStatus`.
    public String status() {
        return status;
    }

    public boolean isOver() {
        return List.of("completed", "busy", "failed", "no-answer", "canceled").contains(status);
    }

    /// Every document and callback answer, in order.
    public List<WebhookAnswer> answers() {
        return List.copyOf(answers);
    }

    /// Whom and what the caller got to, in order.
    public List<Reached> reached() {
        return List.copyOf(reached);
    }

    /// The outcome of each `<Dial>`, in order.
    public List<String> dialStatuses() {
        return List.copyOf(dialStatuses);
    }

    /// The media streams of this leg, in order.
    public List<MediaStream> streams() {
        return List.copyOf(streams);
    }

    /// The latest media stream.
    public Optional<MediaStream> stream() {
        return streams.isEmpty() ? Optional.empty() : Optional.of(streams.getLast());
    }

    /// Completes when the leg is over and its last callback was answered.
    public CompletableFuture<PhoneCall> finished() {
        return finished.copy();
    }

    /// Whoever is on this leg hangs up.
    public void hangUp() {
        cloud.hangUp(this);
    }

    // What follows is for the cloud.

    void became(String newStatus) {
        status = newStatus;
    }

    void answered(WebhookAnswer answer) {
        if (answers.size() < 1_000) {
            answers.add(answer);
        }
    }

    void reaches(Reached what) {
        if (reached.size() < 1_000) {
            reached.add(what);
        }
    }

    void dialled(String dialStatus) {
        if (dialStatuses.size() < 1_000) {
            dialStatuses.add(dialStatus);
        }
    }

    void streamed(MediaStream stream) {
        streams.add(stream);
    }

    void finish() {
        finished.complete(this);
    }

    /// The parameters every webhook about this leg carries.
    Map<String, String> parameters(String accountSid) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("AccountSid", accountSid);
        parameters.put("ApiVersion", "2010-04-01");
        parameters.put("CallSid", sid);
        parameters.put("CallStatus", status);
        parameters.put("Direction", direction);
        parameters.put("From", from);
        parameters.put("To", to);
        parameters.put("Caller", from);
        parameters.put("Called", to);
        if (!parentSid.isEmpty()) {
            parameters.put("ParentCallSid", parentSid);
        }
        if (isInbound()) {
            parameters.put("FromCountry", "US");
            parameters.put("FromCity", "");
            parameters.put("ToCountry", "US");
            parameters.put("StirVerstat", "TN-Validation-Passed-A");
            parameters.put("CallToken", "{\"parentCallInfoToken\":\"" + sid.substring(2, 12) + "+/=\"}");
        }
        return parameters;
    }

    long seconds() {
        return Math.max(0, (System.currentTimeMillis() - createdAt) / 1000);
    }

    /// The call resource of the REST API.
    JsonObject toJson(String accountSid) {
        return new JsonObject().put("sid", sid)
            .put("account_sid", accountSid)
            .put("status", status)
            .put("direction", direction)
            .put("from", from)
            .put("to", to)
            .put("parent_call_sid", parentSid.isEmpty() ? null : parentSid)
            .put("api_version", "2010-04-01")
            .put("duration", isOver() ? Long.toString(seconds()) : null)
            .put("uri", "/2010-04-01/Accounts/" + accountSid + "/Calls/" + sid + ".json");
    }
}
