package dev.liveline.admin.manifest;

import java.util.List;

/// What came of reading a document.
public sealed interface Reading {

    record Understood(Manifest manifest) implements Reading {}

    /// @param faults each names its place, none quotes a value
    record Faulty(List<String> faults) implements Reading {}
}
