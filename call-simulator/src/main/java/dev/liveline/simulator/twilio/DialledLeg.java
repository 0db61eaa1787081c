package dev.liveline.simulator.twilio;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// A leg that was dialled: its life and the status callbacks its noun asked for, numbered from 0. Event loop only.
final class DialledLeg {

    private static final Set<String> DEFAULT_EVENTS = Set.of("completed");

    private final TwilioCloud cloud;
    private final PhoneCall call;
    private final String callback;
    private final HttpMethod method;
    private final Set<String> events;
    private final List<Runnable> onOver = new ArrayList<>();
    private int sequence;
    private boolean answered;

    DialledLeg(TwilioCloud cloud, PhoneCall call, TwimlElement noun) {
        this(cloud, call, noun.attribute("statusCallback"), noun.attribute("statusCallbackMethod"),
                noun.attribute("statusCallbackEvent").isEmpty()
                        ? DEFAULT_EVENTS
                        : Set.of(noun.attribute("statusCallbackEvent").split(" ")));
    }

    DialledLeg(TwilioCloud cloud, PhoneCall call, String callback, String method, Set<String> events) {
        this.cloud = cloud;
        this.call = call;
        this.callback = callback;
        this.method = Webhooks.method(method);
        this.events = events.isEmpty() ? DEFAULT_EVENTS : events;
        cloud.know(call);
    }

    PhoneCall call() {
        return call;
    }

    boolean isAnswered() {
        return answered;
    }

    boolean isOver() {
        return call.isOver();
    }

    void begin() {
        report("initiated", "initiated");
        report("ringing", "ringing");
    }

    /// Lets it ring at somebody until they answer or the time is over; nothing comes of it if the leg ends before.
    ///
    /// @param onMissed gets the `DialCallStatus`, after the leg was ended with it
    void ring(Callee callee, Duration timeout, Runnable onAnswer, Consumer<String> onMissed) {
        boolean inTime = callee.rings().compareTo(timeout) <= 0;
        cloud.after(inTime ? callee.rings() : timeout, () -> {
            if (isOver()) {
                return;
            }
            if (callee.behaviour() == Callee.Behaviour.ANSWERS && inTime) {
                answered();
                onAnswer.run();
            } else {
                var status = (inTime ? callee.behaviour() : Callee.Behaviour.DOES_NOT_ANSWER).dialStatus();
                end(status);
                onMissed.accept(status);
            }
        });
    }

    void answered() {
        answered = true;
        report("answered", "in-progress");
    }

    /// Ends the leg, once.
    void end(String status) {
        if (call.isOver()) {
            return;
        }
        report("completed", status);
        onOver.forEach(Runnable::run);
        call.finish();
    }

    /// The leg ended by its own document: the last callback is still due.
    void reportEnd() {
        report("completed", call.status());
    }

    /// What to do when the leg ends.
    void whenOver(Runnable action) {
        onOver.add(action);
    }

    private void report(String event, String status) {
        call.became(status);
        int number = sequence++;
        if (!callback.isEmpty() && events.contains(event)) {
            cloud.statusCallbacks().report(call, callback, method, number, event.equals("completed"));
        }
    }
}
