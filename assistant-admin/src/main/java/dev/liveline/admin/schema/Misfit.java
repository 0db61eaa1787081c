package dev.liveline.admin.schema;

import java.util.List;

import dev.liveline.admin.json.Pointer;

/// One place where a document is not of Vapi's shape: Vapi answers such a document with 400, unless it says otherwise here.
public sealed interface Misfit {

    Pointer at();

    /// A field that is not in the schema.
    record Unknown(Pointer at, List<String> allowed) implements Misfit {}

    /// @param expected `text`, `number`, `boolean`, `list`, `object`
    record WrongType(Pointer at, String expected) implements Misfit {}

    /// A number outside its bounds; an open end is infinite.
    record OutOfRange(Pointer at, double least, double most) implements Misfit {}

    /// A text that is shorter or longer than allowed, in characters.
    record WrongLength(Pointer at, double least, double most) implements Misfit {}

    /// A text that is none of the allowed ones.
    record NotListed(Pointer at, List<String> allowed) implements Misfit {}

    /// A name that Vapi's document does not list. Vapi may know it all the same.
    record NotKnown(Pointer at, List<String> known) implements Misfit {}

    /// A field that has to be there.
    record Missing(Pointer at) implements Misfit {}
}
