package dev.liveline.simulator.twilio;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// TwiML as Twilio's reference has it, as data: elements, what they may hold, and what their attributes may say.
final class TwimlGrammar {

    private static final Set<String> CALLBACK = Set.of("statusCallback", "statusCallbackMethod", "statusCallbackEvent");
    private static final Set<String> LEG = union(CALLBACK,
            Set.of("url", "method", "machineDetection", "machineDetectionTimeout", "machineDetectionSpeechThreshold",
                    "machineDetectionSpeechEndThreshold", "machineDetectionSilenceTimeout", "amdStatusCallback",
                    "amdStatusCallbackMethod"));

    /// Attributes an element may have.
    static final Map<String, Set<String>> ATTRIBUTES = Map.ofEntries(Map.entry("Response", Set.of()),
            Map.entry("Say", Set.of("voice", "language", "loop")), Map.entry("Play", Set.of("loop", "digits")),
            Map.entry("Pause", Set.of("length")),
            Map.entry("Gather",
                    Set.of("action", "method", "input", "timeout", "numDigits", "finishOnKey", "speechTimeout", "language",
                            "hints",
                            "actionOnEmptyResult", "profanityFilter", "bargeIn")),
            Map.entry("Record",
                    Set.of("action", "method", "timeout", "finishOnKey", "maxLength", "playBeep", "trim",
                            "recordingStatusCallback",
                            "recordingStatusCallbackMethod", "recordingStatusCallbackEvent", "transcribe",
                            "transcribeCallback")),
            Map.entry("Dial",
                    Set.of("action", "method", "timeout", "timeLimit", "callerId", "answerOnBridge", "hangupOnStar", "record",
                            "trim",
                            "recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent",
                            "recordingTrack", "ringTone", "referUrl", "referMethod", "sequential")),
            Map.entry("Number", union(LEG, Set.of("sendDigits", "byoc"))),
            Map.entry("Sip", union(LEG, Set.of("username", "password"))), Map.entry("Client", union(LEG, Set.of())),
            Map.entry("Conference",
                    union(CALLBACK,
                            Set.of("muted", "beep", "startConferenceOnEnter", "endConferenceOnExit", "participantLabel",
                                    "jitterBufferSize", "waitUrl", "waitMethod", "maxParticipants", "record", "region", "trim",
                                    "coach", "recordingStatusCallback", "recordingStatusCallbackMethod",
                                    "recordingStatusCallbackEvent", "eventCallbackUrl"))),
            Map.entry("Queue", Set.of("url", "method", "reservationSid", "postWorkActivitySid")),
            Map.entry("Enqueue", Set.of("action", "method", "waitUrl", "waitUrlMethod", "workflowSid", "maxQueueSize")),
            Map.entry("Task", Set.of("priority", "timeout")), Map.entry("Leave", Set.of()),
            Map.entry("Connect", Set.of("action", "method")), Map.entry("Start", Set.of("action", "method")),
            Map.entry("Stop", Set.of()),
            Map.entry("Stream", Set.of("url", "name", "track", "statusCallback", "statusCallbackMethod", "connectorName")),
            Map.entry("Parameter", Set.of("name", "value")), Map.entry("Redirect", Set.of("method")),
            Map.entry("Reject", Set.of("reason")), Map.entry("Hangup", Set.of()),
            Map.entry("Refer", Set.of("action", "method")));

    private static final Set<String> SPOKEN = Set.of("Say", "Play", "Pause");

    /// Elements an element may contain.
    static final Map<String, Set<String>> CHILDREN = Map.of("Response",
            union(SPOKEN,
                    Set.of("Gather", "Record", "Dial", "Enqueue", "Leave", "Connect", "Start", "Stop", "Redirect", "Reject",
                            "Hangup",
                            "Refer")),
            "Gather", SPOKEN, "Dial", Set.of("Number", "Sip", "Client", "Conference", "Queue"), "Connect", Set.of("Stream"),
            "Start",
            Set.of("Stream"), "Stop", Set.of("Stream"), "Stream", Set.of("Parameter"), "Enqueue", Set.of("Task"), "Refer",
            Set.of("Sip"));

    /// Elements that hold text.
    static final Set<String> BEARS_TEXT = Set.of("Say", "Play", "Dial", "Number", "Sip", "Client", "Conference",
            "Queue",
            "Enqueue", "Redirect", "Task");

    /// The values of attributes that have only a few, whatever element they are on.
    static final Map<String, Set<String>> ONE_OF = Map.ofEntries(Map.entry("method", Set.of("GET", "POST")),
            Map.entry("statusCallbackMethod", Set.of("GET", "POST")), Map.entry("waitMethod", Set.of("GET", "POST")),
            Map.entry("waitUrlMethod", Set.of("GET", "POST")), Map.entry("referMethod", Set.of("GET", "POST")),
            Map.entry("answerOnBridge", Set.of("true", "false")), Map.entry("hangupOnStar", Set.of("true", "false")),
            Map.entry("muted", Set.of("true", "false")), Map.entry("startConferenceOnEnter", Set.of("true", "false")),
            Map.entry("endConferenceOnExit", Set.of("true", "false")), Map.entry("playBeep", Set.of("true", "false")),
            Map.entry("sequential", Set.of("true", "false")), Map.entry("beep", Set.of("true", "false", "onEnter", "onExit")),
            Map.entry("jitterBufferSize", Set.of("small", "medium", "large", "off")),
            Map.entry("track", Set.of("inbound_track", "outbound_track", "both_tracks")),
            Map.entry("reason", Set.of("rejected", "busy")));

    /// What the `statusCallbackEvent` of a noun may list.
    static final Map<String, Set<String>> EVENTS = Map.of("Number",
            Set.of("initiated", "ringing", "answered", "completed"),
            "Sip", Set.of("initiated", "ringing", "answered", "completed"), "Client",
            Set.of("initiated", "ringing", "answered", "completed"), "Conference",
            Set.of("start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"));

    /// A whole number between these, both included.
    record Range(int from, int to) {}

    /// Attributes that are numbers, by element and name.
    static final Map<String, Range> NUMBERS = Map.of("Dial timeout", new Range(5, 600), "Dial timeLimit",
            new Range(1, 14_400), "Record timeout", new Range(0, 600), "Record maxLength", new Range(1, 14_400), "Pause length",
            new Range(0, 600), "Say loop", new Range(0, 1000), "Play loop", new Range(0, 1000), "Gather timeout",
            new Range(0, 600),
            "Conference maxParticipants", new Range(1, 250));

    /// URLs that have nothing to be relative to.
    static final Set<String> ABSOLUTE = Set.of("statusCallback", "eventCallbackUrl");
    static final Set<String> URLS = Set.of("action", "url", "waitUrl", "statusCallback", "referUrl", "eventCallbackUrl",
            "recordingStatusCallback", "transcribeCallback", "amdStatusCallback");

    private TwimlGrammar() {}

    private static Set<String> union(Set<String> some, Set<String> more) {
        var all = new HashSet<>(some);
        all.addAll(more);
        return Set.copyOf(all);
    }
}
