package dev.liveline.admin.preset;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// An assistant to start from.
public record Preset(String name, String description, ObjectNode assistant) {}
