package dev.liveline.simulator.vapi;

import dev.liveline.simulator.scenario.ServerMessage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The `type` of server messages, and which of them an assistant is subscribed to.
public final class MessageType {

    /// What an assistant without `serverMessages` gets; `transcript` is **not** among it.
    public static final Set<String> DEFAULT = Set.of("conversation-update", "end-of-call-report", "function-call", "hang",
            "speech-update", "status-update", "tool-calls", "transfer-destination-request", "handoff-destination-request",
            "user-interrupted", "assistant.started");

    /// What a live-captioned assistant asks for.
    public static final List<String> CAPTIONED = List.of("status-update", "transcript", "speech-update", "user-interrupted",
            "tool-calls", "transfer-destination-request", "transfer-update", "hang", "conversation-update", "assistant.started",
            "assistant.speechStarted", "end-of-call-report");

    /// What a client on a transport gets unless the assistant says otherwise.
    static final Set<String> CLIENT_DEFAULT = Set.of("conversation-update", "function-call", "hang", "model-output",
            "speech-update",
            "status-update", "transfer-update", "transcript", "tool-calls", "user-interrupted", "voice-input",
            "workflow.node.started", "assistant.started");

    static final String FINAL_ONLY = "transcript[transcriptType=\"final\"]";

    private MessageType() {}

    /// The schema's name of a message, before any [Dialect].
    public static String of(ServerMessage message) {
        return switch (message) {
            case ServerMessage.StatusChanged _,ServerMessage.Ended _,ServerMessage.Forwarding _ -> "status-update";
            case ServerMessage.AssistantStarted _ -> "assistant.started";
            case ServerMessage.SpeechChanged _ -> "speech-update";
            case ServerMessage.SpeechAnnounced _ -> "assistant.speechStarted";
            case ServerMessage.ModelOutput _ -> "model-output";
            case ServerMessage.VoiceInput _ -> "voice-input";
            case ServerMessage.TranscriptHeard _ -> "transcript";
            case ServerMessage.UserInterrupted _ -> "user-interrupted";
            case ServerMessage.ConversationChanged _ -> "conversation-update";
            case ServerMessage.ToolCalled _ -> "tool-calls";
            case ServerMessage.TransferChanged _ -> "transfer-update";
            case ServerMessage.LanguageChanged _ -> "language-change-detected";
            case ServerMessage.Hung _ -> "hang";
            case ServerMessage.Reported _ -> "end-of-call-report";
            case ServerMessage.Asked(var type) -> type;
            case ServerMessage.Unheard(var type) -> type;
        };
    }

    /// The types an assistant's server gets. One that asks for nothing gets Vapi's default; the simulated one gets everything.
    static Set<String> subscription(JsonObject assistant) {
        return VapiCloud.SIMULATED.equals(assistant.getString("id"))
                ? Set.copyOf(CAPTIONED)
                : types(assistant.getValue("serverMessages"), DEFAULT);
    }

    /// The types a client on an assistant's transport gets.
    static Set<String> clientMessages(JsonObject assistant) {
        return types(assistant.getValue("clientMessages"), CLIENT_DEFAULT);
    }

    private static Set<String> types(Object list, Set<String> otherwise) {
        return list instanceof JsonArray given
                ? given.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet())
                : otherwise;
    }

    /// Whether a subscription covers a message.
    public static boolean covers(Set<String> subscription, ServerMessage message) {
        return subscription.contains(of(message)) || message instanceof ServerMessage.Unheard
                || message instanceof ServerMessage.TranscriptHeard heard && heard.isFinal()
                        && subscription.contains(FINAL_ONLY);
    }
}
