package dev.liveline.simulator.twilio;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs one leg's TwiML, verb by verb, as Twilio does; event loop only. A hang-up or a REST update interrupts whatever runs.
final class TwimlRunner {

    /// A document that sends a call in circles is stopped here.
    private static final int DOCUMENTS = 200;
    private static final Duration VOICEMAIL = Duration.ofSeconds(3);
    private static final Duration QUEUE_PATIENCE = Duration.ofMinutes(2);
    private static final Duration PER_WORD = Duration.ofMillis(350);

    private final TwilioCloud cloud;
    private final PhoneCall call;
    private int generation;
    private int documents;
    private String documentUrl = "";
    private Runnable interrupt = () -> {
    };
    /// The `action` that Twilio still requests when the caller hangs up during the running verb.
    private Optional<Next.Fetch> actionOnHangUp = Optional.empty();
    private final LegStreams streams;

    /// What comes after a verb.
    sealed interface Next {

        record Proceed() implements Next {}

        record Fetch(HttpMethod method, String url, Map<String, String> extra) implements Next {}

        record Finish(String status) implements Next {}
    }

    TwimlRunner(TwilioCloud cloud, PhoneCall call) {
        this.cloud = cloud;
        this.call = call;
        this.streams = new LegStreams(cloud, this, call);
    }

    PhoneCall call() {
        return call;
    }

    /// Fetches a document and runs it.
    void fetch(HttpMethod method, String url, Map<String, String> extra) {
        int mine = ++generation;
        if (++documents > DOCUMENTS) {
            apologise("more than " + DOCUMENTS + " documents");
            return;
        }
        var form = call.parameters(cloud.options().accountSid());
        form.putAll(extra);
        cloud.webhooks().send(method, url, form, true).onSuccess(answer -> {
            call.answered(answer);
            if (mine != generation || call.isOver()) {
                return;
            }
            if (answer.isDocument()) {
                documentUrl = url;
                run(parse(answer.body()));
            } else {
                unusable(answer, url, extra);
            }
        });
    }

    private void unusable(WebhookAnswer answer, String url, Map<String, String> extra) {
        var fallback = cloud.options().fallbackUrl();
        if (!fallback.isEmpty() && !extra.containsKey("ErrorUrl")) {
            var code = answer.status() == 0 ? "11205" : answer.status() >= 400 ? "11217" : "12100";
            fetch(HttpMethod.POST, fallback, Map.of("ErrorCode", code, "ErrorUrl", url));
        } else {
            apologise(answer.status() == 0 ? "no answer from " + url : "HTTP " + answer.status() + " " + answer.violations());
        }
    }

    private void apologise(String why) {
        call.reaches(new Reached.ErrorRecording(why));
        finish("failed");
    }

    private static TwimlElement parse(String document) {
        try {
            return TwimlElement.parse(document);
        } catch (TwimlElement.Unreadable e) {
            throw new IllegalStateException("it was checked before", e);
        }
    }

    /// Runs a document that is already here: a REST update's `Twiml`.
    void replaceWith(String twiml) {
        stopCurrent();
        run(parse(twiml));
    }

    /// Fetches another document in place of the running one: a REST update's `Url`.
    void redirectTo(HttpMethod method, String url) {
        stopCurrent();
        fetch(method, url, Map.of());
    }

    private void stopCurrent() {
        generation++;
        var stop = interrupt;
        interrupt = () -> {
        };
        actionOnHangUp = Optional.empty();
        stop.run();
    }

    private void run(TwimlElement document) {
        int mine = ++generation;
        var verbs = document.children();
        if (call.status().equals("ringing") && (verbs.isEmpty() || !verbs.getFirst().name().equals("Reject"))) {
            call.became("in-progress");
        }
        verb(verbs, 0, mine);
    }

    private void verb(List<TwimlElement> verbs, int index, int mine) {
        if (index >= verbs.size()) {
            finish("completed");
            return;
        }
        actionOnHangUp = Optional.empty();
        execute(verbs.get(index)).onComplete(done -> {
            if (mine != generation || call.isOver()) {
                return;
            }
            interrupt = () -> {
            };
            if (done.failed()) {
                apologise(String.valueOf(done.cause()));
                return;
            }
            switch (done.result()) {
                case Next.Proceed _ -> verb(verbs, index + 1, mine);
                case Next.Fetch(var method, var url, var extra) -> fetch(method, url, extra);
                case Next.Finish(var status) -> finish(status);
            }
        });
    }

    private Future<Next> execute(TwimlElement verb) {
        return switch (verb.name()) {
            case "Say" -> {
                call.reaches(new Reached.Words(verb.text()));
                yield pause(PER_WORD.multipliedBy(verb.text().split("\\s+").length));
            }
            case "Play" -> pause(Duration.ofSeconds(2));
            case "Pause" -> pause(Duration.ofSeconds(Long.parseLong(verb.attributes().getOrDefault("length", "1"))));
            case "Gather" -> pause(Duration.ofSeconds(Long.parseLong(verb.attributes().getOrDefault("timeout", "5"))));
            case "Record" -> record(verb);
            case "Dial" -> new DialVerb(cloud, this, verb).run();
            case "Enqueue" -> enqueue(verb);
            case "Connect" -> streams.connect(verb);
            case "Start" -> {
                streams.fork(verb);
                yield proceed();
            }
            case "Stop" -> {
                streams.stopForks();
                yield proceed();
            }
            case "Redirect" -> Future.succeededFuture(new Next.Fetch(method(verb, "method"), resolve(verb.text()), Map.of()));
            case "Reject" ->
                Future.succeededFuture(new Next.Finish(verb.attribute("reason").equals("busy") ? "busy" : "no-answer"));
            case "Hangup" -> Future.succeededFuture(new Next.Finish("completed"));
            default -> proceed();
        };
    }

