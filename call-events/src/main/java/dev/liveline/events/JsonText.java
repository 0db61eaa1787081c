package dev.liveline.events;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// Flat JSON objects, written and read without data binding. Every record of this library is flat on the wire on purpose: no polymorphic
/// binding, nothing to register for a native executable.
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private JsonText() {}

    /// Appends a quoted, escaped string.
    static void string(StringBuilder out, String value) {
        out.append('"');
        ENCODER.quoteAsString(value, out);
        out.append('"');
    }

    /// Members of an object in writing; a null value is left out.
    static final class Members {

        private final StringBuilder out;

        Members() {
            this(new StringBuilder(96));
        }

        /// @param out to go on with: empty, or ending behind a member
        Members(StringBuilder out) {
            this.out = out;
        }

        Members text(String name, @Nullable String value) {
            if (value != null) {
                name(name);
                string(out, value);
            }
            return this;
        }

        Members number(String name, long value) {
            name(name).append(value);
            return this;
        }

        Members optionalNumber(String name, @Nullable Long value) {
            return value == null ? this : number(name, value);
        }

        Members bool(String name, boolean value) {
            name(name).append(value);
            return this;
        }

        /// Infinite and undefined numbers have no JSON; they are left out like absent ones.
        Members decimal(String name, @Nullable Double value) {
            if (value != null && Double.isFinite(value)) {
                name(name);
                if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                    out.append(value.longValue());
                } else {
                    out.append(value.doubleValue());
                }
            }
            return this;
        }

        String object() {
            return "{" + out + "}";
        }

        @Override
        public String toString() {
            return out.toString();
        }

        private StringBuilder name(String name) {
            if (!out.isEmpty()) {
                out.append(',');
            }
            return out.append('"').append(name).append("\":");
        }
    }

    /// Scalar members of an object that was read; nested values are skipped.
    static final class Flat {

        private final Map<String, Object> members;

        private Flat(Map<String, Object> members) {
            this.members = members;
        }

        static Flat parse(String json) {
            Map<String, Object> members = new HashMap<>();
            try (JsonParser parser = FACTORY.createParser(json)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new UnreadableEntry("not a JSON object");
                }
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    JsonToken value = parser.nextToken();
                    switch (value) {
                        case VALUE_STRING -> members.put(name, parser.getText());
                        case VALUE_NUMBER_INT -> members.put(name, parser.getLongValue());
                        case VALUE_NUMBER_FLOAT -> members.put(name, parser.getDoubleValue());
                        case VALUE_TRUE -> members.put(name, Boolean.TRUE);
                        case VALUE_FALSE -> members.put(name, Boolean.FALSE);
                        default -> parser.skipChildren();
                    }
                }
            } catch (IOException broken) {
                throw new UnreadableEntry("malformed JSON");
            }
            return new Flat(members);
        }

        String text(String name) {
            return members.get(name) instanceof String text ? text : missing(name);
        }

        @Nullable
        String optionalText(String name) {
            return members.get(name) instanceof String text ? text : null;
        }

        <T> T word(String name, Function<String, T> reading) {
            try {
                return reading.apply(text(name));
            } catch (IllegalArgumentException unknown) {
                throw new UnreadableEntry("unknown word in member " + name, unknown);
            }
        }

        long number(String name) {
            return members.get(name) instanceof Number number ? number.longValue() : missing(name);
        }

        @Nullable
        Long optionalNumber(String name) {
            return members.get(name) instanceof Number number ? number.longValue() : null;
        }

        double decimal(String name) {
            return members.get(name) instanceof Number number ? number.doubleValue() : missing(name);
        }

        @Nullable
        Double optionalDecimal(String name) {
            return members.get(name) instanceof Number number ? number.doubleValue() : null;
        }

        boolean bool(String name) {
            return members.get(name) instanceof Boolean bool ? bool : missing(name);
        }

        private <T> T missing(String name) {
            throw new UnreadableEntry("member " + name + " is missing or of another type");
        }
    }
}
