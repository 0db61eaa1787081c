package dev.liveline.simulator.vapi;

import dev.liveline.simulator.scenario.Delivery;
import dev.liveline.simulator.scenario.Fault;
import dev.liveline.simulator.scenario.Outcome;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.scenario.ServerMessage;
import dev.liveline.simulator.scenario.TimedMessage;
import dev.liveline.simulator.scenario.Timeline;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// One call on the stand-in Vapi: plays its script in time, tells the server and any transport, and does what its control URL says.
///
/// Everything happens on the cloud's event loop; what is public may be asked from any thread. A call that has ended never comes
/// back to life.
public final class LiveCall {

    private static final int RECORDS_KEPT = 10_000;

    private final Context loop;
    private final CallWebhooks webhooks;
    private final CallControl control;
    private final Floor floor = new Floor();
    private final CallScore score = new CallScore();
    private final Impromptu impromptu;
    private final ScriptedCall script;
    private final Map<Integer, byte[]> rendered = new HashMap<>();
    private final List<Delivery> emitted = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<LiveCall> finished = new CompletableFuture<>();
    private final long createdAt = System.currentTimeMillis();

    private volatile Setup setup;
    private volatile CallFacts facts;
    private volatile String status = "queued";
    private volatile String endedReason = "";
    private volatile String forwardedTo = "";
    private volatile long endedAt;
    private volatile String name = "";
    private volatile AudioLine line;
    private CallJson json;
    private CallJson clientJson;
    private long startedNanos;
    private boolean started;
    private volatile boolean closing;
    private long timer = -1;

    /// What a call needs to know about its surroundings.
    ///
    /// @param subscription the types the server asked for
    /// @param faults what befalls its messages
    /// @param live whether somebody's audio drives the call instead of the clock: then the script's turns are taken one by one
    /// @param controlKey what the control URL wants as a bearer token; empty if the URL alone suffices
    record Setup(ServerUrl server, Set<String> subscription, Dialect dialect, List<Fault> faults, boolean live,
            boolean controllable, String controlKey, Set<String> clientMessages) {}

    /// Who wants to know what happens on a call, at once and on the event loop: a transport, a Twilio leg.
    public interface Listener {

        /// A message that is also sent to the server if it is subscribed to.
        void said(LiveCall call, TimedMessage message);

        /// The assistant was silenced in the middle of its speech.
        default void cut(LiveCall call) {}

        /// The call is over; nothing follows.
        void over(LiveCall call);
    }

    LiveCall(Context loop, WebhookSender sender, CallFacts facts, ScriptedCall script, Setup setup) {
        this.loop = loop;
        this.webhooks = new CallWebhooks(sender);
        this.facts = facts;
        this.script = script;
        this.setup = setup;
        this.impromptu = new Impromptu(this, score, floor);
        this.control = new CallControl(this, impromptu, floor);
    }

    public String id() {
        return facts.callId();
    }

    public CallFacts facts() {
        return facts;
    }

    public ScriptedCall script() {
        return script;
    }

    /// One of Vapi's: `queued`, `ringing`, `in-progress`, `forwarding`, `ended`.
    public String status() {
        return status;
    }

    /// Empty while the call lasts.
    public String endedReason() {
        return endedReason;
    }

    /// Where it was transferred to; empty if it was not.
    public String forwardedTo() {
        return forwardedTo;
    }

    /// Every body received at the control URL, in order.
    public List<JsonObject> controls() {
        return control.received();
    }

    /// What the server answered to the messages so far, retries included, in the order of the last attempts.
    public List<WebhookReply> replies() {
        return webhooks.replies();
    }

    /// What a faithful reader of everything sent so far holds: with `say`, mutes, cuts and lost messages taken into account.
    public Outcome outcome() {
        return Outcome.of(List.copyOf(emitted));
    }

    /// Completes when the call is over and its last message has been answered or given up.
    public CompletableFuture<LiveCall> finished() {
        return finished.copy();
    }

    /// The caller hangs up.
    public void hangUp() {
        end("customer-ended-call");
    }