    private static Future<Next> proceed() {
        return Future.succeededFuture(new Next.Proceed());
    }

    private Future<Next> pause(Duration time) {
        var over = Promise.<Next>promise();
        cloud.after(time, () -> over.tryComplete(new Next.Proceed()));
        return over.future();
    }

    private Future<Next> record(TwimlElement verb) {
        call.reaches(new Reached.Voicemail());
        var extra = Map.of("RecordingSid", Sids.next("RE"), "RecordingUrl",
                "https://api.twilio.com/recordings/" + Sids.next("RE"), "RecordingDuration",
                Long.toString(VOICEMAIL.toSeconds()),
                "Digits", "hangup");
        // Without an action the current document is requested again.
        var action = verb.attribute("action").isEmpty() ? documentUrl : resolve(verb.attribute("action"));
        actionOnHangUp = Optional.of(new Next.Fetch(method(verb, "method"), action, extra));
        var over = Promise.<Next>promise();
        cloud.after(VOICEMAIL, () -> over.tryComplete(new Next.Fetch(method(verb, "method"), action, extra)));
        return over.future();
    }

    private Future<Next> enqueue(TwimlElement verb) {
        var queue = verb.text();
        call.reaches(new Reached.Queue(queue));
        var left = Promise.<Next>promise();
        var joined = System.nanoTime();
        cloud.queues().join(queue, this, result -> left.tryComplete(afterQueue(verb, queue, result, joined)));
        onHangUp(verb, Map.of("QueueResult", "hangup", "QueueSid", cloud.queues().sid(queue), "QueueTime", "0"));
        onInterrupt(() -> cloud.queues().leave(queue, this));
        if (!verb.attribute("waitUrl").isEmpty()) {
            cloud.webhooks()
                .send(method(verb, "waitUrlMethod"), resolve(verb.attribute("waitUrl")), waiting(queue), true)
                .onSuccess(call::answered);
        }
        int mine = generation;
        cloud.after(QUEUE_PATIENCE, () -> {
            if (mine == generation && !left.future().isComplete()) {
                hangUp();
            }
        });
        return left.future();
    }

    private Next afterQueue(TwimlElement verb, String queue, String result, long joined) {
        cloud.queues().leave(queue, this);
        var seconds = Long.toString((System.nanoTime() - joined) / 1_000_000_000L);
        return next(verb, Map.of("QueueResult", result, "QueueSid", cloud.queues().sid(queue), "QueueTime", seconds));
    }

    private Map<String, String> waiting(String queue) {
        var form = call.parameters(cloud.options().accountSid());
        form.put("QueuePosition", Integer.toString(cloud.queues().position(queue, this)));
        form.put("QueueSid", cloud.queues().sid(queue));
        form.put("QueueTime", "0");
        form.put("AvgQueueTime", "0");
        form.put("CurrentQueueSize", Integer.toString(cloud.queues().position(queue, this)));
        form.put("MaxQueueSize", "1000");
        return form;
    }

    // What follows is for the verbs.

    /// Which run of a document it is: what belongs to an earlier one has nothing to say any more.
    int generation() {
        return generation;
    }

    /// What stops the running verb.
    void onInterrupt(Runnable stop) {
        interrupt = stop;
    }

    /// What the running verb's `action` is told when the caller hangs up.
    void onHangUp(TwimlElement verb, Map<String, String> extra) {
        actionOnHangUp = after(verb, extra);
    }

    /// What comes after a verb: its `action`, else the next one.
    Next next(TwimlElement verb, Map<String, String> extra) {
        return after(verb, extra).<Next>map(action -> action).orElseGet(Next.Proceed::new);
    }

    private Optional<Next.Fetch> after(TwimlElement verb, Map<String, String> extra) {
        return verb.attribute("action").isEmpty()
                ? Optional.empty()
                : Optional.of(new Next.Fetch(method(verb, "method"), resolve(verb.attribute("action")), extra));
    }

    private static HttpMethod method(TwimlElement verb, String attribute) {
        return Webhooks.method(verb.attribute(attribute));
    }

    private String resolve(String url) {
        return documentUrl.isEmpty() ? url : URI.create(documentUrl.split("#", 2)[0]).resolve(url).toString();
    }

    /// Whoever is on the leg hangs up: the running verb stops, its action is still told, nothing more is run.
    void hangUp() {
        if (call.isOver()) {
            return;
        }
        var action = actionOnHangUp;
        call.became("completed");
        stopCurrent();
        streams.stopForks();
        var told = action.map(next -> {
            var form = call.parameters(cloud.options().accountSid());
            form.putAll(next.extra());
            return cloud.webhooks().send(next.method(), next.url(), form, true).onSuccess(call::answered).<Void>mapEmpty();
        }).orElseGet(Future::succeededFuture);
        told.onComplete(_ -> cloud.over(call));
    }

    private void finish(String status) {
        if (call.isOver()) {
            return;
        }
        call.became(status);
        stopCurrent();
        streams.stopForks();
        cloud.over(call);
    }
}
