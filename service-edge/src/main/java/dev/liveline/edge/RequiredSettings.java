package dev.liveline.edge;

import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.Config;

import io.quarkus.runtime.StartupEvent;

/// A missing secret is an error at start that names the variable, never an open door.
@ApplicationScoped
public class RequiredSettings {

    private final LivelineConfig liveline;
    private final Config config;

    RequiredSettings(LivelineConfig liveline, Config config) {
        this.liveline = liveline;
        this.config = config;
    }

    void check(@Observes @Priority(1) StartupEvent starting) {
        List<String> missing = new ArrayList<>(
                liveline.required().orElse(List.of()).stream().filter(name -> isMissing(name)).toList());
        if (isMissing("LIVELINE_JWT_PUBLIC_KEY") && isMissing("LIVELINE_JWT_ISSUER")) {
            missing.add("LIVELINE_JWT_PUBLIC_KEY or LIVELINE_JWT_ISSUER");
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("Liveline does not start without: " + String.join(", ", missing)
                    + ". Set the environment variable" + (missing.size() == 1 ? "." : "s."));
        }
    }

    /// Commas alone are a list of nothing.
    private boolean isMissing(String name) {
        return config.getOptionalValue(name, String.class).filter(value -> !value.replace(',', ' ').isBlank()).isEmpty();
    }
}
