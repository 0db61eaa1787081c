package dev.liveline.simulator.twilio;

import dev.liveline.simulator.twilio.TwimlRunner.Next;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The media streams of one leg: those it talks over, and those that only listen. Event loop only.
final class LegStreams {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final TwilioCloud cloud;
    private final TwimlRunner runner;
    private final PhoneCall call;
    private final List<MediaStream> forks = new ArrayList<>();

    LegStreams(TwilioCloud cloud, TwimlRunner runner, PhoneCall call) {
        this.cloud = cloud;
        this.runner = runner;
        this.call = call;
    }

    /// A `<Connect>`: the leg talks over the stream until it ends.
    Future<Next> connect(TwimlElement verb) {
        var element = verb.child("Stream").orElseThrow();
        var stream = stream(element, true);
        var over = Promise.<Next>promise();
        runner.onHangUp(verb, Map.of());
        runner.onInterrupt(stream::stop);
        var context = cloud.loop();
        int mine = runner.generation();
        stream.closed().whenComplete((_, _) -> context.runOnContext(_ -> {
            // Replaced by a REST update: the stream's end is no hang-up then, whatever Vapi makes of it.
            if (call.isOver() || mine != runner.generation()) {
                return;
            }
            if (callerHungUpAtVapi()) {
                runner.hangUp();
            } else {
                over.tryComplete(runner.next(verb, Map.of()));
            }
        }));
        return over.future();
    }

    /// A `<Start>`: the stream listens while the document goes on.
    void fork(TwimlElement verb) {
        forks.add(stream(verb.child("Stream").orElseThrow(), false));
    }

    /// A `<Stop>`, or the end of the leg.
    void stopForks() {
        forks.forEach(MediaStream::stop);
        forks.clear();
    }

    private MediaStream stream(TwimlElement element, boolean bidirectional) {
        var url = element.attribute("url");
        var stream = new MediaStream(cloud.loop(), call.sid(), cloud.options().accountSid(), call.manner(), call.script(),
                bidirectional);
        call.streamed(stream);
        boolean vapi = isVapi(url);
        var parameters = new LinkedHashMap<String, String>();
        element.children().forEach(parameter -> parameters.put(parameter.attribute("name"), parameter.attribute("value")));
        cloud.openSocket(url, call.manner()).onSuccess(socket -> {
            if (stream.closed().isDone() || call.isOver()) {
                socket.close();
                return;
            }
            stream.open(socket, parameters);
            if (vapi) {
                vapiCallOf(url).ifPresent(id -> call.reaches(new Reached.Assistant(id)));
            } else if (bidirectional) {
                call.reaches(new Reached.Bridge(url));
                hangUpWhenDone(stream);
            }
        }).onFailure(failure -> stream.failed("31920 " + failure.getMessage()));
        return stream;
    }

    private void hangUpWhenDone(MediaStream stream) {
        cloud.afterReal(LOOK_EVERY, () -> {
            if (call.isOver() || stream.closed().isDone()) {
                return;
            }
            if (stream.callerIsDone()) {
                runner.hangUp();
            } else {
                hangUpWhenDone(stream);
            }
        });
    }

    private boolean isVapi(String url) {
        return cloud.vapi()
            .filter(vapi -> URI.create(url).getAuthority().equals(URI.create(vapi.baseUrl()).getAuthority()))
            .isPresent();
    }

    /// The Vapi call a bypass stream's URL is about.
    private static Optional<String> vapiCallOf(String url) {
        var path = URI.create(url).getPath().split("/");
        return path.length > 2 ? Optional.of(path[2]) : Optional.empty();
    }

    /// Whether the Vapi call on this leg ended because its scripted caller hung up.
    private boolean callerHungUpAtVapi() {
        return cloud.vapi()
            .stream()
            .flatMap(vapi -> vapi.calls().stream())
            .anyMatch(live -> live.facts().callSid().equals(call.sid()) && live.endedReason().startsWith("customer-"));
    }
}
