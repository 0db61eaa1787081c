package dev.liveline.simulator.twilio;

import dev.liveline.simulator.scenario.TimedMessage;
import dev.liveline.simulator.vapi.LiveCall;
import dev.liveline.simulator.vapi.VapiCloud;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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
    private final List<MediaStream> forks = new ArrayList<>();

    /// What comes after a verb.
    sealed interface Next {

        record Proceed() implements Next {}

        record Fetch(HttpMethod method, String url, Map<String, String> extra) implements Next {}

        record Finish(String status) implements Next {}
    }

    TwimlRunner(TwilioCloud cloud, PhoneCall call) {
        this.cloud = cloud;
        this.call = call;
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
            case "Dial" -> dial(verb);
            case "Enqueue" -> enqueue(verb);
            case "Connect" -> connect(verb);
            case "Start" -> fork(verb);
            case "Stop" -> {
                forks.forEach(MediaStream::stop);
                forks.clear();
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
        actionOnHangUp = after(verb, Map.of("QueueResult", "hangup", "QueueSid", cloud.queues().sid(queue), "QueueTime", "0"));
        interrupt = () -> cloud.queues().leave(queue, this);
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
        return after(verb, Map.of("QueueResult", result, "QueueSid", cloud.queues().sid(queue), "QueueTime", seconds))
            .<Next>map(next -> next)
            .orElseGet(Next.Proceed::new);
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

    private Future<Next> connect(TwimlElement verb) {
        var element = verb.child("Stream").orElseThrow();
        var stream = stream(element, true);
        var over = Promise.<Next>promise();
        actionOnHangUp = after(verb, Map.of());
        interrupt = stream::stop;
        var context = cloud.loop();
        int mine = generation;
        stream.closed().whenComplete((_, _) -> context.runOnContext(_ -> {
            // Replaced by a REST update: the stream's end is no hang-up then, whatever Vapi makes of it.
            if (call.isOver() || mine != generation) {
                return;
            }
            if (cloud.callerHungUpAtVapi(call.sid())) {
                hangUp();
            } else {
                over.tryComplete(actionOnHangUp.<Next>map(next -> next).orElseGet(Next.Proceed::new));
            }
        }));
        return over.future();
    }

    private Future<Next> fork(TwimlElement verb) {
        forks.add(stream(verb.child("Stream").orElseThrow(), false));
        return proceed();
    }

    private MediaStream stream(TwimlElement element, boolean bidirectional) {
        var url = element.attribute("url");
        var stream = new MediaStream(cloud.loop(), call.sid(), cloud.options().accountSid(), call.manner(), call.script(),
                bidirectional);
        call.streamed(stream);
        boolean vapi = cloud.isVapi(url);
        var parameters = new LinkedHashMap<String, String>();
        element.children().forEach(parameter -> parameters.put(parameter.attribute("name"), parameter.attribute("value")));
        cloud.openSocket(url, call.manner()).onSuccess(socket -> {
            if (stream.closed().isDone() || call.isOver()) {
                socket.close();
                return;
            }
            stream.open(socket, parameters);
            if (vapi) {
                cloud.vapiCallOf(url).ifPresent(id -> call.reaches(new Reached.Assistant(id)));
            } else if (bidirectional) {
                call.reaches(new Reached.Bridge(url));
                hangUpWhenDone(stream);
            }
        }).onFailure(failure -> stream.failed("31920 " + failure.getMessage()));
        return stream;
    }

    private void hangUpWhenDone(MediaStream stream) {
        cloud.afterReal(Duration.ofMillis(200), () -> {
            if (call.isOver() || stream.closed().isDone()) {
                return;
            }
            if (stream.callerIsDone()) {
                hangUp();
            } else {
                hangUpWhenDone(stream);
            }
        });
    }

    private Future<Next> dial(TwimlElement verb) {
        var over = Promise.<Next>promise();
        actionOnHangUp = after(verb, Map.of("DialCallStatus", "completed", "DialBridged", "true"));
        var conference = verb.child("Conference");
        if (conference.isPresent()) {
            confer(verb, conference.get(), over);
        } else if (verb.child("Queue").isPresent()) {
            var queue = verb.child("Queue").get().text();
            if (cloud.queues().bridgeFirst(queue)) {
                call.reaches(new Reached.Queue(queue));
            }
            pause(Duration.ofMinutes(1))
                .onSuccess(_ -> over.tryComplete(dialled(verb, "completed", "", Duration.ofMinutes(1))));
        } else {
            var nouns = verb.children().isEmpty()
                    ? List.of(new TwimlElement("Number", Map.of(), verb.text(), List.of()))
                    : verb.children();
            ring(verb, nouns, 0, over);
        }
        return over.future();
    }

    private void confer(TwimlElement verb, TwimlElement noun, Promise<Next> over) {
        call.reaches(new Reached.Conference(noun.text()));
        var room = cloud.conferences()
            .room(noun.text(), noun.attribute("statusCallback"), words(noun.attribute("statusCallbackEvent")));
        var member = new ConferenceRoom.Member(call, noun.attribute("participantLabel"),
                !noun.attribute("startConferenceOnEnter").equals("false"), noun.attribute("endConferenceOnExit").equals("true"),
                () -> over.tryComplete(dialled(verb, "answered", "", Duration.ZERO)))
            .as(noun.attribute("muted").equals("true"), noun.attribute("coach"));
        cloud.conferences().enter(room, member);
        interrupt = () -> cloud.conferences().exit(room, call.sid());
    }

    private static Set<String> words(String list) {
        return list.isEmpty() ? Set.of() : Set.of(list.split(" "));
    }

    /// Tries the nouns in turn until one answers. (Twilio rings several at once unless told `sequential`; who answers is the same
    /// when one does.)
    private void ring(TwimlElement verb, List<TwimlElement> nouns, int index, Promise<Next> over) {
        var noun = nouns.get(index);
        var timeout = Duration.ofSeconds(Long.parseLong(verb.attributes().getOrDefault("timeout", "30")) + 5);
        var child = new PhoneCall(cloud, call.sid(), "outbound-dial",
                verb.attribute("callerId").isEmpty() ? call.from() : verb.attribute("callerId"), noun.text().split("\\?", 2)[0],
                call.script(), call.manner());
        var leg = new DialledLeg(cloud, child, noun);
        interrupt = () -> leg.end(leg.isAnswered() ? "completed" : "canceled");
        var started = System.nanoTime();
        Consumer<String> ended = status -> {
            boolean more = !status.equals("completed") && index + 1 < nouns.size();
            if (more) {
                ring(verb, nouns, index + 1, over);
            } else {
                call.dialled(status);
                over.tryComplete(dialled(verb, status, child.sid(), Duration.ofNanos(System.nanoTime() - started)));
            }
        };
        var scripted = cloud.scripted(child.to());
        if (scripted.isEmpty() && noun.name().equals("Sip") && cloud.vapi().isPresent()) {
            toVapi(cloud.vapi().get(), leg, child, noun.text(), ended);
        } else {
            toPerson(scripted.orElseGet(() -> noun.name().equals("Sip") ? Callee.unreachable() : Callee.answering()), leg,
                    timeout,
                    ended);
        }
    }

    private void toPerson(Callee callee, DialledLeg leg, Duration timeout, Consumer<String> ended) {
        leg.begin();
        boolean inTime = callee.rings().compareTo(timeout) <= 0;
        cloud.after(inTime ? callee.rings() : timeout, () -> {
            if (leg.isOver()) {
                return;
            }
            if (callee.behaviour() == Callee.Behaviour.ANSWERS && inTime) {
                leg.answered();
                call.reaches(new Reached.Person(leg.call().to()));
                leg.whenOver(() -> ended.accept("completed"));
                cloud.after(callee.talks(), () -> leg.end("completed"));
            } else {
                var status = inTime ? callee.behaviour().dialStatus() : Callee.Behaviour.DOES_NOT_ANSWER.dialStatus();
                leg.end(status);
                ended.accept(status);
            }
        });
    }

    private void toVapi(VapiCloud vapi, DialledLeg leg, PhoneCall child, String target, Consumer<String> ended) {
        leg.begin();
        Context context = cloud.loop();
        var live = vapi.receiveSip(target, sipHeaders(target), call.from(), call.to());
        leg.whenOver(live::hangUp);
        live.listen(new LiveCall.Listener() {
            @Override
            public void said(LiveCall said, TimedMessage message) {
                context.runOnContext(_ -> {
                    if (said.status().equals("in-progress") && !leg.isAnswered() && !leg.isOver()) {
                        leg.answered();
                        call.reaches(new Reached.Assistant(said.id()));
                    }
                });
            }

            @Override
            public void over(LiveCall over) {
                context.runOnContext(_ -> {
                    // Ended by this side, or replaced by a REST update: that is no hang-up of the caller.
                    if (leg.isOver()) {
                        return;
                    }
                    boolean refused = over.endedReason().startsWith("call.start.error");
                    if (over.endedReason().startsWith("customer-") && !call.isOver()) {
                        leg.end("completed");
                        hangUp();
                    } else if (!over.forwardedTo().isEmpty()) {
                        forwarded(over.forwardedTo(), leg, ended);
                    } else {
                        leg.end(refused ? "failed" : "completed");
                        ended.accept(refused ? "failed" : "completed");
                    }
                });
            }
        });
    }

    /// Vapi dialled on and stays in the middle: the leg lasts as long as the person it reached.
    private void forwarded(String address, DialledLeg leg, Consumer<String> ended) {
        var callee = cloud.scripted(address).orElseGet(Callee::answering);
        cloud.after(callee.rings(), () -> {
            boolean answered = callee.behaviour() == Callee.Behaviour.ANSWERS;
            if (answered && !leg.isOver()) {
                call.reaches(new Reached.Person(address));
            }
            cloud.after(answered ? callee.talks() : Duration.ZERO, () -> {
                if (!leg.isOver()) {
                    leg.end("completed");
                    ended.accept("completed");
                }
            });
        });
    }

    private static Map<String, String> sipHeaders(String target) {
        var headers = new HashMap<String, String>();
        var parts = target.split("\\?", 2);
        if (parts.length == 2) {
            for (var header : parts[1].split("&")) {
                var pair = header.split("=", 2);
                headers.put(pair[0],
                        pair.length == 2 ? URLDecoder.decode(pair[1].replace("+", "%2B"), StandardCharsets.UTF_8) : "");
            }
        }
        return headers;
    }

    private Next dialled(TwimlElement verb, String status, String childSid, Duration length) {
        var extra = new LinkedHashMap<String, String>();
        extra.put("DialCallStatus", status);
        extra.put("DialBridged", Boolean.toString(status.equals("completed") || status.equals("answered")));
        if (!childSid.isEmpty()) {
            extra.put("DialCallSid", childSid);
            extra.put("DialCallDuration", Long.toString(length.toSeconds()));
        }
        return after(verb, extra).<Next>map(next -> next).orElseGet(Next.Proceed::new);
    }

    private Optional<Next.Fetch> after(TwimlElement verb, Map<String, String> extra) {
        return verb.attribute("action").isEmpty()
                ? Optional.empty()
                : Optional.of(new Next.Fetch(method(verb, "method"), resolve(verb.attribute("action")), extra));
    }

    private static HttpMethod method(TwimlElement verb, String attribute) {
        return verb.attribute(attribute).equals("GET") ? HttpMethod.GET : HttpMethod.POST;
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
        forks.forEach(MediaStream::stop);
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
        forks.forEach(MediaStream::stop);
        cloud.over(call);
    }
}
