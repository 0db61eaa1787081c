package dev.liveline.simulator.vapi;

import dev.liveline.simulator.scenario.Delivery;
import dev.liveline.simulator.scenario.ServerMessage;
import dev.liveline.simulator.scenario.Speaker;
import dev.liveline.simulator.scenario.TimedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// What is still to be sent on a running call, in the order it falls due; the part that live control rearranges.
/// Times are the call's own (since it began to ring).
final class CallScore {

    private static final Comparator<Delivery> BY_TIME = Comparator.comparing(Delivery::dueAt)
        .thenComparing(delivery -> delivery.message().ordinal());

    private PriorityQueue<Delivery> pending = new PriorityQueue<>(BY_TIME);
    private int nextOrdinal;

    void add(List<Delivery> deliveries) {
        pending.addAll(deliveries);
        deliveries.forEach(delivery -> nextOrdinal = Math.max(nextOrdinal, delivery.message().ordinal() + 1));
    }

    /// Adds messages timed from zero so that they start at `start`; returns when the last is due.
    Duration insert(List<TimedMessage> messages, Duration start) {
        var end = start;
        for (var message : messages) {
            end = start.plus(message.at());
            add(end, message.message());
        }
        return end;
    }

    void add(Duration at, ServerMessage message) {
        addDue(at, at, message);
    }

    /// A message that goes out at `due` about something that happened at `at`.
    void addDue(Duration due, Duration at, ServerMessage message) {
        pending.add(new Delivery(due, new TimedMessage(nextOrdinal++, at, message), false));
    }

    /// Moves everything due at `from` or later by `shift`, message times included: the conversation waits.
    void shift(Duration from, Duration shift) {
        var shifted = new PriorityQueue<>(BY_TIME);
        for (var delivery : pending) {
            shifted.add(delivery.dueAt().compareTo(from) < 0 ? delivery : later(delivery, shift));
        }
        pending = shifted;
    }

    private static Delivery later(Delivery delivery, Duration shift) {
        var message = delivery.message();
        return new Delivery(delivery.dueAt().plus(shift),
                new TimedMessage(message.ordinal(), message.at().plus(shift), message.message()), delivery.repeated());
    }

    /// Takes out everything due at `from` or later.
    void dropFrom(Duration from) {
        pending.removeIf(delivery -> delivery.dueAt().compareTo(from) >= 0);
    }

    /// When the assistant, who is speaking now, will have finished.
    Optional<Duration> assistantStops() {
        return pending.stream().filter(CallScore::stopsAssistant).map(Delivery::dueAt).min(Comparator.naturalOrder());
    }

    /// Takes out the rest of what the assistant is saying, up to where it would have stopped.
    void cutAssistant() {
        var stop = assistantStops();
        if (stop.isEmpty()) {
            return;
        }
        var kept = new ArrayList<Delivery>();
        for (var delivery : pending) {
            if (delivery.dueAt().compareTo(stop.get()) > 0 || !ofAssistant(delivery.message().message())) {
                kept.add(delivery);
            }
        }
        pending.clear();
        pending.addAll(kept);
    }

    private static boolean stopsAssistant(Delivery delivery) {
        return delivery.message().message() instanceof ServerMessage.SpeechChanged(var speaker, var started, _)
                && speaker == Speaker.ASSISTANT && !started;
    }

    /// Whether a message is heard from, or about, the assistant's speech.
    static boolean ofAssistant(ServerMessage message) {
        return switch (message) {
            case ServerMessage.TranscriptHeard heard -> heard.speaker() == Speaker.ASSISTANT;
            case ServerMessage.SpeechChanged changed -> changed.speaker() == Speaker.ASSISTANT;
            case ServerMessage.SpeechAnnounced _,ServerMessage.ModelOutput _,ServerMessage.VoiceInput _ -> true;
            case ServerMessage.StatusChanged _,ServerMessage.AssistantStarted _,ServerMessage.UserInterrupted _,ServerMessage.ConversationChanged _,ServerMessage.ToolCalled _,ServerMessage.TransferChanged _,ServerMessage.Forwarding _,ServerMessage.LanguageChanged _,ServerMessage.Hung _,ServerMessage.Ended _,ServerMessage.Reported _,ServerMessage.Asked _,ServerMessage.Unheard _ ->
                false;
        };
    }

    /// Whether a message is heard from the caller.
    static boolean ofCaller(ServerMessage message) {
        return message instanceof ServerMessage.TranscriptHeard heard && heard.speaker() == Speaker.CALLER
                || message instanceof ServerMessage.SpeechChanged changed && changed.speaker() == Speaker.CALLER;
    }

    void clear() {
        pending.clear();
    }

    /// The next delivery if it is due at `now`, removed.
    Optional<Delivery> nextDue(Duration now) {
        var next = pending.peek();
        return next != null && next.dueAt().compareTo(now) <= 0 ? Optional.of(pending.remove()) : Optional.empty();
    }

    /// How long from `now` until something is due.
    Optional<Duration> untilNext(Duration now) {
        return Optional.ofNullable(pending.peek()).map(next -> next.dueAt().minus(now));
    }
}
