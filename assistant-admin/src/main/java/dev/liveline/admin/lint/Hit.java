package dev.liveline.admin.lint;

import java.util.List;

import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;

/// Where a rule found something.
///
/// @param message what is wrong and why, never with a value that could be a secret
/// @param remedy  what to do
/// @param patch   the remedy as steps, empty if it takes a person
record Hit(Pointer at, String message, String remedy, List<Patch> patch) {

    static Hit at(String pointer, String message, String remedy, Patch... patch) {
        return new Hit(Pointer.of(pointer), message, remedy, List.of(patch));
    }

    static Hit at(Pointer pointer, String message, String remedy, Patch... patch) {
        return new Hit(pointer, message, remedy, List.of(patch));
    }
}
