package dev.liveline.events;

/// Something of the catalogue changed at Vapi through assistant-admin, on [Streams#ASSISTANTS]: drop what you cached of it.
///
/// @param resource `assistant`, `phone-number` or `tool`
/// @param id       Vapi's id
/// @param action   `created`, `updated` or `deleted`
/// @param at       epoch milliseconds
public record AssistantChange(String resource, String id, String action, long at) {

    /// The `type` field of its stream entry.
    public static final String TYPE = "assistant-change";

    public String json() {
        return new JsonText.Members().text("resource", resource)
            .text("id", id)
            .text("action", action)
            .number("at", at)
            .object();
    }

    /// @throws UnreadableEntry if it is none of ours
    public static AssistantChange read(String json) {
        JsonText.Flat f = JsonText.Flat.parse(json);
        return new AssistantChange(f.text("resource"), f.text("id"), f.text("action"), f.number("at"));
    }
}
