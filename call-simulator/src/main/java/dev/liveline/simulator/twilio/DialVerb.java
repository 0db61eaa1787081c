package dev.liveline.simulator.twilio;

import dev.liveline.simulator.scenario.TimedMessage;
import dev.liveline.simulator.twilio.TwimlRunner.Next;
import dev.liveline.simulator.vapi.LiveCall;
import dev.liveline.simulator.vapi.VapiCloud;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// One `<Dial>` while it runs: rings its nouns in turn, puts the leg into a conference, or takes it to who waits in a queue. Event loop
/// only.
final class DialVerb {

    private static final Duration WITH_WHO_WAITED = Duration.ofMinutes(1);

    private final TwilioCloud cloud;
    private final TwimlRunner runner;
    private final PhoneCall call;
    private final TwimlElement verb;
    private final Promise<Next> over = Promise.promise();

    DialVerb(TwilioCloud cloud, TwimlRunner runner, TwimlElement verb) {
        this.cloud = cloud;
        this.runner = runner;
        this.call = runner.call();
        this.verb = verb;
    }

    /// Done when the call goes on.
    Future<Next> run() {
        runner.onHangUp(verb, Map.of("DialCallStatus", "completed", "DialBridged", "true"));
        var conference = verb.child("Conference");
        if (conference.isPresent()) {
            confer(conference.get());
        } else if (verb.child("Queue").isPresent()) {
            var queue = verb.child("Queue").get().text();
            if (cloud.queues().bridgeFirst(queue)) {
                call.reaches(new Reached.Queue(queue));
            }
            cloud.after(WITH_WHO_WAITED, () -> over.tryComplete(dialled("completed", "", WITH_WHO_WAITED)));
        } else {
            var nouns = verb.children().isEmpty()
                    ? List.of(new TwimlElement("Number", Map.of(), verb.text(), List.of()))
                    : verb.children();
            ring(nouns, 0);
        }
        return over.future();
    }

    private void confer(TwimlElement noun) {
        call.reaches(new Reached.Conference(noun.text()));
        var room = cloud.conferences()
            .room(noun.text(), noun.attribute("statusCallback"), words(noun.attribute("statusCallbackEvent")));
        var member = new ConferenceRoom.Member(call, noun.attribute("participantLabel"),
                !noun.attribute("startConferenceOnEnter").equals("false"), noun.attribute("endConferenceOnExit").equals("true"),
                () -> over.tryComplete(dialled("answered", "", Duration.ZERO)))
            .as(noun.attribute("muted").equals("true"), noun.attribute("coach"));
        cloud.conferences().enter(room, member);
        runner.onInterrupt(() -> cloud.conferences().exit(room, call.sid()));
    }

    private static Set<String> words(String list) {
        return list.isEmpty() ? Set.of() : Set.of(list.split(" "));
    }

    /// Tries the nouns in turn until one answers. (Twilio rings several at once unless told `sequential`; who answers is the same
    /// when one does.)
    private void ring(List<TwimlElement> nouns, int index) {
        var noun = nouns.get(index);
        var timeout = Duration.ofSeconds(Long.parseLong(verb.attributes().getOrDefault("timeout", "30")) + 5);
        var child = new PhoneCall(cloud, call.sid(), "outbound-dial",
                verb.attribute("callerId").isEmpty() ? call.from() : verb.attribute("callerId"), noun.text().split("\\?", 2)[0],
                call.script(), call.manner());
        var leg = new DialledLeg(cloud, child, noun);
        runner.onInterrupt(() -> leg.end(leg.isAnswered() ? "completed" : "canceled"));
        var started = System.nanoTime();
        Consumer<String> ended = status -> {
            boolean more = !status.equals("completed") && index + 1 < nouns.size();
            if (more) {
                ring(nouns, index + 1);
            } else {
                call.dialled(status);
                over.tryComplete(dialled(status, child.sid(), Duration.ofNanos(System.nanoTime() - started)));
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
        leg.ring(callee, timeout, () -> {
            call.reaches(new Reached.Person(leg.call().to()));
            leg.whenOver(() -> ended.accept("completed"));
            cloud.after(callee.talks(), () -> leg.end("completed"));
        }, ended);
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
                        runner.hangUp();
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

    private Next dialled(String status, String childSid, Duration length) {
        var extra = new LinkedHashMap<String, String>();
        extra.put("DialCallStatus", status);
        extra.put("DialBridged", Boolean.toString(status.equals("completed") || status.equals("answered")));
        if (!childSid.isEmpty()) {
            extra.put("DialCallSid", childSid);
            extra.put("DialCallDuration", Long.toString(length.toSeconds()));
        }
        return runner.next(verb, extra);
    }
}
