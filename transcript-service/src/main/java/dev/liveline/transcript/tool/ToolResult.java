package dev.liveline.transcript.tool;

/// What a tool gave. Both kinds are one line of text, because Vapi breaks on more.
public sealed interface ToolResult {

    String text();

    record Given(String text) implements ToolResult {
        @Override
        public String toString() {
            return "Given[text hidden]";
        }
    }

    /// @param kind one of a closed set of words for metrics
    record Failed(String kind, String text) implements ToolResult {}

    /// One line of whatever text.
    static String line(String text) {
        return text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
