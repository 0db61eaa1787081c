package dev.liveline.transcript.call;

/// What kind of end a call came to. Vapi knows over 600 reasons and adds more; these families do not grow with them.
public enum EndingFamily {
    /// A person or the assistant hung up, or the call ran its course.
    NORMAL("normal"),
    /// Handed on to people.
    FORWARDED("forwarded"),
    /// Nobody answered, busy, or voicemail.
    UNREACHED("unreached"),
    /// Vapi's fault by its own word.
    VAPI_FAULT("vapi-fault"),
    /// The fault of a vendor behind Vapi: model, voice, transcriber.
    PROVIDER_FAULT("provider-fault"),
    /// The telephony side failed.
    TELEPHONY_FAULT("telephony-fault"),
    /// Our side: the assistant request, its answer, or configuration.
    CONFIGURATION_FAULT("configuration-fault"),
    /// A limit of the subscription.
    LIMIT("limit"),
    /// We heard nothing any more.
    EXPIRED("expired"),
    /// An error of another kind.
    OTHER_FAULT("other-fault");

    private final String word;

    EndingFamily(String word) {
        this.word = word;
    }

    /// The word in metrics.
    public String word() {
        return word;
    }

    public boolean isFault() {
        return switch (this) {
            case NORMAL, FORWARDED, UNREACHED -> false;
            case VAPI_FAULT, PROVIDER_FAULT, TELEPHONY_FAULT, CONFIGURATION_FAULT, LIMIT, EXPIRED, OTHER_FAULT -> true;
        };
    }

    /// By the platform's reason; the prefixes are those of its enumeration (`endedReason`).
    public static EndingFamily of(String reason) {
        if (reason.equals("expired")) {
            return EXPIRED;
        }
        // Not every "limit-reached": a model's rate limit is its vendor's, or Vapi's.
        if (reason.contains("-subscription-") || reason.contains("over-concurrency") || reason.endsWith("-daily-limit")) {
            return LIMIT;
        }
        if (reason.contains("vapifault") || reason.startsWith("vapi") || reason.equals("worker-shutdown")) {
            return VAPI_FAULT;
        }
        if (reason.contains("providerfault") || reason.startsWith("pipeline-")
                || reason.contains("error-pipeline-")) {
            return PROVIDER_FAULT;
        }
        if (reason.startsWith("assistant-request") || reason.startsWith("assistant-not") || reason.contains("invalid")
                || reason.startsWith("call-start-error-neither")) {
            return CONFIGURATION_FAULT;
        }
        if (reason.equals("assistant-forwarded-call") || reason.equals("transferred")) {
            return FORWARDED;
        }
        if (reason.equals("voicemail") || reason.startsWith("customer-did-not") || reason.contains("no-answer")
                || reason.contains("busy")) {
            return UNREACHED;
        }
        if (reason.endsWith("-completed-call") || reason.endsWith("vonage-completed") || reason.contains("caller-hungup")) {
            return NORMAL;
        }
        if (reason.startsWith("phone-call-provider") || reason.contains("twilio") || reason.contains("sip-")
                || reason.startsWith("vonage-")) {
            return TELEPHONY_FAULT;
        }
        boolean odd = reason.contains("error") || reason.contains("fail") || reason.equals("assistant-join-timed-out");
        return odd ? OTHER_FAULT : NORMAL;
    }
}
