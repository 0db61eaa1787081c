package dev.liveline.simulator.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// Something that goes wrong between Vapi and the server. `share` is the part of the messages it befalls, 0 to 1;
/// `within` and `by` bound how far a message is displaced. Same messages, faults and seed: same deliveries.
public sealed interface Fault {

    double share();

    /// The message arrives again, up to `within` later.
    record Duplicated(double share, Duration within) implements Fault {
    }

    /// The message arrives up to `within` too late, so that others overtake it.
    record Reordered(double share, Duration within) implements Fault {
    }

    /// Everything from this message on arrives `by` later; order is kept. At most once a call.
    record Delayed(double share, Duration by) implements Fault {
    }

    /// The message never arrives; `what` may be spared its finals and its end.
    record Dropped(double share, Loss what) implements Fault {
    }

    /// What a [Dropped] may take.
    enum Loss {
        /// Only what the next message makes up for: partials, speech and conversation updates.
        REPLACEABLE,
        /// Anything.
        ANYTHING
    }

    /// The deliveries of `messages` under all of `faults`, in the order they are due.
    static List<Delivery> deliver(List<TimedMessage> messages, List<Fault> faults, long seed) {
        var deliveries = new ArrayList<>(Delivery.faithful(messages));
        var random = new SplittableRandom(seed);
        for (var fault : faults) {
            befall(deliveries, fault, random);
        }
        deliveries.sort(Comparator.comparing(Delivery::dueAt));
        return List.copyOf(deliveries);
    }

    private static void befall(List<Delivery> deliveries, Fault fault, SplittableRandom random) {
        switch (fault) {
            case Duplicated(var share, var within) -> {
                for (var delivery : List.copyOf(deliveries)) {
                    if (random.nextDouble() < share) {
                        deliveries.add(new Delivery(delivery.dueAt().plus(upTo(within, random)), delivery.message(), true));
                    }
                }
            }
            case Reordered(var share, var within) -> deliveries.replaceAll(delivery -> random.nextDouble() < share
                    ? later(delivery, upTo(within, random))
                    : delivery);
            case Delayed(var share, var by) -> {
                for (int i = 0; i < deliveries.size(); i++) {
                    if (random.nextDouble() < share) {
                        deliveries.subList(i, deliveries.size()).replaceAll(delivery -> later(delivery, by));
                        return;
                    }
                }
            }
            case Dropped(var share, var what) -> deliveries
                    .removeIf(delivery -> random.nextDouble() < share && mayLose(delivery.message().message(), what));
        }
    }

    private static Delivery later(Delivery delivery, Duration by) {
        return new Delivery(delivery.dueAt().plus(by), delivery.message(), delivery.repeated());
    }

    private static Duration upTo(Duration bound, SplittableRandom random) {
        return Duration.ofMillis(1 + random.nextLong(Math.max(1, bound.toMillis())));
    }

    private static boolean mayLose(ServerMessage message, Loss what) {
        return what == Loss.ANYTHING || switch (message) {
            case ServerMessage.TranscriptHeard heard -> !heard.isFinal();
            case ServerMessage.SpeechChanged _, ServerMessage.ConversationChanged _, ServerMessage.ModelOutput _ -> true;
            case ServerMessage.StatusChanged _, ServerMessage.AssistantStarted _, ServerMessage.SpeechAnnounced _,
                    ServerMessage.VoiceInput _, ServerMessage.UserInterrupted _, ServerMessage.ToolCalled _,
                    ServerMessage.TransferChanged _, ServerMessage.Forwarding _, ServerMessage.LanguageChanged _,
                    ServerMessage.Hung _, ServerMessage.Ended _, ServerMessage.Reported _, ServerMessage.Asked _, ServerMessage.Unheard _ ->
                false;
        };
    }
}
