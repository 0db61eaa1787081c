package dev.liveline.admin.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import dev.liveline.admin.json.Pointer;

/// Compares documents with the table of shapes.
public final class Shapes {

    public static final String ASSISTANT = "CreateAssistantDTO";

    /// Long lists of names, by the field that has them first.
    private static final Map<String, List<String>> NAMES = names();

    private static final Map<String, Shape.Fields> TABLE = table();

    /// What a phone number may be, by provider.
    public static final List<String> PHONE_NUMBERS = named("PhoneNumberDTO");

    /// What a tool may be, by type.
    public static final List<String> TOOLS = named("ToolDTO");

    /// What tells the alternatives of a union apart.
    private static final List<String> DISCRIMINATORS = List.of("provider", "type", "on");

    private Shapes() {}

    /// Every misfit of a document that is meant to be of the named shape, in document order.
    public static List<Misfit> misfits(String name, JsonNode document) {
        return misfits(List.of(name), document);
    }

    /// Every misfit of a document that is meant to be of one of the named shapes.
    public static List<Misfit> misfits(List<String> names, JsonNode document) {
        List<Misfit> found = new ArrayList<>();
        check(new Shape.Object(names), document, Pointer.ROOT, found);
        return List.copyOf(found);
    }

    private static List<String> named(String ending) {
        return TABLE.keySet().stream().filter(name -> name.endsWith(ending)).toList();
    }

    /// The values a field of a union's alternatives may have to choose among them, e.g. the providers of `voice`.
    public static List<String> choices(String field) {
        return TABLE.get(ASSISTANT).fields().get(field) instanceof Shape.Object union ? choices(union, "provider") : List.of();
    }

    /// Whether the alternative that a discriminator's value chooses has a field.
    public static boolean allows(List<String> names, String discriminator, String value, String field) {
        return names.stream()
            .map(TABLE::get)
            .filter(shape -> shape.fields().get(discriminator) instanceof Shape.OneOf(List<String> values)
                    && values.contains(value))
            .anyMatch(shape -> shape.fields().containsKey(field));
    }

    private static void check(Shape shape, JsonNode value, Pointer at, List<Misfit> found) {
        switch (shape) {
            case Shape.AnyValue() -> {
            }
            case Shape.AnyObject() -> expect(value.isObject(), at, "object", found);
            case Shape.Truth() -> expect(value.isBoolean(), at, "boolean", found);
            case Shape.Number(double least, double most) -> {
                if (expect(value.isNumber(), at, "number", found)
                        && (value.doubleValue() < least || value.doubleValue() > most)) {
                    found.add(new Misfit.OutOfRange(at, least, most));
                }
            }
            case Shape.Text(double shortest, double longest) -> {
                if (expect(value.isTextual(), at, "text", found)
                        && (value.textValue().length() < shortest || value.textValue().length() > longest)) {
                    found.add(new Misfit.WrongLength(at, shortest, longest));
                }
            }
            case Shape.OneOf(List<String> values) -> {
                if (expect(value.isTextual(), at, "text", found) && !values.contains(value.textValue())) {
                    found.add(new Misfit.NotListed(at, values));
                }
            }
            case Shape.Name(List<String> known) -> {
                if (expect(value.isTextual(), at, "text", found) && !known.contains(value.textValue())) {
                    found.add(new Misfit.NotKnown(at, known));
                }
            }
            case Shape.ListOf(Shape element) -> {
                if (expect(value.isArray(), at, "list", found)) {
                    for (int i = 0; i < value.size(); i++) {
                        check(element, value.path(i), at.child(i), found);
                    }
                }
            }
            case Shape.Object(List<String> names) -> {
                if (expect(value.isObject(), at, "object", found)) {
                    object(names, value, at, found);
                }
            }
            case Shape.Either(List<Shape> alternatives) -> found.addAll(best(alternatives.stream(), value, at));
        }
    }

    private static boolean expect(boolean holds, Pointer at, String expected, List<Misfit> found) {
        if (!holds) {
            found.add(new Misfit.WrongType(at, expected));
        }
        return holds;
    }

    /// The discriminator chooses the alternative; where it does not, the one that fits best speaks.
    private static void object(List<String> names, JsonNode value, Pointer at, List<Misfit> found) {
        for (String discriminator : DISCRIMINATORS) {
            List<String> choices = names.size() < 2 ? List.of() : choices(new Shape.Object(names), discriminator);
            if (choices.isEmpty()) {
                continue;
            }
            JsonNode chosen = value.path(discriminator);
            if (chosen.isMissingNode()) {
                found.add(new Misfit.Missing(at.child(discriminator)));
                return;
            }
            List<String> fitting = names.stream().filter(name -> allows(name, discriminator, chosen)).toList();
            if (fitting.isEmpty()) {
                found.add(chosen.isTextual() ? new Misfit.NotListed(at.child(discriminator), choices)
                        : new Misfit.WrongType(at.child(discriminator), "text"));
                return;
            }
            found.addAll(bestOf(fitting, value, at));
            return;
        }
        found.addAll(bestOf(names, value, at));
    }

