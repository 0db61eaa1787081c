package dev.liveline.admin.catalogue;

import java.util.List;
import java.util.Optional;

/// A page of a list, newest first.
///
/// @param next the cursor of the next page, if there is one
public record Page(List<Stored> resources, Optional<String> next) {}
