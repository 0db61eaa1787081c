package dev.liveline.simulator.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What Vapi tells the server about a call, without the envelope (call, customer, artifact …) that rendering adds.
/// One record per message, in the order of a call's life; the facts are those of Vapi's server message schemas.
public sealed interface ServerMessage {

    /// `status-update` other than `ended` and `forwarding`: `ringing`, `in-progress` …
    record StatusChanged(String status) implements ServerMessage {}

    /// `assistant.started`.
    record AssistantStarted() implements ServerMessage {}

    /// `speech-update`: someone started or stopped speaking; `turn` counts from 0.
    record SpeechChanged(Speaker speaker, boolean started, int turn) implements ServerMessage {}

    /// `assistant.speechStarted` with word timing (opt-in at Vapi).
    record SpeechAnnounced(int turn, String text, List<TimedWord> words) implements ServerMessage {

        public SpeechAnnounced {
            words = List.copyOf(words);
        }
    }

    /// When a word of an announced speech is spoken, from the start of that speech.
    record TimedWord(String word, Duration start, Duration end) {}

    /// `model-output`: what the model gave for one answer.
    record ModelOutput(String turnId, String output) implements ServerMessage {}

    /// `voice-input`: what was handed to the voice.
    record VoiceInput(String input) implements ServerMessage {}

    /// `transcript`: a partial or a final. `utterance` counts the speaker's utterances from 0 and is **not** sent: Vapi's
    /// transcripts carry no such id; it is here for assertions.
    record TranscriptHeard(Speaker speaker, int utterance, boolean isFinal, String text, OptionalDouble confidence)
            implements
                ServerMessage {}

    /// `user-interrupted`: the caller barged in.
    record UserInterrupted(String turnId) implements ServerMessage {}

    /// `conversation-update`: rendered with the conversation so far.
    record ConversationChanged() implements ServerMessage {}

    /// `tool-calls`, which wants an answer.
    record ToolCalled(String toolCallId, String name, Map<String, String> arguments) implements ServerMessage {

        public ToolCalled {
            arguments = Map.copyOf(arguments);
        }
    }

    /// `transfer-update` and the `forwarding` status belong together; each is its own message.
    record TransferChanged(String destination) implements ServerMessage {}

    /// `status-update` `forwarding`.
    record Forwarding(String destination) implements ServerMessage {}

    /// `language-change-detected`.
    record LanguageChanged(String language) implements ServerMessage {}

    /// `hang`: the assistant was slow to answer.
    record Hung() implements ServerMessage {}

    /// `status-update` `ended`.
    record Ended(String reason) implements ServerMessage {}

    /// `end-of-call-report`, some time after [Ended].
    record Reported(String reason, String summary, Duration length) implements ServerMessage {}

    /// A request about the call beside its script: `assistant-request`, `transfer-destination-request`.
    record Asked(String type) implements ServerMessage {}

    /// A type that no schema knows; a server accepts it and goes on.
    record Unheard(String type) implements ServerMessage {}
}
