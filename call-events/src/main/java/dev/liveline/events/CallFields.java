package dev.liveline.events;

/// The fields of a call's hash ([CallKeys#call()]) that other services than transcript-service may read. Absent values are absent fields.
/// transcript-service keeps further, private ones beside them; their names begin with `_`.
public final class CallFields {

    /// Its [Standing]: epoch, version, `seq` and time of the newest event.
    public static final String STANDING = "standing";
    public static final String STATUS = "status";
    public static final String FROM = "from";
    public static final String TO = "to";
    public static final String TEAM = "team";
    public static final String ASSISTANT_ID = "assistantId";
    public static final String ROUTE = "route";
    public static final String STARTED_AT = "startedAt";
    public static final String ENDED_AT = "endedAt";
    public static final String ENDED_REASON = "endedReason";
    /// When the assistant first asked for a person to take over; stays once it is there.
    public static final String ASKED_FOR_PERSON_AT = "askedForPersonAt";
    /// Twilio's CallSid of the caller's leg, where known.
    public static final String CALL_SID = "callSid";
    /// Vapi's control URL: a capability. Never in an answer, an event or a log.
    public static final String CONTROL_URL = "controlUrl";
    /// `1` while the caller (assistant) speaks.
    public static final String SPEAKING_CALLER = "speaking:caller";
    public static final String SPEAKING_ASSISTANT = "speaking:assistant";
    public static final String UTTERANCES = "utterances";
    public static final String BARGE_INS = "bargeIns";

    private CallFields() {}

    /// The newest partial of a speaker's open utterance as its [EventEntry], or an empty string when the speaker has none open.
    public static String open(Speaker speaker) {
        return "open:" + speaker.wire();
    }
}
