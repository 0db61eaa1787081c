package dev.liveline.router.twilio;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The fields of a form or of a query, decoded: empty values, repeated names and surrounding space are kept, because a signature covers them.
///
/// @param fields values by name, in the order of `String#compareTo`, which is the order Twilio signs in
public record Form(Map<String, List<String>> fields) {

    public static final Form EMPTY = new Form(Map.of());

    /// Reads `a=1&b=2`.
    ///
    /// @throws IllegalArgumentException if an escape is malformed
    public static Form parse(String encoded) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return new Form(fields);
    }

    /// The first non-blank value of a field.
    public Optional<String> text(String name) {
        return fields.getOrDefault(name, List.of()).stream().filter(value -> !value.isBlank()).findFirst();
    }

    /// This form and, for names it lacks, the fields of another.
    public Form or(Form other) {
        Map<String, List<String>> both = new TreeMap<>(other.fields);
        both.putAll(fields);
        return new Form(both);
    }

    boolean hasRepeatedNames() {
        return fields.values().stream().anyMatch(values -> values.size() > 1);
    }

    Collection<String> names() {
        return fields.keySet();
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Form" + fields.keySet();
    }
}
