package dev.liveline.admin.manifest;

import java.util.List;

/// A document: resources in the order they were written.
public record Manifest(List<Resource> resources) {

    public Manifest {
        resources = List.copyOf(resources);
    }
}
