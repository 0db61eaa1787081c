package dev.liveline.admin.manifest;

import dev.liveline.admin.Kind;

/// What a resource is called in documents: names are unique within a kind.
public record Key(Kind kind, String name) {

    /// `assistant/support`
    public String text() {
        return kind.word() + "/" + name;
    }

    /// @throws IllegalArgumentException for what [#text] did not write
    public static Key of(String text) {
        int slash = text.indexOf('/');
        return new Key(
                Kind.of(text.substring(0, Math.max(0, slash)))
                    .orElseThrow(() -> new IllegalArgumentException("no key: " + text)),
                text.substring(slash + 1));
    }

    /// For people: `assistant support`.
    @Override
    public String toString() {
        return kind.word() + " " + name;
    }
}
