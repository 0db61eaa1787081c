package dev.liveline.router.routing;

/// Why a caller does not get the assistant: a closed set, for metrics and events.
public enum FallbackReason {
    NO_ROUTE("no-route"),
    /// The number answers at Vapi, yet Twilio asks us: it is configured at both.
    DIRECT_NUMBER("direct-number"),
    /// All slots are taken, or Vapi says that its own limit is reached.
    AT_LIMIT("at-limit"),
    /// Redis is away and this replica has given out its share.
    UNCOUNTED("uncounted"),
    VAPI_SLOW("vapi-slow"),
    VAPI_FAILED("vapi-failed"),
    VAPI_REFUSED("vapi-refused"),
    VAPI_UNREACHABLE("vapi-unreachable"),
    /// Vapi's answer was not what its contract says.
    VAPI_UNREADABLE("vapi-unreadable"),
    /// Vapi's end was dialled and did not answer, or the audio broke.
    ASSISTANT_LOST("assistant-lost"),
    /// A person to whom the call was transferred did not answer.
    TRANSFER_FAILED("transfer-failed"),
    /// The agent who took the call over was gone before they had spoken with the caller.
    AGENT_LOST("agent-lost"),
    /// Twilio could not fetch or run our TwiML and asks again.
    TWIML_FAILED("twiml-failed"),
    /// The first answer to this call was never finished.
    UNFINISHED("unfinished"),
    /// A failure of our own.
    OUR_FAULT("our-fault");

    private final String word;

    FallbackReason(String word) {
        this.word = word;
    }

    /// The word on the wire.
    public String word() {
        return word;
    }
}
