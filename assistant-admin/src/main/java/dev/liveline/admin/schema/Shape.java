package dev.liveline.admin.schema;

import java.util.List;
import java.util.Map;

/// The kind of one value in the table of shapes.
sealed interface Shape {

    record AnyValue() implements Shape {}

    record AnyObject() implements Shape {}

    record Truth() implements Shape {}

    record Number(double least, double most) implements Shape {}

    record Text(double shortest, double longest) implements Shape {}

    /// A name: those Vapi's document lists, or a newer one.
    record Name(List<String> known) implements Shape {}

    record OneOf(List<String> values) implements Shape {}

    record ListOf(Shape element) implements Shape {}

    /// One of several objects, by name.
    record Object(List<String> names) implements Shape {}

    record Either(List<Shape> alternatives) implements Shape {}

    /// The fields of a named object.
    record Fields(Map<String, Shape> fields, List<String> required) {}
}
