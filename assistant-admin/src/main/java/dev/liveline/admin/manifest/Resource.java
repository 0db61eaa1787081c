package dev.liveline.admin.manifest;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One resource of a document.
///
/// @param body Vapi's own body, except that names may stand for ids
/// @param id   the resource at Vapi that this is, where the document says so
public record Resource(Key key, ObjectNode body, Optional<String> id) {}
