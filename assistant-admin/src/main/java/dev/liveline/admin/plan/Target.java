package dev.liveline.admin.plan;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.manifest.Key;

/// A resource as it shall be.
///
/// @param source the body of the document
/// @param wired  the same with what Liveline needs put in; references still by name
/// @param id     the resource at Vapi that it is, where the document says so
/// @param exact  whether fields inside its fields that somebody added at Vapi go: to go back is to go back to exactly what was
public record Target(Key key, ObjectNode source, ObjectNode wired, Optional<String> id, boolean exact) {}
