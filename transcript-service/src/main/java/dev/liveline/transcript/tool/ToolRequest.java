package dev.liveline.transcript.tool;

/// A tool the assistant wants.
///
/// @param askedAt   when the platform asked, epoch milliseconds
/// @param arguments JSON text of an object, as the model wrote it
public record ToolRequest(String callId, String toolCallId, String name, String arguments, long askedAt) {

    @Override
    public String toString() {
        return "ToolRequest[" + toolCallId + " " + name + ", arguments hidden]";
    }
}
