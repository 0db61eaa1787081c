package dev.liveline.simulator.vapi;

/// Which of Vapi's contradicting message shapes a call speaks; each has been documented or seen on real calls.
///
/// @param artifactPadding extra bytes in every `artifact`, which grows with a call in any case
/// @param twilioCredentials whether `phoneNumber` carries the customer's Twilio token, as real payloads have been seen to do
/// @param commonFields whether the optional `timestamp`, `customer`, `phoneNumber`, `assistant` and `artifact` are sent
public record Dialect(ToolCallShape toolCalls, FinalType finals, ReportShape report, MetadataPlace metadata, int artifactPadding,
        boolean twilioCredentials, boolean commonFields) {

    /// What the schema says.
    public static Dialect schema() {
        return new Dialect(ToolCallShape.NESTED_STRING, FinalType.PLAIN, ReportShape.ARTIFACT, MetadataPlace.CALL, 0, false, true);
    }

    public Dialect toolCalls(ToolCallShape shape) {
        return new Dialect(shape, finals, report, metadata, artifactPadding, twilioCredentials, commonFields);
    }

    public Dialect finals(FinalType type) {
        return new Dialect(toolCalls, type, report, metadata, artifactPadding, twilioCredentials, commonFields);
    }

    public Dialect report(ReportShape shape) {
        return new Dialect(toolCalls, finals, shape, metadata, artifactPadding, twilioCredentials, commonFields);
    }

    public Dialect metadata(MetadataPlace place) {
        return new Dialect(toolCalls, finals, report, place, artifactPadding, twilioCredentials, commonFields);
    }

    public Dialect artifactPadding(int bytes) {
        return new Dialect(toolCalls, finals, report, metadata, bytes, twilioCredentials, commonFields);
    }

    public Dialect twilioCredentials(boolean sent) {
        return new Dialect(toolCalls, finals, report, metadata, artifactPadding, sent, commonFields);
    }

    public Dialect commonFields(boolean sent) {
        return new Dialect(toolCalls, finals, report, metadata, artifactPadding, twilioCredentials, sent);
    }

    /// The four official shapes of a tool call, the older key, and the legacy message.
    public enum ToolCallShape {
        /// `toolCallList[].function.arguments`, a string: the schema.
        NESTED_STRING,
        /// The same with an object, as observed.
        NESTED_OBJECT,
        /// `toolCallList[].{id,name,parameters}`: the server events page.
        FLAT_PARAMETERS,
        /// `toolCallList[].{id,name,arguments}`: the custom tools page.
        FLAT_ARGUMENTS,
        /// `toolCalls[]` in place of `toolCallList[]`: the example handler.
        OLD_KEY,
        /// `function-call` with `functionCall {name, parameters}`: 2024.
        LEGACY
    }

    /// How the type of a final transcript is spelled.
    public enum FinalType {
        /// `transcript`.
        PLAIN,
        /// `transcript[transcriptType="final"]`.
        BRACKETED,
        /// `transcript[transcriptType='final']`.
        BRACKETED_SINGLE_QUOTES
    }

    /// Where the end-of-call report has transcript, summary and recording.
    public enum ReportShape {
        ARTIFACT,
        TOP_LEVEL,
        BOTH
    }

    /// Where the call's metadata comes back.
    public enum MetadataPlace {
        CALL,
        ASSISTANT_OVERRIDES
    }
}