    /// Ends the call for one of Vapi's reasons.
    public void end(String reason) {
        loop.runOnContext(_ -> endNow(reason));
    }

    /// Sends one more message now, of any kind: for what no script has.
    public void inject(ServerMessage message) {
        loop.runOnContext(_ -> {
            if (isGoingOn()) {
                score.add(now(), message);
                pump();
            }
        });
    }

    /// Asks the server where to transfer to, as a `transferCall` tool without destinations does, and follows its answer.
    public CompletableFuture<WebhookReply> askForTransferDestination() {
        var answer = new CompletableFuture<WebhookReply>();
        loop.runOnContext(_ -> {
            var body = request("transfer-destination-request");
            webhooks.ask("transfer-destination-request", body, setup.server()).onSuccess(reply -> {
                impromptu.followTransfer(reply);
                answer.complete(reply);
            });
        });
        return answer;
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /// Cuts the connection of an audio call's transport without a word, as a failing network would. The client may come back.
    public void dropTransport() {
        loop.runOnContext(_ -> line().ifPresent(AudioLine::drop));
    }

    /// The sound of a call on the WebSocket transport.
    public Optional<AudioLine> line() {
        return Optional.ofNullable(line);
    }

    /// Whether it has ended, or is just being ended.
    public boolean isOver() {
        return closing;
    }

    // From here on the event loop only.

    boolean hasStarted() {
        return started;
    }

    boolean isGoingOn() {
        return started && !closing;
    }

    Impromptu impromptu() {
        return impromptu;
    }

    /// The assistant stopped in the middle of its speech.
    void silenced() {
        listeners.forEach(listener -> listener.cut(this));
    }

    /// Whether a request at the control URL with this `Authorization` is let in.
    boolean admits(String authorization) {
        return setup.controllable() && (setup.controlKey().isEmpty() || ("Bearer " + setup.controlKey()).equals(authorization));
    }

    /// The server named the assistant of an inbound call.
    void answerWith(String assistantId, Set<String> subscription, ServerUrl server) {
        setup = new Setup(server, subscription, setup.dialect(), setup.faults(), setup.live(), setup.controllable(),
                setup.controlKey(), setup.clientMessages());
        facts = facts.withAssistant(assistantId);
    }

    void answered(WebhookReply reply) {
        webhooks.answered(reply);
    }

    /// No assistant answers: the caller is sent on straight away.
    void forwardAtOnce(String destination) {
        if (!started) {
            begin();
        }
        score.add(now(), new ServerMessage.Forwarding(destination));
        endAt(now().plusMillis(500), "assistant-forwarded-call");
        pump();
    }

    void rename(String newName) {
        name = newName;
    }

    Duration now() {
        return started ? Duration.ofNanos((long) ((System.nanoTime() - startedNanos) * facts.speed())) : Duration.ZERO;
    }

    /// Begins to ring and, unless audio drives it, plays the script.
    void start(String callSid) {
        if (started || closing) {
            return;
        }
        facts = facts.withCallSid(callSid.isEmpty() ? facts.callSid() : callSid);
        begin();
        var messages = Timeline.of(script);
        if (setup.live()) {
            messages = messages.stream()
                .takeWhile(timed -> !(timed.message() instanceof ServerMessage.AssistantStarted))
                .toList();
        }
        score.add(Fault.deliver(messages, setup.faults(), script.seed()));
        pump();
    }

    private void begin() {
        started = true;
        startedNanos = System.nanoTime();
        facts = facts.startedAt(System.currentTimeMillis());
        json = new CallJson(facts, setup.dialect());
        clientJson = new CallJson(facts, setup.dialect());
    }

    /// Does what a client-inbound message asks; false when it is none that Vapi knows.
    boolean control(JsonObject request) {
        return control.obey(request);
    }

    void endNow(String reason) {
        if (closing) {
            return;
        }
        if (!started) {
            begin();
        }
        score.clear();
        endAt(now(), reason);
        pump();
    }

    void endAt(Duration at, String reason) {
        closing = true;
        score.add(at, new ServerMessage.Ended(reason));
        score.add(at.plusMillis(900),
                new ServerMessage.Reported(reason, "Caller asked about: " + script.topic() + ".", at));
    }

    /// Does what is due, and comes back when more is.
    void pump() {
        loop.owner().cancelTimer(timer);
        var now = now();
        for (var due = score.nextDue(now); due.isPresent(); due = score.nextDue(now)) {
            emit(due.get());
        }
        var wait = score.untilNext(now);
        if (wait.isPresent()) {
            long millis = (long) (wait.get().toNanos() / facts.speed() / 1_000_000);
            timer = loop.owner().setTimer(Math.max(1, millis), _ -> pump());
        } else if (closing || !setup.live() && started) {
            conclude();
        }
    }

    private void emit(Delivery delivery) {
        var timed = delivery.message();
        var message = timed.message();
        if (floor.mutes(message)) {
            return;
        }
        follow(message);
        if (emitted.size() < RECORDS_KEPT) {
            emitted.add(delivery);
        }
        listeners.forEach(listener -> listener.said(this, timed));
        if (setup.server().known() && MessageType.covers(setup.subscription(), message)) {
            var body = rendered.computeIfAbsent(timed.ordinal(), _ -> json.render(timed));
            webhooks.post(MessageType.of(message), body, setup.server());
            if (setup.faults().isEmpty()) {
                rendered.remove(timed.ordinal());
            }
        }
    }

    private void follow(ServerMessage message) {
        switch (message) {
            case ServerMessage.StatusChanged(var newStatus) -> status = newStatus;
            case ServerMessage.SpeechChanged(var speaker, var begun, var turn) -> floor.speechChanged(speaker, begun, turn);
            case ServerMessage.TranscriptHeard heard -> floor.heard(heard);
            case ServerMessage.Forwarding(var destination) -> {
                status = "forwarding";
                forwardedTo = destination;
            }
            case ServerMessage.Ended(var reason) -> over(reason);
            case ServerMessage.Reported(var reason, _, _) -> over(reason);
            case ServerMessage.AssistantStarted _,ServerMessage.SpeechAnnounced _,ServerMessage.ModelOutput _,ServerMessage.VoiceInput _,ServerMessage.UserInterrupted _,ServerMessage.ConversationChanged _,ServerMessage.ToolCalled _,ServerMessage.TransferChanged _,ServerMessage.LanguageChanged _,ServerMessage.Hung _,ServerMessage.Asked _,ServerMessage.Unheard _ ->
                {
                }
        }
    }

    private void over(String reason) {
        if (status.equals("ended")) {
            return;
        }
        status = "ended";
        endedReason = reason;
        endedAt = System.currentTimeMillis();
        closing = true;
        listeners.forEach(listener -> listener.over(this));
    }

    private void conclude() {
        over(script.endedReason());
        rendered.clear();
        webhooks.settled().onComplete(_ -> finished.complete(this));
    }

    /// The body of a request about this call that is no scripted message.
    private byte[] request(String type) {
        var writer = started ? json : new CallJson(facts, setup.dialect());
        return writer.render(new TimedMessage(-1, now(), new ServerMessage.Asked(type)));
    }

    byte[] assistantRequest() {
        return request("assistant-request");
    }

    String forClient(TimedMessage message) {
        return clientJson.renderForClient(message);
    }

    /// The `Call` object of the REST API.
    JsonObject toJson() {
        return CallObject.of(this);
    }

    String name() {
        return name;
    }

    long createdAt() {
        return createdAt;
    }

    /// Zero while it lasts.
    long endedAt() {
        return endedAt;
    }

    boolean isControllable() {
        return setup.controllable();
    }

    /// What was said so far.
    String transcript() {
        return json.transcript();
    }

    /// The call's audio, made when a client connects for the first time.
    AudioLine line(AudioFormat format) {
        if (line == null) {
            line = new AudioLine(loop, this, format);
        }
        return line;
    }

    boolean assistantSpeaks() {
        return floor.assistantSpeaks();
    }

    Set<String> clientMessages() {
        return setup.clientMessages();
    }

    void abandon() {
        loop.owner().cancelTimer(timer);
        score.clear();
        closing = true;
        finished.complete(this);
    }
}
