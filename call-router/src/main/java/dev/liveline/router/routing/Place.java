package dev.liveline.router.routing;

/// Where a caller is when Twilio asks what comes next. It travels in the URL of the `action`, which Twilio signs: no replica has to remember.
public sealed interface Place {

    /// With the assistant, by SIP.
    record WithAssistant() implements Place {}

    /// With the assistant, over our media socket.
    record OnBridge() implements Place {}

    /// Being transferred by a command.
    record Transferred() implements Place {}

    /// In a room with an agent.
    record InConference() implements Place {}

    /// At a step of the number's fallback plan. @param step from 0
    record AtStep(int step) implements Place {}

    Place ASSISTANT = new WithAssistant();
    Place BRIDGE = new OnBridge();
    Place TRANSFER = new Transferred();
    Place CONFERENCE = new InConference();

    /// The word in a URL.
    default String word() {
        return switch (this) {
            case WithAssistant _ -> "assistant";
            case OnBridge _ -> "bridge";
            case Transferred _ -> "transfer";
            case InConference _ -> "conference";
            case AtStep at -> Integer.toString(at.step());
        };
    }

    /// Anything that is no place of ours is the beginning of the plan: a caller is never left without an answer.
    static Place of(String word) {
        return switch (word) {
            case "assistant" -> ASSISTANT;
            case "bridge" -> BRIDGE;
            case "transfer" -> TRANSFER;
            case "conference" -> CONFERENCE;
            default -> new AtStep(word.matches("[0-9]{1,4}") ? Integer.parseInt(word) : 0);
        };
    }
}
