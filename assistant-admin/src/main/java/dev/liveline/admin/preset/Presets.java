package dev.liveline.admin.preset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Trees;

/// The presets, in the order they are offered.
public final class Presets {

    public static final List<Preset> ALL = List.of(read("live-support"), read("phone-noisy"), read("fast-turns"));

    private Presets() {}

    public static Optional<Preset> named(String name) {
        return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    /// A preset with overrides laid over it, field by field; lists are replaced whole.
    public static ObjectNode with(Preset preset, ObjectNode overrides) {
        return Trees.merge(preset.assistant(), overrides);
    }

    private static Preset read(String name) {
        try (InputStream in = Presets.class.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("preset " + name + " is not on the class path");
            }
            JsonNode tree = Trees.read(in.readAllBytes());
            return new Preset(tree.path("name").asText(), tree.path("description").asText(),
                    (ObjectNode) tree.path("assistant"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