    private static List<Misfit> bestOf(List<String> names, JsonNode value, Pointer at) {
        return names.stream()
            .map(name -> fields(TABLE.get(name), value, at))
            .min(Comparator.comparingInt(List::size))
            .orElse(List.of());
    }

    private static List<Misfit> best(Stream<Shape> shapes, JsonNode value, Pointer at) {
        return shapes.map(shape -> {
            List<Misfit> found = new ArrayList<>();
            check(shape, value, at, found);
            return found;
        }).min(Comparator.comparingInt(List::size)).orElse(new ArrayList<>());
    }

    private static List<Misfit> fields(Shape.Fields shape, JsonNode value, Pointer at) {
        List<Misfit> found = new ArrayList<>();
        value.properties().forEach(field -> {
            Shape kind = shape.fields().get(field.getKey());
            if (kind == null) {
                found.add(new Misfit.Unknown(at.child(field.getKey()), List.copyOf(shape.fields().keySet())));
            } else {
                check(kind, field.getValue(), at.child(field.getKey()), found);
            }
        });
        shape.required()
            .stream()
            .filter(name -> !value.has(name))
            .forEach(name -> found.add(new Misfit.Missing(at.child(name))));
        return found;
    }

    private static boolean allows(String name, String discriminator, JsonNode chosen) {
        return switch (TABLE.get(name).fields().get(discriminator)) {
            case Shape.OneOf(List<String> values) -> values.contains(chosen.asText());
            case null -> false;
            default -> true;
        };
    }

    private static List<String> choices(Shape.Object union, String discriminator) {
        return union.names()
            .stream()
            .map(name -> TABLE.get(name).fields().get(discriminator))
            .flatMap(kind -> kind instanceof Shape.OneOf(List<String> values) ? values.stream() : Stream.empty())
            .distinct()
            .toList();
    }

    private static Map<String, Shape.Fields> table() {
        Map<String, Shape.Fields> table = new LinkedHashMap<>();
        Shape.Fields open = null;
        for (String line : lines("shapes.txt")) {
            if (line.startsWith(" ")) {
                field(line.strip(), open);
            } else {
                open = new Shape.Fields(new LinkedHashMap<>(), new ArrayList<>());
                table.put(line, open);
            }
        }
        return Map.copyOf(table);
    }

    private static Map<String, List<String>> names() {
        return lines("names.txt").stream()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> List.of(parts[1].split("\\|"))));
    }

    private static List<String> lines(String file) {
        try (InputStream in = Shapes.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void field(String line, Shape.Fields into) {
        int space = line.indexOf(' ');
        String name = line.substring(0, space);
        boolean required = name.endsWith("!");
        String plain = required ? name.substring(0, name.length() - 1) : name;
        into.fields().put(plain, parse(line.substring(space + 1)));
        if (required) {
            into.required().add(plain);
        }
    }

    private static Shape parse(String text) {
        if (text.contains(" or ")) {
            return new Shape.Either(Arrays.stream(text.split(" or ")).map(Shapes::parse).toList());
        }
        if (text.startsWith("[]")) {
            return new Shape.ListOf(parse(text.substring(2)));
        }
        if (text.startsWith("=")) {
            return new Shape.OneOf(List.of(text.substring(1).split("\\|")));
        }
        if (text.startsWith("~")) {
            return new Shape.Name(NAMES.get(text.substring(1)));
        }
        if (text.startsWith("@")) {
            return new Shape.Object(List.of(text.substring(1).split("\\|")));
        }
        String bounds = text.contains(" ") ? text.substring(text.indexOf(' ') + 1) : "..";
        return switch (text.split(" ")[0]) {
            case "number" ->
                new Shape.Number(bound(bounds, 0, Double.NEGATIVE_INFINITY), bound(bounds, 1, Double.POSITIVE_INFINITY));
            case "text" -> new Shape.Text(bound(bounds, 0, 0), bound(bounds, 1, Double.POSITIVE_INFINITY));
            case "boolean" -> new Shape.Truth();
            case "object" -> new Shape.AnyObject();
            default -> new Shape.AnyValue();
        };
    }

    private static double bound(String bounds, int side, double open) {
        String[] ends = bounds.split("\\.\\.", -1);
        return ends[side].isEmpty() ? open : Double.parseDouble(ends[side]);
    }
}
