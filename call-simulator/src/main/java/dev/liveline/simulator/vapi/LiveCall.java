package dev.liveline.simulator.vapi;

import dev.liveline.simulator.scenario.Delivery;
import dev.liveline.simulator.scenario.Fault;
import dev.liveline.simulator.scenario.Outcome;
import dev.liveline.simulator.scenario.Recogniser;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.scenario.ServerMessage;
import dev.liveline.simulator.scenario.Speaker;
import dev.liveline.simulator.scenario.TimedMessage;
import dev.liveline.simulator.scenario.Timeline;
import dev.liveline.simulator.scenario.Utterance;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// One call on the stand-in Vapi: plays its script in time, tells the server and any transport, and does what its control URL says.
///
/// Everything happens on the cloud's event loop; what is public may be asked from any thread. A call that has ended never comes
/// back to life.
public final class LiveCall {

    private static final int RECORDS_KEPT = 10_000;
    private static final Duration BREATH = Duration.ofMillis(120);

    private final Context loop;
    private final WebhookSender sender;
    private final CallScore score = new CallScore();
    private final ScriptedCall script;
    private final Recogniser recogniser;
    private final Map<Integer, byte[]> rendered = new HashMap<>();
    private final List<Delivery> emitted = new CopyOnWriteArrayList<>();
    private final List<JsonObject> controls = new CopyOnWriteArrayList<>();
    private final List<WebhookReply> replies = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<LiveCall> finished = new CompletableFuture<>();
    private final int[] utterances = new int[Speaker.values().length];
    private final String[] openText = { "", "" };
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
    private boolean assistantSpeaking;
    private boolean assistantMuted;
    private boolean customerMuted;
    private int turn = -1;
    private long timer = -1;
    private Future<?> tail = Future.succeededFuture();
    private int unanswered;

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
        this.sender = sender;
        this.facts = facts;
        this.script = script;
        this.setup = setup;
        this.recogniser = new Recogniser(script.seed());
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
        return List.copyOf(controls);
    }

    /// What the server answered to the messages so far, retries included, in the order of the last attempts.
    public List<WebhookReply> replies() {
        return List.copyOf(replies);
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
            if (!closing && started) {
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
            sender.send("transfer-destination-request", body, setup.server(), setup.server().timeout())
                .last()
                .onSuccess(reply -> {
                    followTransfer(reply);
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
        if (replies.size() < RECORDS_KEPT) {
            replies.add(reply);
        }
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

    /// The assistant or the caller says something now, outside the script; returns when it is over, in call time.
    Duration speak(Speaker speaker, List<Utterance> said) {
        var messages = Timeline.ofTurn(speaker, said, turn + 1, utterances[speaker.ordinal()]);
        var end = score.insert(messages, now());
        pump();
        return end;
    }

    /// The assistant falls silent where it is: what was heard becomes final.
    void cutAssistant(boolean byCaller) {
        if (!assistantSpeaking) {
            return;
        }
        score.cutAssistant();
        listeners.forEach(listener -> listener.cut(this));
        var at = now();
        if (byCaller) {
            score.addDue(at, at, new ServerMessage.UserInterrupted("t-" + turn));
        }
        var heard = openText[Speaker.ASSISTANT.ordinal()];
        if (!heard.isEmpty()) {
            score.addDue(at, at.plusMillis(1), new ServerMessage.TranscriptHeard(Speaker.ASSISTANT,
                    utterances[Speaker.ASSISTANT.ordinal()], true, heard, OptionalDouble.empty()));
        }
        score.addDue(at, at.plusMillis(2), new ServerMessage.SpeechChanged(Speaker.ASSISTANT, false, turn));
        pump();
    }

    /// Does what a client-inbound message asks; false when it is none that Vapi knows.
    boolean control(JsonObject request) {
        if (controls.size() < RECORDS_KEPT) {
            controls.add(request);
        }
        switch (request.getString("type", "")) {
            case "say" -> say(request.getString("content", ""), request.getBoolean("interruptAssistantEnabled", false),
                    request.getBoolean("endCallAfterSpoken", false));
            case "add-message" -> {
                if (request.getBoolean("triggerResponseEnabled", true)) {
                    say("Thank you, I have noted that.", false, false);
                }
            }
            case "control" -> {
                return switchControl(request.getString("control", ""));
            }
            case "transfer" -> {
                var destination = request.getJsonObject("destination", new JsonObject());
                transfer(destination.getString("number", destination.getString("sipUri", "")),
                        request.getString("content", ""));
            }
            case "end-call", "hangup" -> endNow("manually-canceled");
            case "handoff", "send-transport-message" -> {
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean switchControl(String control) {
        switch (control) {
            case "mute-assistant" -> {
                cutAssistant(false);
                assistantMuted = true;
            }
            case "unmute-assistant" -> assistantMuted = false;
            case "mute-customer" -> customerMuted = true;
            case "unmute-customer" -> customerMuted = false;
            case "say-first-message" -> say("Hello, how can I help you?", false, false);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void say(String content, boolean interrupt, boolean thenEnd) {
        if (content.isBlank() || !started || closing) {
            return;
        }
        if (interrupt) {
            cutAssistant(false);
        }
        var start = score.assistantStops().filter(_ -> assistantSpeaking).orElse(now()).plus(BREATH);
        var messages = Timeline.ofTurn(Speaker.ASSISTANT, sentences(content), turn + 1,
                utterances[Speaker.ASSISTANT.ordinal()] + (assistantSpeaking ? 1 : 0));
        if (thenEnd) {
            score.dropFrom(start);
        } else {
            score.shift(start, messages.getLast().at().plus(BREATH));
        }
        var end = score.insert(messages, start);
        if (thenEnd) {
            endAt(end.plus(BREATH), "assistant-ended-call-after-message-spoken");
        }
        pump();
    }

    private List<Utterance> sentences(String content) {
        return Stream.of(content.strip().split("(?<=[.!?]) "))
            .filter(sentence -> !sentence.isBlank())
            .map(recogniser::follow)
            .toList();
    }

    private void transfer(String destination, String content) {
        if (destination.isEmpty() || !started || closing) {
            return;
        }
        cutAssistant(false);
        score.clear();
        var at = now();
        if (!content.isBlank()) {
            at = score.insert(Timeline.ofTurn(Speaker.ASSISTANT, sentences(content), turn + 1,
                    utterances[Speaker.ASSISTANT.ordinal()]), at.plus(BREATH));
        }
        score.add(at.plusMillis(200), new ServerMessage.Forwarding(destination));
        score.add(at.plusMillis(210), new ServerMessage.TransferChanged(destination));
        endAt(at.plusMillis(900), "assistant-forwarded-call");
        pump();
    }

    private void followTransfer(WebhookReply reply) {
        try {
            var destination = new JsonObject(reply.body()).getJsonObject("destination", new JsonObject());
            var message = destination.getValue("message") instanceof String text ? text : "Transferring the call now";
            transfer(destination.getString("number", destination.getString("sipUri", "")), message);
        } catch (RuntimeException _) {
            say("I'm sorry, I could not transfer you.", false, false);
        }
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

    private void endAt(Duration at, String reason) {
        closing = true;
        score.add(at, new ServerMessage.Ended(reason));
        score.add(at.plusMillis(900),
                new ServerMessage.Reported(reason, "Caller asked about: " + script.topic() + ".", at));
    }

    private void pump() {
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
        if (assistantMuted && CallScore.ofAssistant(message) || customerMuted && CallScore.ofCaller(message)) {
            return;
        }
        follow(message);
        if (emitted.size() < RECORDS_KEPT) {
            emitted.add(delivery);
        }
        listeners.forEach(listener -> listener.said(this, timed));
        if (setup.server().known() && MessageType.covers(setup.subscription(), message)) {
            var body = rendered.computeIfAbsent(timed.ordinal(), _ -> json.render(timed));
            post(MessageType.of(message), body);
            if (setup.faults().isEmpty()) {
                rendered.remove(timed.ordinal());
            }
        }
    }

    private void follow(ServerMessage message) {
        switch (message) {
            case ServerMessage.StatusChanged(var newStatus) -> status = newStatus;
            case ServerMessage.SpeechChanged(var speaker, var begun, var newTurn) -> {
                turn = Math.max(turn, newTurn);
                if (speaker == Speaker.ASSISTANT) {
                    assistantSpeaking = begun;
                }
            }
            case ServerMessage.TranscriptHeard heard -> {
                openText[heard.speaker().ordinal()] = heard.isFinal() ? "" : heard.text();
                if (heard.isFinal()) {
                    utterances[heard.speaker().ordinal()] = heard.utterance() + 1;
                }
            }
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
        tail.onComplete(_ -> finished.complete(this));
    }

    /// One message of a call is sent once the one before was answered: order on the wire is the order of the call.
    private void post(String type, byte[] body) {
        if (unanswered >= RECORDS_KEPT) {
            return;
        }
        unanswered++;
        tail = tail.compose(_ -> {
            var sending = sender.send(type, body, setup.server(), setup.server().timeout());
            sending.last().onSuccess(this::answered);
            return sending.first();
        }).onComplete(_ -> unanswered--);
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
        var call = new JsonObject().put("id", id())
            .put("orgId", VapiCloud.ORG_ID)
            .put("type", facts.type())
            .put("status", status)
            .put("createdAt", iso(createdAt))
            .put("updatedAt", iso(Math.max(createdAt, endedAt)));
        put(call, "name", name);
        put(call, "phoneNumberId", facts.phoneNumberId());
        put(call, "assistantId", facts.assistantId());
        if (!facts.customer().isEmpty()) {
            call.put("customer", new JsonObject().put("number", facts.customer()));
        }
        if (setup.controllable()) {
            call.put("monitor", new JsonObject().put("listenUrl", facts.listenUrl()).put("controlUrl", facts.controlUrl()));
        }
        if (!facts.callSid().isEmpty()) {
            call.put("transport", new JsonObject().put("provider", "twilio").put("callSid", facts.callSid()));
            call.put("phoneCallProvider", "twilio").put("phoneCallProviderId", facts.callSid());
        }
        if (started) {
            call.put("startedAt", iso(facts.startedAt()));
        }
        if (!endedReason.isEmpty()) {
            call.put("endedReason", endedReason)
                .put("endedAt", iso(endedAt))
                .put("artifact",
                        new JsonObject().put("transcript", json.transcript()));
        }
        return call;
    }

    private static void put(JsonObject object, String name, String value) {
        if (!value.isEmpty()) {
            object.put(name, value);
        }
    }

    private static String iso(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /// The call's audio, made when a client connects for the first time.
    AudioLine line(AudioFormat format) {
        if (line == null) {
            line = new AudioLine(loop, this, format);
        }
        return line;
    }

    boolean assistantSpeaks() {
        return assistantSpeaking;
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
