package dev.liveline.admin.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a page ended: Vapi has no cursor, so it is the last `createdAt` and the ids of that moment that were shown.
record Cursor(String createdAt, Set<String> shown) {

    String text() {
        String plain = createdAt + "|" + String.join(",", shown);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /// @return empty for what is no cursor of ours
    static Optional<Cursor> read(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int bar = plain.indexOf('|');
            return bar < 0 || !plain.substring(0, bar).matches("[0-9TZ:.+-]{10,40}") ? Optional.empty()
                    : Optional.of(new Cursor(plain.substring(0, bar),
                            new LinkedHashSet<>(Arrays.asList(plain.substring(bar + 1).split(",")))));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// @param before where the page before ended, if there was one
    static Cursor after(List<Stored> page, Optional<Cursor> before) {
        String createdAt = page.getLast().body().path("createdAt").asText();
        Set<String> shown = new LinkedHashSet<>(
                before.filter(cursor -> cursor.createdAt().equals(createdAt)).map(Cursor::shown).orElse(Set.of()));
        page.stream()
            .filter(resource -> resource.body().path("createdAt").asText().equals(createdAt))
            .map(Stored::id)
            .forEach(shown::add);
        return new Cursor(createdAt, shown);
    }
}
