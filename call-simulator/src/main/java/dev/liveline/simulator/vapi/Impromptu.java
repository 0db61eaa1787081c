package dev.liveline.simulator.vapi;

import dev.liveline.simulator.scenario.Recogniser;
import dev.liveline.simulator.scenario.ServerMessage;
import dev.liveline.simulator.scenario.Speaker;
import dev.liveline.simulator.scenario.Timeline;
import dev.liveline.simulator.scenario.Utterance;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// What is said and done on a call beside its script: each makes room for itself in the score. Event loop only.
final class Impromptu {

    private static final Duration BREATH = Duration.ofMillis(120);

    private final LiveCall call;
    private final CallScore score;
    private final Floor floor;
    private final Recogniser recogniser;

    Impromptu(LiveCall call, CallScore score, Floor floor) {
        this.call = call;
        this.score = score;
        this.floor = floor;
        this.recogniser = new Recogniser(call.script().seed());
    }

    /// The assistant or the caller says something now, outside the script; returns when it is over, in call time.
    Duration speak(Speaker speaker, List<Utterance> said) {
        var messages = Timeline.ofTurn(speaker, said, floor.nextTurn(), floor.utterance(speaker));
        var end = score.insert(messages, call.now());
        call.pump();
        return end;
    }

    /// The assistant falls silent where it is: what was heard becomes final.
    void cutAssistant(boolean byCaller) {
        if (!floor.assistantSpeaks()) {
            return;
        }
        score.cutAssistant();
        call.silenced();
        var at = call.now();
        if (byCaller) {
            score.addDue(at, at, new ServerMessage.UserInterrupted("t-" + floor.turn()));
        }
        var heard = floor.unfinished(Speaker.ASSISTANT);
        if (!heard.isEmpty()) {
            score.addDue(at, at.plusMillis(1), new ServerMessage.TranscriptHeard(Speaker.ASSISTANT,
                    floor.utterance(Speaker.ASSISTANT), true, heard, OptionalDouble.empty()));
        }
        score.addDue(at, at.plusMillis(2), new ServerMessage.SpeechChanged(Speaker.ASSISTANT, false, floor.turn()));
        call.pump();
    }

    /// The assistant says something that is in no script.
    void say(String content, boolean interrupt, boolean thenEnd) {
        if (content.isBlank() || !call.isGoingOn()) {
            return;
        }
        if (interrupt) {
            cutAssistant(false);
        }
        var start = score.assistantStops().filter(_ -> floor.assistantSpeaks()).orElse(call.now()).plus(BREATH);
        var messages = Timeline.ofTurn(Speaker.ASSISTANT, sentences(content), floor.nextTurn(),
                floor.utterance(Speaker.ASSISTANT) + (floor.assistantSpeaks() ? 1 : 0));
        if (thenEnd) {
            score.dropFrom(start);
        } else {
            score.shift(start, messages.getLast().at().plus(BREATH));
        }
        var end = score.insert(messages, start);
        if (thenEnd) {
            call.endAt(end.plus(BREATH), "assistant-ended-call-after-message-spoken");
        }
        call.pump();
    }

    private List<Utterance> sentences(String content) {
        return Stream.of(content.strip().split("(?<=[.!?]) "))
            .filter(sentence -> !sentence.isBlank())
            .map(recogniser::follow)
            .toList();
    }

    /// The call is handed over, after a word if there is one.
    void transfer(String destination, String content) {
        if (destination.isEmpty() || !call.isGoingOn()) {
            return;
        }
        cutAssistant(false);
        score.clear();
        var at = call.now();
        if (!content.isBlank()) {
            at = score.insert(Timeline.ofTurn(Speaker.ASSISTANT, sentences(content), floor.nextTurn(),
                    floor.utterance(Speaker.ASSISTANT)), at.plus(BREATH));
        }
        score.add(at.plusMillis(200), new ServerMessage.Forwarding(destination));
        score.add(at.plusMillis(210), new ServerMessage.TransferChanged(destination));
        call.endAt(at.plusMillis(900), "assistant-forwarded-call");
        call.pump();
    }

    /// The server was asked where to, and this is its answer.
    void followTransfer(WebhookReply reply) {
        try {
            var destination = new JsonObject(reply.body()).getJsonObject("destination", new JsonObject());
            var message = destination.getValue("message") instanceof String text ? text : "Transferring the call now";
            transfer(Destination.address(destination), message);
        } catch (RuntimeException _) {
            say("I'm sorry, I could not transfer you.", false, false);
        }
    }
}
